"""Responsibility notes: note → clauses → parties.

A note stands in round brackets (or on a line of its own) and says who leads a task and who answers for
it on the other side. This module reads the labelled form, whose home version is

    （澳门特别行政区政府：经济财政司，内地相关单位：商务部、中国贸促会）

A bracket whose words say that it is a note but whose form is not read here gives an ``unparsed`` note,
never silence. Brackets that only explain (``（UN Tourism）``, ``（地、州、盟）``) are no notes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from schemas.notation import HAN
from schemas.records import Note, NoteStatus, Party, PartyKind, Role

IsName = Callable[[str], bool]
"""Tells whether a string is the printed name of a known body."""

# Labels, each with the role it gives. Order matters: the first that is found decides.
_ROLE_LABELS: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (Role.LEAD, re.compile("牵头|牽頭|主办|主辦|主责|主責")),
    (Role.SUPPORT, re.compile("配合|协办|協辦|协同|協同|参与|參與|参加|參加|协助|協助|支持单位|支持單位")),
    (Role.GUIDE, re.compile("指导|指導")),
    (Role.IMPLEMENT, re.compile("落实|落實|实施|實施")),
    (Role.RESPONSIBLE, re.compile("责任|責任|负责|負責|承办|承辦")),
    (Role.COUNTERPART, re.compile("内地|內地|对口|對口|对应|對應|中央")),
    (Role.COUNTERPART, re.compile("(?:相关|相關|有关|有關)(?:单位|單位|部门|部門)$")),
)
# A label that names a side (a government) rather than a role: its own units lead.
_SIDE_LABEL = re.compile("(?:政府|特区|特區|澳门|澳門|香港|省|市|方|单位|單位|部门|部門)$")
_LABEL = re.compile(rf"(?P<label>[{HAN}]{{2,20}}(?:（[{HAN}]{{1,10}}）)?)：")
_SEPARATOR = re.compile("[、，；。\\s]+")
_CONNECTOR = re.compile("以及|及其|和|及|与|與|暨|、")
_TRAILING = re.compile("(?:等(?:有关|有關|相关|相關)?(?:部门|部門|单位|單位|机构|機構)?|等)$")
_NAME = re.compile(rf"[{HAN}A-Za-z0-9·—（）“”\-]{{2,40}}")
_NOT_A_NAME = re.compile("[的了]|推动|推動|开展|開展|加强|加強|做好|完成|建立")
_COLLECTIVE = re.compile(
    "^(?:各|有关|有關|相关|相關|其他|所有|全体|全體)|(?:有关|有關|相关|相關)(?:部门|部門|单位|單位|地区|地區|机构|機構|方面)$"
)
_NOTE_LIKE = re.compile(
    "^(?!由).{2,}(?:负责|負責|牵头|牽頭|主办|主辦|协办|協辦|配合|落实|落實|参与|參與|参加|參加|协助|協助|承担|承擔)(?:，.{0,30}下同)?$"
)
_SENTENCE_EDGE = "。！？；\n"


@dataclass(frozen=True, slots=True)
class _Clause:
    """A label with its role, and the span of the names after it."""

    role: Role
    label: str
    start: int
    end: int


def find_notes(text: str, start: int, end: int, is_name: IsName) -> list[Note]:
    """The notes of ``text[start:end]`` in order, with offsets into ``text``.

    ``is_name`` decides whether ``A和B`` is one name or two.
    """
    notes: list[Note] = []
    covered = start
    for opener, closer in [*_brackets(text, start, end), *_bare_lines(text, start, end)]:
        if opener < covered:
            continue
        note = _read_note(text, opener, closer, start, end, is_name)
        if note is not None:
            notes.append(note)
            covered = note.end
    return sorted(notes, key=lambda note: note.start)


def strip_notes(text: str, start: int, end: int, notes: list[Note]) -> str:
    """``text[start:end]`` without its notes; a stop that stood on both sides of a note stays once."""
    body = ""
    position = start
    for note in notes:
        body += text[position : note.start].rstrip("\n")
        position = note.end
        if body.endswith(tuple("。！？")) and text[position:end].startswith("。"):
            position += 1
    return (body + text[position:end]).strip("\n")


def _brackets(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Outermost round brackets; one that never closes runs to the end of the unit."""
    depth, opener = 0, start
    for position in range(start, end):
        if text[position] == "（":
            if depth == 0:
                opener = position
            depth += 1
        elif text[position] == "）" and depth:
            depth -= 1
            if depth == 0:
                yield opener, position + 1
    if depth:
        yield opener, end


_BARE_LINE = re.compile(rf"(?:^|(?<=[。！？\n]))(?P<note>(?P<label>[{HAN}]{{2,20}})：[^\n]+)$", re.MULTILINE)


def _bare_lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Labelled notes without an opening bracket: on a line of their own, or after the last sentence."""
    for match in _BARE_LINE.finditer(text, start, end):
        is_line = match.start("note") > start and text[match.start("note") - 1] == "\n"
        has_lost_bracket = match["note"].rstrip("。").endswith("）") and "（" not in match["note"]
        if _role_of(match["label"], False) and (is_line or has_lost_bracket):
            yield match.span("note")


def _read_note(text: str, opener: int, closer: int, start: int, end: int, is_name: IsName) -> Note | None:
    has_opener = text[opener] == "（"
    has_closer = text[closer - 1] == "）"
    inner = opener + has_opener, closer - has_closer
    content = text[inner[0] : inner[1]]
    clauses = list(_clauses(text, *inner))
    if not clauses:
        return _unread_note(text, opener, closer, start, end)
    read = [_parties(text, clause, is_name) for clause in clauses]
    parties = tuple(party for found, _ in read for party in found)
    leftovers = [piece for _, left in read for piece in left]
    is_whole = has_closer if has_opener else not content.endswith("）") and not has_closer
    if not parties:
        status = NoteStatus.UNPARSED
    elif leftovers or not is_whole:
        status = NoteStatus.PARTIAL
    else:
        status = NoteStatus.PARSED
    quoted = " ".join(leftovers) or ("" if is_whole else text[opener:closer])
    return Note(opener, closer, status, parties, quoted)


def _unread_note(text: str, opener: int, closer: int, start: int, end: int) -> Note | None:
    """A bracket at the edge of a sentence whose words are those of a note, in a form not read yet."""
    content = text[opener + 1 : closer - 1]
    before = text[opener - 1] if opener > start else ""
    after = text[closer] if closer < end else "。"
    if (before in _SENTENCE_EDGE or after in _SENTENCE_EDGE) and _NOTE_LIKE.search(content):
        return Note(opener, closer, NoteStatus.UNPARSED, (), text[opener:closer])
    return None


def _clauses(text: str, start: int, end: int) -> Iterator[_Clause]:
    """The labelled clauses of a note; none when it does not begin with a label that gives a role."""
    labels = [m for m in _LABEL.finditer(text, start, end) if m.start() == start or text[m.start() - 1] in "，；、。\n"]
    if not labels or labels[0].start() != start:
        return
    has_side = False
    ends = [m.start() for m in labels[1:]] + [end]
    for match, clause_end in zip(labels, ends, strict=True):
        role = _role_of(match["label"], has_side)
        if role is None:
            if match is labels[0]:
                return
            role = Role.RESPONSIBLE
        has_side = has_side or role in (Role.LEAD, Role.COUNTERPART)
        yield _Clause(role, match["label"], match.end(), clause_end)


def _role_of(label: str, has_side: bool) -> Role | None:
    """The role a label gives. The first side named leads; a second one is its counterpart."""
    for role, pattern in _ROLE_LABELS:
        if pattern.search(label):
            return role
    if _SIDE_LABEL.search(label):
        return Role.COUNTERPART if has_side else Role.LEAD
    return None


def _parties(text: str, clause: _Clause, is_name: IsName) -> tuple[list[Party], list[str]]:
    parties: list[Party] = []
    leftovers: list[str] = []
    for start, end in _split_names(text, clause.start, clause.end, is_name):
        name = text[start:end]
        if not is_name(name) and (not _NAME.fullmatch(name) or _NOT_A_NAME.search(name)):
            leftovers.append(name)
            continue
        kind = PartyKind.COLLECTIVE if _COLLECTIVE.search(name) else PartyKind.AGENCY
        parties.append(Party(name, start, end, clause.role, clause.label, kind))
    return parties, leftovers


def _split_names(text: str, start: int, end: int, is_name: IsName) -> Iterator[tuple[int, int]]:
    """Spans of the names in a list; separators inside nested brackets do not part."""
    depth, piece = 0, start
    for position in range(start, end + 1):
        char = text[position] if position < end else "、"
        if char == "（":
            depth += 1
        elif char == "）":
            depth = max(0, depth - 1)
        elif position == end or (depth == 0 and _SEPARATOR.match(char)):
            if piece < position:
                yield from _split_connectors(text, piece, _without_trailing(text, piece, position), is_name)
            piece = position + 1


def _without_trailing(text: str, start: int, end: int) -> int:
    """``商务部等`` and ``商务部等部门`` end after the name."""
    match = _TRAILING.search(text[start:end])
    return start + match.start() if match and match.start() else end


def _split_connectors(text: str, start: int, end: int, is_name: IsName) -> Iterator[tuple[int, int]]:
    """``A和B`` is two names when both halves are known and the whole is not: 和 and 及 live inside names."""
    whole = text[start:end]
    if not is_name(whole):
        for match in _CONNECTOR.finditer(whole):
            left, right = whole[: match.start()], whole[match.end() :]
            if is_name(left) and (is_name(right) or any(True for _ in _known_halves(right, is_name))):
                yield start, start + len(left)
                yield from _split_connectors(text, start + match.end(), end, is_name)
                return
    if start < end:
        yield start, end


def _known_halves(text: str, is_name: IsName) -> Iterator[int]:
    for match in _CONNECTOR.finditer(text):
        if is_name(text[: match.start()]):
            yield match.start()
