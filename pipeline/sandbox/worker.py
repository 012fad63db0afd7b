"""Documents are read in a child process that can be limited and killed: a hostile file costs one release.

Works the same inside a Prefect task and without: the child is a plain subprocess, started when first needed,
used for one document after another, and replaced when it misbehaves.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Mapping
from typing import Any

from extractors.media import PDF, read_format
from pipeline.paths import CHECKOUT
from pipeline.settings import Limits
from schemas.findings import Code, DocumentError
from schemas.records import ExtractedText, Issue

READERS: Mapping[str, str] = {"pdf": read_format(PDF).reader}
"""Kind of document → the function that reads it, as ``module:function``."""

_LENGTH = struct.Struct("!Q")
_LAST_WORDS = 5.0
"""Seconds that a child gets to end after it closed its socket."""
_MOST_OF_MEMORY = 0.6
"""A child that died with this share of its memory in use died of it: libraries abort when they get no more."""


class Worker:
    """Reads documents in a child process. Threads may share it; they take turns."""

    def __init__(self, limits: Limits | None = None, readers: Mapping[str, str] = READERS) -> None:
        self._limits = limits or Limits()
        self._readers = dict(readers)
        self._lock = threading.Lock()
        self._child: _Child | None = None

    def extract(self, kind: str, data: bytes, options: Mapping[str, Any] | None = None) -> ExtractedText:
        """What the reader of ``kind`` makes of ``data``; ``options`` are its keyword arguments.

        Raises DocumentError: what the reader raises, or ``too_big``, ``timeout``, ``out_of_memory`` or
        ``engine_crashed``. Never raises anything else for a document.
        """
        if len(data) > self._limits.most_bytes:
            limit = f"the file is larger than {self._limits.most_bytes} bytes"
            raise DocumentError(Code.TOO_BIG, limit, f"{len(data)} bytes")
        request = {"reader": self._readers[kind], "options": dict(options or {}), "cpu": self._limits.cpu_seconds}
        with self._lock:
            if self._child is None or self._child.documents >= self._limits.documents_per_process:
                self._close()
                self._child = _Child(self._limits)
            try:
                answer = self._child.ask(request, data)
            except BaseException:
                self._close()
                raise
            if answer.get("code") == Code.OUT_OF_MEMORY:
                self._close()  # what is left of it is not to be trusted
        return _read_answer(answer)

    def close(self) -> None:
        """End the child, if there is one; the next document starts a new one."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child = None

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _read_answer(answer: Mapping[str, Any]) -> ExtractedText:
    if "code" in answer:
        raise DocumentError(Code(answer["code"]), answer["message"], answer["value"])
    text = answer["text"]
    issues = tuple(Issue(**{**issue, "code": Code(issue["code"])}) for issue in text["issues"])
    furniture = tuple((start, end, rule) for start, end, rule in text["furniture"])
    return ExtractedText(**{**text, "issues": issues, "furniture": furniture})


class _Child:
    """One child process and the socket to it."""

    def __init__(self, limits: Limits) -> None:
        self.documents = 0
        self._limits = limits
        # A new process starts with the peak of the one it was forked from: below it, its own is unknown.
        self._inherited_peak = _bytes_of(resource.getrusage(resource.RUSAGE_SELF))
        self._socket, theirs = socket.socketpair()
        command = [sys.executable, "-P", "-m", "pipeline.sandbox.child", str(theirs.fileno()), str(limits.memory_bytes)]
        # The child must read with the code of this checkout, wherever the run was started.
        paths = [str(CHECKOUT), *filter(None, [os.environ.get("PYTHONPATH")])]
        with theirs:
            self._process = subprocess.Popen(
                command,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            )
        weakref.finalize(self, _end, self._process, self._socket)

    def ask(self, request: Mapping[str, Any], data: bytes) -> dict[str, Any]:
        """Send a document, wait for the answer. Raises DocumentError when the child dies or does not answer."""
        self.documents += 1
        head = json.dumps(request).encode()
        deadline = time.monotonic() + self._limits.wall_seconds
        try:
            for part in (_LENGTH.pack(len(head)), head, _LENGTH.pack(len(data)), data):
                self._socket.settimeout(max(0.01, deadline - time.monotonic()))
                self._socket.sendall(part)
            (length,) = _LENGTH.unpack(self._receive(_LENGTH.size, deadline))
            if length > self._limits.memory_bytes:
                raise DocumentError(Code.TOO_BIG, "the text of the document is too long", f"{length} bytes")
            answer: dict[str, Any] = json.loads(self._receive(length, deadline))
        except TimeoutError:
            raise DocumentError(
                Code.TIMEOUT, "reading the document took too long", f"{self._limits.wall_seconds:g} seconds"
            ) from None
        except (ConnectionError, EOFError):
            raise self._cause_of_death() from None
        return answer

    def _receive(self, length: int, deadline: float) -> bytearray:
        received = bytearray()
        while len(received) < length:
            self._socket.settimeout(max(0.01, deadline - time.monotonic()))
            piece = self._socket.recv(min(length - len(received), 1 << 20))
            if not piece:
                raise EOFError
            received += piece
        return received

    def _cause_of_death(self) -> DocumentError:
        status, peak = self._wait()
        if status == -signal.SIGXCPU:
            return DocumentError(
                Code.TIMEOUT, "reading the document took too long", f"{self._limits.cpu_seconds} seconds of CPU"
            )
        is_starved = peak > max(_MOST_OF_MEMORY * self._limits.memory_bytes, self._inherited_peak)
        if status == -signal.SIGKILL or (status is not None and status < 0 and is_starved):
            return DocumentError(
                Code.OUT_OF_MEMORY, "reading the document took too much memory", f"{self._limits.memory_bytes} bytes"
            )
        how = f"exit status {status}" if status is None or status >= 0 else signal.Signals(-status).name
        return DocumentError(Code.ENGINE_CRASHED, "the process that read the document died", how)

    def _wait(self) -> tuple[int | None, int]:
        """The exit status of the dying child (None if it lingers), and the most memory it had, in bytes."""
        limit = time.monotonic() + _LAST_WORDS
        while time.monotonic() < limit:
            try:
                pid, status, usage = os.wait4(self._process.pid, os.WNOHANG)
            except ChildProcessError:
                return self._process.poll(), 0
            if pid:
                self._process.returncode = os.waitstatus_to_exitcode(status)
                return self._process.returncode, _bytes_of(usage)
            time.sleep(0.005)
        return None, 0

    def kill(self) -> None:
        """End the process at once."""
        _end(self._process, self._socket)


def _bytes_of(usage: resource.struct_rusage) -> int:
    """The most memory that a process had."""
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _end(process: subprocess.Popen[bytes], connection: socket.socket) -> None:
    connection.close()
    if process.poll() is None:
        process.kill()
        process.wait()
