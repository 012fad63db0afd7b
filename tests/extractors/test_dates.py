"""Printed dates in ISO form."""

from __future__ import annotations

import pytest

from extractors.dates import find_adoption, find_date, find_local_date, find_signature_date


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("2018年12月06日", "2018-12-06"),
        ("2018-11-05 10:20", "2018-11-05"),
        ("2018.1.5", "2018-01-05"),
        ("二〇一八年十一月二十五日", "2018-11-25"),
        ("二○二四年三月十日", "2024-03-10"),
        ("二OO八年二月二十六日", "2008-02-26"),
        ("自 2024 年 3 月 15 日起", "2024-03-15"),
        ("中華民國115年3月24日", "2026-03-24"),
        ("民國一一五年三月二日", "2026-03-02"),
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
    assert find_signature_date(["（2024年3月5日於珠海）"]) == "2024-03-05"
    assert find_signature_date(["2024年3月5日在珠海召开会议。"]) is None
    assert find_signature_date(["某市人民政府", "20240305"]) == "2024-03-05"
    assert find_signature_date(["20241305", "4874268"]) is None
    assert find_signature_date(["某市人民政府办公室", "2024年3月5日印发"]) == "2024-03-05"
    assert find_signature_date(["2025年10月8日（星期三）"]) == "2025-10-08"
    assert find_signature_date(["（2025年10月8日，根据录音整理）"]) == "2025-10-08"
    assert find_signature_date(["（2025年10月8日，根据会议安排）"]) is None
    assert find_signature_date(["（2025年10月8日）", "某市人民政府", "2025年9月30日"]) == "2025-09-30"
    assert find_signature_date(["（2025年10月8日）", "", "（2025年10月9日）"]) == "2025-10-08"


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("2026-03-23T16:30:00Z", "2026-03-24"),
        ("2026-03-24T00:05:00+08:00", "2026-03-24"),
        ("2026-03-24 09:00", "2026-03-24"),
    ],
)
def test_a_time_with_a_zone_is_a_day_in_china(printed: str, iso: str) -> None:
    assert find_local_date(printed) == iso


@pytest.mark.parametrize(
    ("line", "adoption"),
    [
        ("（2021年7月27日某市人民政府令第6号公布）", ("2021-07-27", "某市人民政府")),
        ("中華民國115年3月12日行政院核定", ("2026-03-12", "行政院")),
        ("（2026年1月15日三地联席会议通过）", ("2026-01-15", None)),
        ("（2026年1月15日）", None),
        ("2026年1月15日前由某局核定名单。", None),
        (
            "（2026年8月25日某某市第十六届人民代表大会常务委员会第十三次会议通过）",
            ("2026-08-25", "某某市第十六届人民代表大会常务委员会"),
        ),
        ("（2026年8月25日某某市人民政府第3次常务会议审议通过）", ("2026-08-25", "某某市人民政府")),
        (
            "（2026年8月25日某市第六届人民代表大会常务委员会第七次会议通过2026年9月30日某省第十四届人民代表大会常务委员会"
            "第二次会议批准）",
            ("2026-08-25", "某市第六届人民代表大会常务委员会"),
        ),
        ("（2026年8月25日某某市人民政府通过自2026年10月1日起施行）", ("2026-08-25", "某某市人民政府")),
        ("（2026年8月25日某某市人民政府通过的办法同时废止）", None),
        ("中華民國115年3月12日行政院院臺水字第1150007788號函核定", ("2026-03-12", "行政院")),
        ("民國115年3月12日環境部環部水字第1150007788號函備查", None),
        ("中華民國115年3月10日府環字第1150028641號函頒", ("2026-03-10", None)),
        ("民國115年3月10日某縣政府府環字第1150028641號函訂定", ("2026-03-10", "某縣政府")),
        ("（2026年3月10日某局修正）", None),
        ("（115年3月10日府環字第1150028641號函訂定）", ("2026-03-10", None)),
        ("115年3月10日訂定", None),
        ("（某縣政府115年3月10日府環字第1150028641號函核定）", ("2026-03-10", "某縣政府")),
        ("115年3月10日府環字第1150028641號函頒布，自即日起實施", ("2026-03-10", None)),
        (
            "（2026年3月1日某市第十届人大常委会第三次会议审议　2026年5月8日某市人民代表大会常务委员会第五次会议通过）",
            ("2026-05-08", "某市人民代表大会常务委员会"),
        ),
    ],
)
def test_a_line_below_the_title_says_when_it_was_adopted(line: str, adoption: tuple[str, str | None] | None) -> None:
    assert find_adoption([line]) == adoption
