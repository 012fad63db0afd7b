"""A diff for people and for programs: in the terminal, as JSON, as a table of changes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import csv
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.compare.diff import COMPARED, REMOVED, Diff, RowChange, RowKind
from pipeline.errors import OutputError, QingdanError
from schemas.labels import column_label, table_label
from schemas.language import either, localized

_SIGNS = {RowKind.ADDED: "+", RowKind.REMOVED: "-", RowKind.CHANGED: "~", RowKind.MOVED: "→", RowKind.SOURCE: "~"}
_STYLES = {
    RowKind.ADDED: "green",
    RowKind.REMOVED: "red",
    RowKind.CHANGED: "yellow",
    RowKind.MOVED: "cyan",
    RowKind.SOURCE: "dim",
}
_WHOLE = (RowKind.ADDED, RowKind.REMOVED)
_LABEL = 48
_CONTEXT = 12
_SHA256 = re.compile(r"[0-9a-f]{64}")
_MOST_LINES = 200
_CHANGES = pa.schema(
    [
        pa.field(name, pa.string(), nullable=nullable)
        for name, nullable in {
            "table": False,
            "kind": False,
            "release_id": True,
            "key": False,
            "label": False,
            "column": True,
            "before": True,
            "after": True,
        }.items()
    ]
)


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """What happened to one row, in words. ``details``: a line for each of its columns that changed."""

    release_id: str | None
    kind: RowKind
    name: str
    label: str
    details: tuple[Text, ...]


def print_diff(diff: Diff, console: Console) -> None:
    """The warnings, the counts, then the changes release by release; of long texts what differs."""
    console.print(Text(f"from build {diff.came_from or '(none)'} to {diff.to}"))
    unlisted = f"{diff.unlisted} more changes are counted, not listed" if diff.unlisted else ""
    for note in (*diff.columns, unlisted, diff.problem):
        if note:
            console.print(Text(note, style="yellow"), soft_wrap=True)
    for finding in diff.warnings:
        console.print(
            Text(f"{localized(finding.severity)}{either(': ', '：')}{finding.line}", style="yellow"), soft_wrap=True
        )
    if not diff.counts:
        console.print("no changes")
        return
    console.print(_counts_table(diff))
    lines = list(_lines(diff.changes))
    for line in lines[:_MOST_LINES]:
        console.print(line, soft_wrap=True)
    if len(lines) > _MOST_LINES:
        console.print(f"… {len(lines) - _MOST_LINES} more lines; --to FILE writes all changes")


def _counts_table(diff: Diff) -> Table:
    table = Table(show_edge=False, pad_edge=False)
    table.add_column("table")
    for kind in RowKind:
        table.add_column(kind.value, justify="right")
    for name in COMPARED:
        counts = (diff.counts or {}).get(name)
        if counts:
            table.add_row(shown_table(name), *(str(counts.get(kind, "")) for kind in RowKind))
    return table


def _lines(changes: Iterable[RowChange]) -> Iterator[Text]:
    for release_id, rows in groupby(changed_rows(changes), key=lambda row: row.release_id):
        yield Text("")
        yield Text(release_id or localized("bodies"), style="bold")
        for row in rows:
            yield Text.assemble((f"{_SIGNS[row.kind]} {row.name} ", _STYLES[row.kind]), row.label)
            yield from (Text("    ") + detail for detail in row.details)


def changed_rows(changes: Iterable[RowChange]) -> Iterator[ChangedRow]:
    """The changes row by row, release by release; the parties of an item that was added or removed are left out."""
    by_release = sorted(changes, key=lambda c: (c.release_id is None, c.release_id or ""))
    for release_id, group in groupby(by_release, key=lambda c: c.release_id):
        found = list(group)
        is_text_same = not any(c.column == "text_sha256" for c in found)
        for (kind, _, _), columns in groupby(_without_implied(found), key=lambda c: (c.kind, c.table, c.key)):
            row = list(columns)
            label = f"{row[0].label[:_LABEL]}{'…' if len(row[0].label) > _LABEL else ''}"
            yield ChangedRow(release_id, kind, _name(row[0]), label, tuple(_details(kind, row, is_text_same)))


def _without_implied(changes: Sequence[RowChange]) -> Iterator[RowChange]:
    """The changes of a release but for the parties of items that were added or removed as a whole."""
    whole = {change.key for change in changes if change.kind in _WHOLE and change.table == "items"}
    whole |= {key + REMOVED for key in whole}
    for change in changes:
        if change.table != "item_agencies" or change.key.removesuffix(f" {change.label}") not in whole:
            yield change


def _details(kind: RowKind, row: Iterable[RowChange], is_text_same: bool) -> Iterator[Text]:
    if kind is RowKind.SOURCE:
        what = "its text is the same" if is_text_same else "and its text"
        yield Text(localized(f"the file changed ({', '.join(map(_shown_column, row))}), {what}"))
    elif kind is RowKind.CHANGED:
        yield from (
            Text(either(f"{c.column}: ", f"{_shown_column(c)}：")) + _before_after(c.before, c.after) for c in row
        )


def _name(change: RowChange) -> str:
    """Which row: its table and its number in the release."""
    release = f"{change.release_id}/"
    what = change.key.removeprefix(release).removesuffix(change.label).strip()
    if change.kind is RowKind.MOVED:
        what = f"{str(change.before).removeprefix(release)} → {what}"
    table = shown_table(change.table)
    return table if what == change.release_id else f"{table} {what}".rstrip()


def shown_table(name: str) -> str:
    """A table as messages name it."""
    return either(name, table_label(name, "zh"))


def _shown_column(change: RowChange) -> str:
    column = str(change.column)
    return either(column, column_label(change.table, column, "zh"))


def _before_after(before: Any, after: Any) -> Text:
    """Both values; of two strings what differs, with a little around it."""
    if not isinstance(before, str) or not isinstance(after, str):
        return _marked(_shown(before), _shown(after))
    if _SHA256.fullmatch(before):
        return _marked(f"{before[:_CONTEXT]}…", f"{after[:_CONTEXT]}…")
    head = _common(before, after)
    tail = min(_common(before[::-1], after[::-1]), min(len(before), len(after)) - head)
    lead = ("…" if head > _CONTEXT else "") + before[max(head - _CONTEXT, 0) : head]
    rest = before[len(before) - tail :]
    trail = rest[:_CONTEXT] + ("…" if tail > _CONTEXT else "")
    return Text(lead) + _marked(before[head : len(before) - tail], after[head : len(after) - tail]) + Text(trail)


def _common(left: str, right: str) -> int:
    """How many characters two strings have in common at their beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(left, right, strict=False)))


def _marked(before: str, after: str) -> Text:
    """Told apart without colours too."""
    line = Text()
    if before:
        line.append(f"[-{before}-]", style="red")
    if after:
        line.append(f"{{+{after}+}}", style="green")
    return line


def _shown(value: Any) -> str:
    if value is None:
        return "null"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def changes_table(diff: Diff) -> pa.Table:
    """The listed changes as a table, one row for each; values that are no strings as JSON."""
    rows = [
        {
            "table": c.table,
            "kind": c.kind.value,
            "release_id": c.release_id,
            "key": c.key,
            "label": c.label,
            "column": c.column,
            "before": None if c.before is None else _shown(c.before),
            "after": None if c.after is None else _shown(c.after),
        }
        for c in diff.changes
    ]
    return pa.Table.from_pylist(rows, schema=_CHANGES)


def write_changes(diff: Diff, path: Path) -> None:
    """Write a diff to ``path``: .json whole, .csv or .parquet the table of changes.

    Raises QingdanError for another ending, OutputError when the disk refuses.
    """
    writers: dict[str, Callable[[], object]] = {
        ".json": lambda: path.write_text(as_json(diff), encoding="utf-8"),
        ".csv": lambda: csv.write_csv(changes_table(diff), path),
        ".parquet": lambda: pq.write_table(changes_table(diff), path),
    }
    if path.suffix not in writers:
        raise QingdanError(f"--to must end in {', '.join(writers)}: {path}")
    try:
        writers[path.suffix]()
    except OSError as error:
        raise OutputError(path, error.strerror or str(error)) from error


def as_json(diff: Diff) -> str:
    """The diff as ``diff.json`` holds it, without the seal."""
    return json.dumps(diff.as_record(), ensure_ascii=False, indent=1) + "\n"
