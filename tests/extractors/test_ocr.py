"""Pages read from their pictures: two readings, ruling lines in pixels, and what is said of what is in doubt."""

from __future__ import annotations

import io
import math
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors.media import sniff
from extractors.ocr import engine, page
from extractors.ocr.budget import Budget
from extractors.ocr.engine import OcrLine, Sign
from extractors.ocr.reader import read_picture
from extractors.ocr.readings import glyphs_of, merge
from extractors.ocr.seen import _upright, _without_seals
from extractors.ofd.reader import read_ofd
from extractors.pages.lines import read_lines
from extractors.pdf.reader import read_pdf
from schemas.findings import Code, DocumentError
from schemas.records import ExtractedText
from tests.make_ofd import OfdSheet, package
from tests.make_pdf import pages, picture
from tests.make_pdf import prose as prose_page
from tests.make_scan import needs_ocr, prose, scanned, table

_TITLE = "东莞市2026年便民服务任务清单"
_TASKS = (
    "1.增设社区服务站12处，公布开放时间。（市民政局牵头，市财政局配合）",
    "2.更新公交候车亭三十座，其中十座配备电子站牌，年底前全部建成并公开验收结果。（市交通运输局牵头）",
)
_TRADITIONAL = (
    "澳門2026年便民服務工作清單",
    "1.增設社區服務站12處，公佈開放時間。（社會文化司牽頭，經濟財政司配合）",
    "2.更新輕軌候車設施，檢討無障礙環境，於年底前完成並公佈驗收結果。（運輸工務司牽頭）",
)
_WIDE, _NARROW = 16.0, 8.0


def _line(text: str, x: float = 80.0, y: float = 100.0, score: float = 0.99, gap: float = 0.0) -> OcrLine:
    signs = []
    for char in text:
        width = _NARROW if char.isascii() else _WIDE
        signs.append(Sign(char, x, x + width, score))
        x += width + gap
    return OcrLine(tuple(signs), y, y + 18, score)


def _unsure(text: str, place: int) -> OcrLine:
    line = _line(text)
    signs = [replace(sign, score=0.5) if i == place else sign for i, sign in enumerate(line.signs)]
    return replace(line, signs=tuple(signs))


def _flat(found: ExtractedText) -> str:
    """The text without blanks and line ends; brackets are wide or narrow as the recogniser has them."""
    return "".join(found.text.split()).translate(str.maketrans("(),:;", "（），：；"))


@pytest.mark.parametrize(
    ("first", "second", "text", "reason"),
    [
        pytest.param([_line("改善环境")], [_line("改善环境")], "改善环境", "", id="the same"),
        pytest.param([_line("改善（一）")], [_line("改善(一)")], "改善（一）", "", id="punctuation of another width"),
        pytest.param([_line("改善环境")], [], "改善环境", "one of two", id="a line that one reading lacks"),
        pytest.param([], [_line("改善环境")], "改善环境", "one of two", id="the other one lacks it"),
        pytest.param([_line("改善环")], [_line("改善环境")], "改善环境", "differ", id="a character more"),
        pytest.param([_line("改善坏境", score=0.7)], [_line("改善环境")], "改善环境", "differ", id="the surer one"),
        pytest.param([_line("改善环境x", score=0.3)], [_line("改善环境")], "改善环境", "differ", id="a guess more"),
        pytest.param(
            [_line("改善", score=0.5)], [_line("改善", score=0.6)], "改善", "little confidence", id="both unsure"
        ),
        pytest.param(
            [_line("改善", score=0.81)], [_line("改善", score=0.7)], "改善", "little confidence", id="hardly sure"
        ),
        pytest.param([_line("（改善）")], [_unsure("（改善）", 0)], "（改善）", "", id="brackets are never sure"),
        pytest.param([_line("改善·环境")], [_line("改善·环境")], "改善·环境", "", id="a dot"),
        pytest.param(
            [_line("改善·环境", score=0.9)], [_line("改善·环境", score=0.9)], "改善，环境", "comma", id="no dot"
        ),
        pytest.param([_line("3·15", score=0.9)], [_line("3·15", score=0.9)], "3·15", "", id="a dot between digits"),
        pytest.param(
            [_line("改善"), _line("环境", 300)], [_line("改善环境", gap=60)], "改善环境", "", id="in other pieces"
        ),
    ],
)
def test_of_two_readings_the_better_line_holds_and_differences_are_told(
    first: list[OcrLine], second: list[OcrLine], text: str, reason: str
) -> None:
    lines, doubts = merge(first, second)
    assert "".join(line.text for line in lines) == text
    assert [doubt.reason for doubt in doubts] == [] if not reason else reason in doubts[0].reason


def test_a_doubt_has_the_box_of_its_line_and_both_texts() -> None:
    _, (doubt,) = merge([_line("改善坏境")], [_line("改善环境")])
    assert (doubt.texts, doubt.box) == (("改善坏境", "改善环境"), (80.0, 100.0, 144.0, 118.0))


def test_rows_are_told_by_their_height() -> None:
    lines, doubts = merge([_line("甲", y=100), _line("乙", y=125)], [_line("甲", y=101), _line("乙", y=124)])
    assert ([line.text for line in lines], doubts) == (["甲", "乙"], [])


@pytest.mark.parametrize("jitter", [0.0, 3.0, -4.0])
def test_characters_side_by_side_touch_and_columns_stay_apart(jitter: float) -> None:
    signs = list(_line("推进2026年项目公开").signs)
    moved = signs[3]
    signs[3] = Sign(moved.char, moved.x0 + jitter, moved.x1 + jitter, moved.score)
    glyphs = glyphs_of([OcrLine(tuple(signs), 100, 118, 0.9), _line("市财政局", 400)])
    (line,) = read_lines(glyphs)
    assert line.text == "推进2026年项目公开 市财政局"


@pytest.mark.parametrize("degrees", [0.0, 1.2])
def test_ruling_lines_are_found_and_characters_are_none(degrees: float) -> None:
    needs_ocr()
    from extractors.ocr.ruling import find_ruling

    rows = (("序号", "任务"), ("1", "增设社区服务站十二处"), ("2", "更新公交候车亭三十座"))
    sheet = table(rows, (20, 90), _TITLE).rotate(degrees, fillcolor=255)
    found = find_ruling(np.asarray(sheet.convert("RGB")), -math.radians(degrees), 72 / 150)
    assert (sum(edge.is_horizontal for edge in found), sum(not edge.is_horizontal for edge in found)) == (4, 3)


def test_the_budget_gives_time_page_by_page() -> None:
    from extractors.ocr import budget

    given: list[int] = []
    before = list(budget._givers)
    budget.set_giver(given.append)
    try:
        pages_left = Budget(2, 30)
        assert [pages_left.take() for _ in range(3)] == [True, True, False]
    finally:
        budget._givers[:] = before
    assert given == [30, 30]


# With the recogniser: few pages, as each takes seconds.


def test_a_scan_laid_askew_is_read_line_by_line() -> None:
    needs_ocr()
    found = read_picture(scanned(prose([_TITLE, *_TASKS]), 0.8))
    assert _flat(found) == "".join([_TITLE, *_TASKS])
    assert [line[:4] for line in found.text.split("\n") if "增设" in line] == ["　　1."]
    assert (found.ocr_pages, [issue.code for issue in found.issues]) == ((1,), [Code.TEXT_BY_OCR])


@pytest.mark.parametrize(("quarters", "back"), [(1, 3), (2, 2)])
def test_a_page_on_its_side_or_its_head_is_turned(quarters: int, back: int) -> None:
    needs_ocr()
    sheet = np.asarray(prose([_TITLE, _TASKS[0]]).convert("RGB"))[: 1754 // 3]
    turned, _, (lines, _) = _upright(np.ascontiguousarray(np.rot90(sheet, quarters)))
    assert turned == back
    assert lines[0].text == _TITLE


def test_a_traditional_page_of_a_pdf_beside_one_with_text() -> None:
    needs_ocr()
    scan = scanned(prose(_TRADITIONAL, "hant"), kind="PDF")
    found = read_pdf(scan)
    assert _flat(found) == "".join(_TRADITIONAL)
    assert found.ocr_pages == (1,)


def test_a_ruled_table_in_an_ofd_file_is_a_list() -> None:
    needs_ocr()
    rows = (
        ("序号", "重点任务", "牵头单位", "配合单位"),
        ("1", "增设社区服务站12处，公布开放时间和服务项目", "市民政局", "市财政局、各镇人民政府"),
        ("2", "更新公交候车亭三十座", "市交通运输局", "市公安局"),
    )
    sheet = OfdSheet()
    sheet.raw('<ofd:ImageObject ID="9" ResourceID="77" Boundary="0 0 210 297" CTM="210 0 0 297 0 0"/>')
    res = '</ofd:Fonts><ofd:MultiMedias><ofd:MultiMedia ID="77" Type="Image"><ofd:MediaFile>a.jpg</ofd:MediaFile>'
    fonts = res + "</ofd:MultiMedia></ofd:MultiMedias><ofd:Fonts>"
    data = scanned(table(rows, (14, 66, 32, 42), _TITLE), -0.6)
    found = read_ofd(package([sheet], parts={"Doc_0/Res/a.jpg": data}, fonts=fonts))
    assert [line for line in found.text.split("\n") if line] == [
        _TITLE,
        "1. 增设社区服务站12处，公布开放时间和服务项目",
        "牵头单位：市民政局",
        "配合单位：市财政局、各镇人民政府",
        "2. 更新公交候车亭三十座",
        "牵头单位：市交通运输局",
        "配合单位：市公安局",
    ]


# Without it.


def _refused(data: bytes) -> DocumentError:
    with pytest.raises(DocumentError) as raised:
        read_pdf(data) if data.startswith(b"%PDF") else read_picture(data)
    return raised.value


def test_without_the_extra_the_finding_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "is_installed", lambda: False)
    found = _refused(pages(picture))
    assert found.code is Code.NO_TEXT_LAYER
    assert engine.HOW_TO_INSTALL in found.message


def test_pages_over_the_budget_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "is_installed", lambda: True)
    with pytest.raises(DocumentError) as raised:
        read_pdf(pages(picture), most_ocr_pages=0)
    assert raised.value.code is Code.NO_TEXT_LAYER
    assert "raise it in pipeline/settings.py" in raised.value.message


def test_a_page_that_is_a_picture_with_a_stamp_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "is_installed", lambda: False)

    def stamped(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, 595, 842)
        canvas.drawString(60, 40, "第1页")

    found = read_pdf(pages(prose_page([_TITLE, *_TASKS]), stamped))
    assert [(issue.code, issue.page, issue.value) for issue in found.issues] == [(Code.NO_TEXT_LAYER, 2, "第1页")]


def _empty(kind: str, size: tuple[int, int] = (40, 40)) -> bytes:
    buffer = io.BytesIO()
    Image.new("L", size, 255).save(buffer, kind)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"\x89PNG\r\n\x1a\nrest", Code.DAMAGED_FILE, id="cut"),
        pytest.param(b"\xff\xd8\xff\xe0" + bytes(40), Code.DAMAGED_FILE, id="no picture"),
        pytest.param(_empty("PNG", (9000, 7000)), Code.TOO_BIG, id="a bomb of pixels"),
    ],
)
def test_a_damaged_picture_is_a_finding(data: bytes, code: Code) -> None:
    needs_ocr()
    assert _refused(data).code is code


@pytest.mark.parametrize(
    ("kind", "media_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("TIFF", "image/tiff"), ("GIF", "image/gif")]
)
def test_pictures_are_told_by_their_content(kind: str, media_type: str) -> None:
    needs_ocr()
    assert sniff(_empty(kind), "清单.pdf") == media_type


def test_a_seal_is_not_in_the_way() -> None:
    sheet = Image.new("RGB", (100, 100), "white")
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((10, 10, 60, 60), outline=(220, 30, 30), width=4)
    draw.rectangle((30, 30, 90, 32), fill=0)
    seen = _without_seals(np.asarray(sheet))
    assert (seen[12, 12].min() > 200, seen[31, 50].max()) == (True, 0)
    grey = np.asarray(sheet.convert("L").convert("RGB"))
    assert _without_seals(grey) is grey
