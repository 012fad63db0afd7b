"""A release with a scanned page, built in the limited child: its items are marked, and the page is a finding."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pipeline.run import run
from qingdan import load
from schemas.findings import Code
from tests.make_pdf import Draw, pages, prose
from tests.make_scan import needs_ocr
from tests.make_scan import prose as drawn

_TITLE = "东莞市2026年便民服务任务清单"
_FIRST = "1.增设社区服务站12处。（市民政局牵头）"
_SECOND = "2.更新公交候车亭三十座。（市交通运输局牵头，市财政局配合）"


def _scan(sheet: Image.Image) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(sheet), 0, 0, *A4)

    return draw


def test_items_of_a_scanned_page_are_marked(tmp_path: Path) -> None:
    needs_ocr()
    (tmp_path / "list.pdf").write_bytes(pages(prose([_TITLE, _FIRST]), _scan(drawn(["", _SECOND]))))
    report = run([tmp_path / "list.pdf"], tmp_path / "out")
    items = load("items", tmp_path / "out")
    assert list(zip(items["marker"], items["text_source"], items["page_start"], strict=True)) == [
        ("1.", "layer", 1),
        ("2.", "ocr", 2),
    ]
    parties = load("item_agencies", tmp_path / "out")
    assert list(parties["name"]) == ["市民政局", "市交通运输局", "市财政局"]
    assert [(f.code, f.page) for f in report.findings if f.code is not Code.UNKNOWN_AGENCY] == [(Code.TEXT_BY_OCR, 2)]
