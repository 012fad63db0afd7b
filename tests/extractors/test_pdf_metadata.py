"""What a PDF says of its document beside the text."""

from __future__ import annotations

import pytest

from extractors.pages.opening import read_metadata
from extractors.pdf.reader import read_pdf
from tests.make_pdf import flowing, pages, prose, table, wrap

_HEAD = [
    "中国某市人民政府",
    "首页 政务公开",
    "某市人民政府关于印发",
    "重点任务分工方案的通知",
    "发布时间：2025-03-17 10:00",
    "各单位：",
]
_WHOLE = "某市人民政府关于印发重点任务分工方案的通知_通知公告_中国某市人民政府"


def test_a_page_printed_from_a_browser() -> None:
    assert read_metadata(_WHOLE, _HEAD) == {
        "title": "某市人民政府关于印发重点任务分工方案的通知",
        "date_published": "2025-03-17",
    }


@pytest.mark.parametrize("title", ["", "Microsoft Word - 1.doc", "通知", "另一方案的通知"])
def test_the_title_of_the_file_alone_is_none(title: str) -> None:
    assert "title" not in read_metadata(title, _HEAD)


def test_what_a_task_says_is_no_date_of_publication() -> None:
    assert read_metadata("", ["方案", "1. 完善制度。", "发布时间：2025-03-17"]) == {}


def test_a_table_of_metadata_goes_into_columns() -> None:
    rows = [
        ("索引号：", "0001/2025-1", "发文机关：", "某市人民政府"),
        ("成文日期：", "2025年3月1日", "发文字号：", "某政发〔2025〕1号"),
    ]
    found = read_pdf(flowing(table(rows, (80, 120, 80, 120), head=0), "推动两地企业共同参加展览。"))
    assert dict(found.metadata) == {
        "index_number": "0001/2025-1",
        "issuer": "某市人民政府",
        "date_issued": "2025-03-01",
        "doc_number": "某政发〔2025〕1号",
    }
    assert not found.issues
    assert "索引号" not in found.text


def test_a_pdf_without_any_says_nothing() -> None:
    assert not read_pdf(pages(prose(wrap("推动两地企业共同参加展览。" * 6)))).metadata
