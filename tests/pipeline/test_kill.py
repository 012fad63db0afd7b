"""kill -9 at any moment leaves a whole build for the reader, and the next run converges."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).parents[2]


def test_a_run_killed_at_any_change_to_the_disk_leaves_a_whole_build(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.pipeline.killed", str(tmp_path)]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    kills = [line.split() for line in done.stdout.splitlines()]
    assert len(kills) >= 150
    found = [kill[1] for kill in kills]
    assert found == sorted(found, reverse=True), "the old build up to one moment, the new one from then on"
    assert set(found) == {"old", "new"}
    assert {after for kill in kills for after in kill[2:]} == {"new"}, "the next run converges"
