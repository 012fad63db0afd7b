"""Every case of tests/cases/normalizers.toml: original → fixed, or nothing changed."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from normalizers.canonical import canonicalize

_FILE = Path(__file__).parent.parent / "cases" / "normalizers.toml"
_CASES = tomllib.loads(_FILE.read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", _CASES, ids=[case["label"] for case in _CASES])
def test_case(case: dict[str, str]) -> None:
    wanted = case.get("fixed", case["original"])
    text, plan = canonicalize(case["original"])
    assert text == wanted, case["why"]
    assert plan.apply(case["original"]) == wanted
    assert canonicalize(wanted)[0] == wanted, "canonical text is left alone"
