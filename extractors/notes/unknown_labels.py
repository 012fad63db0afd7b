"""Labels before bodies whose words are not known: 落地单位：市商务局, 资金筹措：市财政局. They are told, no more."""

from __future__ import annotations

import re

from extractors.notes.clauses import remembered
from extractors.notes.labels import label_meaning
from schemas.printed.bodies import has_body_inside
from schemas.printed.characters import HAN
from schemas.printed.roles import Use, any_word

# Who published, printed or wrote the document or got it, where it comes from, who was there, and what is no charge.
_NO_CHARGE = re.compile(
    "抄[送报]|主送|[正副]本|[受收来发]文|发[布送至]|印[发制]|制[作表图]|公[开布]|编[辑印]|来源|出处|作者|供稿|撰稿|摄影|审[核校]|签发"
    "|分享|版权|转载|^[附注即含如]|备注|说明|文号|联系|联络|咨询|电话|地[点址]|时间|对象|范围|[名简]称|名单|依据|根据|其中|包括|例如"
    "|成员|组长|主任|主持|出席|列席|参会|与会|参加|记录|试点|示范|指出|强调|要求|认为|表示|报道"
)
# Some kind of unit, or of part of one; and words of roles.
_ACTS = re.compile(
    "(?:单位|部门|机关|机构|主体|专班|[科处股部]室|队伍|力量|社区|街道|[乡镇]镇|镇街|县区|区县|[^多各双几两三四五六]方)$|属地|统筹"
    f"|{any_word(use=Use.LABEL)}"
)
_UNIT = re.compile("(?:单位|部门|机关|机构|主体)$")
_ROLE_OF_UNIT = re.compile(f"(?:{any_word(use=Use.LABEL)})[^：]{{0,4}}$")
LABELLED = re.compile(rf"(?P<label>[{HAN}]{{2,20}})：(?P<said>[^；。：\n]+)")
"""A label with what stands behind it, up to the end of the clause."""
NEXT_LABEL = re.compile(rf"[；。][ \t]*(?=[{HAN}]{{2,20}}：)|\n")
"""Where the words end that a label may be said of."""


@remembered
def is_unknown(label: str) -> bool:
    """Whether a label is none of a note, and not by name one of something else (来源：, 联系电话：)."""
    return label_meaning(label) is None and _NO_CHARGE.search(label) is None


@remembered
def names_unit(label: str) -> bool:
    """Whether a label names some kind of unit (受益单位)."""
    return _UNIT.search(label) is not None


@remembered
def names_unit_of_role(label: str) -> bool:
    """Whether a label holds a word of a role and ends in some kind of unit (粤桂责任单位)."""
    return names_unit(label) and _ROLE_OF_UNIT.search(label) is not None


def may_charge(label: str, said: str, *, beside_notes: bool) -> bool:
    """Whether an unknown label in front of bodies may charge them: by its words, or as items around it have notes."""
    return _ACTS.search(label) is not None or (beside_notes and has_body_inside(said))
