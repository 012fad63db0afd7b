"""A real web server on loopback for tests, and names that lead to it without a name server."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SITE = "lists.example"
"""The name of the server: allowed by name, and led to loopback by `Names`."""


@dataclass
class Page:
    """What the server says at a path. ``play`` takes over the connection instead."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    play: Callable[[BaseHTTPRequestHandler], None] | None = None


@dataclass
class Site:
    """A running server: its pages by path, and the requests it got as (path, status)."""

    port: int
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[tuple[str, int]] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    scheme: str = "http"

    def url(self, path: str) -> str:
        return f"{self.scheme}://{SITE}:{self.port}{path}"

    def statuses(self) -> list[int]:
        """The statuses since the last call, without robots.txt."""
        found = [status for path, status in self.asked if path != "/robots.txt"]
        self.asked.clear()
        return found


@contextmanager
def serving(context: object = None) -> Iterator[Site]:
    """A server until the end of the block; ``context``: an SSLContext for TLS."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            page = site.pages.get(self.path, Page(b"none", 404))
            site.agents.add(self.headers.get("User-Agent", ""))
            etag = f'"{sha256(page.body).hexdigest()[:16]}"'
            status = 304 if page.status == 200 and self.headers.get("If-None-Match") == etag else page.status
            site.asked.append((self.path, status))
            self.close_connection = True
            if page.play:
                page.play(self)
                return
            body = b"" if status == 304 else page.body
            self.send_response(status)
            for name, value in {"ETag": etag, "Content-Length": str(len(body)), **page.headers}.items():
                if value:
                    self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:  # a client that hangs up is part of the tests
            pass

    server = Server(("127.0.0.1", 0), Handler)
    site = Site(server.server_port)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)  # type: ignore[attr-defined]
        site.scheme = "https"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Names:
    """A resolver for tests: the names given, `SITE` on loopback, and nothing else - so no test asks a name server."""

    def __init__(self, **names: Sequence[str]) -> None:
        self.names: dict[str, Sequence[str]] = {SITE: ["127.0.0.1"], **names}
        self.asked: list[str] = []

    def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        if host not in self.names:
            raise socket.gaierror(f"no such name: {host}")
        return self.names[host]


def endless(chunk: bytes = b"x" * 65536, pause: float = 0.0) -> Callable[[BaseHTTPRequestHandler], None]:
    """A body without end, in pieces."""

    def play(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for _ in range(100_000):
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))
            time.sleep(pause)

    return play


def slow_head(handler: BaseHTTPRequestHandler) -> None:
    """A head that arrives a byte at a time, so that no single wait is long."""
    for byte in b"HTTP/1.1 200 OK\r\nX-Pad: " + b"x" * 10_000:
        handler.wfile.write(bytes([byte]))
        handler.wfile.flush()
        time.sleep(0.02)


def torn(handler: BaseHTTPRequestHandler) -> None:
    """A body that ends before its length."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write("1. 支持".encode())
