"""Labels of annexes: each word with its example and its negative, in both scripts; numbers, marks and titles."""

from __future__ import annotations

import pytest

from extractors.outline.reader import read_outline
from normalizers.script.conversion import to_hant
from schemas.printed.annexes import ANNEX_WORDS, AnnexWord, annex_label, opens_with_annex_word
from schemas.records import BlockKind, Script

_IDS = [row.word for row in ANNEX_WORDS]


@pytest.mark.parametrize("row", ANNEX_WORDS, ids=_IDS)
def test_its_example_opens_an_annex(row: AnnexWord) -> None:
    for example, title in (
        (row.example, row.title),
        (to_hant(row.example, Script.HANS), to_hant(row.title, Script.HANS)),
    ):
        label = annex_label(example)
        assert label is not None
        assert label.title == title
        assert label.is_alone is (not title)
        assert opens_with_annex_word(example)


@pytest.mark.parametrize("row", ANNEX_WORDS, ids=_IDS)
def test_its_negative_is_no_label(row: AnnexWord) -> None:
    assert annex_label(row.negative) is None
    assert annex_label(to_hant(row.negative, Script.HANS)) is None


@pytest.mark.parametrize(
    ("line", "number", "title"),
    [
        ("附件", None, ""),
        ("附件2", "2", ""),
        ("附件 二", "二", ""),
        ("附件十二", "十二", ""),
        ("附件1-2", "1-2", ""),
        ("附件：", None, ""),
        ("附：", None, ""),
        ("附件：1.任务分工表", None, "1.任务分工表"),
        ("附件一：分工表", "一", "分工表"),
        ("附件3 任务分工表", "3", "任务分工表"),
        ("附件3任务分工表", "3", "任务分工表"),
        ("附件3.任务分工表", "3", "任务分工表"),
        ("附件1-1某市重点任务分工", "1-1", "某市重点任务分工"),
        ("附錄2", "2", ""),
    ],
)
def test_labels(line: str, number: str | None, title: str) -> None:
    label = annex_label(line)
    assert label is not None
    assert (label.number, label.title) == (number, title)


@pytest.mark.parametrize(
    "line",
    ["", "附件下载", "附件1、附件2", "附件2和附件3", "附件1所列任务", "附件3的工作", "附近社区", "见附件2", "附件1，"],
)
def test_words_about_an_annex_are_none(line: str) -> None:
    assert annex_label(line) is None


_LABELS = ("附件2", "附件二", "附件十二", "附件1-2", "附表1", "附表：", "附图3", "附录", "附錄二")


@pytest.mark.parametrize("label", [f"{label}\n任务分工表" for label in _LABELS])
def test_an_annex_ends_the_item_above_it(label: str) -> None:
    _check_annex(label)


@pytest.mark.parametrize("label", ["附件一：分工表", "附件3任务分工表", "附表2-1：任务分工表"])
def test_a_label_with_a_title_ends_the_item_above_it(label: str) -> None:
    _check_annex(label)


def _check_annex(label: str) -> None:
    text = f"1.推进商贸合作。\n2.推进旅游合作。\n{label}\n1.建设口岸。\n2.建设平台。"
    outline = read_outline(text)
    items = [text[b.start : b.end] for b in outline.blocks if b.kind is BlockKind.ITEM]
    assert items == ["推进商贸合作。", "推进旅游合作。", "建设口岸。", "建设平台。"]
    assert [text[b.start : b.end] for b in outline.blocks if b.kind is BlockKind.PARAGRAPH] == label.split("\n")
    assert outline.issues == (), "the annex counts anew"


def test_an_entry_of_a_list_of_annexes_opens_none() -> None:
    text = "1.推进商贸合作。\n2.推进旅游合作。\n附件1：分工表\n附件2：名单\n某市政府\n2026年3月1日\n3.建设口岸。"
    outline = read_outline(text)
    assert [b.path for b in outline.blocks if b.kind is BlockKind.ITEM] == [("1",), ("2",), ("3",)]
    assert outline.issues == ()


@pytest.mark.parametrize("label", ["附件1-1\n", "附件1\n", "附表二\n", "附件1：", "附件1"])
def test_the_title_of_an_annex_holds_no_label(label: str) -> None:
    outline = read_outline(f"{label}某市重点任务分工方案\n\n1.推进商贸合作。\n2.推进旅游合作。")
    assert outline.title == "某市重点任务分工方案"


def test_units_of_an_annex_are_no_parts_of_the_item_above_it() -> None:
    text = "一、商贸流通\n（一）推进商贸合作。\n（二）推进旅游合作。\n附表\n项目清单\n1.建设口岸。\n2.建设平台。"
    kinds = [(block.path, block.kind) for block in read_outline(text).blocks if block.marker]
    assert kinds == [
        (("1",), BlockKind.SECTION),
        *((path, BlockKind.ITEM) for path in (("1", "1"), ("1", "2"), ("1~2",), ("2",))),
    ]
