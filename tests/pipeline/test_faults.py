"""Whatever call to the disk fails, readers see a whole build, and the exit status says whether it is a new one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).parents[2]


def test_a_disk_that_refuses_at_any_call(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.pipeline.faulty", str(tmp_path), "20"]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    runs = [line.split() for line in done.stdout.splitlines()]
    assert len(runs) == 20
    assert {(status, found) for _, _, status, found in runs} <= {("0", "new"), ("1", "new"), ("2", "old")}, runs
    assert {"old", "new"} == {found for *_, found in runs}
