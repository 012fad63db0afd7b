"""Where a published value comes from, and what was changed in it."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from itertools import groupby
from pathlib import Path
from typing import Any

from extractors.media import PDF, read_format
from pipeline.errors import QingdanError
from pipeline.paths import PROCESSED, RAW, TEXT_FOLDER
from pipeline.pdf_boxes import NoBoxesError, find_boxes, find_places
from qingdan.builds import reading
from qingdan.store import BuildReader, open_build
from schemas.records import LAYOUT_RULES

_MOST_NEAR = 3
_LONGEST_QUOTE = 60
"""Characters of a line that a decision quotes."""
Row = dict[str, Any]


class UnknownIdError(QingdanError):
    """An id that the latest build does not have; the message names the nearest."""

    def __init__(self, unit_id: str, near: list[str]) -> None:
        nearest = f"; the nearest are {', '.join(near)}" if near else ""
        super().__init__(f"the latest build has no item, section or party {unit_id}{nearest}")
        self.unit_id = unit_id
        self.near = near


def show(unit_id: str, out: Path = PROCESSED, raw: Path = RAW, why: bool = False) -> Iterator[str]:
    """Lines that describe an item, a section, or a party (``item_id#note.position``) of the latest build.

    ``why`` adds the decisions from the printed lines to the row, read again from the extracted text of the build.
    Raises NoBuildError where nothing is published, UnknownIdError for an id that is not in the build.
    """
    with reading(out) as folder:
        build = _Latest(open_build(folder))
        return iter([*_lines(build, unit_id, raw), *(_why_lines(build, unit_id) if why else ())])


class _Latest:
    """The latest build, a few rows at a time."""

    def __init__(self, build: BuildReader) -> None:
        self._build = build

    def rows(self, table: str, **wanted: str) -> list[Row]:
        """The rows of a table whose columns are as wanted, in its order."""
        return self._build.rows(table, where={column: [value] for column, value in wanted.items()})

    def ids(self) -> list[str]:
        """The ids of all items and sections."""
        keys = {"items": "item_id", "sections": "section_id"}
        return [row[key] for table, key in keys.items() for row in self._build.rows(table, [key])]

    def text(self, release_id: str) -> str:
        """The extracted text of a release."""
        data = (self._build.folder / TEXT_FOLDER / f"{release_id}.txt").read_bytes()
        return data.decode("utf-8", "surrogatepass")


def _lines(build: _Latest, unit_id: str, raw: Path) -> Iterator[str]:
    item_id, _, place = unit_id.partition("#")
    items = build.rows("items", item_id=item_id)
    parties = build.rows("item_agencies", item_id=item_id) if items else []
    if place:
        for party in parties:
            if place == f"{party['note_index']}.{party['position']}":
                return _party_lines(build, unit_id, items[0], party, raw)
    elif items:
        return _item_lines(build, items[0], parties, raw)
    elif sections := build.rows("sections", section_id=item_id):
        return _section_lines(build, sections[0], raw)
    raise UnknownIdError(unit_id, _nearest(build, item_id))


def _why_lines(build: _Latest, unit_id: str) -> Iterator[str]:
    """The decisions that led to a unit, in order, each with the reason of its rule."""
    from normalizers.registry.names import default_registry
    from pipeline.release.tracing import trace_unit

    release_id, *path = unit_id.partition("#")[0].split("/")
    furniture = [
        (repair["span_start"] + len(before) - len(before.lstrip()), repair["span_end"], repair["rule"])
        for repair in build.rows("repairs", release_id=release_id)
        if any(rule in repair["rule"] for rule in LAYOUT_RULES)
        for before in (repair["before"],)
    ]
    steps = trace_unit(build.text(release_id), tuple(path), default_registry(), furniture)
    if not steps:
        yield "why       not known: this code reads no such unit in the extracted text; run again"
    for about, group in groupby(steps, key=lambda step: step.about):
        yield f"why       {about}s"
        for step in group:
            words = step.text if len(step.text) <= _LONGEST_QUOTE else step.text[:_LONGEST_QUOTE] + "…"
            yield f"  │ {words}"
            yield f"    {step.outcome}" + (f"  {step.rule}  {step.reason}" if step.rule else "")


def _nearest(build: _Latest, unit_id: str) -> list[str]:
    """The ids most like a wrong one, of the same release where there is one."""
    ids = build.ids()
    of_release = [known for known in ids if known.startswith(unit_id.split("/")[0] + "/")]
    return get_close_matches(unit_id, of_release or ids, n=_MOST_NEAR)


def _item_lines(build: _Latest, item: Row, parties: list[Row], raw: Path) -> Iterator[str]:
    yield f"item      {item['item_id']}  ({item['marker']})"
    yield f"text      {item['text']}"
    if item["body"] != item["text"]:
        yield f"body      {item['body']}"
    yield from _source_lines(build, item, (item["page_start"], item["page_end"]), raw)
    yield f"notes     {item['note_status']}"
    yield from _due_lines(item)
    yield from _link_lines(build, item["item_id"])
    for note_index in sorted({p["note_index"] for p in parties}):
        members = [p for p in parties if p["note_index"] == note_index]
        yield f"note {note_index}    {members[0]['note']}"
        for party in members:
            yield f"  {note_index}.{party['position']}  {_party(party)}"
    for finding in build.rows("findings", item_id=item["item_id"]):
        yield f"finding   {finding['code']}: {finding['message']} [{finding['value']}]"


def _due_lines(item: Row) -> Iterator[str]:
    """When it is due and what tells it; nothing where nothing does."""
    if item["due"] or item["is_continuing"]:
        goes_on = "; goes on or recurs" if item["is_continuing"] else ""
        yield f"due       {item['due'] or 'no day'}, by {item['due_basis']}{goes_on}"


def _link_lines(build: _Latest, item_id: str) -> Iterator[str]:
    """The earlier items that it carries on, and the later ones that carry it on."""
    for link in build.rows("item_links", item_id=item_id):
        yield f"from      {link['linked_item_id']}  {_link(link)}"
    for link in build.rows("item_links", linked_item_id=item_id):
        yield f"goes on   {link['item_id']}  {_link(link)}"


def _link(link: Row) -> str:
    doubt = ", doubtful" if link["is_doubtful"] else ""
    return f"{link['relation']}, score {link['score']:g}{doubt}"


def _party(party: Row) -> str:
    agency = party["agency_id"] or "unknown to the registry"
    return f"{party['role']}  {party['name']}  {agency}  characters {party['span_start']}–{party['span_end']}"


def _party_lines(build: _Latest, unit_id: str, item: Row, party: Row, raw: Path) -> Iterator[str]:
    yield f"party     {unit_id}"
    yield f"name      {party['name']}  ({party['name_hans']}, {party['name_hant']})"
    yield (
        f"role      {party['role']}, by {party['role_label']!r}"
        if party["role_label"]
        else f"role      {party['role']}"
    )
    yield f"body      {party['agency_id'] or 'unknown to the registry'}"
    yield f"note      {party['note']}"
    place = {**party, "release_id": item["release_id"]}
    yield from _source_lines(build, place, (item["page_start"], item["page_end"]), raw)


def _section_lines(build: _Latest, section: Row, raw: Path) -> Iterator[str]:
    yield f"section   {section['section_id']}  ({section['marker']})"
    yield f"title     {section['title']}"
    yield from _source_lines(build, section, (section["page"], section["page"]), raw)


def _source_lines(build: _Latest, row: Row, pages: tuple[int | None, int | None], raw: Path) -> Iterator[str]:
    """The slice of the extracted text with its place and repairs."""
    start, end, release_id = row["span_start"], row["span_end"], row["release_id"]
    (release,) = build.rows("releases", release_id=release_id)
    text = build.text(release_id)
    source = text[start:end]
    others = f"; also {', '.join(release['renditions'])}" if release["renditions"] else ""
    yield f"file      {release['source_name']}, sha256 {release['sha256'][:16]}…{others}"
    yield f"source    characters {start}–{end} of text/{release_id}.txt"
    yield from (f"  │ {line}" for line in source.replace("\f", "⏏").split("\n"))
    yield from _place_in_file(raw, release, text, (start, end), pages)
    for repair in build.rows("repairs", release_id=release_id):
        if start <= repair["span_start"] and repair["span_end"] <= end:
            place = f"{repair['span_start']}–{repair['span_end']}"
            yield f"repair    {place}  {repair['before']!r} → {repair['after']!r}  {repair['rule']}"


def _place_in_file(
    raw: Path, release: Row, text: str, span: tuple[int, int], pages: tuple[int | None, int | None]
) -> Iterator[str]:
    """Pages and boxes, or the places of a format that tells them."""
    first, last = pages
    if first is not None and last is not None:
        yield f"page      {first}" if first == last else f"pages     {first}–{last}"
        if release["media_type"] == PDF:
            yield from _box_lines(raw, release, text[slice(*span)], (first, last))
    elif read_format(release["media_type"]).has_places:
        yield from _place_lines(raw, release, text, span)


def _place_lines(raw: Path, release: Row, text: str, span: tuple[int, int]) -> Iterator[str]:
    try:
        yield from (f"place     {place}" for place in find_places(raw, release, text, span))
    except NoBoxesError as error:
        yield f"place     not known: {error}"


def _box_lines(raw: Path, release: Row, source: str, pages: tuple[int, int]) -> Iterator[str]:
    try:
        for box in find_boxes(raw, release["release_id"], release["sha256"], source, pages):
            yield f"box       page {box.page}: x {box.x0:g}–{box.x1:g}, y {box.top:g}–{box.bottom:g} (points)"
    except NoBoxesError as error:
        yield f"box       not known: {error}"
