"""One release: bytes → extracted text → canonical text → outline → notes → rows. Pure: no disk, no clock.

Formats that hostile files can break are read in a process of their own (`pipeline.worker`).
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from extractors.dates import find_signature_date
from extractors.html import read_html
from extractors.notes import NoteRules, find_notes, find_rules, strip_notes
from extractors.outline import Outline, read_outline
from extractors.text import read_text
from extractors.title import find_doc_number, find_period
from normalizers.canonical import canonicalize
from normalizers.characters import private_use
from normalizers.edits import Plan
from normalizers.names import Context, How, Registry, Resolution
from normalizers.script import BothScripts, both_scripts, to_hans, to_hant
from normalizers.words import cutter
from pipeline.checks import check_account, check_spans, expectation_findings, unbalanced
from pipeline.context import party_context, release_context
from pipeline.media import HTML, PDF, sniff
from pipeline.settings import Settings
from pipeline.worker import Worker
from schemas.findings import Code, DocumentError, Finding, Severity
from schemas.records import Block, BlockKind, ExtractedText, Note, NoteStatus, Party, PartyKind
from schemas.release import Manifest
from schemas.tables import Row, Rows


@dataclass(frozen=True, slots=True)
class ReleaseInput:
    """What the build of one release depends on, besides code and dictionaries."""

    release_id: str
    source_name: str
    data: bytes
    manifest: Manifest = field(default_factory=Manifest)


@dataclass(frozen=True)
class ReleaseBuild:
    """The rows of one release, or the finding that quarantined it (then there are no rows and no text)."""

    release_id: str
    source_name: str
    rows: Rows
    text: str
    findings: tuple[Finding, ...]

    @property
    def is_published(self) -> bool:
        """Whether the release may be published."""
        return not any(f.severity is Severity.ERROR for f in self.findings)


@dataclass(frozen=True, slots=True)
class Tools:
    """What all releases of a process share.

    The registry, where jieba keeps its dictionary, the settings of the run, and the process that reads
    documents.
    """

    registry: Registry
    cache_dir: Path | None = None
    settings: Settings = field(default_factory=Settings)
    worker: Worker = field(default_factory=Worker)


def build_release(given: ReleaseInput, tools: Tools) -> ReleaseBuild:
    """Build one release. A defect of the document quarantines it; it never raises for one."""
    try:
        return _Release.read(given, tools).build()
    except DocumentError as error:
        finding = Finding(error.code, error.message, error.value)
    except Exception as error:  # one bad release must not end the run
        finding = Finding(
            Code.INTERNAL_ERROR, "the release could not be built", f"{type(error).__name__}: {error}"[:300]
        )
    return failed_build(given.release_id, given.source_name, finding)


def failed_build(release_id: str, source_name: str, finding: Finding) -> ReleaseBuild:
    """A quarantined release: no rows, one finding."""
    named = replace(finding, release_id=release_id, source_name=source_name)
    return ReleaseBuild(release_id, source_name, {}, "", (named,))


@dataclass(frozen=True)
class _Unit:
    """A block with the notes in it and the id it is published under."""

    block: Block
    unit_id: str
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class _Release:
    given: ReleaseInput
    tools: Tools
    source: ExtractedText
    text: str
    plan: Plan
    outline: Outline
    scripts: BothScripts
    units: tuple[_Unit, ...]
    page_ends: tuple[int, ...]

    @classmethod
    def read(cls, given: ReleaseInput, tools: Tools) -> _Release:
        source = _extract(given, tools)
        text, plan = canonicalize(source.text)
        outline = read_outline(text)
        if not any(b.kind is BlockKind.ITEM for b in outline.blocks):
            raise DocumentError(Code.NO_ITEMS, "the text holds no numbered item", text[:40].replace("\n", " "))
        rules = find_rules(text, outline.blocks, tools.registry.is_name)
        units = tuple(_read_unit(given.release_id, text, block, tools.registry, rules) for block in outline.blocks)
        page_ends = tuple(m.start() for m in re.finditer("\f", source.text))
        return cls(given, tools, source, text, plan, outline, both_scripts(text), units, page_ends)

    def build(self) -> ReleaseBuild:
        check_account(self.given.release_id, self.source.text, self.text, self.plan, self.outline.blocks)
        findings = tuple(self._findings())
        rows: dict[str, list[Row]] = {
            "sections": [self._section_row(n, u) for n, u in enumerate(self._of(BlockKind.SECTION), 1)],
            "items": [self._item_row(n, u) for n, u in enumerate(self._of(BlockKind.ITEM), 1)],
            "item_agencies": [row for n, u in enumerate(self._of(BlockKind.ITEM), 1) for row in self._party_rows(n, u)],
            "paragraphs": [self._paragraph_row(n, u) for n, u in enumerate(self._of(BlockKind.PARAGRAPH), 1)],
            "repairs": [self._repair_row(e.start, e.end, e.rule, e.replacement) for e in self.plan.edits],
        }
        findings += tuple(expectation_findings(self.given.manifest.expect, rows))
        findings = tuple(
            replace(f, release_id=self.given.release_id, source_name=self.given.source_name) for f in findings
        )
        rows["releases"] = [self._release_row(rows, findings)]
        check_spans(self.given.release_id, self.source.text, self.plan, rows)
        return ReleaseBuild(self.given.release_id, self.given.source_name, rows, self.source.text, findings)

    def _of(self, kind: BlockKind) -> list[_Unit]:
        return [unit for unit in self.units if unit.block.kind is kind]

    def _content(self, block: Block) -> str:
        return self.text[block.start : block.end]

    def _span(self, start: int, end: int) -> dict[str, int]:
        source_start, source_end = self.plan.source_span(start, end)
        return {"span_start": source_start, "span_end": source_end}

    def _page(self, position: int) -> int | None:
        """The page of an offset of the extracted text."""
        return bisect_right(self.page_ends, position) + 1 if self.source.pages else None

    def _both(self, column: str, start: int, end: int) -> dict[str, str]:
        """A piece of the canonical text as printed and in both scripts."""
        return {
            column: self.text[start:end],
            f"{column}_hans": self.scripts.hans[start:end],
            f"{column}_hant": self.scripts.hant[start:end],
        }

    def _bodies(self, unit: _Unit) -> dict[str, str]:
        """An item without its notes, in the same three forms."""
        texts = {"body": self.text, "body_hans": self.scripts.hans, "body_hant": self.scripts.hant}
        return {
            column: strip_notes(text, unit.block.start, unit.block.end, unit.notes) for column, text in texts.items()
        }

    def _section_id(self, block: Block) -> str | None:
        return self.units[block.section].unit_id if block.section is not None else None

    def _parent_item(self, block: Block) -> str | None:
        parent = block.parent
        if parent is None or self.units[parent].block.kind is not BlockKind.ITEM:
            return None
        return self.units[parent].unit_id

    def _numbering(self, block: Block) -> dict[str, Any]:
        assert block.marker is not None
        return {
            "level": block.level,
            "marker": block.marker.printed,
            "marker_kind": block.marker.kind.name.lower(),
            "number": block.marker.number,
        }

    def _lines(self) -> list[str]:
        """The lines outside the numbered units."""
        return [self._content(u.block) for u in self.units if u.block.kind in (BlockKind.TITLE, BlockKind.PARAGRAPH)]

    def _title(self) -> str:
        """The title: by hand, by what the source says of itself, by the text, else the file name."""
        said = canonicalize(self.source.metadata.get("title", ""))[0]
        return self.given.manifest.title or said or self.outline.title or self.given.source_name

    def _release_row(self, rows: Rows, findings: Sequence[Finding]) -> Row:
        manifest = self.given.manifest
        said = self.source.metadata
        title = self._title()
        period = find_period(title)
        notes = [note for unit in self.units for note in unit.notes]
        lines = self._lines()
        return {
            "release_id": self.given.release_id,
            "title": title,
            "title_hans": to_hans(title, self.scripts.script),
            "title_hant": to_hant(title, self.scripts.script),
            "script": self.scripts.script.value,
            "series": manifest.series,
            "publisher": manifest.publisher,
            "doc_number": said.get("doc_number") or find_doc_number(lines),
            "issuer": said.get("issuer"),
            "date_issued": _date(said.get("date_issued") or find_signature_date(lines)),
            "date_published": _date(said.get("date_published")),
            "index_number": said.get("index_number"),
            "period_start": period[0] if period else None,
            "period_end": period[1] if period else None,
            "year": manifest.year,
            "licence": manifest.licence,
            "source_name": self.given.source_name,
            "source_uri": manifest.url,
            "media_type": self.source.media_type,
            "encoding": self.source.encoding,
            "sha256": hashlib.sha256(self.given.data).hexdigest(),
            "text_sha256": hashlib.sha256(self.text.encode()).hexdigest(),
            "pages": self.source.pages,
            "n_sections": len(rows["sections"]),
            "n_items": len(rows["items"]),
            "n_notes": len(notes),
            "n_notes_parsed": sum(note.status is NoteStatus.PARSED for note in notes),
            "n_findings": sum(f.severity is not Severity.INFO for f in findings),
        }

    def _section_row(self, ordinal: int, unit: _Unit) -> Row:
        block = unit.block
        title = self._content(block).rstrip("。：:")
        span = self._span(block.start, block.start + len(title))
        return {
            "section_id": unit.unit_id,
            "release_id": self.given.release_id,
            "ordinal": ordinal,
            "parent_id": self.units[block.parent].unit_id if block.parent is not None else None,
            **self._numbering(block),
            **self._both("title", block.start, block.start + len(title)),
            "page": self._page(span["span_start"]),
            **span,
        }

    def _item_row(self, ordinal: int, unit: _Unit) -> Row:
        block = unit.block
        bodies = self._bodies(unit)
        words = cutter(self.tools.cache_dir).cut(bodies["body"], bodies["body_hans"])
        span = self._span(block.start, block.end)
        return {
            "item_id": unit.unit_id,
            "release_id": self.given.release_id,
            "section_id": self._section_id(block),
            "parent_id": self._parent_item(block),
            "ordinal": ordinal,
            **self._numbering(block),
            **self._both("text", block.start, block.end),
            **bodies,
            "note_status": _note_status(unit.notes).value,
            "page_start": self._page(span["span_start"]),
            "page_end": self._page(span["span_end"]),
            **span,
            "tokens": list(words.tokens),
            "keywords": list(words.keywords),
        }

    def _party_rows(self, ordinal: int, unit: _Unit) -> Iterable[Row]:
        for note_index, note in enumerate(unit.notes, 1):
            for position, party in enumerate(note.parties, 1):
                resolution = self._resolve(party)
                yield {
                    "item_id": unit.unit_id,
                    "release_id": self.given.release_id,
                    "ordinal": ordinal,
                    "note": self.text[note.start : note.end],
                    "note_index": note_index,
                    "position": position,
                    "role": party.role.value,
                    "role_label": party.role_label,
                    **self._names(party, resolution),
                    "agency_id": resolution.agency.agency_id if resolution.agency else None,
                    "party_kind": party.kind.value,
                    **self._span(party.start, party.end),
                }

    @cached_property
    def _context(self) -> Context:
        """Whose names the release prints."""
        said, title, lines = self.source.metadata, self._title(), self._lines()
        number = said.get("doc_number") or find_doc_number(lines) or ""
        period = find_period(title)
        issued = _date(said.get("date_issued") or find_signature_date(lines))
        year = self.given.manifest.year or (period[0] if period else issued.year if issued else None)
        return release_context(self.given.manifest, said.get("issuer", ""), title, number, year)

    def _resolve(self, party: Party) -> Resolution:
        return self.tools.registry.find(party.name, party_context(self._context, party.role_label))

    def _names(self, party: Party, resolution: Resolution) -> dict[str, str]:
        """A printed name in both scripts; an official name as the registry has it."""
        names = self._both("name", party.start, party.end)
        agency = resolution.agency
        if agency and agency.is_official(party.name):
            names |= {"name_hans": agency.name_hans, "name_hant": agency.name_hant}
        return names

    def _paragraph_row(self, ordinal: int, unit: _Unit) -> Row:
        block = unit.block
        span = self._span(block.start, block.end)
        return {
            "release_id": self.given.release_id,
            "ordinal": ordinal,
            "section_id": self._section_id(block),
            **self._both("text", block.start, block.end),
            "page": self._page(span["span_start"]),
            **span,
        }

    def _repair_row(self, start: int, end: int, rule: str, after: str) -> Row:
        return {
            "release_id": self.given.release_id,
            "span_start": start,
            "span_end": end,
            "rule": rule,
            "before": self.source.text[start:end],
            "after": after,
        }

    def _at(self, start: int, end: int) -> dict[str, Any]:
        span = self._span(start, end)
        return {**span, "page": self._page(span["span_start"])}

    def _findings(self) -> Iterable[Finding]:
        for met in self.source.doubts:
            yield Finding(met.code, met.message, met.value, page=met.page)
        if self._title() == self.given.source_name:
            yield Finding(Code.NO_TITLE, "no title was found; the file name stands in for it", self.given.source_name)
        for doubt in self.outline.doubts:
            yield Finding(doubt.code, doubt.message, doubt.value, **self._at(doubt.start, doubt.end))
        for unit in self.units:
            item_id = unit.unit_id if unit.block.kind is BlockKind.ITEM else None
            for mark, position in unbalanced(self.text, unit.block.start, unit.block.end):
                code = Code.UNBALANCED_QUOTE if mark in "“”" else Code.UNBALANCED_BRACKET
                quoted = self.text[max(unit.block.start, position - 6) : position + 12].replace("\n", " ")
                yield Finding(
                    code, f"{mark} has no partner", quoted, item_id=item_id, **self._at(position, position + 1)
                )
            yield from self._note_findings(unit)
        yield from self._unresolved_agencies()
        for position in private_use(self.text):
            value = f"U+{ord(self.text[position]):04X}"
            yield Finding(
                Code.PRIVATE_USE_CHARACTER,
                "a character without an agreed meaning",
                value,
                **self._at(position, position + 1),
            )
        if "\ufffd" in self.text:
            position = self.text.index("\ufffd")
            count = self.text.count("\ufffd")
            yield Finding(
                Code.REPLACEMENT_CHARACTER,
                "characters lost before the file reached us",
                str(count),
                **self._at(position, position + 1),
            )

    def _unresolved_agencies(self) -> Iterable[Finding]:
        """Each name that leads to no body once, at its first place."""
        found: dict[tuple[str, Resolution], list[tuple[_Unit, Party]]] = {}
        for unit in self.units:
            for note in unit.notes:
                for party in note.parties:
                    resolution = self._resolve(party)
                    if party.kind is PartyKind.AGENCY and resolution.agency is None:
                        found.setdefault((party.name, resolution), []).append((unit, party))
        for (name, resolution), places in found.items():
            unit, party = places[0]
            times = f", {len(places)} times" if len(places) > 1 else ""
            code, message = Code.UNKNOWN_AGENCY, "not in the registry of agencies"
            if resolution.how is How.AMBIGUOUS:
                code = Code.AMBIGUOUS_AGENCY
                message = f"may mean {', '.join(agency.agency_id for agency in resolution.candidates)}"
            yield Finding(code, message + times, name, item_id=unit.unit_id, **self._at(party.start, party.end))

    def _note_findings(self, unit: _Unit) -> Iterable[Finding]:
        for note in unit.notes:
            if note.status in (NoteStatus.PARTIAL, NoteStatus.UNPARSED):
                code = Code.NOTE_PARTIAL if note.status is NoteStatus.PARTIAL else Code.NOTE_UNPARSED
                yield Finding(
                    code, "not understood", note.leftover, item_id=unit.unit_id, **self._at(note.start, note.end)
                )


def _date(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


def _extract(given: ReleaseInput, tools: Tools) -> ExtractedText:
    """The text of the release, by the extractor of its media type."""
    media_type = sniff(given.data, given.source_name)
    if media_type == PDF:
        options = {"password": tools.settings.password, "most_pages": tools.settings.limits.most_pages}
        return tools.worker.extract("pdf", given.data, options)
    read = read_html if media_type == HTML else read_text
    return read(given.data, given.manifest.encoding)


def _read_unit(release_id: str, text: str, block: Block, registry: Registry, rules: NoteRules) -> _Unit:
    notes = find_notes(text, block.start, block.end, registry.is_name, rules) if block.kind is BlockKind.ITEM else []
    return _Unit(block, "/".join((release_id, *block.path)), tuple(notes))


_WORST_FIRST = (NoteStatus.UNPARSED, NoteStatus.PARTIAL, NoteStatus.PARSED)


def _note_status(notes: Sequence[Note]) -> NoteStatus:
    """The status of an item: that of its least understood note."""
    found = {note.status for note in notes}
    return next((status for status in _WORST_FIRST if status in found), NoteStatus.NONE)
