"""Overrides as cases for tests: each with the text around it, so that it can be tried against the rules anywhere.

A case agrees when the rules, without the override, decide what the person decided. So a file of cases says which
overrides became needless by a change of rules, and what the rules still get wrong.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from pipeline.errors import QingdanError
from pipeline.files import read_regular
from pipeline.release.override_findings import override_findings
from pipeline.release.parsing import ReleaseInput, Tools, read_release
from schemas.findings import Code, DocumentError
from schemas.overrides import Decision, Override, quoted, read_entry, write_overrides
from schemas.release import Manifest

_WHOLE = 6_000
"""Characters of a text that a case has as a whole; of a longer one it has the lines around its place."""
_AROUND = 2_000
_MOST_BYTES = 64 * 1024 * 1024


class NoCasesError(QingdanError):
    """A file of cases that cannot be read."""


class Outcome(StrEnum):
    """What the rules say to a case."""

    AGREES = "agrees"
    DIFFERS = "differs"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Case:
    """An override, its place in ``text``, and the release that it is from."""

    release_id: str
    text: str
    override: Override

    @property
    def line(self) -> str:
        """It in one line."""
        override = self.override
        return f"{self.release_id}: {override.decision} = {override.answer}: {override.expects[:40]!r}"


def cases_of(release_id: str, text: str, overrides: Iterable[Override]) -> Iterator[Case]:
    """The cases of a release: of the overrides that change rows and hold in ``text``."""
    for override in overrides:
        if override.changes_rows and override.holds_in(text):
            start, end = _around(text, override)
            is_placed = override.decision is not Decision.NAME
            shift = start if is_placed else 0
            placed = replace(override, start=override.start - shift, end=override.end - shift)
            yield Case(release_id, text[start:end], placed)


def _around(text: str, override: Override) -> tuple[int, int]:
    """The stretch of whole lines that a case has."""
    if len(text) <= _WHOLE or override.decision in (Decision.TITLE, Decision.YEAR, Decision.NAME):
        return 0, len(text)
    start = text.rfind("\n", 0, max(0, override.start - _AROUND)) + 1
    end = text.find("\n", min(len(text), override.end + _AROUND))
    return start, len(text) if end < 0 else end + 1


def write_cases(cases: Iterable[Case]) -> str:
    """A file that `read_cases` reads."""
    return "\n".join(
        write_overrides([case.override]).replace("[[override]]", "[[case]]", 1)
        + f"release = {quoted(case.release_id)}\ntext = {quoted(case.text)}\n"
        for case in cases
    )


def read_cases(path: Path) -> list[Case]:
    """The cases of a file. Raises NoCasesError."""
    try:
        entries = tomllib.loads(read_regular(path, _MOST_BYTES).decode("utf-8-sig"))["case"]
        return [_case(number, entry) for number, entry in enumerate(entries, 1)]
    except (OSError, ValueError, KeyError, TypeError, RecursionError, DocumentError) as error:
        raise NoCasesError(f"{path}: no cases: {error}") from error


def _case(number: int, entry: Mapping[str, Any]) -> Case:
    override = {key: value for key, value in entry.items() if key not in ("release", "text")}
    return Case(str(entry["release"]), str(entry["text"]), read_entry(number, override))


def check(case: Case, tools: Tools) -> Outcome:
    """Whether the rules decide by themselves what a person decided."""
    manifest = Manifest(overrides=(case.override,))
    try:
        data = case.text.encode("utf-8")
        codes = {
            found.code
            for found in override_findings(read_release(ReleaseInput("case", "case.txt", data, manifest), tools))
        }
    except (DocumentError, UnicodeEncodeError):
        return Outcome.UNREADABLE
    if Code.OVERRIDE_STALE in codes:
        return Outcome.UNREADABLE
    return Outcome.AGREES if Code.OVERRIDE_NEEDLESS in codes else Outcome.DIFFERS
