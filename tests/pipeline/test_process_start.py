"""What a process does before it imports anything else."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from pipeline.process_start import keep_byte_code


@pytest.mark.parametrize("writes", [True, False])
def test_what_confined_children_import_is_compiled_before_them(
    writes: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", not writes)
    keep_byte_code()
    names = {path.name.split(".")[0] for path in tmp_path.rglob("*.pyc")}
    assert names >= {"reader", "document", "title", "names"} if writes else not names
