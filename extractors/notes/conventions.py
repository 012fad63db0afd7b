"""What a document says once for all its notes, and which bare brackets are notes in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from extractors.notes.clauses import OPENS_SENTENCE
from extractors.notes.ditto import SaidAbove, find_ditto
from extractors.notes.for_all import SaidOfAll, find_said_of_all
from extractors.notes.grammar import IsName, Signs, read_content
from extractors.notes.home_side import Sides, find_sides
from extractors.notes.names import is_line_department
from extractors.notes.note_lines import last_line
from extractors.notes.predicates import CHARGES, NOTE_CUE, predicate_role
from extractors.notes.remarks import FIRST_LEADS, LEAD_MARK, MARK, OTHER_MARK
from schemas.printed.bodies import is_body_like, names_a_body
from schemas.printed.notes import LONGEST_NOTE, charge_bodies, holds_role_label
from schemas.printed.number_styles import ARTICLE
from schemas.printed.roles import Use, any_word
from schemas.printed.scripts import fold
from schemas.records import Block, BlockKind, Role


@dataclass(frozen=True, slots=True)
class NoteConventions:
    """Rules that hold for the notes of one document.

    From the offset ``first_leads_from`` on, the first body of a note that names no lead is the lead; None
    where no such rule is printed. ``has_bare_notes`` says that items end in bare names: ``（A／B）``. ``signs`` are
    those that stand beside bodies for a role (★), where a key to them is printed: first that of those who lead.
    ``has_notes`` says that most items end in a note: a known name alone at their end is one, too; ``has_some_notes``
    that several do: then several known names are. ``divides_tasks``: its title calls it a division of tasks.
    ``assigns_tasks``: it does, or calls it minutes. ``has_name_lines``: most items end in a line of bare names.
    ``has_charges``: several items, no articles of a law, open a sentence with who leads or answers (由市商务局牵头，…).
    ``has_stated_ends``: most items end in a sentence that says who leads or answers (市商务局牵头，市财政局参加。).
    ``names_bodies``: most items say in a note who does them; ``names_in_notes`` are words of these, bodies among them.
    ``for_all`` are the sentences that charge somebody with every item. ``charges_nobody``: it is a rule of law or a
    speech: who answers by a sentence of it is charged with no task. ``is_reply``: it answers a proposal. ``sides`` are
    those of a list of two sides, where it says whose it is. ``said_above``: what labels before 同上 are meant to stand
    before, by where they begin.
    """

    first_leads_from: int | None = None
    has_bare_notes: bool = False
    signs: Signs = ()
    has_notes: bool = False
    has_some_notes: bool = False
    divides_tasks: bool = False
    assigns_tasks: bool = False
    has_name_lines: bool = False
    has_charges: bool = False
    has_stated_ends: bool = False
    names_bodies: bool = False
    names_in_notes: frozenset[str] = frozenset()
    for_all: tuple[SaidOfAll, ...] = ()
    charges_nobody: bool = False
    is_reply: bool = False
    sides: Sides | None = None
    said_above: Mapping[int, SaidAbove] = field(default_factory=dict)

    @property
    def charges_in_words(self) -> bool:
        """Whether sentences of the items say who does what: most clauses that charge a body do so on purpose."""
        return self.has_charges or self.assigns_tasks

    @property
    def are_minutes(self) -> bool:
        """Whether the document is minutes: each of their sentences says what a body is to do."""
        return self.assigns_tasks and not self.divides_tasks

    @property
    def lead_mark(self) -> str:
        """The sign of those who lead, empty where no key is printed."""
        return self.signs[0][0] if self.signs else ""


NO_CONVENTIONS = NoteConventions()
"""The rules of a document that states none."""

_MINUTES = re.compile("纪要|(?:决定|议定)事项")
_REPLY = re.compile("(?:建议|提案|议案).{0,12}(?:答复|复函)(?:意见|函)?$|^对.{0,40}(?:建议|提案|议案).{0,12}答复")
_OPENS_MINUTES = re.compile("(?:主持召开|召开了)[^。]{2,80}(?:纪要|(?:决定|议定|确定)事项[^。：]{0,8})如下：")
"""Minutes whose page has no title."""
_POLICY = re.compile("措施|政策|意见|方案|计划|清单|要点|分工|安排|行动")
_DIVISION = re.compile("分工|责任清单|责任分解|任务分解")
_FIRST_LEADS = re.compile(FIRST_LEADS)
_FIRST = re.compile("第一|首[位个]|最前")
_LEAD_MARK, _OTHER_MARK = re.compile(LEAD_MARK), re.compile(OTHER_MARK)
_MARKED = re.compile(f"{MARK}(?=[^，。；\n]{{1,12}}(?:{any_word(Role.LEAD, use=Use.SIGN)}))")
_LONGEST_OPENING, _LONGEST_RULE = 6, 60
# A remark under a list goes for all of it, not only for what follows.
_REMARK_LINE = re.compile(r"(?:^|\n)[（\s]*(?:注|备注|说明|注释)[：1-9.、）\s][^\n]*$")
_MARKS = re.compile("[、，；：]")
_VERB_BEHIND = re.compile(f"(?:{any_word(use=Use.PREDICATE)})$")
_LAST_BRACKET = re.compile(rf"（(?P<inside>[^（）]{{2,{LONGEST_NOTE}}})）[。；\s]*$")
LONGEST_SUBJECT = 12
"""Characters of what a body is charged with, in front of 由: 此项工作由…, 监测方案由…."""
CHARGES_OR_PUTS_TO_WORK = f"{CHARGES}|{any_word(Role.IMPLEMENT, use=Use.PREDICATE)}"
_OPENS_WITH_CHARGE = re.compile(
    rf"{OPENS_SENTENCE}(?:由[^，。；：！？\n（）由]{{2,40}}(?:{CHARGES})(?=[，。；])"
    rf"|[^，。；：！？\n（）由]{{2,{LONGEST_SUBJECT}}}由[^，。；：！？\n（）由]{{2,40}}(?:{CHARGES_OR_PUTS_TO_WORK})(?![的人]))",
    re.MULTILINE,
)
# Rules of law and speeches tell of duties in passing.
_CHARGES_NOBODY = re.compile(
    "(?:条例|规定|办法|规则|细则|规程|章程|准则|讲话|致辞|发言|演讲|谈话)(?:（[^（）]*）)?(?:》的(?:通知|公告|决定))?$"
)
_ENDS_IN_CHARGE = re.compile(
    rf"[。；](?P<names>[^。；：！？（）\n]{{2,{LONGEST_NOTE}}}?)"
    rf"(?:{CHARGES})"
    rf"(?:，[^。；：！？（）\n]{{2,{LONGEST_NOTE}}})?。?\s*\Z"
)
_STATES_BY = re.compile(
    rf"[。；\n]由[^。；：！？（）\n]{{2,{LONGEST_NOTE}}}?(?:{CHARGES})(?:，[^。；：！？（）\n]*)?。?\s*\Z"
)
_FEWEST_CHARGES, _SHARE_OF_CHARGES = 3, 0.3
"""Items with such a sentence, in number and as a share, before that is a custom of the document."""
_FEWEST_BARE = 3
"""Items that must end in bare names before that is a custom of the document; they must also be half of those
without another note."""
_FEWEST_NOTES = 2
FEWEST_NAME_LINES = 3
"""Items that must end in a line of names alone before that is a custom of the document."""


def detect_conventions(text: str, blocks: Sequence[Block], is_name: IsName, said_title: str = "") -> NoteConventions:
    """The rules printed anywhere in ``text``, and the customs of its items.

    ``said_title`` is the title by its page, which the text may lack.
    """
    folded = fold(text)
    items = [block for block in blocks if block.kind is BlockKind.ITEM]
    signs = _signs(folded)
    customs = _customs(text, folded, items, is_name, signs[:1])
    title = "".join(folded[block.start : block.end] for block in blocks if block.kind is BlockKind.TITLE)
    said = fold(said_title)
    above = folded[: items[0].start] if items else ""
    divides = divides_tasks(title) or divides_tasks(said)
    return replace(
        customs,
        first_leads_from=_first_leads_from(folded),
        signs=signs,
        divides_tasks=divides,
        assigns_tasks=divides or any(map(_MINUTES.search, (title, said))) or _OPENS_MINUTES.search(above) is not None,
        has_charges=_has_charges(folded, items),
        has_stated_ends=_has_stated_ends(folded, items),
        names_bodies=_names_bodies(folded, items),
        names_in_notes=_names_in_notes(folded, items),
        charges_nobody=_charges_nobody(title, items) or _CHARGES_NOBODY.search(said) is not None,
        is_reply=any(map(_REPLY.search, (title, said))),
        sides=find_sides(folded, blocks, title),
        said_above=find_ditto(text, folded, items),
        for_all=tuple(find_said_of_all(folded, blocks, divides)),
    )


def _has_charges(folded: str, items: Sequence[Block]) -> bool:
    """Whether the items of a document say in their own sentences who does them, so that no such sentence is chance."""
    if any(map(_is_article, items)):
        return False
    count = sum(_OPENS_WITH_CHARGE.search(folded[item.start : item.end]) is not None for item in items)
    return count >= _FEWEST_CHARGES and count >= _SHARE_OF_CHARGES * len(items)


def _is_article(item: Block) -> bool:
    return item.marker is not None and item.marker.kind is ARTICLE


def _charges_nobody(title: str, items: Sequence[Block]) -> bool:
    """Whether a document is a rule of law, or a speech; policies may be printed in articles (若干措施)."""
    has_articles = any(map(_is_article, items))
    return _CHARGES_NOBODY.search(title) is not None or (has_articles and not _POLICY.search(title))


def _names_bodies(folded: str, items: Sequence[Block]) -> bool:
    """Whether most items say in a line or bracket of their own who does them."""
    count = sum(charge_bodies(folded[item.start : item.end]) for item in items)
    return count >= _FEWEST_CHARGES and 2 * count > len(items)


def _has_stated_ends(folded: str, items: Sequence[Block]) -> bool:
    """Whether most items end in a sentence that opens with bodies and says that they lead or answer."""
    count = sum(_ends_in_charge(folded, item) for item in items)
    return count >= _FEWEST_CHARGES and 2 * count > len(items)


def _says_in_words(folded: str, item: Block) -> bool:
    """Whether an item without a bracket at its end says in a sentence who does it: 由市商务局牵头，市财政局配合。"""
    return _ends_in_charge(folded, item) or _STATES_BY.search(folded, item.start, item.end) is not None


def _ends_in_charge(folded: str, item: Block) -> bool:
    end = max(folded.rfind("。", item.start, item.end - 2), item.start)
    match = _ENDS_IN_CHARGE.match(folded, end, item.end)
    last = match["names"].rpartition("、")[2] if match else ""
    return is_body_like(last) or is_line_department(last)


def divides_tasks(title: str) -> bool:
    """Whether a title, after ``fold``, calls its document a division of tasks: whoever is named in it has a part."""
    return _DIVISION.search(title) is not None


def _signs(folded: str) -> Signs:
    """The sign of those who lead, and those of the other roles that the same key gives."""
    places = (m.start() for m in _MARKED.finditer(folded))
    keys = (_LEAD_MARK.search(folded, max(0, at - _LONGEST_OPENING), at + _LONGEST_RULE) for at in places)
    key = next(filter(None, keys), None)
    if key is None:
        return ()
    lead = key["lead_mark"]
    others = _OTHER_MARK.finditer(folded, key.end(), key.end() + _LONGEST_RULE)
    roles = {m["mark"]: predicate_role(m["role"]) for m in others if m["mark"] != lead}
    return (lead, Role.LEAD), *roles.items()


def _first_leads_from(folded: str) -> int | None:
    # The rule may begin with any of many words but holds one of few: looked for around these alone.
    places = (m.start() for m in _FIRST.finditer(folded))
    around = (_FIRST_LEADS.search(folded, max(0, at - _LONGEST_OPENING), at + _LONGEST_RULE) for at in places)
    match = next(filter(None, around), None)
    if match is None:
        return None
    line_start = folded.rfind("\n", 0, match.start())
    return 0 if _REMARK_LINE.match(folded[max(0, line_start) : match.end()]) else match.start()


def _customs(text: str, folded: str, items: Sequence[Block], is_name: IsName, signs: Signs) -> NoteConventions:
    """What the last brackets of the items show: bare names to be notes, most or some items to end in a note."""
    bare = named = 0
    others = len({span for item in items for span in item.notes_above})
    others += sum(_says_in_words(folded, item) for item in items)
    for item in items:
        named += _ends_in_names(text, folded, item, is_name)
        match = _LAST_BRACKET.search(folded, max(item.start, item.end - LONGEST_NOTE), item.end)
        if match is None:
            others += holds_role_label(folded[item.start : item.end])
            continue
        if NOTE_CUE.search(match["inside"]):
            others += 1
        else:
            bare += read_content(text, folded, *match.span("inside"), is_name, signs=signs).is_bare
    return NoteConventions(
        has_bare_notes=bare >= _FEWEST_BARE and bare * 2 >= len(items) - others,
        has_notes=others >= _FEWEST_BARE and (bare + others) * 2 > len(items),
        has_some_notes=bare + others >= _FEWEST_NOTES,
        has_name_lines=named >= FEWEST_NAME_LINES and 2 * named > len(items),
    )


def _names_in_notes(folded: str, items: Sequence[Block]) -> frozenset[str]:
    """What stands between the marks of the last brackets of the items that say who does them, without its verb."""
    ends = (_LAST_BRACKET.search(folded, max(item.start, item.end - LONGEST_NOTE), item.end) for item in items)
    said = (match["inside"] for match in ends if match and NOTE_CUE.search(match["inside"]))
    return frozenset(_VERB_BEHIND.sub("", word) for inside in said for word in _MARKS.split(inside))


def _ends_in_names(text: str, folded: str, block: Block, is_name: IsName) -> bool:
    """Whether the last line of an item, below its own words, is nothing but names of bodies."""
    line = last_line(folded, block.start, block.end)
    if line is None or not names_a_body(folded[slice(*line)]):
        return False
    return read_content(text, folded, *line, is_name).is_bare
