"""What the system can take away from a process that reads documents: the network, and writing to the disk.

Each means is tried and works where the system has it; where it has not, the others and the limits stay. On any system
with resource limits no file can grow. On Linux besides: a network namespace of its own, without a single interface
(where user namespaces are allowed), and Landlock (Linux 5.13), by which nothing on the disk can be written, made,
renamed or removed, and no TCP connection opened (Linux 6.7).
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import struct
import sys

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_PR_SET_NO_NEW_PRIVS = 38
_CREATE_RULESET, _RESTRICT_SELF = 444, 446
"""Numbers of system calls, the same on all processors that Linux has them on since 5.13."""
_RULESET_VERSION = 1
# The rights of <linux/landlock.h> that change the disk: write, remove, make; refer since version 2, truncate since 3.
_WRITES = sum(1 << bit for bit in (1, 4, 5, 6, 7, 8, 9, 10, 11, 12))
_REFER, _TRUNCATE = 1 << 13, 1 << 14
_TCP = 0b11
"""To bind and to connect, since version 4."""


def confine() -> frozenset[str]:
    """Give up what reading a document does not need; names what was taken away: files, network, disk, tcp.

    Called in a process with one thread, after what it needs for its life is open.
    """
    found = {"files"} if _no_growing_files() else set()
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        found |= {"network"} if _own_network(libc) else set()
        found |= _landlock(libc)
    return frozenset(found)


def leave_network() -> bool:
    """Give up the network in a process that keeps its disk and its user: root may, others keep both."""
    return sys.platform == "linux" and bool(ctypes.CDLL(None, use_errno=True).unshare(_CLONE_NEWNET) == 0)


def _no_growing_files() -> bool:
    try:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # writing fails with an error instead
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    except (OSError, ValueError):
        return False
    return True


def _own_network(libc: ctypes.CDLL) -> bool:
    """Whether the process is in a network namespace of its own: root may have one, others together with a user's."""
    return any(libc.unshare(flags) == 0 for flags in (_CLONE_NEWNET, _CLONE_NEWUSER | _CLONE_NEWNET))


def _landlock(libc: ctypes.CDLL) -> set[str]:
    version = libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _RULESET_VERSION)
    if version < 1:
        return set()
    writes = _WRITES | (_REFER if version >= 2 else 0) | (_TRUNCATE if version >= 3 else 0)
    attributes = struct.pack("=QQ", writes, _TCP)[: 16 if version >= 4 else 8]
    ruleset = libc.syscall(_CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), 0)
    if ruleset < 0:
        return set()
    try:
        # No rule is added: what the ruleset handles is refused everywhere.
        is_held = libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 and libc.syscall(_RESTRICT_SELF, ruleset, 0) == 0
    finally:
        os.close(ruleset)
    return ({"disk", "tcp"} if version >= 4 else {"disk"}) if is_held else set()
