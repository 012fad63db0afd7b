"""overrides.toml: what a person decided about a release where the rules decide otherwise, or as confirmation.

Each ``[[override]]`` has ``decision``, ``span`` (start and end in the extracted text), ``expects`` (the characters that
stand there), ``answer``, and ``reason``, ``who`` and ``when`` for people. ``expects`` ties it to the source: where that
changed, the override is reported and does nothing.
"""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import islice
from typing import Any

from schemas.findings import Code, DocumentError
from schemas.records import BlockKind, Role
from schemas.release import FIRST_YEAR, LAST_YEAR

MOST_OVERRIDES = 2_000
_LONGEST_TEXT = 5_000
"""Characters of a quoted stretch, an answer or a reason."""
_YEAR = re.compile(r"\d{4}")
_BODY = re.compile(r"[A-Za-z0-9][A-Za-z0-9:_./-]*")


class Decision(StrEnum):
    """What an override decides."""

    JOIN = "join"  # the printed line at the span goes on with the one before it, or a new line begins there
    UNIT = "unit"  # what the line at the span is
    NOTE = "note"  # whether the bracket at the span is a responsibility note
    ROLE = "role"  # the role of the party whose name is the span
    BODY = "body"  # the body that the name means
    NAME = "name"  # the body that a name means wherever the release prints it
    TITLE = "title"  # the title of the release
    YEAR = "year"  # the year that it counts for
    FURNITURE = "furniture"  # whether the printed line at the span belongs to the page and not to the document
    RIGHT = "right"  # the row at the span is right as it is


JOINED, APART, IS_NOTE, NO_NOTE, NO_PARTY = "joined", "apart", "note", "none", "none"
LEFT_OUT, KEPT = "left_out", "kept"
UNIT_KINDS = tuple(kind.value for kind in (BlockKind.SECTION, BlockKind.ITEM, BlockKind.PARAGRAPH, BlockKind.TITLE))
ANSWERS: Mapping[Decision, tuple[str, ...]] = {
    Decision.JOIN: (JOINED, APART),
    Decision.UNIT: UNIT_KINDS,
    Decision.NOTE: (IS_NOTE, NO_NOTE),
    Decision.ROLE: (*(role.value for role in Role), NO_PARTY),
    Decision.FURNITURE: (LEFT_OUT, KEPT),
    Decision.RIGHT: ("right", "wrong"),
}
"""The answers of decisions that have a closed list; ``right`` records what a person found in a sample."""


@dataclass(frozen=True, slots=True)
class Override:
    """One answer of a person: ``[start, end)`` of the extracted text, where ``expects`` is; a name has no place."""

    decision: Decision
    start: int
    end: int
    expects: str
    answer: str
    reason: str = ""
    who: str = ""
    when: date | None = None

    @classmethod
    def about(cls, text: str, decision: Decision, place: tuple[int, int], answer: str, **by: Any) -> Override:
        """An answer about a place of ``text``: it expects what is there. ``by``: reason, who, when."""
        expects = text[slice(*place)]
        start, end = (0, len(expects)) if decision is Decision.NAME else place
        return cls(decision, start, end, expects, answer, **by)

    def holds_in(self, text: str) -> bool:
        """Whether the source still has what the person saw."""
        if self.decision is Decision.NAME:
            return self.expects in "".join(text.split())
        return text[self.start : self.end] == self.expects

    @property
    def question(self) -> tuple[Decision, int, int, str]:
        """What it answers: of two overrides for one question the second is refused."""
        return self.decision, self.start, self.end, self.expects if self.decision is Decision.NAME else ""

    @property
    def changes_rows(self) -> bool:
        """Whether it decides anything: a confirmation does not."""
        return self.decision is not Decision.RIGHT


_KEYS = {"decision", "span", "expects", "answer", "reason", "who", "when"}


def read_overrides(text: str) -> tuple[Override, ...]:
    """The overrides in ``text``, in their order.

    Raises DocumentError ``invalid_overrides`` that names the entry and what is wrong: bad TOML, an unknown key, a wrong
    type, an answer that the decision does not have, two answers to one question.
    """
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise DocumentError(Code.INVALID_OVERRIDES, "overrides.toml is no TOML", str(error)[:200]) from error
    entries = data.get("override", [])
    if not isinstance(entries, list) or set(data) - {"override"} or len(entries) > MOST_OVERRIDES:
        what = f"overrides.toml is a list of at most {MOST_OVERRIDES} entries [[override]]"
        raise DocumentError(Code.INVALID_OVERRIDES, what, ", ".join(sorted(data))[:200])
    found = tuple(read_entry(number, entry) for number, entry in enumerate(entries, 1))
    refuse_repeated(found)
    return found


def refuse_repeated(overrides: Iterable[Override]) -> None:
    """Raise DocumentError ``invalid_overrides`` where two answer one question."""
    asked: set[tuple[Decision, int, int, str]] = set()
    for number, override in enumerate(overrides, 1):
        if override.question in asked:
            what = f"entry {number} answers a question again"
            raise DocumentError(Code.INVALID_OVERRIDES, what, str(override.question[1:]))
        asked.add(override.question)


def read_entry(number: int, entry: Any) -> Override:
    """The override of one entry as TOML has it; ``number`` names it. Raises DocumentError ``invalid_overrides``."""
    if not isinstance(entry, dict) or set(entry) - _KEYS or not {"decision", "answer"} <= set(entry):
        raise _invalid(number, f"has the keys {', '.join(sorted(_KEYS))}", entry)
    decision, answer = _answer(number, entry)
    texts = {key: _text(number, key, entry.get(key, "")) for key in ("expects", "reason", "who")}
    start, end = _place(number, decision, texts["expects"], entry.get("span"))
    if len(texts["expects"]) != end - start:
        raise _invalid(number, "expects is as long as its span", texts["expects"])
    when = entry.get("when")
    if when is not None and type(when) is not date:
        raise _invalid(number, "when is a date (2026-11-30)", when)
    return Override(decision, start, end, texts["expects"], answer, texts["reason"], texts["who"], when)


def _text(number: int, key: str, value: Any) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT:
        raise _invalid(number, f"{key} is a text of at most {_LONGEST_TEXT} characters", value)
    return value


def _place(number: int, decision: Decision, expects: str, span: Any) -> tuple[int, int]:
    """Where it holds: a name has no place of its own."""
    if decision is not Decision.NAME:
        return _span(number, span)
    if not expects.strip():
        raise _invalid(number, "expects is the name", expects)
    return 0, len(expects)


def _span(number: int, span: Any) -> tuple[int, int]:
    if not isinstance(span, list) or [type(place) for place in span] != [int, int] or not 0 <= span[0] <= span[1]:
        raise _invalid(number, "span is [start, end]", span)
    return span[0], span[1]


def _answer(number: int, entry: Mapping[str, Any]) -> tuple[Decision, str]:
    try:
        decision = Decision(entry["decision"])
    except ValueError as error:
        raise _invalid(number, f"decision is {', '.join(Decision)}", entry["decision"]) from error
    answer = entry["answer"]
    if not isinstance(answer, str) or len(answer) > _LONGEST_TEXT:
        raise _invalid(number, "answer is a text", answer)
    if known := ANSWERS.get(decision):
        is_known, what = answer in known, f"answer is {', '.join(known)}"
    else:
        is_known, what = _is_free_answer(decision, answer)
    if not is_known:
        raise _invalid(number, what, answer)
    return decision, answer


def _is_free_answer(decision: Decision, answer: str) -> tuple[bool, str]:
    if decision is Decision.YEAR:
        is_year = _YEAR.fullmatch(answer) is not None and FIRST_YEAR <= int(answer) <= LAST_YEAR
        return is_year, f"answer is a year from {FIRST_YEAR} to {LAST_YEAR}"
    if decision in (Decision.BODY, Decision.NAME):
        return _BODY.fullmatch(answer) is not None, "answer is an agency_id"
    return bool(answer.strip()) and "\n" not in answer, "answer is a text of one line"


_COLUMNS = ("name", "agency_id", "reason", "who", "when")


def read_names(text: str) -> tuple[Override, ...]:
    """names.csv: the bodies that names mean wherever a release prints them, as overrides.

    Columns: name, agency_id, and where wished reason, who, when. Raises DocumentError ``invalid_overrides``.
    """
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        rows = list(islice(reader, MOST_OVERRIDES + 1))
    except csv.Error as error:
        raise DocumentError(Code.INVALID_OVERRIDES, "names.csv is no CSV", str(error)[:200]) from error
    columns = set(reader.fieldnames or ())
    if not {"name", "agency_id"} <= columns <= set(_COLUMNS) or len(rows) > MOST_OVERRIDES:
        what = f"names.csv has the columns {', '.join(_COLUMNS)} and at most {MOST_OVERRIDES} rows"
        raise DocumentError(Code.INVALID_OVERRIDES, what, ", ".join(map(str, columns))[:200])
    found = tuple(_named(number, row) for number, row in enumerate(rows, 1))
    refuse_repeated(found)
    return found


def _named(number: int, row: Mapping[str, Any]) -> Override:
    if None in row or None in row.values():
        raise _invalid(number, "has as many cells as the head", row)
    try:
        when = [("when", date.fromisoformat(row["when"]))] if row.get("when") else []
    except ValueError as error:
        raise _invalid(number, "when is a date (2026-11-30)", row["when"]) from error
    texts = {
        "expects": row["name"],
        "answer": row["agency_id"],
        "reason": row.get("reason", ""),
        "who": row.get("who", ""),
    }
    return read_entry(number, {"decision": Decision.NAME.value, **texts, **dict(when)})


def _invalid(number: int, what: str, value: Any) -> DocumentError:
    return DocumentError(Code.INVALID_OVERRIDES, f"entry {number}: {what}", repr(value)[:200])


def write_overrides(overrides: Iterable[Override]) -> str:
    """The text of a file that `read_overrides` reads as ``overrides``."""
    return "\n".join(_written(override) for override in overrides)


def _written(override: Override) -> str:
    lines = [
        "[[override]]",
        f"decision = {quoted(override.decision.value)}",
        *([] if override.decision is Decision.NAME else [f"span = [{override.start}, {override.end}]"]),
        f"expects = {quoted(override.expects)}",
        f"answer = {quoted(override.answer)}",
        *(f"{key} = {quoted(value)}" for key, value in (("reason", override.reason), ("who", override.who)) if value),
        *([f"when = {override.when.isoformat()}"] if override.when else []),
    ]
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """A TOML string; a DEL, which JSON leaves as it is, is no character of one."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
