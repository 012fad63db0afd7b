"""Notes of the labelled form: parties, roles, what is left over, and what is no note."""

from __future__ import annotations

import pytest

from extractors.notes import find_notes, strip_notes
from schemas.records import NoteStatus, PartyKind

_NAMES = {"商务部", "外交部", "文化和旅游部", "国家文物局", "经济财政司", "教育及青年发展局", "应急管理部"}


def _parties(text: str) -> list[tuple[str, str]]:
    notes = find_notes(text, 0, len(text), _NAMES.__contains__)
    for note in notes:
        for party in note.parties:
            assert text[party.start : party.end] == party.name
    return [(party.role.value, party.name) for note in notes for party in note.parties]


def _status(text: str) -> list[NoteStatus]:
    return [note.status for note in find_notes(text, 0, len(text), _NAMES.__contains__)]


_HOME = "甲。（澳门特别行政区政府：经济财政司、保安司，内地相关单位：商务部、中国贸促会）"


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        (_HOME, [("lead", "经济财政司"), ("lead", "保安司"), ("counterpart", "商务部"), ("counterpart", "中国贸促会")]),
        ("甲。（澳门特别行政区政府：社会文化司）", [("lead", "社会文化司")]),
        ("甲。（内地相关单位：商务部）", [("counterpart", "商务部")]),
        ("甲。（澳门特区政府：经济财政司；内地相关单位：商务部）", [("lead", "经济财政司"), ("counterpart", "商务部")]),
        ("甲（澳门特别行政区政府：经济财政司）。", [("lead", "经济财政司")]),
        (
            "甲。（澳門特別行政區政府：經濟財政司，內地相關單位：商務部）",
            [("lead", "經濟財政司"), ("counterpart", "商務部")],
        ),
        (
            "甲。（内地相关单位：中国贸促会，广东省人民政府）",
            [("counterpart", "中国贸促会"), ("counterpart", "广东省人民政府")],
        ),
        ("甲。（内地相关单位：文化和旅游部）", [("counterpart", "文化和旅游部")]),
        (
            "甲。（内地相关单位：文化和旅游部和国家文物局）",
            [("counterpart", "文化和旅游部"), ("counterpart", "国家文物局")],
        ),
        ("甲。（澳门特区政府：经济财政司及教育及青年发展局）", [("lead", "经济财政司"), ("lead", "教育及青年发展局")]),
        ("甲。（内地相关单位：应急管理部、商务部等）", [("counterpart", "应急管理部"), ("counterpart", "商务部")]),
        (
            "甲。（牵头单位：市教育局，配合单位：市交通委（市道运局）、团市委）",
            [("lead", "市教育局"), ("support", "市交通委（市道运局）"), ("support", "团市委")],
        ),
        ("甲。（责任单位：商务部）", [("responsible", "商务部")]),
        ("甲。\n牵头单位：商务部\n配合单位：外交部", [("lead", "商务部"), ("support", "外交部")]),
    ],
)
def test_parties(text: str, parties: list[tuple[str, str]]) -> None:
    assert _parties(text) == parties
    assert set(_status(text)) == {NoteStatus.PARSED}


@pytest.mark.parametrize(
    "text",
    [
        "根据联合国旅游组织（UN Tourism）达成的共识。",
        "对成效明显的市（地、州、盟）给予支持。",
        "《清单（2024—2028年）》（以下简称《清单》）。",
        "技能评价（技工院校内由技工院校负责）按规定进行。",
        "广东省（尤其是大湾区内地城市）、澳门的往来。",
        "联系方式（电话：12345）。",
        "各项目牵头单位对组织实施负总责，会同配合单位制定细则。",
        "绩效责任单位：是指依照本条例实行绩效管理的单位。",
    ],
)
def test_no_note(text: str) -> None:
    assert _status(text) == []


def test_collectives_are_no_agencies() -> None:
    text = "甲。（牵头单位：商务部，配合单位：各有关单位，有关部门）"
    kinds = [party.kind for note in find_notes(text, 0, len(text), _NAMES.__contains__) for party in note.parties]
    assert kinds == [PartyKind.AGENCY, PartyKind.COLLECTIVE, PartyKind.COLLECTIVE]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("甲。（内地相关单位：商务部、做好协调的工作）", NoteStatus.PARTIAL),
        ("甲。（澳门特别行政区政府：经济财政司，内地相关单位：商务部", NoteStatus.PARTIAL),
        ("甲。澳门特别行政区政府：经济财政司，内地相关单位：商务部）", NoteStatus.PARTIAL),
        ("甲。（商务部牵头，外交部配合）", NoteStatus.UNPARSED),
    ],
)
def test_what_is_not_understood_is_said(text: str, status: NoteStatus) -> None:
    (note,) = find_notes(text, 0, len(text), _NAMES.__contains__)
    assert note.status is status
    assert note.leftover


@pytest.mark.parametrize(
    ("text", "body"),
    [
        (_HOME, "甲。"),
        ("甲（澳门特别行政区政府：经济财政司）。", "甲。"),
        ("甲。（澳门特别行政区政府：经济财政司）。", "甲。"),
        ("甲。（内地相关单位：商务部）乙。（内地相关单位：外交部）", "甲。乙。"),
        ("甲。\n（内地相关单位：商务部）", "甲。"),
        ("甲（乙）。", "甲（乙）。"),
    ],
)
def test_body(text: str, body: str) -> None:
    notes = find_notes(text, 0, len(text), _NAMES.__contains__)
    assert strip_notes(text, 0, len(text), notes) == body
