"""Persons and offices that notes name beside bodies: 市教育局局长, 牵头单位及责任人."""

from __future__ import annotations

import re

from extractors.notes.clauses import remembered
from schemas.printed.bodies import BODY_ENDS, OFFICE_ENDS
from schemas.printed.characters import HAN

_AND_PERSON = re.compile(
    "(?:(?<=单位)|(?<=部门))"
    "(?:[及和与、／]?(?:主要|直接)?(?:责任|负责|牵头|联系)人|（[及和与、]?(?:责任|负责|牵头|联系)?人）)$"
)
_POST = "(?:党[组委工]+)?(?:副?书记|副?主任|副?[局厅部会院司处]长|副?行长|副?总经理|董事长|主要负责人|负责人)"
PERSON = re.compile(f"(?<=[{BODY_ENDS}）])(?:（?(?:{_POST}、?)*[{HAN}]{{2,3}}）?|（?{_POST}）?)$")
"""A person named right behind a body, under a label such as 牵头单位及责任人."""
PERSON_IN_BRACKETS = re.compile(f"（(?:{_POST}、?)?[{HAN}]{{1,2}}[^{BODY_ENDS}{OFFICE_ENDS}中心站队各区县）]）$")
PERSON_ALONE = re.compile(f"(?:{_POST}、?)*[{HAN}]{{2,3}}|{_POST}")
"""The same where something parts the person from the body."""
_OFFICE = re.compile(
    r"""
    (?:(?:分管|协管|主管|联系|有关|相关)的?)*(?:[省市县区州盟旗](?:委|政府)?)?   # 分管的市
    (?:
        副?(?:省长|市长|县长|区长|州长|盟长|旗长|主席|秘书长|书记)               # 副市长
        | (?:主要|分管|协管)(?:领导|负责人|负责同志)                             # 分管领导
        | 领导(?:同志)?
    )
    (?:同志)?
    """,
    re.VERBOSE,
)

PEOPLE = (
    "(?:群众|居民|村民|农民|农户|牧民|渔民|市民|公众|民众|学生|师生|家长|职工|员工|干部|党员|志愿者|网民|游客|业主|住户"
    "|商户|群体|社会力量|社会各界|全社会|人民)"
)
"""Words for people at large, who are no body."""
_PEOPLE = re.compile(f"[{HAN}]{{0,12}}{PEOPLE}")


def without_person(label: str) -> str:
    """A label without the words for a person at its end: 牵头单位及责任人 is 牵头单位."""
    return _AND_PERSON.sub("", label)


@remembered
def names_persons(label: str) -> bool:
    """Whether a label announces bodies and who answers for them there."""
    return _AND_PERSON.search(label) is not None


@remembered
def is_office(name: str) -> bool:
    """Whether a name is that of an office that a person holds (分管副省长): no body answers for the task by it."""
    return _OFFICE.fullmatch(name) is not None


@remembered
def are_people(name: str) -> bool:
    """Whether a name is a word for people at large (群众, 社会力量): no body, whatever they are called to do."""
    return _PEOPLE.fullmatch(name) is not None
