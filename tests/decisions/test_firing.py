"""How often each rule decides over the documents of the tests; a rule that never does is to be deleted."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from pipeline.paths import READER
from pipeline.release.decisions import DECISIONS
from tests.decisions.reading import counted_verdicts, read
from tests.forge.forge import forge_text

_TESTS = Path(__file__).parents[1]
_MODULES = (
    *("normalizers/test_lines.py", "normalizers/test_units.py", "extractors/test_outline.py"),
    *("extractors/test_outline_letters.py", "extractors/test_title.py", "extractors/test_notes.py"),
    *("quality/test_documents.py", "quality/test_notes.py", "quality/test_release_floor.py", "pipeline/test_build.py"),
)
"""Tests that read documents of their own."""
_FORGED = 40
_ONLY_IN_EXAMPLES = {"furniture:last_number", "join:dash"}
"""Rules that no document here but their own example shows. The set may only shrink: find a document, or delete them."""


def _documents(shared: Path) -> Iterator[str]:
    for path in sorted((_TESTS / "cases" / "releases").glob("*.txt")):
        yield path.read_text(encoding="utf-8")
    for name in ("normalizers", "notes"):
        for case in tomllib.loads((_TESTS / "cases" / f"{name}.toml").read_text(encoding="utf-8"))["case"]:
            yield case.get("original") or case["text"]
    for seed in range(_FORGED):
        yield forge_text(Random(seed)).data.decode("utf-8", "ignore")
    for path in sorted(shared.rglob("*.txt")):
        yield path.read_bytes().decode("utf-8", "ignore")


def _of_tests(counts: Path) -> Counter[str]:
    """What decides while the tests of `_MODULES` run."""
    modules = [str(_TESTS / module) for module in _MODULES]
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "tests.decisions.counting",
        f"--basetemp={counts}.d",
        *modules,
    ]
    environment = {
        **os.environ,
        "COUNTS_OF_RULES": str(counts),
        "PYTHONPATH": f"{_TESTS.parent}{os.pathsep}{READER.parent}",
    }
    subprocess.run(command, cwd=_TESTS.parent, env=environment, check=False, capture_output=True)
    return Counter(json.loads(counts.read_text(encoding="utf-8")))


def test_every_rule_decides_somewhere(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    counts = _of_tests(tmp_path / "counts.json")
    with counted_verdicts(monkeypatch) as found:
        for text in _documents(shared):
            read(text)
    counts += found
    names = [decision.label(one) for decision in DECISIONS for one in decision.rules]
    with capsys.disabled():
        print("\n" + "\n".join(f"{counts[name]:7} {name}" for name in names))
    never = {name for name in names if not counts[name]}
    assert never <= _ONLY_IN_EXAMPLES, "delete the rule, or add a test with a document that shows it"
    assert never == _ONLY_IN_EXAMPLES, "take out of the set what decides now"
