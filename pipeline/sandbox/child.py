"""A limited child: answers requests within its limits, one after another, until its parent goes.

Forked by `pipeline.sandbox.server`. A request and an answer are each a JSON head and a body of bytes, with their
lengths before them.
"""

from __future__ import annotations

import json
import resource
import socket
import struct
from dataclasses import asdict
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from extractors.ocr.budget import set_giver
from pipeline.sandbox.confine import confine
from schemas.findings import Code, DocumentError, cause_of
from schemas.records import ExtractedText

LENGTHS = struct.Struct("!QQ")
"""Bytes of the head and of the body that follow."""
_PAGE = resource.getpagesize()


def serve(descriptor: int, memory_bytes: int) -> None:
    """Answer requests until the other end closes. ``memory_bytes`` come on top of what was loaded before."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    most = _address_space() + memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    confine()
    with socket.socket(fileno=descriptor) as connection, connection.makefile("rwb") as stream:
        set_giver(partial(_ask_for_time, stream))
        while lengths := stream.read(LENGTHS.size):
            head_length, body_length = LENGTHS.unpack(lengths)
            request = json.loads(stream.read(head_length))
            for part in _answer(request, body_length, stream):
                stream.write(part)
            stream.flush()


def _ask_for_time(stream: Any, seconds: int) -> None:
    """Tell the parent that the document needs so much more processor time, and take it: it watches the clock."""
    for part in _framed(json.dumps({"more": seconds}).encode(), b""):
        stream.write(part)
    stream.flush()
    soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    more = soft + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (more if hard == resource.RLIM_INFINITY else min(more, hard), hard))


def _address_space() -> int:
    """The address space in use, in bytes; 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * _PAGE
    except OSError:
        return 0


def _answer(request: dict[str, Any], body_length: int, stream: Any) -> tuple[bytes | memoryview, ...]:
    # The reserve is given back when memory runs out, so that there is some left to say so with.
    reserve = bytearray(1 << 20)
    try:
        body = stream.read(body_length)
        _allow(request["cpu"])
        module, function = request["function"].split(":")
        found = getattr(import_module(module), function)(body, **request["options"])
        if isinstance(found, ExtractedText):
            found = {"text": asdict(found)}, b""
        head, answer = found
        # Not in escapes, which take twice the memory; a lone surrogate may be in it.
        return _framed(json.dumps(head, ensure_ascii=False).encode("utf-8", "surrogatepass"), answer)
    except DocumentError as error:
        return _refusal(error.code, error.message, error.value)
    except MemoryError:
        del reserve
        return _refusal(Code.OUT_OF_MEMORY, "reading the document took too much memory", "")
    except Exception as error:  # whatever a library does with a document must not end the run
        reason = cause_of(error, f"{type(error).__name__}:")
        return _refusal(Code.ENGINE_CRASHED, "the library that reads the document failed on it", reason)


def _allow(seconds: int) -> None:
    """Let this process use ``seconds`` of CPU from now; then the system ends it."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(usage.ru_utime + usage.ru_stime) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _refusal(code: Code, message: str, value: str) -> tuple[bytes | memoryview, ...]:
    head = {"code": code, "message": message, "value": value}
    return _framed(json.dumps(head, ensure_ascii=False).encode("utf-8", "surrogatepass"), b"")


def _framed(head: bytes, body: bytes | memoryview) -> tuple[bytes | memoryview, ...]:
    return LENGTHS.pack(len(head), len(body)), head, body
