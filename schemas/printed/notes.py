"""Whether a text ends in a responsibility note: 推进旅游合作（市商务局主办）.

The words of notes are those of ``roles``; what exactly a note says is read by ``extractors.notes``.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from schemas.printed.bodies import BODY_ENDS, UNIT_ENDS, are_bodies, is_body_like, names_a_body
from schemas.printed.characters import HAN, NOTE_CLOSERS, NOTE_OPENERS
from schemas.printed.roles import ACTING_UNIT, UNIT_WORD, Use, any_word, is_role_label
from schemas.printed.scripts import fold

LONGEST_NOTE = 1000
"""Characters: the longest notes of State Council lists name some thirty bodies in 300, and no list is known to name
three times as many. What stands farther apart is no note, which keeps every search bounded."""

_LONGEST_LABEL = 24
"""Characters in front of a colon that are looked at for a label: 广东省人民政府有关牵头责任单位 has 15."""
_BRACKET = re.compile(f"[{re.escape(NOTE_OPENERS + NOTE_CLOSERS)}]")


class NoteForm(Enum):
    """How a bracket says who does what."""

    LABELLED = "（责任单位：…）"
    STATED = "（…牵头，…配合）"
    BARE = "（商务部、财政部）"


# What a bracket that explains something opens with: （以下简称：省政府）, （联系人：…）.
_EXPLAINS = re.compile("以下|简称|下称|即|含|其中|详见|见|联系|联络|电话|附|注|例如|如")
_CLAUSE_ENDS = r"(?=(?:工作|任务)?(?:[、，；。／）\s]|$))"
_PLAIN_VERBS = any_word(use=Use.PREDICATE | Use.CLOSING, is_everyday=False)
_SURE_VERBS = any_word(use=Use.PREDICATE, is_everyday=False, in_names=False)
_EVERYDAY_VERBS = any_word(use=Use.PREDICATE | Use.CLOSING, is_everyday=True)
# Behind a body the verb may go on: 市商务局负责招商; elsewhere it closes its clause.
_STATED = re.compile(rf"(?:{_PLAIN_VERBS}){_CLAUSE_ENDS}|(?<=[{BODY_ENDS}处室区县市{UNIT_ENDS}])(?:{_SURE_VERBS})")
_STATED_OF_BODY = re.compile(rf"(?:{_EVERYDAY_VERBS}){_CLAUSE_ENDS}")
_COLLECTIVE = re.compile("各|有关|相关|部门|单位")
_BETWEEN_NAMES = re.compile(r"[、，；／\s]+")
_OPENS_LABELLED = re.compile(rf"[{re.escape(NOTE_OPENERS)}][{HAN}]{{2,20}}[：:]")


def closing_bracket(text: str) -> tuple[int, int] | None:
    """Where the bracket that ends ``text``, with or without a stop behind it, opens and closes; brackets may nest."""
    end = len(text)
    while end and (text[end - 1].isspace() or text[end - 1] == "。"):
        end -= 1
    if not end or text[end - 1] not in NOTE_CLOSERS:
        return None
    open_at: list[int] = []
    for match in _BRACKET.finditer(text, max(0, end - LONGEST_NOTE), end - 1):
        if match[0] in NOTE_OPENERS:
            open_at.append(match.start())
        elif open_at:
            open_at.pop()
    return (open_at[-1], end - 1) if open_at else None


@lru_cache(256)
def form_of_note(content: str) -> NoteForm | None:
    """How the inside of a bracket says who does what; None for one that explains, dates or counts something.

    Remembered: the end of a line is asked for its note by half a dozen readers.
    """
    content = fold(content)
    if _EXPLAINS.match(content):
        return None
    if "：" in content:
        return NoteForm.LABELLED
    if _STATED.search(content):
        return NoteForm.STATED
    if _STATED_OF_BODY.search(content) and (names_a_body(content) or _COLLECTIVE.search(content)):
        return NoteForm.STATED
    return NoteForm.BARE if are_bodies(_BETWEEN_NAMES.split(content)) else None


def note_start(text: str) -> int | None:
    """Where the note in brackets that ends ``text`` begins; None where it ends in none."""
    bracket = closing_bracket(text)
    if bracket is None:
        return None
    start, end = bracket
    return start if form_of_note(text[start + 1 : end]) else None


def ends_in_note(text: str) -> bool:
    """Whether ``text`` ends in a note in brackets."""
    return note_start(text) is not None


_LABEL_AT_END = re.compile(rf"[。；！？!?;\s](?P<label>[{HAN}]{{2,20}})$")


def ends_in_labelled_names(text: str) -> bool:
    """Whether ``text`` ends, behind a sentence, in a label of a role and whole names: …合作。牵头单位：市商务局."""
    colon = max(text.rfind("："), text.rfind(":"))
    names = fold(text[colon + 1 :].strip()) if colon > 0 and len(text) - colon <= LONGEST_NOTE else ""
    if not names or not is_body_like(_BETWEEN_NAMES.split(names)[-1]):
        return False
    match = _LABEL_AT_END.search(text[max(0, colon - _LONGEST_LABEL) : colon])
    return match is not None and is_role_label(fold(match["label"]))


def ends_in_charge_or_label(text: str) -> bool:
    """Whether ``text`` ends in a note, or in a bracket with a label of another kind (联系电话：…)."""
    bracket = closing_bracket(text)
    if bracket is None:
        return False
    content = text[bracket[0] + 1 : bracket[1]]
    return "：" in content or ":" in content or form_of_note(content) is not None


def opens_note_line(text: str) -> bool:
    """Whether a line opens with a bracket and a label, or is nothing but a note in brackets that says who does what.

    Bare names do not count: （省发展和改革委员会） below a title says who issued it.
    """
    if _OPENS_LABELLED.match(text):
        return True
    bracket = closing_bracket(text) if text.startswith(tuple(NOTE_OPENERS)) else None
    return bracket is not None and not bracket[0] and form_of_note(text[1 : bracket[1]]) is NoteForm.STATED


_LABEL_OF_ROLE = re.compile(rf"(?:{any_word(use=Use.BARE_LABEL)}){ACTING_UNIT}?：")


def holds_role_label(text: str) -> bool:
    """Whether a label of a role stands anywhere in ``text``: …。责任单位：市商务局."""
    return ("：" in text or ":" in text) and _LABEL_OF_ROLE.search(fold(text)) is not None


def may_hold_note(line: str) -> bool:
    """Whether a line has a label or ends as notes do: false of most, and cheap."""
    return "：" in line or line.rstrip("。 ").endswith(tuple(NOTE_CLOSERS))


_LABEL_OF_UNIT = re.compile(f"{UNIT_WORD}：")


def charges_a_body(line: str) -> bool:
    """Whether a line says anywhere that a body leads or answers for something: 市商务局牵头, 责任单位：."""
    folded = fold(line)
    return _STATED.search(folded) is not None or _LABEL_OF_UNIT.search(folded) is not None


def charge_bodies(text: str) -> bool:
    """Whether a line of ``text`` says that a body leads or answers for something."""
    return any(map(charges_a_body, text.split("\n")))
