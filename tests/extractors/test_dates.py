"""Printed dates in ISO form."""

from __future__ import annotations

import pytest

from extractors.dates import find_date, find_signature_date


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("2018年12月06日", "2018-12-06"),
        ("2018-11-05 10:20", "2018-11-05"),
        ("2018.1.5", "2018-01-05"),
        ("二〇一八年十一月二十五日", "2018-11-25"),
        ("二○二四年三月十日", "2024-03-10"),
        ("自 2024 年 3 月 15 日起", "2024-03-15"),
        ("2024年2月30日", None),
        ("2024年3月", None),
        ("无", None),
    ],
)
def test_dates(printed: str, iso: str | None) -> None:
    assert find_date(printed) == iso


def test_the_date_under_a_signature_stands_alone() -> None:
    assert find_signature_date(["自2024年1月1日起施行。", "2024年3月5日\u00a0\u00a0", "2025年1月1日"]) == "2024-03-05"
    assert find_signature_date(["自2024年1月1日起施行。"]) is None
    assert find_signature_date(["2025年10月8日（星期三）"]) == "2025-10-08"
