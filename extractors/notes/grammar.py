"""The grammar of a responsibility note: content → tokens → clauses → parties.

A clause is names with a label before them (``牵头单位：…``) or a predicate after them (``…按职责分工负责``).
Every character ends in a label, a predicate, a name, a separator or a stock phrase, or in the leftovers.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import NamedTuple

from extractors.notes import clauses, labels, names, persons, predicates, remarks
from extractors.notes.home_side import Sides
from extractors.notes.labels import LabelSide
from schemas.printed.bodies import AUTHORITY_ENDS, OTHER_ENDS
from schemas.printed.characters import HAN
from schemas.printed.markers import NAME_NUMBER
from schemas.printed.scripts import fold_remembered
from schemas.records import Party, PartyKind, Role, RoleBasis

IsName = Callable[[str], bool]
"""Tells whether a string is the printed name of a known body."""
Signs = tuple[tuple[str, Role], ...]
"""Signs that stand beside bodies (★), each with the role that it gives."""


class NoteParse(NamedTuple):
    """What the content of a possible note says.

    ``is_labelled``: it opens with a label of a role or side. ``is_stated``: a predicate or stock phrase ends
    it. ``is_charge``: it opens with a body and says of it that it leads or answers for something. ``is_dated``:
    a remark such as a deadline ends it. ``plausible``: how many parties are known bodies, look like ones or are
    collectives; ``vague`` and ``places``: how many of these are kinds of departments or places. ``are_nouns``: all
    parties are words that may be names where a label says so. ``objects``: how many leftovers follow a verb and say
    what for (由市商务局负责招商); ``unread``: how many are an unknown label and the bodies behind it.
    """

    parties: tuple[Party, ...]
    leftovers: tuple[str, ...]
    is_labelled: bool
    is_stated: bool
    is_charge: bool
    has_role_label: bool
    is_dated: bool
    plausible: int
    vague: int
    places: int
    are_nouns: bool
    objects: int
    unread: int

    @property
    def is_bare(self) -> bool:
        """Whether it is nothing but names of bodies and separators, and hardly any of them those of mere places."""
        bodies = len(self.parties) - self.places
        return self.is_certain and not (self.is_labelled or self.is_stated or (self.places and bodies < 2))

    @property
    def is_mostly_plausible(self) -> bool:
        """Whether more of it reads as bodies than does not."""
        return self.plausible > len(self.leftovers) - self.unread + len(self.parties) - self.plausible

    @property
    def is_named(self) -> bool:
        """Whether nothing is left over and all words may be names, as they are behind a label that says so."""
        return self.are_nouns and bool(self.parties) and not self.leftovers

    @property
    def is_charged(self) -> bool:
        """Whether it opens with a body that leads or answers, and nothing is left over but what for."""
        is_sure = self.plausible == len(self.parties) and not self.vague
        return self.is_charge and is_sure and len(self.leftovers) == self.objects

    @property
    def is_all_plausible(self) -> bool:
        """Whether nothing is left over and every party is plausible, kinds of departments among them."""
        return bool(self.parties) and not self.leftovers and self.plausible == len(self.parties)

    @property
    def is_all_named(self) -> bool:
        """Whether its parties are all plausible, none a kind of department, and each has words for what it does."""
        is_sure = self.plausible == len(self.parties) and not self.vague
        return bool(self.parties) and is_sure and all(party.role_label for party in self.parties)

    @property
    def is_certain(self) -> bool:
        """Whether nothing is left over and every party is plausible and none a mere kind of department."""
        return self.is_all_plausible and not self.vague

    @property
    def is_sure(self) -> bool:
        """Whether it is certain, and says in words who does what."""
        return self.is_certain and self.is_stated


_LEAD_MARK = remarks.LEAD_MARK.replace("?P<lead_mark>", "?:")
_SEPARATOR = (
    rf"(?:[{clauses.SEPARATORS}]+(?:以及|并由)?|{clauses.OPENS_CLAUSE}{clauses.COUNTS_PARTS}"
    rf"|[—－–-]+(?=(?:{predicates.ROLE_VERBS}))|{clauses.OPENS_CLAUSE}[—－–-]+)"
)
"""Dashes part a name from what it does (市教育局—牵头), and open a note (——市教育局牵头)."""
_WORDS = "|".join(
    (
        f"(?P<rule>{remarks.FIRST_LEADS_OPENING}{remarks.FIRST_LEADS}|{_LEAD_MARK})",
        f"(?P<remark>{remarks.REMARK})",
        f"(?P<scope>{remarks.SCOPE})",
        f"(?P<predicate>{predicates.PREDICATE})",
        f"(?P<inner>{predicates.INNER_PREDICATE})",
        f"(?P<joint>{predicates.JOINT})",
        f"(?P<etc>{names.ETC})",
        f"(?P<by>{predicates.BY})",
        rf"(?P<separator>{_SEPARATOR}|{NAME_NUMBER})",
        f"(?P<mark>{remarks.MARK})",
        f"(?P<kept>{names.ONE_COLLECTIVE}|{names.BRACKETED})",
    )
)
# A character that stands in no pattern begins no token: runs of such are taken at once.
_PLAIN = rf"[^\d\s{re.escape(''.join(sorted(set(_WORDS))))}]++"
_TOKENS = re.compile(f"(?P<label>{labels.LABEL})|(?P<text>{_PLAIN})|{_WORDS}|(?P<any>.)", re.DOTALL)
_BEFORE_NAMES = frozenset(["separator", "label", "by", "mark"])
_DOUBTFUL = frozenset(["any", "inner", "joint"])
_ASSISTS = frozenset([Role.SUPPORT, Role.IMPLEMENT, Role.GUIDE])
_ENDS_LINE = frozenset(f"{AUTHORITY_ENDS}{OTHER_ENDS}金军构堂园议）")
_SHORTEST_KNOWN = 3
"""Characters of names that lost what parted them."""
_OPENS_NAME = frozenset("省市区县州国中")
# Most of a note is labels and names between separators: one look-up each where they are known.
_SEGMENT = re.compile(
    rf"(?P<words>[^{clauses.SEPARATORS}：（）“”]{{2,40}}+)(?:(?P<colon>：)|(?P<separator>{_SEPARATOR})|$)"
)
_JOINED = re.compile(predicates.TOGETHER)
_CONNECTOR = re.compile("以及|及其|和|及|与|暨")
_LEADING_CONNECTOR = re.compile("(?:以及|并由|和|及|与)")
# A role printed behind a name: 市教育局（牵头）.
_MARKED_ROLE = re.compile("（(?P<words>[^（）]{2,12})）$")
_BEHIND_GROUP = re.compile("（[^（）]*）[，；]")
_SHARED_ROLE = re.compile("共同|联合|均")
_PREDICATE = re.compile(predicates.PREDICATE)
_WHOLE_NAME = re.compile(rf"[{HAN}]{{3,40}}?(?=[、，；]|$|等|{predicates.PREDICATE})")
_SHORT_PLACE = re.compile(f"[{HAN}]{{2,4}}")
_LONGEST_LIST = 200
"""Characters without a separator that are still looked through for 和 and 及."""


@dataclass(slots=True)
class _Piece:
    """Words between separators, and the spans in it where 和 or 及 parts nothing.

    ``is_object``: they follow a predicate directly, so they may say what for rather than who. ``mark``: a sign
    printed beside them (★).
    """

    start: int
    end: int
    is_object: bool = False
    kept: tuple[tuple[int, int], ...] = ()
    mark: str = ""


@dataclass(slots=True)
class _Clause:
    role: Role | LabelSide
    label: str
    pieces: list[_Piece]


def read_content(
    text: str, folded: str, start: int, end: int, is_name: IsName, base: int = 0, signs: Signs = ()
) -> NoteParse:
    """Read ``text[start:end]``, the inside of a bracket or a line; ``folded`` is ``text`` after ``fold``.

    ``base`` is where ``text`` starts in the document that the spans of the parties count from. A single one of the
    ``signs`` stands beside the bodies of its role, one of several before all of them.
    """
    return _Parser(text, folded, start, end, is_name, base, dict(signs)).read()


class _Parser:
    """Collects names until a label, a predicate or the end says what they do."""

    def __init__(
        self, text: str, folded: str, start: int, end: int, is_name: IsName, base: int, signs: dict[str, Role]
    ) -> None:
        self._text, self._start, self._is_name, self._signs = text, start, is_name, signs
        self._origin = base + start
        self._content = folded[start:end]
        self._clauses: list[_Clause] = []
        self._leftovers: list[str] = []
        self._pending: list[_Piece] = []
        self._open: _Piece | None = None
        self._label: tuple[Role | LabelSide | None, str] | None = None
        self._has_scope = self._has_rule = self._is_bare_label = False
        self._joint = self._last = self._mark = ""
        self._begin = self._objects = self._unread = 0
        self._elided: frozenset[str] = frozenset()
        """Names of places, folded, whose kind the last one of their list gives: 广州、深圳、东莞市."""

    def read(self) -> NoteParse:
        opens_with_label = self._take_all()
        parties = self._parties()
        return self._parse(_said_once(parties) if self._has_scope else parties, opens_with_label)

    def _take_all(self) -> bool:
        """Take the tokens one after another; whether the content opens with the label of a role or side."""
        opens_with_label = False
        for kind, start, end in self._tokens():
            if kind in _DOUBTFUL and self._is_text(kind, start, end):
                kind = "text"
            self._take(kind, start, end)
            if not start:
                opens_with_label = kind == "label" and self._label is not None and self._label[0] is not None
            if kind != "separator" or self._last == "inner":
                self._last = kind
        self._close_piece()
        self._close("", None)
        return opens_with_label

    def _parse(self, parties: list[Party], opens_with_label: bool) -> NoteParse:
        labelled = [c for c in self._clauses if c.label]
        unknown = [fold_remembered(party.name) for party in parties if not self._is_name(party.name)]
        unsure = [name for name in unknown if not names.is_collective(name)]
        plausible = len(parties) - len(unknown) + self._count_bodies(unknown)
        return NoteParse(
            parties=tuple(parties),
            leftovers=tuple(self._leftovers),
            is_labelled=opens_with_label,
            is_stated=self._has_rule or (self._last in ("predicate", "remark") and bool(labelled)),
            is_charge=self._is_charge(parties),
            has_role_label=not self._is_bare_label and any(map(_has_role_label, labelled)),
            is_dated=self._last == "remark",
            plausible=plausible,
            vague=sum(map(names.is_line_department, unsure)),
            places=sum(map(self._reads_as_place, unsure)),
            objects=self._objects,
            unread=self._unread,
            are_nouns=names.are_nouns(unsure, are_alone=not plausible),
        )

    def _count_bodies(self, unknown: Sequence[str]) -> int:
        """How many names that nobody knows read as those of bodies."""
        bodies = self._elided | names.operators(unknown)
        return sum(name in bodies or names.is_plausible(name) for name in unknown)

    def _reads_as_place(self, folded: str) -> bool:
        return folded in self._elided or names.is_place(folded)

    # --- tokens ---

    def _tokens(self) -> Iterator[tuple[str, int, int]]:
        """Kind, start and end of what the content is made of, without gaps."""
        content, position, begins = self._content, 0, True
        matches = _TOKENS.finditer(content)
        while position < len(content):
            segment = _SEGMENT.match(content, position) if begins else None
            kind = self._known(segment) if segment else ""
            if segment and kind:
                after = segment.end("words")
                yield kind, position, segment.end() if kind == "label" else after
                if segment["separator"]:
                    yield "separator", after, segment.end()
                position = segment.end()
                matches = _TOKENS.finditer(content, position)
                continue
            match = next(matches)
            kind = match.lastgroup or "any"
            yield kind, *match.span()
            position, begins = match.end(), kind in _BEFORE_NAMES

    def _known(self, segment: re.Match[str]) -> str:
        """The kind of token that words between separators are if that can be looked up, else nothing."""
        start, end = segment.span("words")
        if segment["colon"]:
            opens = not start or clauses.SEPARATES.match(self._content, start - 1)
            return "label" if opens and labels.is_label(segment["words"]) else ""
        # 会同县 is a county, too: A牵头，会同县水利局.
        is_joined = bool(self._clauses) and _JOINED.match(segment["words"]) is not None
        return "text" if not is_joined and self._is_name(self._printed(start, end)) else ""

    def _take(self, kind: str, start: int, end: int) -> None:
        if kind in ("text", "kept"):
            self._extend(start, end, kind == "kept")
            return
        if kind == "mark":
            self._take_mark(start)
            return
        self._close_piece()
        if kind == "label":
            self._take_label(start, end)
        elif kind in ("predicate", "inner"):
            self._take_predicate(start, end)
        elif kind == "by" and not start:
            self._begin = end
        elif kind == "rule":
            self._has_rule = True
        elif kind == "scope":
            self._close("", None)
            self._label = (Role.RESPONSIBLE, self._printed(start, end))
            self._has_scope = True
        elif kind == "joint":
            self._take_joint(start, end)

    def _take_joint(self, start: int, end: int) -> None:
        """``A会同B``, ``A负责，会同B``: whoever works together with others leads."""
        if not self._pending and self._last == "predicate" and self._clauses[-1:]:
            last = self._clauses[-1]
            last.role = Role.LEAD if last.role is Role.RESPONSIBLE else last.role
        self._joint = ""
        self._close(self._printed(start, end), Role.LEAD)
        self._joint = self._printed(start, end)

    def _take_predicate(self, start: int, end: int) -> None:
        role = predicates.predicate_role(self._content[start:end])
        if role in _ASSISTS:
            self._close_before("；", start)
        if not self._clauses and role is not Role.LEAD and (role is Role.SUPPORT or self._label is not None):
            self._close_before("，", start)
        self._close(self._printed(start, end), role)

    def _take_mark(self, at: int) -> None:
        """``★A、B△C``: where the key names several signs, one in front of names stands for the role of them all."""
        mark = self._content[at]
        if len(self._signs) > 1 and mark in self._signs and re.match(f"[{HAN}]", self._content[at + 1 : at + 2]):
            self._close_piece()
            self._close("", None)
            self._label = (self._signs[mark], mark)
        elif self._open is not None:
            self._open.mark = mark
        else:
            self._mark = mark

    def _take_label(self, start: int, end: int) -> None:
        self._close("", None)
        if self._content[start] == "（":
            start, end = start + 1, self._content.index("）", start)
        elif self._content[end - 1] == "：":
            end -= 1
        else:
            self._is_bare_label = True
            end -= self._content[end - 1] in "为是"
        printed = self._printed(start, end)
        meaning = labels.label_meaning(self._content[start:end])
        if meaning is None:
            self._leftovers.append(printed)
        self._label = (meaning, printed)

    def _extend(self, start: int, end: int, is_kept: bool) -> None:
        if self._open is None:
            self._open = _Piece(start, end, self._last == "inner", mark=self._mark)
            self._mark = ""
        self._open.end = end
        if is_kept:
            self._open.kept += ((start, end),)

    def _close_piece(self) -> None:
        if self._open is not None:
            self._pending.append(self._open)
            self._open = None

    def _follows_body(self) -> bool:
        """Whether the words just before end in the name of a body: only then a verb inside is a predicate."""
        if self._open is None:
            return self._last == "etc"
        name = self._printed(self._open.start, self._open.end)
        return self._is_plausible(name)

    def _is_text(self, kind: str, start: int, end: int) -> bool:
        """Whether a word stands within a name: a verb behind no body, 商 behind no body that consults another."""
        if kind == "inner":
            return not self._follows_body()
        if kind == "joint" and self._content[start:end] == "会":
            return not (self._follows_body() and self._opens_body(end))
        if kind == "joint" and self._content[start:end] == "商":
            return not self._consults(start, end)
        return kind == "any"

    def _consults(self, start: int, end: int) -> bool:
        """Whether 商 stands behind a known body, or behind one in front of another."""
        if self._open is None:
            return False
        name = self._printed(self._open.start, self._open.end)
        consults = self._content[end : end + 1] in _OPENS_NAME and self._content[start - 1] in AUTHORITY_ENDS
        return self._is_name(name) or (consults and self._is_plausible(name))

    def _opens_body(self, start: int) -> bool:
        """Whether a whole name of a body begins here."""
        name = _WHOLE_NAME.match(self._content, start)
        return name is not None and self._is_plausible(self._printed(*name.span()))

    def _close(self, printed: str, role: Role | None) -> None:
        """Give the names collected so far the role of the predicate, else of 会同, else of their label."""
        pieces, self._pending = self._pending, []
        if self._joint and pieces:
            self._clauses.append(_Clause(Role.SUPPORT, self._joint, pieces))
        elif role is not None and pieces:
            self._clauses.append(_Clause(role, printed, pieces))
        elif pieces:
            meaning, label = self._label or (Role.RESPONSIBLE, "")
            if meaning is None:
                self._leave(pieces)
            elif meaning is not LabelSide.REMARK:
                self._clauses.append(_Clause(meaning, label, pieces))
        self._joint = ""

    def _leave(self, pieces: Sequence[_Piece]) -> None:
        """Keep the names behind an unknown label, which is kept already, as what was not read."""
        left = [self._printed(piece.start, piece.end) for piece in pieces]
        self._leftovers += left
        self._unread += len(left) + 1 if all(map(self._is_plausible, left)) else 0

    def _close_before(self, stop: str, end: int) -> None:
        """``A、B；C配合``: what C does is not said of A and B; nor is all of ``A，B、C配合`` mere support."""
        before = self._content.rfind(stop, 0, end)
        apart = [piece for piece in self._pending if piece.end <= before]
        if apart and len(apart) < len(self._pending) and self._content.count(stop, apart[0].start, end) == 1:
            rest = self._pending[len(apart) :]
            self._pending = apart
            self._close("", None)
            self._pending = rest

    def _printed(self, start: int, end: int) -> str:
        return self._text[self._start + start : self._start + end]

    def _is_charge(self, parties: list[Party]) -> bool:
        """Whether the content begins with a body that is said to lead or answer for what follows."""
        if not parties or self._label is not None:
            return False
        begins = parties[0].start == self._origin + self._begin
        return begins and self._is_plausible(parties[0].name) and parties[0].role in (Role.LEAD, Role.RESPONSIBLE)

    # --- clauses → parties ---

    def _parties(self) -> list[Party]:
        said_roles = {c.role for c in self._clauses}
        self._elided = frozenset(self._elided_places())
        parties: list[Party] = []
        for clause in self._clauses:
            role = _role_of(clause, said_roles)
            said = [party for piece in clause.pieces for party in self._of_piece(piece, role, clause.label)]
            parties += self._shared(said, clause.label)
        return [party if (basis := _basis(party)) is party.basis else replace(party, basis=basis) for party in parties]

    def _shared(self, parties: list[Party], label: str) -> list[Party]:
        """``A、B（共同牵头）、C``: what is printed behind B is said of the names before it, too.

        So it is in ``A、B（牵头），C``, where 、 joins the names before the mark and ， parts them from the others.
        """
        first = 0
        for i, party in enumerate(parties):
            if party.role_label == label:
                continue
            if _SHARED_ROLE.match(party.role_label) or self._is_group(parties[first : i + 2], i + 1 - first):
                named = (replace(p, role=party.role, role_label=party.role_label) for p in parties[first:i])
                parties[first:i] = named
            first = i + 1
        return parties

    def _is_group(self, parties: Sequence[Party], count: int) -> bool:
        """Whether 、 alone stands between the first ``count`` names, and behind the last of them, and its mark, ，."""
        between = [self._content[a.end - self._origin : b.start - self._origin] for a, b in itertools.pairwise(parties)]
        is_joined = all(text == "、" for text in between[: count - 1])
        return is_joined and len(between) == count and _BEHIND_GROUP.fullmatch(between[-1]) is not None

    def _of_piece(self, piece: _Piece, role: Role, label: str) -> Iterator[Party]:
        """The parties of a piece of a clause with this role, or with that of the sign beside it."""
        if piece.mark in self._signs:
            role, label = self._signs[piece.mark], piece.mark
        elif piece.mark:
            self._leftovers.append(piece.mark)
        whole = self._printed(piece.start, piece.end)
        if self._is_name(whole):
            yield self._party(whole, piece.start, piece.end, role, label)
        else:
            yield from self._names(piece, role, label)

    def _elided_places(self) -> Iterator[str]:
        for clause in self._clauses:
            following: _Piece | None = None
            for piece in reversed(clause.pieces):
                name = self._content[piece.start : piece.end]
                joined = following is not None and self._content[piece.end : following.start] == "、"
                if joined and _SHORT_PLACE.fullmatch(name) and not self._is_plausible(name):
                    yield name
                elif not (names.is_place(name) or names.is_government_of_place(name)):
                    following = None
                    continue
                following = piece

    def _names(self, piece: _Piece, role: Role, label: str) -> Iterator[Party]:
        names_persons = persons.names_persons(fold_remembered(label))
        # Behind a verb, or with nothing that says what they do, words must read as a body to be one.
        may_be_body = self._is_plausible if piece.is_object or not label else self._can_be_name
        for start, end in self._split(piece):
            end = self._before_aside(start, end)
            if self._names_nobody(start, end):
                continue
            if names_persons:
                if self._is_person(start, end):
                    continue
                end = start + self._before_person(self._content[start:end])
            end, role_here, label_here = self._by_mark(start, end, role, label)
            name = self._printed(start, end)
            if fold_remembered(name) in self._elided or may_be_body(name):
                yield self._party(name, start, end, role_here, label_here)
            else:
                self._leftovers.append(name)
                self._objects += piece.is_object

    def _names_nobody(self, start: int, end: int) -> bool:
        """Whether words are those for an office that a person holds, or for people at large."""
        name = fold_remembered(self._printed(start, end))
        return persons.is_office(name) or (persons.are_people(name) and not self._is_name(name))

    def _before_aside(self, start: int, end: int) -> int:
        """Where a name ends that an aside in brackets follows."""
        aside = names.ASIDE.search(self._content[start:end])
        return start + aside.start() if aside and aside.start() else end

    def _is_person(self, start: int, end: int) -> bool:
        """Whether words are the name of a person and nothing else."""
        is_person = persons.PERSON_ALONE.fullmatch(self._content[start:end]) is not None
        return is_person and not self._is_plausible(self._printed(start, end))

    def _by_mark(self, start: int, end: int, role: Role, label: str) -> tuple[int, Role, str]:
        """Where a name ends, its role and its label: those of the bracket behind it, else ``role`` and ``label``."""
        marked = self._marked_role(start, end)
        if marked is None:
            return end, role, label
        end, said = start + marked[0], predicates.predicate_role(marked[1])
        # （按职责分工负责） says no more than the label does.
        return (end, role, label) if said is Role.RESPONSIBLE else (end, said, marked[1])

    def _before_person(self, content: str) -> int:
        """Where the name of a body ends that a person's follows."""
        if person := persons.PERSON_IN_BRACKETS.search(content):
            return person.start()
        person = None if self._is_plausible(content) else persons.PERSON.search(content)
        return person.start() if person and self._is_plausible(content[: person.start()]) else len(content)

    def _party(self, name: str, start: int, end: int, role: Role, label: str) -> Party:
        kind = PartyKind.COLLECTIVE if names.is_class(fold_remembered(name)) else PartyKind.AGENCY
        return Party(name, self._origin + start, self._origin + end, role, label, kind)

    def _marked_role(self, start: int, end: int) -> tuple[int, str] | None:
        """Where a bracket with a role begins at the end of a name, and the role's words."""
        match = _MARKED_ROLE.search(self._content[start:end])
        if not match or not match.start():
            return None
        role = re.sub("(?:单位|部门)$", "", match["words"])
        return (match.start(), role) if _PREDICATE.fullmatch(role) else None

    def _split(self, piece: _Piece) -> Iterator[tuple[int, int]]:
        """``A和B`` is two names where both halves read as names and the whole is no known one."""
        start = self._behind_connector(piece)
        for left_end, right_start in self._joints(piece, start):
            if left_end > start and self._parts(start, left_end, right_start, piece.end):
                yield start, left_end
                start = right_start
        if start < piece.end:
            yield start, piece.end

    def _behind_connector(self, piece: _Piece) -> int:
        """Where the words of a piece begin behind a 和 that opens it; but 和平区."""
        match = _LEADING_CONNECTOR.match(self._content, piece.start, piece.end)
        is_joined = match is not None and self._is_sure(self._printed(match.end(), piece.end))
        return match.end() if match and is_joined else piece.start

    def _joints(self, piece: _Piece, start: int) -> list[tuple[int, int]]:
        """Where two names may meet in the words of a piece from ``start`` on: 和, 及 and lost blanks."""
        if piece.end - start > _LONGEST_LIST:
            return []
        if start > piece.start and self._is_name(self._printed(start, piece.end)):
            return []
        connectors = _CONNECTOR.finditer(self._content, start, piece.end)
        blanks = names.LOST_BLANK.finditer(self._content, start, piece.end)
        found = [match.span() for match in itertools.chain(connectors, blanks)]
        found += [(at, at) for at in self._seams(start, piece.end)]
        return sorted(span for span in found if not any(first <= span[0] < last for first, last in piece.kept))

    def _seams(self, start: int, end: int) -> list[int]:
        """Where names meet that lines of a cell alone part, which are lost: all of them are known, the whole is not."""
        if end - start < 2 * _SHORTEST_KNOWN or self._is_name(self._printed(start, end)):
            return []
        for at in range(end - _SHORTEST_KNOWN, start + _SHORTEST_KNOWN - 1, -1):  # a name may begin with another
            if self._content[at - 1] in _ENDS_LINE and self._is_name(self._printed(start, at)):
                if names.is_branch_of(self._content[start:at], self._content[at:end]):
                    continue
                if self._is_name(self._printed(at, end)):
                    return [at]
                if seams := self._seams(at, end):
                    return [at, *seams]
        return []

    def _parts(self, start: int, left_end: int, right_start: int, end: int) -> bool:
        left, right = self._printed(start, left_end), self._printed(right_start, end)
        if self._is_name(self._printed(start, end)) or not self._is_plausible(left):
            return False
        if names.is_cut_class(fold_remembered(left)):  # 各地工业和信息化主管部门
            return False
        if names.are_one(fold_remembered(left), fold_remembered(right)):
            return False
        if names.is_department_of_two(fold_remembered(left), fold_remembered(right)) and not self._is_name(left):
            return False
        # 各市人民政府及横琴: no name goes on behind the governments of a class of places.
        governments = names.is_collective(fold_remembered(left)) and left.endswith("政府")
        return self._is_plausible(right) or (governments and self._can_be_name(right))

    def _is_sure(self, name: str) -> bool:
        return self._is_name(name) or names.is_collective(fold_remembered(name))

    def _is_plausible(self, name: str) -> bool:
        return self._is_name(name) or names.is_plausible(fold_remembered(name))

    def _can_be_name(self, name: str) -> bool:
        return self._is_name(name) or names.can_be_name(fold_remembered(name))


def _has_role_label(clause: _Clause) -> bool:
    return labels.names_a_role(fold_remembered(clause.label))


_SIDES = frozenset((Role.LEAD, Role.COUNTERPART, LabelSide.ANY))


def _role_of(clause: _Clause, beside: AbstractSet[Role | LabelSide]) -> Role:
    """The role of a clause: that of its label, or of the side that its label names, ``beside`` those of all clauses."""
    said = clause.role
    if said is LabelSide.ANY and Role.LEAD in beside:
        return Role.COUNTERPART
    if said is LabelSide.ANY and Role.COUNTERPART in beside:
        return Role.LEAD
    if said is LabelSide.PLAIN and not _SIDES.isdisjoint(beside):
        return Role.COUNTERPART
    if said is LabelSide.ANY and labels.says_lead(fold_remembered(clause.label)):
        return Role.LEAD
    return Role.RESPONSIBLE if isinstance(said, LabelSide) else said


def _basis(party: Party) -> RoleBasis:
    """What gives a party its role within its own clause."""
    if not party.role_label:
        return RoleBasis.NAMED
    return RoleBasis.SIDE if labels.gives_side(fold_remembered(party.role_label)) else RoleBasis.PRINTED


def _said_once(parties: list[Party]) -> list[Party]:
    """Each body once: who is named for what follows may be named for this task as well, and then that counts."""
    said = {party.name for party in parties if party.role_label}
    parties = [p for p in parties if p.role_label or p.name not in said]
    printed = [party.name for party in parties]
    return [party for i, party in enumerate(parties) if party.name not in printed[:i]]


def _led_by_first(parties: list[Party]) -> list[Party]:
    """The first of those who are responsible leads, unless one leads already or sides are named."""
    if any(labels.label_meaning(fold_remembered(party.role_label)) is LabelSide.ANY for party in parties):
        return parties
    roles = [party.role for party in parties]
    if Role.RESPONSIBLE not in roles or {Role.LEAD, Role.COUNTERPART} & set(roles):
        return parties
    first = roles.index(Role.RESPONSIBLE)
    return [replace(p, role=Role.LEAD, basis=RoleBasis.FIRST_NAMED) if i == first else p for i, p in enumerate(parties)]


def settle(parties: list[Party], first_leads: bool, sides: Sides | None = None) -> list[Party]:
    """Roles seen from the note as a whole.

    Where a party leads, those who are merely responsible support it, and those of another side are its counterparts.
    Where none does and the document says that the first one leads, it does. Of two ``sides`` the home side leads.
    """
    if sides:
        parties = _of_two_sides(parties, sides)
    if first_leads:
        parties = _led_by_first(parties)
    parties = _of_sides(parties)
    if not any(p.role is Role.LEAD for p in parties):
        return parties
    is_by_place = any(p.basis is RoleBasis.FIRST_NAMED for p in parties)
    beside = RoleBasis.FIRST_NAMED if is_by_place else RoleBasis.BESIDE_LEAD
    return [_beside_lead(p, beside) if p.role is Role.RESPONSIBLE else p for p in parties]


def _of_two_sides(parties: list[Party], sides: Sides) -> list[Party]:
    """The parties with the roles of their sides, unless words say of one that it leads."""
    if any(p.role is Role.LEAD and p.basis is not RoleBasis.SIDE for p in parties):
        return parties
    return [_of_one_side(p, sides) for p in parties]


def _of_one_side(party: Party, sides: Sides) -> Party:
    """A party whose label names one of two sides, and no role but that it answers, with the role of that side."""
    side = labels.side_of(fold_remembered(party.role_label)) if party.basis is RoleBasis.SIDE else ""
    if side not in sides:
        return party
    return replace(party, role=Role.LEAD if side == sides.home else Role.COUNTERPART)


def _of_sides(parties: list[Party]) -> list[Party]:
    """Roles of sides whose labels stand in lines of their own: one leads where the other answers it (对口, 相关)."""
    roles = {p.role for p in parties}
    if any(map(_says_lead, parties)):
        return [replace(p, role=Role.COUNTERPART) if _is_side_alone(p) else p for p in parties]
    if Role.LEAD in roles or Role.COUNTERPART not in roles:
        return parties
    return [replace(p, role=Role.LEAD) if _answers_by_side(p) else p for p in parties]


def _says_lead(party: Party) -> bool:
    return party.role is Role.LEAD and labels.says_lead(fold_remembered(party.role_label))


def _is_side_alone(party: Party) -> bool:
    return labels.is_side_alone(fold_remembered(party.role_label))


def _answers_by_side(party: Party) -> bool:
    return party.role is Role.RESPONSIBLE and party.basis is RoleBasis.SIDE


def _beside_lead(party: Party, basis: RoleBasis) -> Party:
    if labels.label_meaning(fold_remembered(party.role_label)) is LabelSide.ANY:
        return replace(party, role=Role.COUNTERPART, basis=RoleBasis.SIDE)
    return replace(party, role=Role.SUPPORT, basis=basis)
