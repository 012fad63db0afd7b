"""Whether a process that takes long works or waits: its processor time, where the system tells it (Linux)."""

from __future__ import annotations

import os
from pathlib import Path

_LEAST_SHARE = 0.01
"""Of a core: a process that gets less of it waits for something, however busy the machine is."""
_PROCESSES = Path("/proc")
_USER, _SYSTEM, _GROUP = 11, 12, 2
"""Fields of /proc/PID/stat behind the name of the program (proc_pid_stat(5))."""


class Patience:
    """How long is waited for a process: as long as it works, ``most`` times at most."""

    def __init__(self, pid: int, is_group: bool = False, most: int = 5) -> None:
        self._pid, self._is_group, self._left = pid, is_group, most - 1
        self._used = 0.0

    def is_left(self, seconds: float) -> bool:
        """Whether to wait as long again for a process that was waited for ``seconds``."""
        self._left -= 1
        before, self._used = self._used, self._seconds()
        return self._left >= 0 and self._used - before > _LEAST_SHARE * seconds

    def _seconds(self) -> float:
        """The processor time of the process, or of all of its group; 0 where it is not known."""
        found = list(_PROCESSES.glob("[1-9]*/stat")) if self._is_group else [_PROCESSES / str(self._pid) / "stat"]
        return sum(self._seconds_of(place) for place in found) / os.sysconf("SC_CLK_TCK")

    def _seconds_of(self, place: Path) -> int:
        try:
            fields = place.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        except OSError:  # it is gone
            return 0
        is_meant = not self._is_group or int(fields[_GROUP]) == self._pid
        return int(fields[_USER]) + int(fields[_SYSTEM]) if is_meant else 0
