"""Where notes may stand: brackets, lines of their own, sentences behind a sign, clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from extractors.notes.clauses import CLAUSE_ENDS, COUNTS_PARTS, OPENS_PART, OPENS_SENTENCE
from extractors.notes.conventions import CHARGES_OR_PUTS_TO_WORK, LONGEST_SUBJECT, NoteConventions
from extractors.notes.grammar import IsName, NoteParse, read_content
from extractors.notes.labels import (
    BARE_LABEL,
    BRACKETED_LABEL,
    CHARGE_LABEL,
    LABEL_ASIDE,
    LOOSE_LABEL,
    is_of_project,
    label_meaning,
)
from extractors.notes.names import is_collective, names_end
from extractors.notes.note_lines import last_line
from extractors.notes.predicates import CHARGES, NAMES_LEAD, NOTE_CUE, THIS_TASK_BY, TOGETHER
from extractors.notes.remarks import MARK
from extractors.notes.unknown_labels import NEXT_LABEL, is_unknown
from schemas.printed.bodies import BODY_ENDS, OFFICE_ENDS
from schemas.printed.characters import HAN
from schemas.printed.labels import BEFORE_LABEL
from schemas.printed.notes import LONGEST_NOTE, charge_bodies
from schemas.printed.roles import CHARGED, Use, any_word
from schemas.printed.scripts import fold
from schemas.records import Note, NoteStatus, Role

_OPENING_LABEL = (
    rf"[ \t]*(?P<sign>{BEFORE_LABEL})"
    rf"(?:(?P<label>[{HAN}]{{2,20}}+{LABEL_ASIDE}?)：|(?P<loose>{BRACKETED_LABEL}|{BARE_LABEL}))"
)
_OPENS_QUOTED, _CLOSES_QUOTED = "<＜{｛〈『“", ">＞}｝〉』”"
"""Signs that stand for the brackets of a note: <责任单位：市林业局>."""
_FIRST_LABEL = re.compile(_OPENING_LABEL)
_LABEL_FOLLOWS = "。！？\n；|｜→"
# These begin with the character before: a set at the start is what the regex engine finds fast.
_LINE_LABEL = re.compile(f"[{_LABEL_FOLLOWS}{_OPENS_QUOTED}]{_OPENING_LABEL}|，(?P<charge>{CHARGE_LABEL})")
# A blank got lost between the words of a task and the label behind them: 建设展馆责任单位：市文化局.
_BEHIND_WORDS = re.compile(rf"(?P<sign>)(?<=[{HAN}]{{4}})(?P<label>{CHARGED})$")
_FACTS_END = re.compile("[；\n]")
_HELP = any_word(Role.SUPPORT, Role.GUIDE, Role.IMPLEMENT, use=Use.PREDICATE | Use.CLOSING)
_HELPS = any_word(Role.SUPPORT, Role.GUIDE, Role.IMPLEMENT, use=Use.PREDICATE | Use.CLOSING, in_names=False)
# Between who leads and who carries it out a semicolon may stand: 市商务局牵头，市财政局参加；各区落实。
_BETWEEN_CHARGES = "(?<=牵头|负责|主办|参加|参与|配合|协助|协办)；"
_STATED_LINE = re.compile(
    r"[\n。！？；][ \t]*"
    rf"(?P<note>(?:[^\n（。！？；]|（[{HAN}、]{{1,20}}）|{_BETWEEN_CHARGES}){{4,{LONGEST_NOTE}}}+)。?$",
    re.MULTILINE,
)
# Running prose is read only where it cannot be anything else: who leads and who takes part, up to a stop.
_IN_CLAUSE = rf"(?:[^，。；：！？\n（）由]|（[{HAN}、]{{1,12}}）)"
_GOES_ON_WITH = "(?:组织|实施|推进|落实|负责|抓好|协调|统筹|办理|开展)*"
_PROSE = re.compile(
    rf"由(?P<lead>{_IN_CLAUSE}{{2,60}})(?:{any_word(Role.LEAD, use=Use.PREDICATE)}){_GOES_ON_WITH}[，、]?(?:会同)?"
    rf"{_IN_CLAUSE}{{2,{LONGEST_NOTE}}}?(?:{any_word(Role.SUPPORT, use=Use.PREDICATE)})(?=[，。；\n]|$)"
)
# A sentence of its own that ends a paragraph: 由市商务局负责。 由教育部负责，各省级教育行政部门组织实施。
_STATED_BY = re.compile(
    rf"{OPENS_SENTENCE}由{_IN_CLAUSE}{{2,{LONGEST_NOTE}}}?(?:{any_word(use=Use.PREDICATE)})"
    rf"(?:[，、；]{_IN_CLAUSE}{{2,{LONGEST_NOTE}}}?(?:{any_word(use=Use.PREDICATE)}))*(?=。?\s*(?:\n|\Z))"
)
_CLAUSE_OF_NOTE = rf"{_IN_CLAUSE}{{2,{LONGEST_NOTE}}}?(?:{any_word(use=Use.PREDICATE | Use.CLOSING)})"
# 此项工作由市商务局负责，各区商务局具体落实: said of this task, behind a comma as well.
_OF_THIS_TASK = re.compile(
    rf"{OPENS_PART}{THIS_TASK_BY}{_CLAUSE_OF_NOTE}(?:[，、；]{_CLAUSE_OF_NOTE})*(?=。?\s*(?:\n|\Z))"
)
# A sentence that opens with who does something with whom: 市商务局会同市财政局定期评估. What they did is no task, and
# what they should do (市商务局要会同…) is said in passing.
_WITH_WHOM = re.compile(
    rf"{OPENS_SENTENCE}(?P<charge>(?!由){_IN_CLAUSE}{{2,60}}?(?<![要应须需当])(?:{TOGETHER}))"
    r"(?![^。；\n]{0,60}(?:[了过已]|印发|下发))",
    re.MULTILINE,
)
# Words of what for hold no body: 由市商务局负责跟踪对接，市财政局指导。
_WHAT_FOR = f"(?!解释)(?:(?![{BODY_ENDS}{OFFICE_ENDS}社团心行的])[{HAN}]){{0,12}}"
_POST = "副?(?:[省市县区州局处科镇乡厅部]长|主任|书记|主席|秘书长)"
# No attribute (由A负责的事项), and no interpretation of the document (由A负责解释).
_NO_OBJECT = f"(?!的|(?:主要|有关)?(?:负责)?(?:人|领导|同志)|(?:的|有关)?{_POST}|解释|修订|制[定订]?本|任)"
_CHARGED_WITH = re.compile(
    rf"{OPENS_SENTENCE}由{_IN_CLAUSE}{{2,60}}?(?:{CHARGES}){_NO_OBJECT}{_WHAT_FOR}"
    rf"(?:[，、；]{_CLAUSE_OF_NOTE})*(?=。?\s*(?:\n|\Z))"
)
# Where a document says who does what, more may follow: 由市水利局会同市财政局负责，于5月底前完成。
_CHARGED = rf"{OPENS_PART}由{_IN_CLAUSE}{{2,{LONGEST_NOTE}}}?(?:{any_word(use=Use.PREDICATE)})"
_CHARGED_BY = tuple(
    re.compile(f"{_CHARGED}{more}(?=[，。；\n]|$)", re.MULTILINE)
    for more in (rf"(?:[，、；]{_IN_CLAUSE}{{2,{LONGEST_NOTE}}}?(?:{any_word(use=Use.PREDICATE)}))+", "")
)
# In a division of tasks, the words behind two who do something together may be any: 由A会同B等部门研究提出意见.
_JOINTLY = re.compile(
    rf"由(?P<names>{_IN_CLAUSE}{{2,60}}会同{_IN_CLAUSE}{{2,{LONGEST_NOTE}}}?等(?:有关|相关)?(?:部门|单位))"
    rf"(?={_IN_CLAUSE}{{2,30}}(?:[。；\n]|$))"
)
# Where items say who does them, names may stand behind 会同 without 等部门: 由A牵头，会同B、C做好服务.
_CHARGED_TOGETHER = re.compile(
    rf"{OPENS_PART}[^，。；：！？\n（）由]{{0,{LONGEST_SUBJECT}}}(?P<charge>由{_IN_CLAUSE}{{2,60}}?"
    rf"(?:(?:{CHARGES})[，、]?)?(?:{TOGETHER}))",
    re.MULTILINE,
)
# Behind the verb more may follow: 监测方案由A牵头制定，B配合。 此项工作由A负责，6月底前完成。
# Who bears what it costs has no task: 改造费用由A负责, 超出部分由A承担.
_NO_COSTS = f"(?![^，。；：！？\n（）由]{{0,{LONGEST_SUBJECT}}}(?:费用?|资金|经费|损失|差额|差价)由)"
_CHARGE_OF_PART = re.compile(
    rf"{OPENS_PART}{_NO_COSTS}[^，。；：！？\n（）由]{{0,{LONGEST_SUBJECT}}}"
    rf"(?P<charge>由{_IN_CLAUSE}{{2,{LONGEST_NOTE}}}?(?:{CHARGES_OR_PUTS_TO_WORK}))(?<!承担){_NO_OBJECT}[^，。；：！？\n]{{0,40}}"
    rf"(?:，(?P<others>{_IN_CLAUSE}{{2,{LONGEST_NOTE}}}?(?:(?:{_HELP})(?=[，。；\n]|$)|(?:{_HELPS})(?=[{HAN}]{{1,10}}(?:[，。；\n]|$)))))?",
    re.MULTILINE,
)
# The same without 由 in minutes: 供电公司负责落实双回路供电.
_BODY_CHARGED = re.compile(rf"(?<=[。；，])(?P<charge>{_IN_CLAUSE}{{3,40}}?负责){_NO_OBJECT}(?=[{HAN}])", re.MULTILINE)
# Who does a part of a task: 由市财政局安排资金, 由财政所按程序拨付. No verb of charge (those are judged as such), no
# attribute (由A拨付的资金), no cause, no members (由A、B组成专班), nothing done already.
_DOES_PART = re.compile(
    rf"{OPENS_PART}{_NO_COSTS}[^，。；：！？\n（）由]{{0,{LONGEST_SUBJECT}}}(?P<by>由)(?![于此来衷])", re.MULTILINE
)
_VERB_OF_PART = re.compile(
    f"(?![^，。；\n]{{0,8}}(?:{CHARGES_OR_PUTS_TO_WORK}|{TOGETHER}))"
    f"(?!的|[{HAN}]{{1,8}}的|形成|改|变|转|任|担任|作为|兼|代表|自行|协管|主要|领导|[{HAN}]{{0,6}}(?:同志|领导|{_POST}))"
    "(?![^，。；\n]{0,20}(?:组成|构成|引起|造成|导致|产生))"
    f"(?![^。；\n]{{0,40}}(?:[了过已]|解释))[{HAN}]{{2}}"
)
# Behind such, in the same sentence: …，市水利局做好调度, …，物业公司配合公示.
_SENTENCE_OF_CHARGE = re.compile(rf"[^。；\n]*(?:由|请|责成|{CHARGES})[^。；\n]*，[^。；\n]*")
_GOES_ON_TO = re.compile(
    rf"(?:[做抓]好|抓紧|尽快|切实|认真|积极|全力|共同|具体)?(?:{_HELPS})(?![局委办厅部处会组]|管理|委员)|(?P<does>[做抓]好|予以|给予|提供|保障)"
)
_NO_DOER = re.compile("由|请|责成|(?:各|全体|所有)?(?:有关|相关)|各部门|各单位")
# In minutes: 请市财政局落实资金, 责成市交通局抓紧修复.
_CALLED_ON = re.compile(f"(?:^|(?<=[。；，\n）])){COUNTS_PARTS}?(?P<by>请|责成)(?![示求假问])", re.MULTILINE)
_CHARGE = re.compile(f"(?:{CHARGES}){CLAUSE_ENDS}")
_IS_TO_DO = re.compile(
    "(?:要(?![求素点闻件约害地道塞员职目领么])|应当|按照?(?:各自)?(?:职责|职能)|分别|共同)(?![^。；，\n]{0,12}(?:[了已]|过(?![程渡])|指出|认为))"
)
# In minutes: 市商务局要会同市财政局…, where a sentence opens with the body.
_OPENS_TOGETHER = re.compile(
    rf"(?:^|(?<=[。；\n）]))(?P<charge>(?!由){_IN_CLAUSE}{{3,40}}?(?:应当|[要应须需])(?:{TOGETHER}))", re.MULTILINE
)
_MARKED_LINE = re.compile(
    rf"(?:^|(?<=[。！？；）\n]))[ \t]*(?P<note>(?P<mark>{MARK})(?!为|是|表示|代表|系)[ \t]*[{HAN}][^。！？\n]*)。?$",
    re.MULTILINE,
)
_NAME_LINE = re.compile(r"\n[ \t]*(?P<names>[^\n：。！？]{2,80}+)(?=\n|$)")
_STATES_CHARGE = re.compile(f"{NAMES_LEAD.pattern}|(?:{CHARGES})(?:$|，)")


class NoteForm(Enum):
    """How a note stands in its text."""

    BRACKET = "in brackets"
    LINE = "on a line of its own"
    SENTENCE = "a sentence of its own"
    UNKNOWN = "behind a label that is not known"
    NAMES = "names alone, in the last line of a unit"
    MARKED = "behind a sentence, opening with a sign whose key is printed"
    PROSE = "a clause of a sentence"
    FOR_ALL = "a sentence outside the items that is said of all"
    SUBJECT = "the body that a task opens with"
    JOINTLY = "who does a task together with whom, in a division of tasks"
    PART = "a clause that charges a body, with more words behind the verb"


_IN_SENTENCE = frozenset((NoteForm.PROSE, NoteForm.PART, NoteForm.JOINTLY, NoteForm.SUBJECT, NoteForm.FOR_ALL))


class NoteCandidate(NamedTuple):
    """Where a note may stand; ``start`` and ``end`` without brackets."""

    form: NoteForm
    whole_start: int
    start: int
    end: int
    whole_end: int
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class NoteScope:
    """The text in which notes are looked for; ``base`` is where it starts in the document."""

    text: str
    folded: str
    base: int
    is_name: IsName
    rules: NoteConventions
    by_hand: Mapping[int, bool] = field(default_factory=dict)
    """For places of the document whether a person decided that the bracket there is a note."""

    def read(self, place: NoteCandidate) -> NoteParse:
        """What stands at a place, or above, where it says 同上."""
        if above := self.rules.said_above.get(self.base + place.start):
            whole = 0, len(above.text)
            return read_content(above.text, fold(above.text), *whole, self.is_name, above.start, self.rules.signs)
        span = place.start, place.end
        return read_content(self.text, self.folded, *span, self.is_name, self.base, self.rules.signs)

    def note(
        self, place: NoteCandidate, status: NoteStatus, reading: NoteParse | None, leftover: str, rule: str
    ) -> Note:
        """A note at a place; without a leftover of its own it is quoted whole where that is needed."""
        quoted = leftover or ("" if status is NoteStatus.PARSED else self.text[place.whole_start : place.whole_end])
        parties = reading.parties if reading else ()
        start, end = self.base + place.whole_start, self.base + place.whole_end
        return Note(start, end, status, parties, quoted, place.form in _IN_SENTENCE, rule)


def find_candidates(unit: NoteScope) -> Iterator[Iterator[NoteCandidate]]:
    """Where notes may stand, by form; what an earlier form takes is no candidate of a later one."""
    yield _brackets(unit.folded)
    yield _marked(unit)
    yield _lines(unit)
    yield _unknown_labels(unit)
    yield _prose(unit)
    yield _jointly(unit)
    yield _subject(unit)
    if unit.rules.charges_in_words:
        yield charges_of_parts(unit)


def _brackets(folded: str) -> Iterator[NoteCandidate]:
    """Outermost brackets; the last one may lack its partner and then runs to the end of the unit."""
    pairs, lost = _outermost(folded)
    for opener, closer in pairs:
        yield NoteCandidate(NoteForm.BRACKET, opener, opener + 1, closer, closer + 1)
    if lost is not None and (not pairs or pairs[-1][1] < lost or pairs[-1][0] > lost):
        yield NoteCandidate(NoteForm.BRACKET, lost, lost + 1, len(folded), len(folded), is_whole=False)


def _outermost(folded: str) -> tuple[list[tuple[int, int]], int | None]:
    """Where the outermost brackets open and close, and the last one that opens and does not close."""
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
    return pairs, openers[-1] if openers else None


def _marked(unit: NoteScope) -> Iterator[NoteCandidate]:
    """``…。★A△B`` up to the end of the line."""
    mark = unit.rules.lead_mark
    for match in _MARKED_LINE.finditer(unit.folded) if mark in unit.folded and mark else ():
        if match["mark"] == mark:
            yield NoteCandidate(NoteForm.MARKED, match.start("note"), *match.span("note"), match.end())


def _lines(unit: NoteScope) -> Iterator[NoteCandidate]:
    yield from _labelled_lines(unit)
    yield from _stated_lines(unit.folded)
    yield from _last_names(unit)


def _last_names(unit: NoteScope) -> Iterator[NoteCandidate]:
    """The last line of a unit, where such lines hold names alone."""
    line = last_line(unit.folded, 0, len(unit.folded)) if unit.rules.has_name_lines else None
    if line:
        start, end = line
        yield NoteCandidate(NoteForm.NAMES, start, start, end, end)


def _labelled_lines(unit: NoteScope) -> Iterator[NoteCandidate]:
    folded = unit.folded
    read_to = 0
    for match in _known_labels(folded):
        label_start, label_end = match.span(match.lastgroup or "loose")
        note_start = match.start("sign") if match["sign"] else label_start
        if note_start < read_to:
            continue
        read_to = folded.find("\n", label_end)
        read_to = _names_end(unit, label_end, read_to) if read_to >= 0 else len(folded)
        printed = folded[note_start:read_to].rstrip()
        note_end = inner_end = note_start + len(printed)
        lost = printed.rstrip("。；").endswith("）") and printed.count("（") < printed.count("）")
        if lost:
            inner_end = note_start + printed.rindex("）")
            note_end = inner_end + 1
        elif folded[note_start - 1 : note_start] in tuple(_OPENS_QUOTED):
            inner_end = note_start + len(printed.rstrip("。；").rstrip(_CLOSES_QUOTED))
        elif printed.endswith("。"):
            inner_end -= 1
        yield NoteCandidate(NoteForm.SENTENCE, note_start, label_start, inner_end, note_end, is_whole=not lost)


def _known_labels(folded: str) -> Iterator[re.Match[str]]:
    """The labels that say something of those behind them, but for facts of a project: who owns, builds and watches it.

    Who watches it is such a fact in a sentence right behind the others: 建设单位：市水务局。监管部门：市住建局.
    """
    facts_to = 0
    for match in _line_labels(folded):
        meaning = label_meaning(match["label"]) if match["label"] else Role.RESPONSIBLE
        if match["label"] and is_of_project(match["label"]):
            facts_to = next((m.start() for m in _FACTS_END.finditer(folded, match.end())), len(folded))
        elif meaning is not None and (meaning is not Role.GUIDE or match.start() >= facts_to):
            yield match
        elif behind := _BEHIND_WORDS.search(folded, *match.span("label")):
            yield behind


def is_behind_label(folded: str, at: int) -> bool:
    """Whether the sentence or line that a place stands in opens with the label of a role or side: 责任单位：A（B）."""
    first = max(folded.rfind(char, 0, at) for char in _LABEL_FOLLOWS) + 1
    match = _FIRST_LABEL.match(folded, first, at)
    return match is not None and (match["label"] is None or label_meaning(match["label"]) is not None)


def _unknown_labels(unit: NoteScope) -> Iterator[NoteCandidate]:
    """Clauses behind labels that no list knows, at the start of a line, sentence or clause."""
    folded = unit.folded
    for match in _line_labels(folded) if "：" in folded else ():
        label = match["label"]
        if label is None or not is_unknown(label):
            continue
        end = next((m.start() for m in NEXT_LABEL.finditer(folded, match.end())), len(folded))
        end = match.end() + len(folded[match.end() : end].rstrip("。；"))
        start = match.start("label")
        yield NoteCandidate(NoteForm.UNKNOWN, start, start, end, end)


def _stated_lines(folded: str) -> Iterator[NoteCandidate]:
    for match in _STATED_LINE.finditer(folded):
        form = NoteForm.LINE if folded[match.start()] == "\n" else NoteForm.SENTENCE
        # A sentence within a paragraph is a note only where it says who leads or answers: most are read no further.
        words = NOTE_CUE if form is NoteForm.LINE else _STATES_CHARGE
        if words.search(match["note"]) and "：" not in match["note"]:
            yield NoteCandidate(form, match.start("note"), *match.span("note"), match.end())


def _names_end(unit: NoteScope, label_end: int, line_end: int) -> int:
    """Where the names end that go on below the line of their label, each on its own.

    Under a label with names beside it a single such line may head what follows it.
    """
    beside = unit.folded[label_end:line_end].strip("： \t")
    fewest = 2 if beside and not beside.endswith("、") else 1
    end, count = line_end, 0
    while (line := _NAME_LINE.match(unit.folded, end)) and _holds_names(unit, *line.span("names")):
        end, count = line.end(), count + 1
    return end if count >= fewest else line_end


def _holds_names(unit: NoteScope, start: int, end: int) -> bool:
    reading = unit.read(NoteCandidate(NoteForm.LINE, start, start, end, end))
    return reading.is_certain and not (reading.is_labelled or reading.is_stated)


def _line_labels(folded: str) -> Iterator[re.Match[str]]:
    has_loose = ("单位" in folded or "部门" in folded) and LOOSE_LABEL.search(folded)
    if "：" in folded or has_loose:
        if first := _FIRST_LABEL.match(folded):
            yield first
        yield from _LINE_LABEL.finditer(folded)


def _prose(unit: NoteScope) -> Iterator[NoteCandidate]:
    if unit.rules.has_charges or unit.rules.are_minutes:
        yield from _charges_together(unit)
    for pattern in _patterns_of_prose(unit) if "由" in unit.folded else ():
        for match in pattern.finditer(unit.folded):
            yield NoteCandidate(NoteForm.PROSE, match.start(), match.start(), match.end(), match.end())


def _patterns_of_prose(unit: NoteScope) -> Iterator[re.Pattern[str]]:
    """How the sentences of a unit may say who does its task."""
    yield from (_PROSE, _STATED_BY, _OF_THIS_TASK, _CHARGED_WITH)
    if unit.rules.charges_in_words:
        yield from _CHARGED_BY


def _charges_together(unit: NoteScope) -> Iterator[NoteCandidate]:
    """``由A牵头，会同B、C做好…``, where items say in their sentences who does them."""
    yield from _joined(unit, _CHARGED_TOGETHER)
    if unit.rules.are_minutes:
        yield from _joined(unit, _OPENS_TOGETHER)


def _with_whom(unit: NoteScope) -> Iterator[NoteCandidate]:
    """``A会同B、C做好…`` where a sentence opens so, in a unit without another note."""
    if "同" in unit.folded and not charge_bodies(unit.folded):
        yield from _joined(unit, _WITH_WHOM)


def _joined(unit: NoteScope, pattern: re.Pattern[str]) -> Iterator[NoteCandidate]:
    """Who works with whom: names end before a verb."""
    for match in pattern.finditer(unit.folded):
        end = names_end(unit.text, unit.folded, match.end(), unit.is_name)
        if end > match.end():
            start = match.start("charge")
            yield NoteCandidate(NoteForm.JOINTLY, start, start, end, end)


def _subject(unit: NoteScope) -> Iterator[NoteCandidate]:
    """The known body that an item opens with: ``由社会福利署增加名额``, where others say 由社会福利署负责，….

    No search is made behind it.
    """
    if unit.rules.has_charges and unit.folded.startswith("由"):
        end = names_end(unit.text, unit.folded, 1, unit.is_name, known_only=True)
        if end > 1:
            yield NoteCandidate(NoteForm.SUBJECT, 0, 0, end, end)


def charges_without_note(unit: NoteScope) -> Iterator[NoteCandidate]:
    """Clauses that charge bodies in an item without a note: where others have notes, or say in sentences who acts.

    Elsewhere they count where they say who helps.
    """
    rules = unit.rules
    if rules.charges_in_words:  # the clauses with verbs of charge are read already
        yield from _doers_of_parts(unit)
        yield from _others_of_parts(unit)
    elif rules.has_notes or rules.has_some_notes or rules.names_bodies or rules.is_reply:
        yield from charges_of_parts(unit)
    elif not rules.charges_nobody:
        for start, end in _spans_of_charge(unit, with_help_only=True):
            yield NoteCandidate(NoteForm.PART, start, start, end, end)
    if rules.are_minutes:
        yield from _called_on(unit)


def _spans_of_charge(unit: NoteScope, *, with_help_only: bool = False) -> Iterator[tuple[int, int]]:
    """Where clauses charge a body, with or without 由, and where those who help stand behind it.

    ``with_help_only``: those alone behind which somebody helps (由A负责，B配合做好培训).
    """
    for match in _CHARGE_OF_PART.finditer(unit.folded) if "由" in unit.folded else ():
        if match["others"] or not with_help_only:
            yield from (match.span(name) for name in ("charge", "others") if match[name])
    if unit.rules.charges_in_words:
        yield from (match.span("charge") for match in _BODY_CHARGED.finditer(unit.folded))


def _called_on(unit: NoteScope) -> Iterator[NoteCandidate]:
    """In minutes: ``请A增加供应``, ``责成A牵头``, ``A要尽快出台细则``, ``A、B分别抓好整治``; no classes of bodies."""
    for match in _CALLED_ON.finditer(unit.folded):
        if end := _bodies_end(unit, match.end()):
            charge = _CHARGE.match(unit.folded, end)
            form, to = (NoteForm.PART, charge.end()) if charge else (NoteForm.SUBJECT, end)
            yield NoteCandidate(form, match.start("by"), match.start("by"), to, to)
    for match in re.finditer(OPENS_PART, unit.folded, re.MULTILINE):
        end = _bodies_end(unit, match.end())
        if end and _IS_TO_DO.match(unit.folded, end) and not _NO_DOER.match(unit.folded, match.end()):
            yield NoteCandidate(NoteForm.SUBJECT, match.start(), match.start(), end, end)


def _bodies_end(unit: NoteScope, start: int) -> int:
    """Where the names end that begin at a place; 0 where none does, or they are a class of bodies."""
    end = names_end(unit.text, unit.folded, start, unit.is_name)
    return end if end > start and not is_collective(unit.folded[start:end]) else 0


def charges_of_parts(unit: NoteScope) -> Iterator[NoteCandidate]:
    """Clauses that charge a body and go on behind the verb; those who help are a note of their own."""
    if unit.rules.charges_nobody:
        return
    for start, end in _spans_of_charge(unit):
        yield NoteCandidate(NoteForm.PART, start, start, end, end)
    if not (unit.rules.has_charges or unit.rules.are_minutes):  # else they are read as clauses already
        yield from _charges_together(unit)
    yield from _with_whom(unit)


def _doers_of_parts(unit: NoteScope) -> Iterator[NoteCandidate]:
    """``由A安排资金，B负责采购``: who does a part of a task with a verb that is none of charge."""
    if unit.rules.charges_nobody:
        return
    for match in _DOES_PART.finditer(unit.folded) if "由" in unit.folded else ():
        end = names_end(unit.text, unit.folded, match.end(), unit.is_name)
        if end > match.end() and _VERB_OF_PART.match(unit.folded, end) and not _NO_DOER.match(unit.folded, match.end()):
            yield NoteCandidate(NoteForm.SUBJECT, match.start("by"), match.start("by"), end, end)


def _others_of_parts(unit: NoteScope) -> Iterator[NoteCandidate]:
    """``由A牵头，B做好调度，C配合公示``: who does more of a task behind a body that is charged with it."""
    folded = unit.folded
    for sentence in () if unit.rules.charges_nobody else _SENTENCE_OF_CHARGE.finditer(folded):
        for comma in re.finditer("，", sentence[0]):
            start = sentence.start() + comma.end()
            end = names_end(unit.text, folded, start, unit.is_name)
            verb = _GOES_ON_TO.match(folded, end) if end > start else None
            if verb and not _NO_DOER.match(folded, start):
                form, to = (NoteForm.SUBJECT, end) if verb["does"] else (NoteForm.PART, verb.end())
                yield NoteCandidate(form, start, start, to, to)


def _jointly(unit: NoteScope) -> Iterator[NoteCandidate]:
    for match in _JOINTLY.finditer(unit.folded) if unit.rules.divides_tasks and "会同" in unit.folded else ():
        yield NoteCandidate(NoteForm.JOINTLY, match.start(), *match.span("names"), match.end())
