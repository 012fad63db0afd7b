"""Fetch one address: politely, within limits, and with every redirect checked before it is followed."""

from __future__ import annotations

import logging
import math
import re
import ssl
import time
import zlib
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cached_property

import httpx
import stamina

from pipeline.watching.addresses import DOUBTFUL, FetchError, Resolver, check_url, refused, resolve
from pipeline.watching.network import LOST, CheckedTransport, OverTimeError, tls_context
from schemas.findings import Code

# The retries are told by the finding at their end; each would print a line that names nothing.
logging.getLogger("stamina").addHandler(logging.NullHandler())
logging.getLogger("stamina").propagate = False

Permit = Callable[[str], None]
"""Called with each address, redirects too, before it is asked; raises FetchError to refuse it."""

_REDIRECTS = (301, 302, 303, 307, 308)
_PASSING = (408, 425, 429, 500, 502, 503, 504)
_WHOLE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_LONGEST_WISH = 120.0
_GZIP_OR_ZLIB = 47


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What one fetch may cost.

    ``most_bytes``: of the body as sent and as unpacked. ``seconds``: for one answer, from the connection to its
    last byte. ``quiet_seconds``: without a byte. ``hops``: redirects. ``attempts``: requests in all to an address
    that fails in passing (no connection, time-outs, 429, 5xx), with growing pauses that begin at ``first_pause``
    seconds.
    """

    most_bytes: int = 64 * 1024**2
    seconds: float = 180.0
    quiet_seconds: float = 30.0
    hops: int = 5
    attempts: int = 3
    first_pause: float = 2.0


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask "has it changed?" with: opaque to us, no clock of ours is compared with it."""

    etag: str = ""
    last_modified: str = ""

    @property
    def headers(self) -> dict[str, str]:
        """The headers of a conditional request."""
        pairs = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in pairs.items() if value}


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: ``url`` was asked, ``final_url`` answered; ``data`` is None for "unchanged"."""

    url: str
    final_url: str
    data: bytes | None
    validators: Validators = Validators()


class _PassingError(Exception):
    """A failure that another attempt may mend."""

    def __init__(self, error: FetchError, pause: float | None = None) -> None:
        super().__init__(str(error))
        self.error = error
        self.pause = pause


class Fetcher:
    """Fetches addresses, one at a time, and waits between two requests to one host.

    ``allowed``: hosts allowed by name though they are not public. ``resolver`` and ``sleep`` are for tests.
    """

    def __init__(
        self,
        agent: str,
        allowed: Collection[str] = (),
        limits: FetchLimits | None = None,
        resolver: Resolver = resolve,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.agent = agent
        self.limits = limits or FetchLimits()
        self._allowed = frozenset(name.lower() for name in allowed)
        self._resolver = resolver
        self._sleep = sleep
        self._last_asked: dict[str, float] = {}
        self._deadline = math.inf

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return tls_context()

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """What is fetched in the block ends after ``seconds`` in all, waits and repeats included.

        When they are over, `fetch` raises FetchError ``source_over_time``.
        """
        self._deadline = time.monotonic() + seconds
        try:
            yield
        finally:
            self._deadline = math.inf

    def _time_left(self, url: str) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise _over_time(url)
        return left

    def fetch(
        self,
        url: str,
        validators: Validators | None = None,
        permit: Permit | None = None,
        delay: float = 0.0,
        most_bytes: int | None = None,
    ) -> Fetched:
        """The answer of ``url``, redirects followed.

        ``delay``: least seconds between two requests to one host. Raises FetchError: ``forbidden_address``,
        ``source_unreachable``, ``source_over_time``, ``too_big``, or what ``permit`` raises.
        """
        here = url
        for _ in range(self.limits.hops + 1):
            parsed = check_url(here)
            if permit:
                permit(here)
            answer = self._ask(parsed, validators or Validators(), delay, most_bytes or self.limits.most_bytes)
            if isinstance(answer, Fetched):
                return Fetched(url, here, answer.data, answer.validators)
            if parsed.scheme == "https" and answer.lower().startswith("http:"):
                raise refused("a redirect from https down to http", f"{here} → {answer}")
            here = answer
        raise _unreachable(f"more than {self.limits.hops} redirects", url)

    def _ask(self, url: httpx.URL, validators: Validators, delay: float, most_bytes: int) -> Fetched | str:
        """The answer, or where it redirects to; tried again while it fails in passing."""
        attempts = stamina.retry_context(
            on=_pause_after,
            attempts=self.limits.attempts,
            timeout=None if math.isinf(self._deadline) else self._time_left(str(url)),
            wait_initial=self.limits.first_pause,
            wait_jitter=self.limits.first_pause,
            wait_max=_LONGEST_WISH,
        )
        try:
            for attempt in attempts:
                with attempt:
                    self._wait_for_turn(url.host, delay)
                    return self._ask_once(url, validators, most_bytes)
        except _PassingError as passing:
            raise passing.error from passing
        raise AssertionError("a retry ends by returning or raising")

    def _wait_for_turn(self, host: str, delay: float) -> None:
        last = self._last_asked.get(host)
        wait = delay - (time.monotonic() - last) if last is not None else 0.0
        if wait > self._time_left(host):
            raise _over_time(host)
        if wait > 0:
            self._sleep(wait)
        self._last_asked[host] = time.monotonic()

    def _ask_once(self, url: httpx.URL, validators: Validators, most_bytes: int) -> Fetched | str:
        # Without a client of httpx, which parses redirects itself, keeps cookies and reads the environment.
        fixed = {"Accept": "*/*", "Accept-Encoding": "gzip", "Connection": "close"}
        headers = {"User-Agent": self.agent, **fixed, **validators.headers}
        seconds = min(self.limits.seconds, self._time_left(str(url)))
        timeouts = httpx.Timeout(self.limits.quiet_seconds).as_dict()
        request = httpx.Request("GET", url, headers=headers, extensions={"timeout": timeouts})
        try:
            with CheckedTransport(self._resolver, self._allowed, seconds, self._tls) as transport:
                response = transport.handle_request(request)
                try:
                    return _read_answer(url, response, bool(validators.headers), most_bytes)
                finally:
                    response.close()
        except OverTimeError as error:  # another attempt would take as long
            code = Code.SOURCE_UNREACHABLE if seconds == self.limits.seconds else Code.SOURCE_OVER_TIME
            raise FetchError(code, f"the answer took longer than {seconds:.0f} seconds", str(url)) from error
        except LOST as error:
            raise _lost(str(url), error) from error


def _read_answer(url: httpx.URL, response: httpx.Response, is_conditional: bool, most_bytes: int) -> Fetched | str:
    status, headers = response.status_code, response.headers
    if status in _REDIRECTS and "location" in headers:
        return _redirect(url, headers["location"])
    if status == 304 and is_conditional:
        return Fetched(str(url), str(url), None)
    if status != 200:
        error = _unreachable(f"the server answers {status}", str(url), status)
        raise _PassingError(error, _wished_pause(headers)) if status in _PASSING else error
    given = Validators(_sendable(headers.get("etag", "")), _sendable(headers.get("last-modified", "")))
    return Fetched(str(url), str(url), _read_body(str(url), response, most_bytes), given)


def _sendable(value: str) -> str:
    """A header's value if it can be sent back as a header."""
    return value if value.isascii() and value.isprintable() else ""


def _redirect(url: httpx.URL, location: str) -> str:
    # Whole addresses as they are written: joining would mend "http:///x" into one of the same host.
    if _WHOLE.match(location) or DOUBTFUL.search(location):
        return location
    try:
        return str(url.join(location))
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise refused(f"a redirect to what is no address ({error})", f"{url} → {location}") from error


def _read_body(url: str, response: httpx.Response, most_bytes: int) -> bytes:
    """The body, unpacked, never more of it in memory than allowed."""
    packing = response.headers.get("content-encoding", "").strip().lower()
    if packing not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise _unreachable("the answer is packed in a way that was not asked for", f"{packing} {url}")
    unpacker = _Unpacker() if packing not in ("", "identity") else None
    body = bytearray()
    received = 0
    for piece in response.iter_raw():
        received += len(piece)
        try:
            body += unpacker.unpack(piece, most_bytes - len(body) + 1) if unpacker else piece
        except zlib.error as error:
            raise _unreachable(f"the answer cannot be unpacked ({error})", url) from error
        if len(body) > most_bytes or received > most_bytes:
            raise FetchError(Code.TOO_BIG, f"the answer is larger than {most_bytes} bytes", url)
    if unpacker and not unpacker.is_complete:
        raise _PassingError(_unreachable("the packed answer ends early", url))
    return bytes(body)


class _Unpacker:
    """Unpacks gzip or zlib, told apart by the head. A gzip answer may have several members (RFC 1952, 2.2)."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(wbits=_GZIP_OR_ZLIB)

    @property
    def is_complete(self) -> bool:
        """Whether the last member has ended."""
        return self._member.eof

    def unpack(self, piece: bytes, most_bytes: int) -> bytes:
        """At most ``most_bytes`` of what ``piece`` unpacks to. Raises zlib.error for what is not packed so."""
        unpacked = bytearray()
        while piece and len(unpacked) < most_bytes:
            if self._member.eof:
                piece = piece.lstrip(b"\0")  # padding
                if not piece:
                    break
                self._member = zlib.decompressobj(wbits=_GZIP_OR_ZLIB)
            unpacked += self._member.decompress(piece, most_bytes - len(unpacked))
            piece = self._member.unused_data
        return bytes(unpacked)


def _lost(url: str, error: Exception) -> Exception:
    """A failure of the network as what to do about it: a certificate will not mend itself in a minute."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLCertVerificationError):
        cause = cause.__cause__ or cause.__context__
    if cause is not None:
        return _unreachable(f"the certificate does not hold ({cause.verify_message})", url)
    kind = type(error).__name__
    return _PassingError(_unreachable(f"no answer ({kind}: {error})" if str(error) else f"no answer ({kind})", url))


def _over_time(place: str) -> FetchError:
    return FetchError(Code.SOURCE_OVER_TIME, "the time for this source is over", place)


def _unreachable(message: str, url: str, status: int | None = None) -> FetchError:
    return FetchError(Code.SOURCE_UNREACHABLE, message, url, status)


def _pause_after(error: Exception) -> bool | float:
    """Whether to try again, and after how many seconds where the server said so."""
    if not isinstance(error, _PassingError):
        return False
    return True if error.pause is None else error.pause


def _wished_pause(headers: httpx.Headers) -> float | None:
    """Seconds that Retry-After asks for, up to two minutes; a date counts against the server's own clock."""
    wish = headers.get("retry-after", "")
    try:
        seconds = float(wish) if wish.isascii() and wish.isdigit() else _seconds_until(wish, headers["date"])
    except (KeyError, ValueError, TypeError, OverflowError):
        return None
    return min(max(seconds, 0.0), _LONGEST_WISH)


def _seconds_until(then: str, now: str) -> float:
    return (parsedate_to_datetime(then) - parsedate_to_datetime(now)).total_seconds()
