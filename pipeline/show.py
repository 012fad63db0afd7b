"""Where a published value comes from, and what was changed in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractors.media import read_format
from pipeline.archive.snapshot import discover
from pipeline.errors import QingdanError
from pipeline.paths import PROCESSED, RAW, TEXT_FOLDER
from pipeline.pdf_boxes import WITH_BOXES, NoBoxesError, find_boxes, find_places
from qingdan.builds import reading
from qingdan.errors import nearest
from qingdan.store import BuildReader, open_build
from schemas.findings import Code
from schemas.language import either, localized
from schemas.mentions import DueBasis, MentionKind
from schemas.records import AccountKind, LinkRelation, NoteStatus, Role
from schemas.terminal import width_of

if TYPE_CHECKING:
    from pipeline.release.tracing import Step

_MOST_NEAR = 3
_LONGEST_QUOTE = 60
"""Characters of a line that a decision quotes."""
_FEW = 2
"""Characters of a repair whose code points are shown."""
_LABEL = 10
"""Columns of the label of a line."""
Row = dict[str, Any]


class UnknownIdError(QingdanError):
    """An id that the latest build does not have; the message names the nearest."""

    def __init__(self, unit_id: str, near: list[str]) -> None:
        nearest_ids = f"; the nearest are {', '.join(near)}" if near else ""
        super().__init__(f"the latest build has no item, section, party or release {unit_id}{nearest_ids}")
        self.unit_id = unit_id
        self.near = near


def show(unit_id: str, out: Path = PROCESSED, raw: Path = RAW, why: bool = False) -> Iterator[str]:
    """Lines that describe an item, a section, a party (``item_id#note.position``) or a release of the latest build.

    The end of an id (``2/5``) will do where one item or section only has it. ``why`` adds the decisions from the
    printed lines to the row, read again from the extracted text of the build.
    Raises NoBuildError where nothing is published, UnknownIdError for an id that is not in the build.
    """
    with reading(out) as folder:
        build = _Latest(open_build(folder))
        known = _whole_id(build, unit_id)
        has_reasons = why and "/" in known  # a release as a whole is decided by nothing
        return iter([*_lines(build, known, raw), *(_why_lines(build, known, raw) if has_reasons else ())])


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

    def releases(self) -> list[str]:
        """The ids of all releases."""
        return [row["release_id"] for row in self._build.rows("releases", ["release_id"])]

    def text(self, release_id: str) -> str:
        """The extracted text of a release."""
        data = (self._build.folder / TEXT_FOLDER / f"{release_id}.txt").read_bytes()
        return data.decode("utf-8", "surrogatepass")


def _whole_id(build: _Latest, unit_id: str) -> str:
    """The one id that ends with ``unit_id``, a path of numbers; ``unit_id`` itself where none or several do."""
    path, hash_sign, place = unit_id.partition("#")
    if not re.fullmatch(r"\w+(/\w+)*", path) or not re.search(r"\d", path):
        return unit_id
    ids = build.ids()
    ending = [known for known in ids if known.endswith(f"/{path}")]
    return f"{ending[0]}{hash_sign}{place}" if len(ending) == 1 and path not in ids else unit_id


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
    elif releases := build.rows("releases", release_id=item_id):
        return _release_lines(build, releases[0])
    raise UnknownIdError(unit_id, _nearest(build, item_id))


def _line(label: str, text: str) -> str:
    """A line with its label, in the language of the reader."""
    shown = localized(label)
    return f"{shown}{' ' * max(1, _LABEL - width_of(shown))}{localized(text)}"


def _why_lines(build: _Latest, unit_id: str, raw: Path) -> Iterator[str]:
    """The decisions that led to a unit, in order, with the reasons of their rules; ``raw`` has what people decided."""
    from pipeline.release.registry import kept_registry
    from pipeline.release.tracing import furniture_of, trace_unit

    release_id, *path = unit_id.partition("#")[0].split("/")
    furniture = furniture_of(build.rows("repairs", release_id=release_id))
    decided = next((s.manifest.overrides for s in discover([raw]).sources if s.release_id == release_id), ())
    title = next((row["title"] for row in build.rows("releases", release_id=release_id)), "")
    steps = trace_unit(build.text(release_id), tuple(path), kept_registry(), furniture, decided, title)
    if not steps:
        yield _line("why", "not known: this code reads no such unit in the extracted text; run again")
    for about, group in groupby(steps, key=lambda step: step.about):
        yield _line("why", either(f"{about}s", localized(about)))
        for step in group:
            yield from _step_lines(step)


def _step_lines(step: Step) -> Iterator[str]:
    words = step.text if len(step.text) <= _LONGEST_QUOTE else step.text[:_LONGEST_QUOTE] + "…"
    yield f"  │ {words}"
    rule = f"  {step.rule}  {localized(step.reason)}" if step.rule else ""
    yield f"    {_outcome(step.outcome)}{rule}"


def _outcome(outcome: str) -> str:
    """What a decision came to: what became of the characters, how a note was parsed, or where a line was put."""
    described = {value.value: value.shown for values in (AccountKind, NoteStatus) for value in values}
    return described.get(outcome) or localized(outcome)


def _nearest(build: _Latest, unit_id: str) -> list[str]:
    """The ids most like a wrong one, of the same release where there is one."""
    ids = build.ids()
    ending = [known for known in ids if known.endswith(f"/{unit_id}")]
    of_release = [known for known in ids if known.startswith(unit_id.split("/")[0] + "/")]
    return ending[:_MOST_NEAR] or nearest(unit_id, of_release or [*ids, *build.releases()], _MOST_NEAR)


def _item_lines(build: _Latest, item: Row, parties: list[Row], raw: Path) -> Iterator[str]:
    yield _line("item", f"{item['item_id']}  ({item['marker']})")
    yield _line("text", item["text"])
    if item["body"] != item["text"]:
        yield _line("body", item["body"])
    yield from _context_lines(build, item)
    yield from _source_lines(build, item, (item["page_start"], item["page_end"]), raw)
    yield _line("notes", NoteStatus(item["note_status"]).shown)
    yield from _due_lines(item)
    yield from _link_lines(build, item["item_id"])
    yield from _mention_lines(build, item["item_id"])
    for note_index in sorted({p["note_index"] for p in parties}):
        members = [p for p in parties if p["note_index"] == note_index]
        yield _line(f"note {note_index}", members[0]["note"])
        for party in members:
            yield f"  {note_index}.{party['position']}  {_party(party)}"
    for finding in build.rows("findings", item_id=item["item_id"]):
        yield _line("finding", _finding(finding))


def _context_lines(build: _Latest, item: Row) -> Iterator[str]:
    """The release of an item, and the sections it stands under, the nearest first."""
    (release,) = build.rows("releases", release_id=item["release_id"])
    yield _line("release", _named(release["release_id"], release["title"]))
    above = item["section_id"]
    while above and (sections := build.rows("sections", section_id=above)):
        yield _line("section", _named(above, f"{sections[0]['marker']} {sections[0]['title']}"))
        above = sections[0]["parent_id"]


def _named(unit_id: str, title: str) -> str:
    return f"{unit_id}  {title}"


def _mention_lines(build: _Latest, item_id: str) -> Iterator[str]:
    """The names, dates and figures of an item, each with what it stands for."""
    for mention in build.rows("mentions", item_id=item_id):
        place = localized(f"characters {mention['span_start']}–{mention['span_end']}")
        meant = _meant(mention)
        shown = f"{MentionKind(mention['kind']).shown}  {mention['text']}"
        yield _line("mention", f"{shown}{f' = {meant}' if meant else ''}  {place}")


def _meant(mention: Row) -> str:
    """What a mention stands for: its entity, its days, or its value with unit; empty where nothing is known."""
    if mention["entity_id"]:
        return str(mention["entity_id"])
    if mention["date_from"] or mention["date_to"]:
        return f"{mention['date_from'] or '…'} – {mention['date_to'] or '…'}"
    if mention["value"] is None:
        return ""
    upper = "" if mention["value_to"] is None else f"–{mention['value_to']:g}"
    unit = mention["currency"] or mention["unit"] or ""
    return f"{mention['value']:.15g}{upper} {unit}".rstrip()


def _release_lines(build: _Latest, release: Row) -> Iterator[str]:
    """A release as a whole, with what was found in it."""
    yield _line("release", _named(release["release_id"], release["title"]))
    yield _line("year", str(release["effective_year"] or "not known"))
    yield _line("file", _file(release))
    counts = f"{release['n_sections']} sections, {release['n_items']} items"
    yield _line("counts", f"{counts}, {release['n_notes_parsed']} of {release['n_notes']} notes understood")
    for finding in build.rows("findings", release_id=release["release_id"]):
        yield _line("finding", _finding(finding))


def _file(release: Row) -> str:
    others = f"; also {', '.join(release['renditions'])}" if release["renditions"] else ""
    return f"{release['source_name']}, sha256 {release['sha256'][:16]}…{others}"


def _finding(finding: Row) -> str:
    message, value = localized(finding["message"]), localized(finding["value"])
    return f"{Code(finding['code']).shown}: {message} [{value}]"


def _due_lines(item: Row) -> Iterator[str]:
    """When it is due and what tells it; nothing where nothing does."""
    if item["due"] or item["is_continuing"]:
        goes_on = "; goes on or recurs" if item["is_continuing"] else ""
        yield _line("due", f"{item['due'] or 'no day'}, as said by {DueBasis(item['due_basis']).shown}{goes_on}")


def _link_lines(build: _Latest, item_id: str) -> Iterator[str]:
    """The earlier items that it carries on, and the later ones that carry it on."""
    for link in build.rows("item_links", item_id=item_id):
        yield _line("from", f"{link['linked_item_id']}  {_link(link)}")
    for link in build.rows("item_links", linked_item_id=item_id):
        yield _line("goes on", f"{link['item_id']}  {_link(link)}")


def _link(link: Row) -> str:
    doubt = ", doubtful" if link["is_doubtful"] else ""
    return localized(f"{LinkRelation(link['relation']).shown}, score {link['score']:g}{doubt}")


def _party(party: Row) -> str:
    agency = party["agency_id"] or "unknown to the registry"
    place = localized(f"characters {party['span_start']}–{party['span_end']}")
    return f"{Role(party['role']).shown}  {party['name']}  {localized(agency)}  {place}"


def _party_lines(build: _Latest, unit_id: str, item: Row, party: Row, raw: Path) -> Iterator[str]:
    yield _line("party", unit_id)
    yield _line("name", f"{party['name']}  ({party['name_hans']}, {party['name_hant']})")
    role = Role(party["role"]).shown
    yield _line("role", f"{role}, as said by {party['role_label']!r}" if party["role_label"] else role)
    yield _line("body id", party["agency_id"] or "unknown to the registry")
    yield _line("note", party["note"])
    place = {**party, "release_id": item["release_id"]}
    yield from _source_lines(build, place, (item["page_start"], item["page_end"]), raw)


def _section_lines(build: _Latest, section: Row, raw: Path) -> Iterator[str]:
    yield _line("section", f"{section['section_id']}  ({section['marker']})")
    yield _line("title", section["title"])
    yield from _source_lines(build, section, (section["page"], section["page"]), raw)


def _source_lines(build: _Latest, row: Row, pages: tuple[int | None, int | None], raw: Path) -> Iterator[str]:
    """The slice of the extracted text with its place and repairs."""
    start, end, release_id = row["span_start"], row["span_end"], row["release_id"]
    (release,) = build.rows("releases", release_id=release_id)
    text = build.text(release_id)
    source = text[start:end]
    yield _line("file", _file(release))
    yield _line("source", f"characters {start}–{end} of text/{release_id}.txt")
    yield from (f"  │ {line}" for line in source.replace("\f", "⏏").split("\n"))
    yield from _place_in_file(raw, release, text, (start, end), pages)
    for repair in build.rows("repairs", release_id=release_id):
        if start <= repair["span_start"] and repair["span_end"] <= end:
            yield _line("repair", _repair(repair))


def _repair(repair: Row) -> str:
    """A repair with its rule; of one or two characters with their code points, as two may look alike."""
    before, after = repair["before"], repair["after"]
    points = f" ({_code_points(before)} → {_code_points(after)})" if max(len(before), len(after)) <= _FEW else ""
    place = f"{repair['span_start']}–{repair['span_end']}"
    return f"{place}  {before!r} → {after!r}{points}  {repair['rule']}"


def _code_points(text: str) -> str:
    return " ".join(f"U+{ord(character):04X}" for character in text) or "∅"


def _place_in_file(
    raw: Path, release: Row, text: str, span: tuple[int, int], pages: tuple[int | None, int | None]
) -> Iterator[str]:
    """Pages and boxes, or the places of a format that tells them."""
    first, last = pages
    if first is not None and last is not None:
        yield _line("page", str(first) if first == last else f"{first}–{last}")
        if release["media_type"] in WITH_BOXES:
            yield from _box_lines(raw, release, text[slice(*span)], (first, last))
    elif release["annexes"] or read_format(release["media_type"]).has_places:
        yield from _place_lines(raw, release, text, span)


def _place_lines(raw: Path, release: Row, text: str, span: tuple[int, int]) -> Iterator[str]:
    try:
        yield from (_line("place", place) for place in find_places(raw, release, text, span))
    except NoBoxesError as error:
        yield _line("place", f"not known: {error}")


def _box_lines(raw: Path, release: Row, source: str, pages: tuple[int, int]) -> Iterator[str]:
    try:
        for box in find_boxes(raw, release, source, pages):
            where = f"x {box.x0:g}–{box.x1:g}, y {box.top:g}–{box.bottom:g}"
            yield _line("box", f"page {box.page}: {where} (points)")
    except NoBoxesError as error:
        yield _line("box", f"not known: {error}")
