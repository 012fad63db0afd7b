"""The way to the network: connects to checked addresses only, and every wait ends at a deadline.

The name is resolved here and the connection goes to the very address that was checked, so a name server that
answers differently the second time gains nothing. Host header and TLS name stay those of the URL.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Collection, Iterable, Iterator
from typing import Any

import httpcore
import httpx

from pipeline.watching.addresses import Resolver, checked_addresses

LOST = (httpx.HTTPError, httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, OSError)
"""What a request through `CheckedTransport` raises when the network or the other side fails."""


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
        yield from self._response.iter_stream()

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
                left = _time_left(self._deadline, timeout)
                stream = self._inner.connect_tcp(address, port, left, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _TimedStream(stream, self._deadline)
        raise failure or httpcore.ConnectError(f"no address of {host} answers")


class _TimedStream(httpcore.NetworkStream):
    """A stream whose every wait ends at the deadline: a server that sends a byte a second gains no time by it."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: float) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _time_left(self._deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _time_left(self._deadline, timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = _time_left(self._deadline, timeout)
        return _TimedStream(self._inner.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def _time_left(deadline: float, timeout: float | None) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the time allowed for one answer is over")
    return left if timeout is None else min(left, timeout)
