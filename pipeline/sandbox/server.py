"""The process that limited children are forked from: what they all need is loaded once, and shared.

Started as ``python -m pipeline.sandbox.server CONTROL_FD PRELOAD…``, where each PRELOAD is ``module:function``. It
reads no document itself and has one thread, so that forking is safe. A line of JSON comes for each order:

- ``{"fork": MEMORY_BYTES, "modules": […]}`` with the socket of the child → ``{"pid": …, "peak": …}``
- ``{"end": PID, "grace": SECONDS}`` → ``{"status": …, "peak": …}``; status is null for one that had to be killed

``peak`` is in bytes: what a child starts with, and the most it had. It ends, and its children with it, when the other
end of the control socket closes.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import socket
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any

from pipeline.process_start import import_arrow_alone, keep_byte_code, remember_character_classes

_LINE = 1 << 16


def main(descriptor: int, preload: Sequence[str]) -> None:
    """Carry out orders until the other end closes."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.disable()  # nothing that is loaded goes away: to look for it again and again is a tenth of the start
    keep_byte_code()
    remember_character_classes()
    import_arrow_alone()
    import_module("pipeline.sandbox.child")
    for name in preload:
        module, function = name.split(":")
        getattr(import_module(module), function)()
    gc.collect()
    gc.enable()
    gc.freeze()  # a collector that marked these objects would copy their pages into every child
    with socket.socket(fileno=descriptor) as control:
        children: set[int] = set()
        try:
            while received := socket.recv_fds(control, _LINE, 1):
                line, handles, _, _ = received
                if not line:
                    break
                control.sendall(json.dumps(_carry_out(json.loads(line), handles, control, children)).encode() + b"\n")
        finally:
            for pid in children:
                _kill(pid)


def _carry_out(order: dict[str, Any], handles: list[int], control: socket.socket, children: set[int]) -> dict[str, Any]:
    if "end" in order:
        children.discard(order["end"])
        return _end(order["end"], order["grace"])
    for module in order["modules"]:
        import_module(module)
    (handle,) = handles
    pid = os.fork()
    if not pid:
        _become_child(handle, control, order["fork"])
    os.close(handle)
    children.add(pid)
    return {"pid": pid, "peak": _bytes_of(resource.getrusage(resource.RUSAGE_SELF))}


def _become_child(handle: int, control: socket.socket, memory_bytes: int) -> None:
    status = 1
    from pipeline.sandbox.child import serve  # imported before, but not before what makes a start short

    try:
        control.close()
        serve(handle, memory_bytes)
        status = 0
    finally:
        os._exit(status)  # never back into the loop of the server


def _end(pid: int, grace: float) -> dict[str, Any]:
    limit = time.monotonic() + grace
    while time.monotonic() < limit:
        ended, status, usage = os.wait4(pid, os.WNOHANG)
        if ended:
            return {"status": os.waitstatus_to_exitcode(status), "peak": _bytes_of(usage)}
        time.sleep(0.002)
    _kill(pid)
    _, _, usage = os.wait4(pid, 0)
    return {"status": None, "peak": _bytes_of(usage)}


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _bytes_of(usage: resource.struct_rusage) -> int:
    """The most memory that a process had."""
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
