"""Releases as tasks of Label Studio, and what was labelled there as overrides.

A task has the extracted text, what the rules read as a prediction, and the overrides as an annotation. A region has one
label, ``decision: answer``; of decisions without a closed list of answers the label is the decision, and the answer is
the text of the region's notes. Label Studio counts UTF-16 units, as browsers do.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from pipeline.errors import QingdanError
from pipeline.site.bundle import ReleaseRows
from pipeline.site.outline import units
from schemas.overrides import ANSWERS, Decision, Override

_LONGEST = 24
"""Characters of a line that a region of a unit has, as the forms of a review."""
_KINDS = {"s": "section", "i": "item", "p": "paragraph"}


class NoTasksError(QingdanError):
    """A file that is no export of Label Studio for these releases."""


def labels() -> list[str]:
    """Every label, in the order of the decisions."""
    return [
        label
        for decision in Decision
        for label in (
            [f"{decision}: {answer}" for answer in ANSWERS[decision]] if decision in ANSWERS else [decision.value]
        )
    ]


def config() -> str:
    """The labelling interface for a project of Label Studio."""
    view = Element("View")
    SubElement(view, "Header", value="$title")
    regions = SubElement(view, "Labels", name="label", toName="text")
    for label in labels():
        SubElement(regions, "Label", value=label)
    SubElement(view, "Text", name="text", value="$text", granularity="symbol")
    indent(view)
    return tostring(view, encoding="unicode") + "\n"


def task_of(rows: ReleaseRows, overrides: Iterable[Override], build_id: str) -> dict[str, Any]:
    """A release as a task."""
    text = rows.text
    decided = [_region(text, override) for override in overrides if override.holds_in(text)]
    return {
        "data": {"release_id": rows.release_id, "title": rows.release["title"], "text": text},
        "predictions": [{"model_version": build_id, "result": [_region(text, one) for one in read_by_rules(rows)]}],
        "annotations": [{"result": decided}] if decided else [],
    }


def read_by_rules(rows: ReleaseRows) -> Iterator[Override]:
    """What the rules decided, as overrides would say it: units and roles."""
    for unit in units(rows):
        start, end = unit.row["span_start"], min(unit.row["span_end"], unit.row["span_start"] + _LONGEST)
        yield Override.about(rows.text, Decision.UNIT, (start, end), _KINDS[unit.kind])
        for note in unit.notes:
            for party in note.parties:
                place = (party.row["span_start"], party.row["span_end"])
                yield Override.about(rows.text, Decision.ROLE, place, party.row["role"])


def _region(text: str, override: Override) -> dict[str, Any]:
    start, end = override.start, override.end
    if override.decision is Decision.NAME:
        start = max(text.find(override.expects), 0)
        end = start + len(override.expects)
    is_closed = override.decision in ANSWERS
    label = f"{override.decision}: {override.answer}" if is_closed else override.decision.value
    notes = [] if is_closed else [override.answer]
    return {
        "id": f"{override.decision}-{start}-{end}",
        "from_name": "label",
        "to_name": "text",
        "type": "labels",
        "value": {"start": _units(text[:start]), "end": _units(text[:end]), "text": text[start:end], "labels": [label]},
        "meta": {"text": [*notes, *([override.reason] if override.reason else [])]},
    }


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def overrides_in(export: bytes, releases: Mapping[str, ReleaseRows]) -> dict[str, list[Override]]:
    """What was labelled, by release: what says the same as the rules is none. Raises NoTasksError."""
    try:
        tasks = json.loads(export)
        return {
            task["data"]["release_id"]: list(_overrides_of(task, releases[task["data"]["release_id"]]))
            for task in tasks
        }
    except KeyError as error:
        raise NoTasksError(f"no such release, or no export of Label Studio: {error}") from error
    except (ValueError, TypeError, IndexError, AttributeError, RecursionError) as error:
        raise NoTasksError(f"no export of Label Studio: {error}") from error


def _overrides_of(task: Mapping[str, Any], rows: ReleaseRows) -> Iterator[Override]:
    if task["data"]["text"] != rows.text:
        raise NoTasksError(f"the text of {rows.release_id} is another by now; export it again")
    known = {(one.question, one.answer) for one in read_by_rules(rows)}
    asked: set[Any] = set()
    places = _places(rows.text)
    for annotation in reversed(task.get("annotations", [])):  # of two answers to one question the later
        if annotation.get("was_cancelled"):
            continue
        for region in reversed(annotation["result"]):
            if region["type"] == "labels":
                override = _labelled(rows.text, places, region, annotation)
                if override.question not in asked and (override.question, override.answer) not in known:
                    yield override
                asked.add(override.question)


def _places(text: str) -> Sequence[int]:
    """The place of the character at each UTF-16 unit, and of the end."""
    found = [at for at, c in enumerate(text) for _ in range(2 if ord(c) > 0xFFFF else 1)]
    return [*found, len(text)]


def _labelled(text: str, places: Sequence[int], region: Mapping[str, Any], annotation: Mapping[str, Any]) -> Override:
    (label,) = region["value"]["labels"]
    name, _, answer = label.partition(": ")
    decision = Decision(name)
    start, end = places[region["value"]["start"]], places[region["value"]["end"]]
    notes = list((region.get("meta") or {}).get("text", []))
    if decision not in ANSWERS:
        if not notes:
            raise NoTasksError(f"{decision} at {start}: the notes of the region hold its answer")
        answer = str(notes.pop(0)).strip()
    when = str(annotation.get("updated_at") or annotation.get("created_at") or "")[:10]
    return Override.about(
        text,
        decision,
        (start, end),
        answer,
        reason=" ".join(map(str, notes)),
        who=_who(annotation.get("completed_by")),
        when=date.fromisoformat(when) if when else None,
    )


def _who(given: Any) -> str:
    """Who labelled: an address where Label Studio exports it, else a number."""
    if isinstance(given, dict):
        given = given.get("email") or given.get("id")
    return "" if given is None else " ".join(("Label Studio", str(given)))
