"""Documents are read in a child process that can be limited and killed: a hostile file costs one release.

Works the same inside a Prefect task and without: the process that children are forked from is a plain subprocess,
started when first needed. A child is used for one document after another, and replaced when it misbehaves; a new one
takes milliseconds.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol

from extractors.media import READ
from extractors.pages.budget import ENDED_BY
from pipeline.errors import QingdanError
from pipeline.paths import CHECKOUT, READER
from pipeline.sandbox.busy import Patience
from pipeline.sandbox.child import LENGTHS
from pipeline.settings import Limits
from schemas.findings import Code, DocumentError, cause_of
from schemas.records import ExtractedText, Issue

READERS: Mapping[str, str] = {form.media_type: form.reader for form in READ if form.is_limited}
"""Media type → the function that reads it, as ``module:function``."""

_LAST_WORDS = 5.0
"""Seconds that a child gets to end after it closed its socket."""
_WALL_PER_CPU = 3
"""Seconds that may pass for each second of processor time that a page read from its picture may take."""
_MOST_OF_MEMORY = 0.6
"""A child that died with this share of its memory in use died of it: libraries abort when they get no more."""
_ENVIRONMENT = (
    *("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "XDG_CACHE_HOME", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"),
    *("PYTHONHASHSEED", "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX", "VIRTUAL_ENV"),
)
"""What the process that reads documents gets of the environment: no passwords, keys or proxies."""

Answer = tuple[dict[str, Any], bytearray]
"""The head and the body of an answer."""


class WorkerError(QingdanError):
    """The process that reads documents cannot be started, or died by itself."""


class Reads(Protocol):
    """What reads documents: a `Worker`, or `InThisProcess` where that is a limited child already."""

    def extract(self, kind: str, data: bytes, options: Mapping[str, Any] | None = None) -> ExtractedText:
        """What the reader of ``kind`` makes of ``data``. Raises DocumentError, and nothing else for a document."""


class InThisProcess:
    """Reads documents in the process it is called in, which must be a limited child."""

    def extract(self, kind: str, data: bytes, options: Mapping[str, Any] | None = None) -> ExtractedText:
        """As `Worker.extract`; MemoryError is left to the child."""
        module, function = READERS[kind].split(":")
        try:
            found: ExtractedText = getattr(import_module(module), function)(data, **(options or {}))
        except (DocumentError, MemoryError):
            raise
        except Exception as error:  # whatever a library does with a document must not end the run
            what = "the library that reads the document failed on it"
            raise DocumentError(Code.ENGINE_CRASHED, what, cause_of(error, f"{type(error).__name__}:")) from error
        return found


@dataclass
class Overrun:
    """What documents that took too long have cost a run, in seconds of processor time. Workers share one."""

    seconds: float = 0.0


class Server:
    """The process that children are forked from. Threads may share it; it is started when first needed."""

    def __init__(self, preload: Sequence[str] = ()) -> None:
        self._preload = tuple(preload)
        self._lock = threading.Lock()
        self._running: tuple[subprocess.Popen[bytes], socket.socket] | None = None

    def start(self) -> None:
        """Start the process, if it does not run, and do not wait for it: it loads what children need meanwhile.

        Raises OSError when the system gives no process.
        """
        with self._lock:
            self._running = self._running or self._start()

    def fork(self, memory_bytes: int, modules: Sequence[str]) -> tuple[int, int, socket.socket]:
        """A new child, with ``modules`` imported: its process id, the memory it starts with in bytes, the socket to it.

        Raises WorkerError when the system gives no process.
        """
        ours, theirs = socket.socketpair()
        order = {"fork": memory_bytes, "modules": list(modules)}
        with theirs:
            try:
                answer = self._order(order, theirs) or self._order(order, theirs)  # a dead server is replaced once
            except OSError as error:
                raise WorkerError(f"the process that reads documents cannot be started: {error}") from error
        if answer is None:
            ours.close()
            raise WorkerError("the process that reads documents ended while it started")
        return answer["pid"], answer["peak"], ours

    def end(self, pid: int, grace: float = 0.0) -> tuple[int | None, int]:
        """End a child: its exit status (None when it had to be killed), and the most memory it had, in bytes."""
        answer = self._order({"end": pid, "grace": grace}, None) if self._running else None
        return (answer["status"], answer["peak"]) if answer else (None, 0)

    def _order(self, order: Mapping[str, Any], handle: socket.socket | None) -> dict[str, Any] | None:
        """The answer to an order; None when the server died, which is started anew by the next."""
        with self._lock:
            _, control = self._running = self._running or self._start()
            try:
                line = json.dumps(order).encode()
                if handle:
                    socket.send_fds(control, [line], [handle.fileno()])
                else:
                    control.sendall(line)
                answer = bytearray()
                while not answer.endswith(b"\n"):
                    answer += (piece := control.recv(1 << 16))
                    if not piece:
                        raise EOFError
            except (OSError, EOFError):
                self._stop()
                return None
            found: dict[str, Any] = json.loads(answer)
            return found

    def _start(self) -> tuple[subprocess.Popen[bytes], socket.socket]:
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-P", "-m", "pipeline.sandbox.server", str(theirs.fileno()), *self._preload]
        # The child must read with the code of this checkout, wherever the run was started.
        paths = [str(CHECKOUT), str(READER.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
        kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        with theirs:
            process = subprocess.Popen(
                command,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**kept, "PYTHONPATH": os.pathsep.join(paths)},
            )
        weakref.finalize(self, _end_process, process, ours)
        return process, ours

    def _stop(self) -> None:
        if self._running:
            _end_process(*self._running)
        self._running = None

    def close(self) -> None:
        """End the process and all its children."""
        with self._lock:
            self._stop()


def _end_process(process: subprocess.Popen[bytes], control: socket.socket) -> None:
    control.close()  # then it kills its children and goes
    if process.poll() is None:
        try:
            process.wait(_LAST_WORDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Worker:
    """Reads documents in a child process. Threads may share it; they take turns.

    ``readers``: the functions that may be asked for, by kind. ``server``: where its children come from, if several
    workers share one.
    """

    def __init__(
        self, limits: Limits | None = None, readers: Mapping[str, str] = READERS, server: Server | None = None
    ) -> None:
        self._limits = limits or Limits()
        self._readers = dict(readers)
        self._server = server or Server()
        self._has_own_server = server is None
        self._lock = threading.Lock()
        self._child: _Child | None = None
        self.overrun = Overrun()
        self.modules: set[str] = set()
        """Imported before the next child is forked: what documents have needed so far."""
        self.last_asked = ""
        """The kind of the last request."""

    def extract(self, kind: str, data: bytes, options: Mapping[str, Any] | None = None) -> ExtractedText:
        """What the reader of ``kind`` makes of ``data``; ``options`` are its keyword arguments.

        Raises DocumentError: what the reader raises, or ``too_big``, ``timeout``, ``out_of_memory`` or
        ``engine_crashed``. Never raises anything else for a document.
        """
        head, _ = self.ask(kind, data, options)
        text = head["text"]
        issues = tuple(Issue(**{**issue, "code": Code(issue["code"])}) for issue in text["issues"])
        furniture = tuple((start, end, rule) for start, end, rule in text["furniture"])
        places = tuple((start, end, place) for start, end, place in text["places"])
        made = {"issues": issues, "furniture": furniture, "places": places, "ocr_pages": tuple(text["ocr_pages"])}
        return ExtractedText(**{**text, **made})

    def ask(
        self,
        kind: str,
        data: bytes,
        options: Mapping[str, Any] | None = None,
        size: int | None = None,
        goes_on: bool = False,
    ) -> Answer:
        """The answer of the function of ``kind`` to ``data``. Raises as `extract` does.

        ``size``: bytes of the documents in question, where ``data`` is not these. ``goes_on``: the child holds what
        the request is about, so it is not replaced first, however many documents it has read. The child stays after an
        error that the function raised for a document, and is replaced after any other.
        """
        limits = self._limits
        if len(data) > limits.most_bytes:
            limit = f"the file is larger than {limits.most_bytes} bytes"
            raise DocumentError(Code.TOO_BIG, limit, f"{len(data)} bytes")
        cpu = limits.cpu_for(len(data) if size is None else size, self.overrun.seconds)
        request = {"function": self._readers[kind], "options": dict(options or {}), "cpu": cpu}
        with self._lock:
            self.last_asked = kind
            child = self._ready_child(goes_on)
            started = time.monotonic()
            try:
                head, body = child.ask(request, data)
            except BaseException as error:
                self._end_child()
                if isinstance(error, DocumentError) and error.code is Code.TIMEOUT:
                    self.overrun.seconds += min(time.monotonic() - started, cpu)
                raise
            if head.get("code") == Code.OUT_OF_MEMORY:
                self._end_child()  # what is left of it is not to be trusted
                head["value"] = f"{limits.memory_bytes} bytes"
        if "code" in head:
            raise DocumentError(Code(head["code"]), str(head["message"]), str(head["value"]))
        return head, body

    def _ready_child(self, goes_on: bool) -> _Child:
        """The child; a new one where there is none, or it has read as many documents as it may and holds none."""
        if self._child is None or (not goes_on and self._child.documents >= self._limits.documents_per_process):
            self._end_child()
            self._child = _Child(self._limits, self._server, sorted(self.modules))
        return self._child

    def close(self) -> None:
        """End the child, if there is one; the next document starts a new one."""
        with self._lock:
            self._end_child()
            if self._has_own_server:
                self._server.close()

    def _end_child(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None

    def drop_child(self) -> None:
        """End the child with what it holds; the next document starts a new one."""
        with self._lock:
            self._end_child()

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


_SIGNALS = {
    signal.SIGABRT: "SIGABRT: the library gave up; the file contradicts itself or asks for more memory than allowed",
    signal.SIGSEGV: "SIGSEGV: the library read beyond its memory or called itself too deeply",
    signal.SIGBUS: "SIGBUS: the library read beyond its memory",
    signal.SIGFPE: "SIGFPE: the library divided by zero",
    signal.SIGILL: "SIGILL: the library gave up; the file contradicts itself",
}
"""What the signals that end a library mean for a document."""


def _named_signal(number: int) -> str:
    """The name of a signal, with its cause where it has one that people can use."""
    found = signal.Signals(number)
    return _SIGNALS.get(found, found.name)


class _Child:
    """One child process and the socket to it."""

    def __init__(self, limits: Limits, server: Server, modules: Sequence[str]) -> None:
        self.documents = 0
        self._limits = limits
        self._server = server
        self._deadline = 0.0
        self._pid, self._first_peak, self._socket = server.fork(limits.memory_bytes, modules)
        self._patience = Patience(self._pid)

    def ask(self, request: Mapping[str, Any], data: bytes) -> Answer:
        """Send a document, wait for the answer. Raises DocumentError when the child dies or does not answer."""
        self.documents += 1
        head = json.dumps(request).encode()
        started, self._patience = time.monotonic(), Patience(self._pid)
        self._deadline = started + self._limits.wall_seconds
        try:
            for part in (LENGTHS.pack(len(head), len(data)), head, data):
                self._socket.settimeout(max(0.01, self._deadline - time.monotonic()))
                self._socket.sendall(part)
            last = started + self._limits.longest_wall_seconds
            while "more" in (answer := self._answer())[0]:
                self._deadline = min(last, self._deadline + _WALL_PER_CPU * self._limits.ocr_seconds)
            return answer
        except TimeoutError:
            raise DocumentError(
                Code.TIMEOUT, "reading the document took too long", f"{self._limits.wall_seconds:g} seconds"
            ) from None
        except (ConnectionError, EOFError):
            raise self._cause_of_death(request["cpu"]) from None

    def _answer(self) -> Answer:
        """What the child says next: its answer, or that it needs more time. Raises what its socket does."""
        lengths = LENGTHS.unpack(self._receive(LENGTHS.size))
        if sum(lengths) > self._limits.most_answer_bytes:
            what = f"more than {self._limits.most_answer_bytes} bytes were read from the document"
            raise DocumentError(Code.TOO_BIG, what, f"{sum(lengths)} bytes")
        head = json.loads(self._receive(lengths[0]).decode("utf-8", "surrogatepass"))
        return head, self._receive(lengths[1])

    def _receive(self, length: int) -> bytearray:
        received = bytearray()
        while len(received) < length:
            piece = self._piece(min(length - len(received), 1 << 20))
            if not piece:
                raise EOFError
            received += piece
        return received

    def _piece(self, most: int) -> bytes:
        """The next bytes from the child: until the deadline, or while it works, whose end is its processor time."""
        while True:
            self._socket.settimeout(max(0.01, self._deadline - time.monotonic()))
            try:
                return self._socket.recv(most)
            except TimeoutError:
                if not self._patience.is_left(self._limits.wall_seconds):
                    raise
                self._deadline = time.monotonic() + self._limits.wall_seconds

    def _cause_of_death(self, cpu_seconds: int) -> DocumentError:
        pid, self._pid = self._pid, 0
        status, peak = self._server.end(pid, _LAST_WORDS)
        if status == -signal.SIGXCPU:
            return DocumentError(Code.TIMEOUT, "reading the document took too long", f"{cpu_seconds} seconds of CPU")
        if status == -ENDED_BY:
            a_page = f"{self._limits.page_cpu_seconds:g} seconds of CPU"
            return DocumentError(Code.TIMEOUT, "reading a page of the document took too long", a_page)
        is_starved = peak - self._first_peak > _MOST_OF_MEMORY * self._limits.memory_bytes
        if status == -signal.SIGKILL or (status is not None and status < 0 and is_starved):
            return DocumentError(
                Code.OUT_OF_MEMORY, "reading the document took too much memory", f"{self._limits.memory_bytes} bytes"
            )
        how = f"exit status {status}" if status is None or status >= 0 else _named_signal(-status)
        return DocumentError(Code.ENGINE_CRASHED, "the process that read the document died", how)

    def end(self) -> None:
        """End the process at once."""
        self._socket.close()
        if self._pid:
            self._server.end(self._pid)
            self._pid = 0
