"""Whose list a list of two sides is: its bodies lead, and those of the other side are counterparts."""

from __future__ import annotations

import pytest

from extractors.notes.labels import side_of
from extractors.notes.reader import NotesOfBlocks, detect_conventions
from extractors.outline.reader import read_outline
from schemas.records import RoleBasis


def _roles(title: str, first: str, second: str, foot: str = "") -> tuple[str, set[RoleBasis]]:
    """The roles of two labelled bodies in each of three items, and what gives them."""
    items = "".join(f"{n}.办理事项{n}。\n{first}：市商务局；{second}：市教育局\n" for n in (1, 2, 3))
    text = f"{title}\n一、总体\n{items}{foot}\n"
    blocks = read_outline(text).blocks
    notes = NotesOfBlocks(text, lambda _: False, detect_conventions(text, blocks, lambda _: False))
    parties = [p for b in blocks if b.kind == "item" for note in notes.of(b) for p in note.parties]
    assert len(parties) == 6
    (roles,) = {tuple(str(p.role) for p in parties[i : i + 2]) for i in (0, 2, 4)}
    return " ".join(roles), {p.basis for p in parties}


_HOME_FIRST, _HOME_LAST, _ALIKE = "lead counterpart", "counterpart lead", "responsible responsible"
_SHENZHEN, _HONGKONG = "深圳市人民政府港澳事务办公室", "香港特别行政区政府政务司司长办公室"


@pytest.mark.parametrize(
    ("title", "first", "second", "foot", "roles"),
    [
        ("南宁市—钦州市合作重点事项清单", "南宁市", "钦州市", "", _HOME_FIRST),
        ("南宁市—钦州市合作重点事项清单", "钦州市", "南宁市", "", _HOME_LAST),
        ("荣昌内江合作事项清单", "荣昌区责任单位", "内江市责任单位", "", _HOME_FIRST),
        ("川渝合作重点工作清单", "川方", "渝方", "", _HOME_FIRST),
        ("渝川合作重点工作清单", "川方", "渝方", "", _HOME_LAST),
        ("四川重庆合作重点工作清单", "渝方", "川方", "", _HOME_LAST),
        ("年度合作重点工作清单", "南宁市", "钦州市", "钦州市发展和改革委员会", _HOME_LAST),
        ("深港合作重点项目清单", "深方责任单位", "港方责任单位", _SHENZHEN, _HOME_FIRST),
    ],
)
def test_the_side_that_the_title_names_first_or_that_issues_leads(
    title: str, first: str, second: str, foot: str, roles: str
) -> None:
    assert _roles(title, first, second, foot) == (roles, {RoleBasis.SIDE})


@pytest.mark.parametrize(
    ("title", "first", "second", "foot", "roles"),
    [
        ("年度合作重点工作清单", "南宁市", "钦州市", "", _ALIKE),  # nothing says whose
        ("深化产业合作工作清单", "川方", "渝方", "", _ALIKE),
        ("成渝地区重点工作清单", "川方", "渝方", "", _ALIKE),  # 成 is no side
        ("粤港合作重点工作清单", "粤方", "港方", "", _HOME_LAST),  # Hong Kong's list prints the same title
        ("深港合作重点项目清单", "深方", "港方", f"{_SHENZHEN}\n{_HONGKONG}", _HOME_LAST),
        ("南宁市钦州市合作清单", "南宁市", "钦州市牵头单位", "", _HOME_LAST),  # its words say who leads
        ("川渝合作重点工作清单", "渝方", "川方对口单位", "", _HOME_FIRST),
        ("某市工作清单", "省政府", "市政府", "某市人民政府", _ALIKE),  # levels, no places
    ],
)
def test_other_lists_keep_the_roles_that_their_words_give(
    title: str, first: str, second: str, foot: str, roles: str
) -> None:
    assert _roles(title, first, second, foot)[0] == roles


def test_more_than_two_sides_are_alike() -> None:
    text = "京津冀合作清单\n一、总体\n" + "".join(
        f"{n}.办理事项{n}。\n北京市：市商务局；天津市：市商务局；河北省：省商务厅\n" for n in (1, 2)
    )
    blocks = read_outline(text).blocks
    rules = detect_conventions(text, blocks, lambda _: False)
    assert rules.sides is None


@pytest.mark.parametrize(
    ("label", "place"),
    [
        *(
            ("深方责任单位", "深圳"),
            ("港方责任单位", "香港"),
            ("钦州市", "钦州"),
            ("川方", "四川"),
            ("荣昌区责任单位", "荣昌"),
        ),
        *(("四川省人民政府", "四川"), ("澳门特别行政区政府", "澳门"), ("省政府", ""), ("区政府", ""), ("其他市", "")),
        *(("内地相关单位", ""), ("责任单位", ""), ("牵头单位", "")),
    ],
)
def test_the_place_of_a_label(label: str, place: str) -> None:
    assert side_of(label) == place
