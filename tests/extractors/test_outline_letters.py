"""Letters with annexes, and clauses that are counted inside a sentence: what ends a unit and what does not."""

from __future__ import annotations

from extractors.outline.reader import read_outline
from normalizers.canonical import canonicalize
from schemas.records import BlockKind

_LETTER = """关于分工方案的通知

各有关单位：
现就有关事项通知如下：
一、认真组织实施。各单位要细化措施。
二、做好总结评估。每年报送情况。
{annexes}                                某某办公厅
                                2025年3月28日
（此件公开发布）

附件1

分工方案

一、放宽市场准入
1.完善清单管理机制，清理隐性壁垒。（商务部负责）
2.推进全流程电子化，统一数据标准。（水利部负责）
"""
_ANNEXES = "附件：1.分工方案\n      2.名词解释\n"


def _items(text: str) -> list[str]:
    canonical, _ = canonicalize(text)
    blocks = read_outline(canonical).blocks
    return [canonical[b.whole_start : b.end] for b in blocks if b.kind is BlockKind.ITEM]


def test_what_stands_below_a_letter_ends_its_last_unit() -> None:
    for annexes in (_ANNEXES, ""):
        assert _items(_LETTER.format(annexes=annexes)) == [
            "一、认真组织实施。各单位要细化措施。",
            "二、做好总结评估。每年报送情况。",
            "1.完善清单管理机制，清理隐性壁垒。（商务部负责）",
            "2.推进全流程电子化，统一数据标准。（水利部负责）",
        ]


def test_clauses_under_a_colon_stay_with_their_unit() -> None:
    text = "工作清单\n1.整治问题：\n①违规存储；\n②管线占压。\n牵头单位：市商务局\n2.完善机制，健全制度。\n"
    first, second = _items(text)
    assert first.startswith("1.整治问题：") and "①" in first and first.endswith("牵头单位：市商务局")
    assert second == "2.完善机制，健全制度。"


def test_circled_tasks_of_their_own_stay_units() -> None:
    text = "工作清单\n1.整治问题：\n①清理违规存储。（市商务局负责）\n②整治管线占压。（市水务局负责）\n"
    assert len(_items(text)) == 3
