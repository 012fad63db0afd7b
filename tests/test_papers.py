"""Licence, notice and citation agree with the project they belong to."""

from __future__ import annotations

import tomllib
from pathlib import Path

import yaml

_ROOT = Path(__file__).parents[1]
_PROJECT = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_every_data_file_is_named_in_the_notice() -> None:
    """Data without a source cannot be cited, and must not be published."""
    notice = (_ROOT / "NOTICE").read_text(encoding="utf-8")
    folders = [_ROOT / name for name in ("schemas", "extractors", "normalizers", "pipeline", "flows")]
    found = [path for folder in folders for path in folder.rglob("data/*.csv")]
    own = ("script_hans_phrases", "script_mo_phrases", "script_mo_dropped")
    assert found
    missing = [p.name for p in found if p.stem not in own and p.relative_to(_ROOT).as_posix() not in notice]
    assert not missing


def test_the_citation_names_this_version_and_licence() -> None:
    citation = yaml.safe_load((_ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == _PROJECT["version"]
    assert citation["license"] == _PROJECT["license"] == "Apache-2.0"
    assert "Apache License" in (_ROOT / "LICENSE").read_text(encoding="utf-8")[:200]


def test_forms_and_workflow_are_valid_yaml() -> None:
    files = sorted((_ROOT / ".github").rglob("*.yml"))
    assert len(files) >= 3
    for file in files:
        assert isinstance(yaml.safe_load(file.read_text(encoding="utf-8")), dict), file
