"""Counts of lines are told from numbers of tasks."""

from __future__ import annotations

import pytest

from normalizers.text.edits import normalize
from normalizers.text.line_numbers import line_numbers


@pytest.mark.parametrize(
    "text",
    [
        "1 推进养老服务，健全网络。\n2 增加托位，完善机制。\n3 修缮校舍。\n4 改造厕所。\n5 整治河道。",
        "1 一、改善服务\n2 1.推进养老服务，健全居家\n3 照护网络。",
        "1 （一）改善服务。\n2 （二）增加托位。\n3 （三）修缮校舍。\n4 （四）改造厕所。\n5 （五）整治河道。",
        "2021 一、改善服务\n2022 1.增加托位，完善\n2024 价格机制。\n2025 2.修缮校舍，\n2026 改造厕所。",
        "",
    ],
    ids=["tasks", "few lines", "units alone", "years", "nothing"],
)
def test_other_numbers_stay(text: str) -> None:
    assert not list(line_numbers(text))


def test_counts_of_lines_go() -> None:
    text = "1 一、改善服务\n2 1.推进养老服务，健全\n3 居家照护网络。\n4 2.修缮校舍，\n5 改造厕所。"
    assert (
        normalize(text, [line_numbers])[0]
        == "一、改善服务\n1.推进养老服务，健全\n居家照护网络。\n2.修缮校舍，\n改造厕所。"
    )
