"""The child of `pipeline.sandbox.worker`: reads documents within its limits, one after another, until its parent goes.

Started as ``python -m pipeline.sandbox.child SOCKET_FD MEMORY_BYTES``. Imports readers only when a document needs one.
"""

from __future__ import annotations

import json
import resource
import socket
import struct
import sys
from dataclasses import asdict
from importlib import import_module
from typing import Any

from schemas.findings import Code, DocumentError

_LENGTH = struct.Struct("!Q")


def main(descriptor: int, memory_bytes: int) -> None:
    """Answer requests until the other end closes."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    with socket.socket(fileno=descriptor) as connection, connection.makefile("rwb") as stream:
        while head := stream.read(_LENGTH.size):
            request = json.loads(stream.read(*_LENGTH.unpack(head)))
            answer = _answer(request, stream)
            stream.write(_LENGTH.pack(len(answer)) + answer)
            stream.flush()


def _answer(request: dict[str, Any], stream: Any) -> bytes:
    # The reserve is given back when memory runs out, so that there is some left to say so with.
    reserve = bytearray(1 << 20)
    try:
        data = stream.read(*_LENGTH.unpack(stream.read(_LENGTH.size)))
        _allow(request["cpu"])
        module, function = request["reader"].split(":")
        found = getattr(import_module(module), function)(data, **request["options"])
        # Not in escapes, which take twice the room; a lone surrogate may stand in it.
        return json.dumps({"text": asdict(found)}, ensure_ascii=False).encode("utf-8", "surrogatepass")
    except DocumentError as error:
        return _refusal(error.code, error.message, error.value)
    except MemoryError:
        del reserve
        return _refusal(Code.OUT_OF_MEMORY, "reading the document took too much memory", "")
    except Exception as error:  # whatever a library does with a document must not end the run
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        return _refusal(Code.ENGINE_CRASHED, "the library that reads the document failed on it", reason)


def _allow(seconds: int) -> None:
    """Let this process use ``seconds`` of CPU from now; then the system ends it."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(usage.ru_utime + usage.ru_stime) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _refusal(code: Code, message: str, value: str) -> bytes:
    return json.dumps({"code": code, "message": message, "value": value}).encode()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
