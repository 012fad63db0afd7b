"""One release, read: text, canonical text, outline, notes, and ways to ask for places and names in it."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from importlib import import_module
from itertools import pairwise
from typing import Any

from extractors.annexes import with_annexes
from extractors.media import read_format, sniff
from extractors.mentions.due import time_labels
from extractors.notes.reader import NotesOfBlocks, detect_conventions, strip_notes
from extractors.outline.imprint import find_doc_number, find_issue_date, find_issuer, fuller
from extractors.outline.reader import Outline, read_outline
from extractors.outline.title import bare_title, find_period, is_rest_of
from extractors.page_metadata import REPUBLIC
from normalizers.canonical import canonicalize, code_in
from normalizers.registry.names import NATIONAL, Agency, How, NamingContext, Registry, Resolution
from normalizers.registry.taiwan import TAIWAN, counts_years_of_republic, is_of_taiwan
from normalizers.script.conversion import BothScripts, both_scripts
from normalizers.text.edits import Plan
from normalizers.words import Words, quoted_terms
from pipeline.release.by_hand import ByHand, with_roles
from pipeline.release.context import names_side, party_context, release_context
from pipeline.release.jurisdiction import infer_context
from pipeline.release.lexicon import word_cutter
from pipeline.sandbox.conversion import Converted
from pipeline.sandbox.worker import Reads, Worker
from pipeline.settings import Settings
from schemas.findings import Code, DocumentError, Finding
from schemas.overrides import Override
from schemas.printed.bodies import is_body_like
from schemas.printed.scripts import fold
from schemas.records import Block, BlockKind, ExtractedText, Issue, Note, Party, PartyKind, Role, TextSource, YearBasis
from schemas.release import Manifest


@dataclass(frozen=True, slots=True)
class ReleaseInput:
    """What the build of one release depends on, besides code and dictionaries.

    ``problem``: why its file cannot be read, where that is known. ``renditions``: the same release in other files, the
    one to be read next first. ``member``: which file of an archive or mail is meant. ``compares``: renditions that can
    be read are compared. ``annexes``: files attached to it, which its text goes on with.
    """

    release_id: str
    source_name: str
    data: bytes
    manifest: Manifest = field(default_factory=Manifest)
    problem: Finding | None = None
    renditions: tuple[ReleaseInput, ...] = ()
    member: str = ""
    compares: bool = True
    annexes: tuple[ReleaseInput, ...] = ()
    converted: Converted | None = None

    @property
    def sha256(self) -> str:
        """SHA-256 of the bytes of the original file."""
        return self.converted.sha256 if self.converted else hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Tools:
    """What all releases of a process share.

    The registry, the settings of the run, and the process that reads documents.
    """

    registry: Registry
    settings: Settings = field(default_factory=Settings)
    worker: Reads = field(default_factory=Worker)


@dataclass(frozen=True)
class PublishedBlock:
    """A block with the notes in it and the id it is published under."""

    block: Block
    unit_id: str
    notes: tuple[Note, ...] = ()

    @cached_property
    def notes_inside(self) -> tuple[Note, ...]:
        """Its notes but for those that are printed behind its parts, or outside the items."""
        return tuple(note for note in self.notes if self.block.start <= note.start < self.block.end)


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the canonical text, and the words and gaps that its simplified form was split into."""

    start: int
    end: int
    words: tuple[str, ...]


@dataclass(frozen=True)
class ParsedRelease:
    """Everything that was read from a release; its rows and findings are made from this alone.

    ``text`` is the canonical text, ``plan`` leads to it from ``source.text``, ``units`` are the blocks of the
    outline in order.
    """

    given: ReleaseInput
    tools: Tools
    source: ExtractedText
    text: str
    plan: Plan
    outline: Outline
    scripts: BothScripts
    units: tuple[PublishedBlock, ...]
    page_ends: tuple[int, ...]
    by_hand: ByHand = field(default_factory=ByHand)
    original: ReleaseInput | None = None
    """What it was read from, where a person decided its title or year, which ``given`` has."""

    def of(self, kind: BlockKind) -> list[PublishedBlock]:
        """The units of one kind, in order."""
        return [unit for unit in self.units if unit.block.kind is kind]

    def content(self, block: Block) -> str:
        """The canonical text of a block, without its number."""
        return self.text[block.start : block.end]

    def span(self, start: int, end: int) -> dict[str, int]:
        """Where in the extracted text a piece of the canonical text came from, as columns."""
        source_start, source_end = self.plan.source_span(start, end)
        return {"span_start": source_start, "span_end": source_end}

    def page(self, position: int) -> int | None:
        """The page of an offset of the extracted text."""
        return bisect_right(self.page_ends, position) + 1 if self._is_paged else None

    def text_source(self, start: int, end: int) -> TextSource:
        """How a piece of the extracted text came out of the file."""
        first, last = self.page(start) or 0, self.page(end) or 0
        by_page = any(first <= page <= last for page in self.source.ocr_pages)
        by_span = any(begin < end and start < finish for begin, finish in self.source.ocr_spans)
        return TextSource.OCR if by_page or by_span else TextSource.LAYER

    @cached_property
    def _is_paged(self) -> bool:
        return bool(self.source.pages)

    def place(self, start: int, end: int) -> dict[str, Any]:
        """The same with its page."""
        span = self.span(start, end)
        return {**span, "page": self.page(span["span_start"])}

    def both(self, column: str, start: int, end: int) -> dict[str, str]:
        """A piece of the canonical text as printed and in both scripts."""
        return {
            column: self.text[start:end],
            f"{column}_hans": self.scripts.hans[start:end],
            f"{column}_hant": self.scripts.hant[start:end],
        }

    def bodies(self, unit: PublishedBlock) -> dict[str, str]:
        """An item without its notes, in the same three forms."""
        texts = {"body": self.text, "body_hans": self.scripts.hans, "body_hant": self.scripts.hant}
        return {
            column: strip_notes(text, unit.block.start, unit.block.end, unit.notes_inside)
            for column, text in texts.items()
        }

    def section_id(self, unit: PublishedBlock) -> str | None:
        """The section that a unit is in; None where it is in none."""
        section = unit.block.section
        return self.units[section].unit_id if section is not None else None

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """What the release puts between quotation marks, in simplified Chinese: words of its own."""
        return quoted_terms(self.scripts.hans)

    def segments(self, unit: PublishedBlock) -> tuple[Segment, ...]:
        """A block without its notes, cut into words with the names that are known and the release's own terms."""
        cutter = word_cutter(self.tools.registry)
        starts = [unit.block.start, *(note.end for note in unit.notes_inside if not note.is_prose)]
        ends = [*(note.start for note in unit.notes_inside if not note.is_prose), unit.block.end]
        return tuple(
            Segment(start, end, tuple(cutter.split(self.scripts.hans[start:end], self.terms)))
            for start, end in zip(starts, ends, strict=True)
            if start < end
        )

    def words(self, unit: PublishedBlock, segments: Iterable[Segment], rarity: Mapping[str, float]) -> Words:
        """The words of an item's segments as printed, and the weightiest: none of its notes or of its label of time."""
        segments = tuple(segments)
        text = "".join(self.text[segment.start : segment.end] for segment in segments)
        words = [word for segment in segments for word in segment.words]
        labels = [(start, end) for start, _, end in time_labels("".join(words))]
        aside = [*labels, *_prose_notes(unit, segments)]
        return word_cutter(self.tools.registry).rank(text, words, aside, rarity)

    def lines(self) -> list[str]:
        """The lines outside the numbered units."""
        return [self.content(u.block) for u in self.units if u.block.kind in (BlockKind.TITLE, BlockKind.PARAGRAPH)]

    @cached_property
    def title(self) -> str:
        """The title: by hand, by what the source says of itself, by the text, else the file name."""
        said = self.source.metadata.get("title")
        said, printed = said and bare_title(canonicalize(said)[0]), self.outline.title
        if said and printed and is_rest_of(said, printed):
            said = printed
        return self.given.manifest.title or said or printed or self.given.source_name

    @cached_property
    def doc_number(self) -> str | None:
        """The document number, by the source's metadata, a line of its own, its head, its approval or the title."""
        return self.source.metadata.get("doc_number") or find_doc_number(self.lines(), "".join(self._title_lines))

    @cached_property
    def issuer(self) -> str | None:
        """Who issued it, several parted by 、.

        By the source's metadata, the opening of the title, the line above it, the signature, the head of a decree,
        the line that says who adopted it, or who put up the page.
        """
        if said := self.source.metadata.get("issuer"):
            return said
        title = next((u.block.start for u in self.units if u.block.kind is BlockKind.TITLE), 0)
        prose = [u.block for u in self.units if u.block.kind is BlockKind.PARAGRAPH]
        above = [self.content(block) for block in prose if block.start < title]
        named = find_issuer(
            self.title, above, [self.content(block) for block in prose], self._below_title, self._title_lines
        )
        return fuller(named, self._publisher) or self._publisher

    @property
    def _publisher(self) -> str | None:
        """The body that put up the page; a newspaper is none."""
        publisher = self.source.metadata.get("publisher", "")
        return publisher if any(map(is_body_like, fold(publisher).split("、"))) else None

    @cached_property
    def issuer_ids(self) -> list[str]:
        """The bodies that issued it, as far as the registry knows them."""
        found = (self.tools.registry.find(name, self.context).agency for name in (self.issuer or "").split("、"))
        return [agency.agency_id for agency in found if agency]

    @property
    def _title_lines(self) -> list[str]:
        """The lines of the title, the bodies above its own words among them."""
        titles = (self.content(unit.block) for unit in self.units if unit.block.kind is BlockKind.TITLE)
        return next(titles, "").split("\n")

    @property
    def _below_title(self) -> str:
        """The paragraph right below the title; empty where a unit or nothing stands there."""
        pairs = pairwise(unit.block for unit in self.units)
        behind = (after for before, after in pairs if before.kind is BlockKind.TITLE)
        block = next(behind, None)
        return self.content(block) if block is not None and block.kind is BlockKind.PARAGRAPH else ""

    @cached_property
    def date_issued(self) -> date | None:
        """The date of issue: of the metadata, the signature, the line of its adoption, below the title, of its record.

        The record of a page (生成日期) may be made days after the document is signed.
        """
        said = self.source.metadata
        signed = said.get("date_issued") or find_issue_date(self.lines())
        return as_date(signed or said.get("date_below_title") or said.get("date_made"))

    @cached_property
    def period(self) -> tuple[int, int] | None:
        """First and last year that the title names."""
        return find_period(self.title, is_of_taiwan(self.title))

    @cached_property
    def date_published(self) -> date | None:
        """The date of publication that the page states."""
        return as_date(self.source.metadata.get("date_published"))

    @cached_property
    def effective_year(self) -> tuple[int | None, YearBasis]:
        """The year that the release counts for, and what tells it."""
        issued, published = self.date_issued, self.date_published
        said = (
            (self.given.manifest.year, YearBasis.MANIFEST),
            (self.period and self.period[0], YearBasis.TITLE),
            (issued and issued.year, YearBasis.ISSUED),
            (published and published.year, YearBasis.PUBLISHED),
        )
        return next(((year, basis) for year, basis in said if year), (None, YearBasis.NONE))

    @cached_property
    def _declared(self) -> NamingContext:
        """Whose names the release prints by what is said of it."""
        year, _ = self.effective_year
        return release_context(self.given.manifest, self.issuer or "", self.title, self.doc_number or "", year)

    @cached_property
    def context(self) -> NamingContext:
        """Whose names the release prints: by what is said of it, else by the names and places in it."""
        if self._counts_years_of_republic:
            return replace(self._declared, jurisdictions=(TAIWAN,))
        if not self._declared.jurisdictions:
            return replace(self._inferred, year=self._declared.year)
        return (
            replace(self._declared, body=self._issuing_body)
            if self._declared.jurisdictions == (NATIONAL,)
            else self._declared
        )

    @property
    def _counts_years_of_republic(self) -> bool:
        """Whether its years show that it is Taiwan's, and nothing else says whose it is (教育部 has namesakes)."""
        if self.given.manifest.jurisdiction or self._declared.jurisdictions not in ((), (NATIONAL,)):
            return False
        if self.source.metadata.get("calendar") != REPUBLIC and not counts_years_of_republic(self.text):
            return False
        return not self.issuer or bool(self.tools.registry.find(self.issuer, NamingContext((TAIWAN,))).agency)

    @property
    def _issuing_body(self) -> str:
        """The national body that alone issued it, or nothing."""
        issuer = self.tools.registry.find(self.issuer or "", self._declared).agency
        return issuer.agency_id if issuer and issuer.jurisdiction == NATIONAL else ""

    @property
    def is_inferred(self) -> bool:
        """Whether only the names and places in the release tell whose names it prints."""
        return not self._declared.jurisdictions and bool(self.context.jurisdictions)

    @cached_property
    def _inferred(self) -> NamingContext:
        parties = [party for unit in self.units for note in unit.notes for party in note.parties]
        own = {p.name for p in parties if p.kind is PartyKind.AGENCY and not names_side(p.role_label)}
        return infer_context(self.title, self.text, own, self.tools.registry)

    def resolve(self, party: Party) -> Resolution:
        """The body that a party's name stands for in this release; first of all what a person decided."""
        if party.start in self._bodies_by_hand and (agency := self._bodies_by_hand[party.start]):
            return Resolution(agency, How.BY_HAND)
        if agency := self._names_by_hand.get(party.name):
            return Resolution(agency, How.BY_HAND)
        key = (party.name, party.role_label)
        found = self._resolved.get(key)
        if found is None:
            found = self.tools.registry.find(party.name, party_context(self.context, party.role_label))
            self._resolved[key] = found
        return found

    @cached_property
    def _bodies_by_hand(self) -> dict[int, Agency | None]:
        """For places of names the bodies that a person named, None for one that the registry does not have."""
        return {at: self.tools.registry.agency(key) for at, key in self.by_hand.bodies(self.plan).items()}

    @cached_property
    def _names_by_hand(self) -> dict[str, Agency | None]:
        """The same for names that a person explained for the whole release."""
        return {name: self.tools.registry.agency(key) for name, key in self.by_hand.names().items()}

    @cached_property
    def _resolved(self) -> dict[tuple[str, str], Resolution]:
        """Resolutions by name and label: rows and findings ask for the same, and names come again."""
        return {}


def _prose_notes(unit: PublishedBlock, segments: Iterable[Segment]) -> Iterator[tuple[int, int]]:
    """The places, in the text that the segments make together, of the notes of an item that are sentences."""
    notes = [(note.start, note.end) for note in unit.notes_inside if note.is_prose]
    before = 0
    for segment in segments:
        shift = before - segment.start
        yield from ((start + shift, end + shift) for start, end in notes if segment.start <= start < segment.end)
        before += segment.end - segment.start


def as_date(iso: str | None) -> date | None:
    """An ISO date as a value."""
    return date.fromisoformat(iso) if iso else None


def read_release(given: ReleaseInput, tools: Tools) -> ParsedRelease:
    """Read a release. Raises DocumentError for a defect that keeps it from being read."""
    source = _with_annexes(_original(given, tools), given.annexes, tools)
    _refuse_more(len(source.text), tools.settings.limits.most_characters, "characters of text")
    return parse(given, tools, source, [o for o in given.manifest.overrides if o.holds_in(source.text)])


def _no_items(text: str, source: ExtractedText) -> DocumentError:
    """What keeps a text without items from being published, the rows of a list that nothing could read first."""
    unread = next((issue for issue in source.issues if issue.code is Code.LIST_HEAD_WITHOUT_TABLE), None)
    if unread is not None:
        return DocumentError(Code.NO_ITEMS, f"the text holds no numbered item: {unread.message}", unread.value)
    return DocumentError(Code.NO_ITEMS, "the text holds no numbered item", text[:40].replace("\n", " "))


def parse(
    given: ReleaseInput, tools: Tools, source: ExtractedText, overrides: Sequence[Override] = ()
) -> ParsedRelease:
    """A release from its extracted text, in which ``overrides`` hold. Raises DocumentError as `read_release`."""
    by_hand = ByHand(overrides)
    text, plan = canonicalize(source.text, by_hand.furniture(source.furniture), by_hand.lines())
    outline = read_outline(text, by_hand.kinds(plan), code_in(source.text, text, plan))
    if not any(b.kind is BlockKind.ITEM for b in outline.blocks):
        raise _no_items(text, source)
    rules = detect_conventions(text, outline.blocks, tools.registry.is_name, source.metadata.get("title", ""))
    notes = NotesOfBlocks(text, tools.registry.is_name, rules, by_hand.notes(plan))
    reader = _UnitReader(given.release_id, notes, by_hand.roles(plan))
    units = tuple(map(reader.read, outline.blocks))
    page_ends = tuple(m.start() for m in re.finditer("\f", source.text))
    named = replace(given, manifest=by_hand.manifest(given.manifest)) if overrides else given
    scripts = both_scripts(text)
    return ParsedRelease(named, tools, source, text, plan, outline, scripts, units, page_ends, by_hand, given)


def _original(given: ReleaseInput, tools: Tools) -> ExtractedText:
    """The text of one file."""
    source = _extract(given, tools)
    return _as_original(source, given.converted) if given.converted else source


def _with_annexes(source: ExtractedText, annexes: Sequence[ReleaseInput], tools: Tools) -> ExtractedText:
    """The text of a release with those of the files attached to it; one that cannot be read is an issue."""
    read: list[tuple[str, ExtractedText]] = []
    issues: list[Issue] = []
    for annex in annexes:
        try:
            if annex.problem:
                raise DocumentError(annex.problem.code, annex.problem.message, annex.problem.value)
            read.append((annex.source_name, _original(annex, tools)))
        except DocumentError as error:
            issues.append(Issue(Code.ANNEX_UNREAD, f"{annex.source_name}: {error.message}", error.value))
    found = with_annexes(source, read) if read else source
    return replace(found, issues=(*found.issues, *issues)) if issues else found


def _extract(given: ReleaseInput, tools: Tools) -> ExtractedText:
    """The text of the release, by the reader of its format."""
    form, limits = read_format(sniff(given.data, given.source_name)), tools.settings.limits
    known = {
        "declared": given.manifest.encoding,
        "password": tools.settings.password,
        "most_pages": limits.most_pages,
        "most_ocr_pages": limits.most_ocr_pages,
        "ocr_seconds": limits.ocr_seconds,
        "member": given.member,
        "page_seconds": limits.page_cpu_seconds,
    }
    options = {name: known[name] for name in form.options}
    _refuse_more(len(given.data), getattr(limits, form.limit), "bytes")
    if form.is_limited:
        return tools.worker.extract(form.media_type, given.data, options)
    module, function = form.reader.split(":")  # imported here: other releases need not load its parser
    read: Callable[..., ExtractedText] = getattr(import_module(module), function)
    return read(given.data, **options)


def _as_original(source: ExtractedText, converted: Converted) -> ExtractedText:
    """The text of a document that was converted, with the media type of its original and a remark on how it was."""
    form = read_format(converted.media_type)
    by = ", ".join(form.program_versions().values())
    how = Issue(Code.CONVERTED_FILE, "the document was converted to DOCX first", by)
    issues = [*source.issues, how, *converted.remarks]
    if converted.beside:
        from extractors.bundles.reader import left_out  # other releases need not load what opens archives

        issues.append(left_out(converted.beside))
    return replace(source, media_type=converted.media_type, issues=tuple(issues))


def _refuse_more(count: int, most: int, what: str) -> None:
    if count > most:
        raise DocumentError(Code.TOO_BIG, f"the document has more than {most} {what}", f"{count} {what}")


@dataclass(frozen=True, slots=True)
class _UnitReader:
    """Reads the notes of blocks; ``roles`` are what a person decided."""

    release_id: str
    notes: NotesOfBlocks
    roles: Mapping[int, Role | None]

    def read(self, block: Block) -> PublishedBlock:
        """A block with its notes and the id it is published under."""
        notes = self.notes.of(block) if block.kind is BlockKind.ITEM else []
        decided = (with_roles(note, self.roles) for note in notes)
        return PublishedBlock(block, "/".join((self.release_id, *block.path)), tuple(decided))
