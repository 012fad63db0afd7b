"""The way to the network: connects to checked addresses only, and every wait ends at a deadline.

The name is resolved here and the connection goes to the very address that was checked, so a name server that
answers differently the second time gains nothing. Host header and TLS name stay those of the URL.
"""

from __future__ import annotations

import re
import ssl
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import httpcore
import httpx

from pipeline.watching.addresses import Resolver, checked_addresses


class OverTimeError(httpcore.ReadTimeout):
    """The time allowed for a whole answer is over."""


LOST = (httpx.HTTPError, httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, OSError)
"""What a request through `CheckedTransport` raises when the network or the other side fails."""
_END_OF_HEAD = b"\r\n\r\n"
_INFORMATIONAL = re.compile(rb"HTTP/1\.[01] 1")
_MOMENT = 0.2
"""Seconds to wait for what may follow an answer; a server that closes the connection, as asked, costs none."""


def tls_context() -> ssl.SSLContext:
    """How certificates are checked: against the usual authorities, or those of SSL_CERT_FILE and SSL_CERT_DIR.

    Making one takes 20 ms: it is made once for many requests.
    """
    return httpx.create_ssl_context(trust_env=True)


class CheckedTransport(httpx.BaseTransport):
    """One request to a checked address, to be over ``seconds`` after the transport was made.

    No proxy, no cookie, no password of the environment is used. Raises FetchError ``forbidden_address``, or one of
    `LOST`.
    """

    def __init__(
        self, resolver: Resolver, allowed: Collection[str], seconds: float, context: ssl.SSLContext | None = None
    ) -> None:
        backend = _CheckedBackend(resolver, allowed, time.monotonic() + seconds)
        self._pool = httpcore.ConnectionPool(ssl_context=context or tls_context(), network_backend=backend)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request; its body is read as a stream."""
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        response = self._pool.handle_request(
            httpcore.Request(request.method, url, headers=request.headers.raw, extensions=request.extensions)
        )
        return httpx.Response(response.status, headers=response.headers, stream=_Body(response))

    def close(self) -> None:
        """Close the connection."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        """The pieces of the body. Raises ProtocolError when more of it follows than Content-Length says."""
        yield from self._response.iter_stream()
        headers = httpx.Headers(self._response.headers)
        stream = self._response.extensions.get("network_stream")
        length = headers.get("content-length", "")
        is_counted = length.isdecimal() and "transfer-encoding" not in headers
        if is_counted and isinstance(stream, _TimedStream) and stream.body_bytes() > int(length):
            raise httpcore.RemoteProtocolError("the answer is longer than its Content-Length")

    def close(self) -> None:
        self._response.close()


class _CheckedBackend(httpcore.NetworkBackend):
    def __init__(self, resolver: Resolver, allowed: Collection[str], deadline: float) -> None:
        self._resolver = resolver
        self._allowed = allowed
        self._deadline = deadline
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception | None = None
        for address in checked_addresses(host, port, self._resolver, self._allowed):
            try:
                with _until(self._deadline, timeout) as left:
                    stream = self._inner.connect_tcp(address, port, left, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _TimedStream(stream, self._deadline)
        raise failure or httpcore.ConnectError(f"no address of {host} answers")


class _TimedStream(httpcore.NetworkStream):
    """A stream whose every wait ends at the deadline: a server that sends a byte a second gains no time by it.

    It counts the bytes behind the head of the answer, as many as the server sends.
    """

    def __init__(self, inner: httpcore.NetworkStream, deadline: float) -> None:
        self._inner = inner
        self._deadline = deadline
        self._head: bytearray | None = bytearray()  # None: the head is complete
        self._body_bytes = 0

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        with _until(self._deadline, timeout) as left:
            data = self._inner.read(max_bytes, left)
        self._count(data)
        return data

    def _count(self, data: bytes) -> None:
        if self._head is None:
            self._body_bytes += len(data)
            return
        self._head += data
        while (end := self._head.find(_END_OF_HEAD)) >= 0:
            is_passing = bool(_INFORMATIONAL.match(self._head))
            del self._head[: end + len(_END_OF_HEAD)]
            if not is_passing:
                self._body_bytes, self._head = len(self._head), None
                return

    def body_bytes(self) -> int:
        """Bytes received behind the head, and whether more come: one piece is waited for, a moment only."""
        with suppress(httpcore.NetworkError, httpcore.TimeoutException):
            self.read(1, _MOMENT)
        return self._body_bytes

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        with _until(self._deadline, timeout) as left:
            self._inner.write(buffer, left)

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        with _until(self._deadline, timeout) as left:
            return _TimedStream(self._inner.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


@contextmanager
def _until(deadline: float, timeout: float | None) -> Iterator[float]:
    """The seconds that a wait may last. Raises OverTimeError when the deadline has passed, before it or in it."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise OverTimeError("the time allowed for one answer is over")
    try:
        yield left if timeout is None else min(left, timeout)
    except httpcore.TimeoutException as error:
        if time.monotonic() >= deadline:
            raise OverTimeError("the time allowed for one answer is over") from error
        raise
