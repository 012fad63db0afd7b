"""Responsibility notes: where they stand in a text, and the text without them.

A note stands in brackets, on a line of its own or as a clause of a sentence (``由A牵头，B、C参加``), and
says who leads a task and who does what else for it. What it says is read by ``notes_grammar``; the words
it knows are those of ``notes_words``; ``notes_rules`` finds what a document says once for all its notes.
Brackets that only explain (``（UN Tourism）``, ``（地、州、盟）``) are no notes; a bracket whose words say that
it is one but that cannot be read gives an ``unparsed`` note, never silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import NamedTuple

from extractors.notes.conventions import NO_CONVENTIONS, NoteConventions, detect_conventions
from extractors.notes.grammar import IsName, NoteParse, read_content, settle
from extractors.notes.words import (
    BARE_LABEL,
    BRACKETED_LABEL,
    CHARGE_LABEL,
    GLOSS,
    LABEL_ASIDE,
    LOOSE_LABEL,
    MARK,
    NAMES_LEAD,
    NOTE_CUE,
    is_contact,
    label_meaning,
)
from schemas.printed.bodies import has_body_inside
from schemas.printed.characters import HAN
from schemas.printed.labels import BEFORE_LABEL
from schemas.printed.notes import LONGEST_NOTE
from schemas.printed.roles import Use, any_word
from schemas.printed.scripts import fold
from schemas.records import Block, Note, NoteStatus, PartyKind, Role

__all__ = [
    "NO_CONVENTIONS",
    "IsName",
    "NoteConventions",
    "block_notes",
    "detect_conventions",
    "find_notes",
    "strip_notes",
]

_SENTENCE_EDGE = "。！？；…\n"
# Words for which a bracket at the edge of a sentence is taken for a note even when it cannot be read.
_NOTE_LIKE = re.compile(rf"^(?!由).{{2,}}(?:{any_word(use=Use.PREDICATE)})(?:，.{{0,30}}下同)?$", re.DOTALL)
# A bracket with one of these tells something about a body rather than charging it with the task.
_PERSONS = "(?:团队|院士|专家|人员|统筹|负责人|同志|代表)$"
_DESCRIBES = re.compile(f"[的时后前是]|以下|[“《]|{_PERSONS}")
_GOES_ON = re.compile(f"^[的时后前中]|{_PERSONS}")
_OPENING_LABEL = (
    rf"[ \t]*(?P<sign>{BEFORE_LABEL})"
    rf"(?:(?P<label>[{HAN}]{{2,20}}+{LABEL_ASIDE}?)：|(?P<loose>{BRACKETED_LABEL}|{BARE_LABEL}))"
)
_FIRST_LABEL = re.compile(_OPENING_LABEL)
# These begin with the character before: a set at the start is what the regex engine finds fast.
_LINE_LABEL = re.compile(f"[。！？\n；]{_OPENING_LABEL}|，(?P<charge>{CHARGE_LABEL})")
# 主管部门, 组织单位: some kind of unit; but those of the document itself (发文机关), and members.
_UNIT_LABEL = re.compile(
    "(?<!发文)(?<![印制][发作])(?<!发布)(?<!公[开布])(?<!成员)(?<!来源)(?<![主抄报发]送)(?:单位|部门|机关|机构|主体)$"
)
_FIRST_NAME = re.compile("[：:、，；,;。\\s]+")
_STATED_LINE = re.compile(
    rf"[\n。！？；][ \t]*(?P<note>(?:[^\n（。！？；]|（[{HAN}、]{{1,20}}）){{4,{LONGEST_NOTE}}}+)。?$", re.MULTILINE
)
# Running prose is read only where it cannot be anything else: who leads and who takes part, up to a stop.
_IN_CLAUSE = r"[^，。；：！？\n（）由]"
_PROSE = re.compile(
    rf"由(?P<lead>{_IN_CLAUSE}{{2,60}})(?:{any_word(Role.LEAD, use=Use.PREDICATE)})[，、]?(?:会同)?"
    rf"{_IN_CLAUSE}{{2,{LONGEST_NOTE}}}?(?:{any_word(Role.SUPPORT, use=Use.PREDICATE)})(?=[，。；\n]|$)"
)


_MARKED_LINE = re.compile(
    rf"(?:^|(?<=[。！？；）\n]))[ \t]*(?P<note>(?P<mark>{MARK})(?!为|是|表示|代表|系)[ \t]*[{HAN}][^。！？\n]*)。?$",
    re.MULTILINE,
)
_NAME_LINE = re.compile(r"\n[ \t]*(?P<names>[^\n：。！？]{2,80}+)(?=\n|$)")
_STATES_CHARGE = re.compile(f"{NAMES_LEAD.pattern}|负责$")
_AT_END = re.compile(r"[。；\s]*\Z")
_OWN_SENTENCE = re.compile(r"(?:^|[。！？；\n])[ \t]*（(?:[^（）\n]|（[^（）\n]*）)++）。?(?=\s*(?:\n|\Z))")


class _Form(Enum):
    BRACKET = "in brackets"
    LINE = "on a line of its own"
    SENTENCE = "a sentence of its own"
    MARKED = "behind a sentence, opening with a sign whose key is printed"
    PROSE = "a clause of a sentence"


class _NoteCandidate(NamedTuple):
    """Where a note may stand; ``start`` and ``end`` without brackets."""

    form: _Form
    whole_start: int
    start: int
    end: int
    whole_end: int
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class _NoteScope:
    """The text in which notes are looked for; ``base`` is where it starts in the document."""

    text: str
    folded: str
    base: int
    is_name: IsName
    rules: NoteConventions

    def read(self, place: _NoteCandidate) -> NoteParse:
        """What stands at a place."""
        span = place.start, place.end
        return read_content(self.text, self.folded, *span, self.is_name, self.base, self.rules.signs)

    def note(self, place: _NoteCandidate, status: NoteStatus, reading: NoteParse | None, leftover: str) -> Note:
        """A note at a place; without a leftover of its own it is quoted whole where that is needed."""
        quoted = leftover or ("" if status is NoteStatus.PARSED else self.text[place.whole_start : place.whole_end])
        parties = reading.parties if reading else ()
        start, end = self.base + place.whole_start, self.base + place.whole_end
        return Note(start, end, status, parties, quoted, place.form is _Form.PROSE)


def find_notes(text: str, start: int, end: int, is_name: IsName, rules: NoteConventions = NO_CONVENTIONS) -> list[Note]:
    """The notes of ``text[start:end]`` in order, with offsets into ``text``; they do not overlap.

    ``is_name`` decides whether ``A和B`` is one name or two; ``rules`` are those of the whole document.
    Time is linear in ``end - start``.
    """
    folded = GLOSS.sub(lambda match: f"（{'x' * (len(match[0]) - 2)}）", fold(text[start:end]))
    may_be_bare = rules.has_bare_notes or (rules.has_some_notes and folded.rstrip("。；\n").endswith("）"))
    is_marked = bool(rules.lead_mark) and rules.lead_mark in folded
    if not (may_be_bare or is_marked or NOTE_CUE.search(folded) or _OWN_SENTENCE.search(folded)):
        return []
    unit = _NoteScope(text[start:end], folded, start, is_name, rules)
    found: list[Note] = []
    for places in (_brackets(folded), _marked(unit), _lines(unit), _prose(folded)):
        fresh: list[Note] = []
        for place in _outside(places, found, start):
            if fresh and start + place.whole_start < fresh[-1].end:
                continue
            note = _read(unit, place)
            if note is not None:
                fresh.append(note)
        if fresh:
            found = sorted(found + fresh, key=lambda note: note.start)
    return list(_settled(found, text, rules))


def block_notes(text: str, block: Block, is_name: IsName, rules: NoteConventions = NO_CONVENTIONS) -> list[Note]:
    """The notes on a block: those in it, and those printed behind its parts."""
    places = [(block.start, block.end), *block.notes_behind]
    return [note for start, end in places for note in find_notes(text, start, end, is_name, rules)]


def strip_notes(text: str, start: int, end: int, notes: Iterable[Note]) -> str:
    """``text[start:end]`` without its notes; a stop that stood on both sides of a note stays once.

    Notes that are part of a sentence stay: without them it would say something else.
    """
    body = ""
    position = start
    for note in notes:
        if note.is_prose:
            continue
        body += text[position : note.start].rstrip("\n")
        position = note.end
        if body.endswith(tuple("。！？")) and text[position:end].startswith("。"):
            position += 1
    return (body + text[position:end]).strip("\n")


# --- where notes may stand ---


def _brackets(folded: str) -> Iterator[_NoteCandidate]:
    """Outermost brackets; the last one may lack its partner and then runs to the end of the unit."""
    pairs: list[tuple[int, int]] = []
    openers: list[int] = []
    for match in re.finditer("[（）]", folded):
        if match[0] == "（":
            openers.append(match.start())
        elif openers:
            opener = openers.pop()
            while pairs and pairs[-1][0] > opener:
                pairs.pop()
            pairs.append((opener, match.start()))
    for opener, closer in pairs:
        yield _NoteCandidate(_Form.BRACKET, opener, opener + 1, closer, closer + 1)
    lost = openers[-1] if openers else None
    if lost is not None and (not pairs or pairs[-1][1] < lost or pairs[-1][0] > lost):
        yield _NoteCandidate(_Form.BRACKET, lost, lost + 1, len(folded), len(folded), is_whole=False)


def _marked(unit: _NoteScope) -> Iterator[_NoteCandidate]:
    """``…。★A△B`` up to the end of the line."""
    mark = unit.rules.lead_mark
    for match in _MARKED_LINE.finditer(unit.folded) if mark in unit.folded and mark else ():
        if match["mark"] == mark:
            yield _NoteCandidate(_Form.MARKED, match.start("note"), *match.span("note"), match.end())


def _lines(unit: _NoteScope) -> Iterator[_NoteCandidate]:
    folded = unit.folded
    read_to = 0
    for match in _line_labels(folded):
        label_start, label_end = match.span(match.lastgroup or "loose")
        note_start = match.start("sign") if match["sign"] else label_start
        label = match["label"]
        if note_start < read_to or (label and label_meaning(label) is None and not _UNIT_LABEL.search(label)):
            continue
        read_to = folded.find("\n", label_end)
        read_to = _names_end(unit, label_end, read_to) if read_to >= 0 else len(folded)
        printed = folded[note_start:read_to].rstrip()
        note_end = inner_end = note_start + len(printed)
        lost = printed.rstrip("。；").endswith("）") and printed.count("（") < printed.count("）")
        if lost:
            inner_end = note_start + printed.rindex("）")
            note_end = inner_end + 1
        elif printed.endswith("。"):
            inner_end -= 1
        yield _NoteCandidate(_Form.SENTENCE, note_start, label_start, inner_end, note_end, is_whole=not lost)
    for match in _STATED_LINE.finditer(folded):
        form = _Form.LINE if folded[match.start()] == "\n" else _Form.SENTENCE
        # A sentence within a paragraph is a note only where it says who leads or answers: most are read no further.
        words = NOTE_CUE if form is _Form.LINE else _STATES_CHARGE
        if words.search(match["note"]) and "：" not in match["note"]:
            yield _NoteCandidate(form, match.start("note"), *match.span("note"), match.end())


def _names_end(unit: _NoteScope, label_end: int, line_end: int) -> int:
    """Where the names end that go on below the line of their label, each on its own.

    Under a label with names beside it a single such line may head what follows it.
    """
    beside = unit.folded[label_end:line_end].strip("： \t")
    fewest = 2 if beside and not beside.endswith("、") else 1
    end, count = line_end, 0
    while (line := _NAME_LINE.match(unit.folded, end)) and _holds_names(unit, *line.span("names")):
        end, count = line.end(), count + 1
    return end if count >= fewest else line_end


def _holds_names(unit: _NoteScope, start: int, end: int) -> bool:
    reading = unit.read(_NoteCandidate(_Form.LINE, start, start, end, end))
    return reading.is_certain and not (reading.is_labelled or reading.is_stated)


def _line_labels(folded: str) -> Iterator[re.Match[str]]:
    has_loose = ("单位" in folded or "部门" in folded) and LOOSE_LABEL.search(folded)
    if "：" in folded or has_loose:
        if first := _FIRST_LABEL.match(folded):
            yield first
        yield from _LINE_LABEL.finditer(folded)


def _prose(folded: str) -> Iterator[_NoteCandidate]:
    for match in _PROSE.finditer(folded) if "由" in folded else ():
        yield _NoteCandidate(_Form.PROSE, match.start(), match.start(), match.end(), match.end())


def _outside(places: Iterable[_NoteCandidate], found: list[Note], base: int) -> Iterator[_NoteCandidate]:
    """The places that no note found before touches, in order."""
    notes = iter(found)
    note = next(notes, None)
    for place in sorted(places, key=lambda p: p.whole_start):
        while note and note.end <= base + place.whole_start:
            note = next(notes, None)
        if not note or base + place.whole_end <= note.start:
            yield place


# --- what a place holds ---


def _read(unit: _NoteScope, place: _NoteCandidate) -> Note | None:
    content = unit.folded[place.start : place.end]
    if len(content) > LONGEST_NOTE or is_contact(content):
        return None
    if place.form is _Form.MARKED:
        return _note(unit, place, unit.read(place))
    if not NOTE_CUE.search(content):
        return _read_bare(unit, place)
    reading = unit.read(place)
    return _note(unit, place, reading) if _is_note(unit.folded, place, reading) else _unread(unit, place, content)


def _read_bare(unit: _NoteScope, place: _NoteCandidate) -> Note | None:
    """Names alone: where that is a custom of the document, or several of them as a sentence that ends a paragraph."""
    if place.form is not _Form.BRACKET:
        return None
    customs = list(_bare_customs(unit, place))
    if not customs:  # most brackets, which then need not be read
        return None
    reading = unit.read(place)
    count = len(reading.parties)
    is_note = reading.is_bare and any(
        (reading.is_dated or count >= custom.fewest) and custom.allows(unit, reading) for custom in customs
    )
    return _note(unit, place, reading) if is_note else None


class _Custom(NamedTuple):
    """What lets ``fewest`` names or more stand alone in a bracket; it may ask that all are known or none a place."""

    fewest: int
    are_known: bool = False
    are_bodies: bool = False

    def allows(self, unit: _NoteScope, reading: NoteParse) -> bool:
        """Whether the names are such as it asks for."""
        is_known = not self.are_known or all(unit.is_name(party.name) for party in reading.parties)
        return is_known and not (self.are_bodies and reading.places)


def _bare_customs(unit: _NoteScope, place: _NoteCandidate) -> Iterator[_Custom]:
    """The customs that hold where a bracket stands."""
    rules = unit.rules
    if rules.lead_mark and rules.lead_mark in unit.folded[place.start : place.end]:
        yield _Custom(1)
    if _AT_END.match(unit.folded, place.whole_end):
        if rules.has_bare_notes:
            yield _Custom(1)
        if rules.has_notes and place.is_whole:
            yield _Custom(1 if unit.is_name(unit.text[place.start : place.end]) else 2)
        if rules.has_some_notes and place.is_whole:
            yield _Custom(2, are_known=True)
    elif rules.has_bare_notes and unit.folded[place.whole_end] in "。；":
        yield _Custom(1, are_bodies=True)
    if _OWN_SENTENCE.match(unit.folded, max(0, place.whole_start - 1)):
        yield _Custom(2)


def _note(unit: _NoteScope, place: _NoteCandidate, reading: NoteParse) -> Note:
    leftover = " ".join(reading.leftovers)
    if not reading.parties:
        return unit.note(place, NoteStatus.UNPARSED, reading, leftover)
    is_read = place.is_whole and not leftover
    return unit.note(place, NoteStatus.PARSED if is_read else NoteStatus.PARTIAL, reading, leftover)


def _is_note(folded: str, place: _NoteCandidate, reading: NoteParse) -> bool:
    """Whether what was read is a note: the further from the usual place, the less may be doubtful."""
    if place.form is _Form.PROSE:
        return reading.is_certain and reading.is_stated
    if reading.is_labelled:
        if place.form is _Form.BRACKET and reading.has_role_label:
            return True
        if reading.has_role_label:
            return reading.is_mostly_plausible
        return not reading.leftovers and reading.plausible > reading.places
    if place.form in (_Form.LINE, _Form.SENTENCE):
        return reading.is_certain and reading.is_stated and (place.form is _Form.LINE or _charges(reading))
    content = folded[place.start : place.end]
    if "：" in content and reading.has_role_label and reading.is_certain and _at_edge(folded, place):
        return True  # （A、B；配合单位：C）
    if not reading.is_stated:
        return _at_edge(folded, place) and place.is_whole and reading.is_charge and not _DESCRIBES.search(content)
    if _at_edge(folded, place):
        # A charge may go on with words of its own (，列入计划的优先安排); elsewhere such words describe a body.
        described = any((_GOES_ON if reading.is_charge else _DESCRIBES).search(fold(x)) for x in reading.leftovers)
        return reading.plausible > 0 and reading.plausible >= len(reading.leftovers) and not described
    return reading.is_certain


def _charges(reading: NoteParse) -> bool:
    """Whether a sentence makes a body lead or several answer.

    有关部门按职责分工负责。 ends many a text that is no note, and before a single name its task may stand.
    """
    roles = {party.role for party in reading.parties}
    agencies = sum(party.kind is PartyKind.AGENCY for party in reading.parties)
    return Role.LEAD in roles or (roles == {Role.RESPONSIBLE} and agencies > 1)


def _at_edge(folded: str, place: _NoteCandidate) -> bool:
    before = folded[place.whole_start - 1 : place.whole_start] if place.whole_start else "\n"
    after = folded[place.whole_end : place.whole_end + 1] or "。"
    return before in _SENTENCE_EDGE or after in _SENTENCE_EDGE


def _unread(unit: _NoteScope, place: _NoteCandidate, content: str) -> Note | None:
    """What has the words of a note, in a form that cannot be read: a bracket at the edge of a sentence, or a label of
    some kind of unit (主管部门：…) before a known body.
    """
    if place.form is _Form.SENTENCE:
        is_known = _is_unknown_label(content) and unit.is_name(_FIRST_NAME.split(unit.text[place.start : place.end])[1])
        return unit.note(place, NoteStatus.UNPARSED, None, "") if is_known else None
    is_like = _NOTE_LIKE.search(content) and has_body_inside(content)
    if place.form is not _Form.BRACKET or not _at_edge(unit.folded, place) or not is_like or not place.is_whole:
        return None
    return unit.note(place, NoteStatus.UNPARSED, None, "")


def _is_unknown_label(content: str) -> bool:
    label, colon, _ = content.partition("：")
    return bool(colon) and _UNIT_LABEL.search(label) is not None and label_meaning(label) is None


# --- from the note to the unit ---


def _settled(found: list[Note], text: str, rules: NoteConventions) -> Iterator[Note]:
    """Notes with the roles that follow from the whole note; notes with nothing between them are one in this."""
    group: list[Note] = []
    for note in found:
        if group and text[group[-1].end : note.start].strip():
            yield from _settle(group, rules)
            group = []
        group.append(note)
    yield from _settle(group, rules)


def _settle(group: list[Note], rules: NoteConventions) -> Iterator[Note]:
    first_leads = rules.first_leads_from is not None and any(n.end > rules.first_leads_from for n in group)
    parties = [party for note in group for party in note.parties]
    settled = settle(parties, first_leads)
    if settled == parties:
        yield from group
        return
    rest = iter(settled)
    for note in group:
        yield replace(note, parties=tuple(next(rest) for _ in note.parties))
