"""Workbooks and tables in text files: what their cells print, where their lists begin and end."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Sequence

import pytest

from extractors.media import XLSX
from extractors.sheet.biff import Numbers, read_numbers
from extractors.sheet.number_formats import BUILTIN, general, is_date_format, printed
from extractors.sheet.reader import members, read_csv, read_excel, read_old_excel
from schemas.findings import Code, DocumentError
from schemas.records import PAGE_HEAD, ExtractedText
from tests.hostile.packages import PACKAGES
from tests.make_office import Rows, converted, packed, xlsx

_HEAD = ("序号", "任务", "牵头单位", "完成时限")
_LIST: Rows = [_HEAD, (1, "公开目录", "市财政局", "2026年6月"), (2, "开设窗口", "市公安局", "全年")]
_TEXT = "1. 公开目录\n牵头单位：市财政局\n完成时限：2026年6月\n\n2. 开设窗口\n牵头单位：市公安局\n完成时限：全年\n"


def _codes(found: ExtractedText) -> list[Code]:
    return [issue.code for issue in found.issues]


# --- numbers and dates ---


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (1.0, "General", "1"),
        (0.1 + 0.2, "General", "0.3"),
        (12345678901.0, "General", "12345678901"),
        (1234567890123.0, "General", "1.23456789E+12"),
        (0.85, "0%", "85%"),
        (0.8542, "0.0%", "85.4%"),
        (5000.0, "#,##0", "5,000"),
        (5000000.0, '#,##0,"千元"', "5,000千元"),
        (7.0, "00", "07"),
        (3.0, '"第"0"项"', "第3项"),
        (3.0, "0\\项", "3项"),
        (-5.0, "0;[红色]-0", "-5"),
        (-5.0, "0;(0)", "(5)"),
        (0.0, '0;-0;"－"', "－"),
        (12.5, "0.##", "12.5"),
        (12.0, "0.##", "12"),
        (12.0, "[DBNum1][$-804]General", "十二"),
        (3.0, "@", "3"),
        (0.5, "# ?/?", "0.5"),
        (1.5, "0.0_ ;-0.0 ", "1.5"),
        (46203.0, BUILTIN[14], "2026/6/30"),
        (46203.0, BUILTIN[31], "2026年6月30日"),
        (46203.0, 'yyyy"年"m"月"', "2026年6月"),
        (46203.0, "yyyy-mm-dd", "2026-06-30"),
        (46203.0, "[$-804]aaaa", "星期二"),
        (46203.25, "yyyy/m/d h:mm", "2026/6/30 6:00"),
        (46203.75, "h:mm AM/PM", "6:00 下午"),
        (46203.0, "mm:ss", "00:00"),
        (1.0, "yyyy/m/d", "1900/1/1"),
        (61.0, "yyyy/m/d", "1900/3/1"),
        (-3.0, "yyyy/m/d", "-3"),
        (9e9, "yyyy/m/d", "9000000000"),
    ],
)
def test_a_number_is_printed_as_its_format_says(value: float, code: str, text: str) -> None:
    assert printed(value, code) == text


def test_days_of_the_1904_calendar() -> None:
    assert printed(44741.0, "yyyy/m/d", is_1904=True) == "2026/6/30"


@pytest.mark.parametrize(
    ("code", "is_date"), [("0.0", False), ('"日期"0', False), ("[红色]0", False), ("[h]:mm", True), ("General", False)]
)
def test_which_formats_are_dates(code: str, is_date: bool) -> None:
    assert is_date_format(code) is is_date


def test_general_has_eleven_digits_at_most() -> None:
    assert general(1 / 3) == "0.3333333333"


def test_sheets_that_are_one_part_are_read_once() -> None:
    found = read_excel(PACKAGES["xlsx sheets"](200))
    assert found.text.count("甲类试验") == 1
    (issue,) = (issue for issue in found.issues if issue.code is Code.DAMAGED_PAGE)
    assert issue.value == "4 sheets: S2、S3、S4、S5"


# --- lists ---


def test_a_list_with_title_remarks_and_a_head_of_two_rows() -> None:
    rows: Rows = [
        ("附件1",),
        ("某市重点任务清单",),
        ("填报单位：市商务局", None, None, "2026年3月"),
        ("序号", "任务", "责任单位", None),
        (None, None, "牵头单位", "配合单位"),
        (1, "公开目录", "市财政局", "市公安局"),
        (2, "开设窗口", "市公安局", None),
        ("注：按季报送。",),
    ]
    found = read_excel(xlsx({"Sheet1": rows}, {"Sheet1": ["A2:D2", "A4:A5", "B4:B5", "C4:D4"]}))
    assert found.text.replace("\n\n", "\n").split("\n") == [
        *(
            "附件1",
            "某市重点任务清单",
            "填报单位：市商务局\u30002026年3月",
            "1. 公开目录",
            "牵头单位：市财政局",
            "配合单位：市公安局",
        ),
        *("2. 开设窗口", "牵头单位：市公安局", "注：按季报送。", ""),
    ]
    assert found.places[-2:] == ((71, 80, "sheet Sheet1, row 7"), (82, 89, "sheet Sheet1, row 8"))
    assert found.issues == ()


def test_merged_areas_are_filled_and_head_their_rows() -> None:
    rows: Rows = [
        ("序号", "领域", "任务", "牵头单位"),
        (1, "优化服务", "公开目录", "市财政局"),
        (2, None, "开设窗口", None),
        (3, "规范监管", "抽查备案", "市公安局"),
        (4, None, "公布结果", "市公安局"),
    ]
    lines = read_excel(xlsx({"表": rows}, {"表": ["B2:B3", "B4:B5", "D2:D3"]})).text.split("\n")
    assert [line for line in lines if line.startswith("##")] == ["## 优化服务", "## 规范监管"]
    assert lines.count("牵头单位：市财政局") == 2


def test_two_lists_of_a_sheet_and_a_list_that_goes_on_behind_an_empty_row() -> None:
    rows: Rows = [
        *_LIST,
        (),
        (3, "培训人员", "市民政局", "年底"),
        (),
        ("第二批任务清单",),
        _HEAD,
        (1, "公布结果", "市司法局", "年底"),
    ]
    lines = read_excel(xlsx({"表": rows})).text.split("\n")
    assert [line for line in lines if line[:1].isdigit() or line.startswith("第")] == [
        *("1. 公开目录", "2. 开设窗口", "3. 培训人员", "第二批任务清单", "1. 公布结果"),
    ]


def test_the_name_of_a_sheet_is_the_title_where_none_is_printed() -> None:
    assert read_excel(xlsx({"2026年任务清单": _LIST})).text == f"2026年任务清单\n\n{_TEXT}"
    assert read_excel(xlsx({"Sheet1": _LIST})).text == _TEXT


def test_sheets_that_are_no_lists_and_hidden_ones_are_left_out_and_said() -> None:
    book = xlsx({"任务": _LIST, "说明": [("本表由各单位填报。",)], "旧表": _LIST}, hidden=["旧表"])
    found = read_excel(book)
    assert found.text.count("公开目录") == 1 and "填报" not in found.text
    assert [(issue.code, issue.value) for issue in found.issues] == [
        (Code.HIDDEN_SHEET, "旧表"),
        (Code.TABLE_LEFT_OUT, "说明"),
    ]


def test_several_lists_are_members_of_their_own() -> None:
    book = xlsx({"政务": _LIST, "说明": [("甲",)], "监管": _LIST, "旧": _LIST}, hidden=["旧"])
    assert members(book, XLSX)[0] == {"members": ["政务", "监管"], "others": ["说明"]}
    assert read_excel(book).text.count("公开目录") == 2
    assert read_excel(book, member="监管").text.count("公开目录") == 1


def test_a_sheet_of_prose_is_its_lines_and_a_table_of_figures_is_left_out() -> None:
    assert read_excel(xlsx({"a": [("一、总则",), ("1. 公开目录。",)]})).text == "一、总则\n\n1. 公开目录。\n"
    with pytest.raises(DocumentError) as error:
        read_excel(xlsx({"a": [("年", "数"), (2025, 3), (2026, 4)]}))
    assert (error.value.code, error.value.value) == (Code.NO_ITEMS, "a 3 x 2: 年")


def test_what_a_cell_prints() -> None:
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cols><col min="5" max="5" hidden="1"/></cols>'
        '<sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="str"><v>牵头单位</v></c><c t="s"><v>9</v></c></row>'
        '<row hidden="1"><c><v>1</v></c><c t="s"><v>2</v></c><c t="inlineStr"><is><t>市财政局</t></is></c></row>'
        '<row><c s="1"><v>2</v></c><c t="s"><v>2</v></c><c t="b"><v>1</v></c><c t="d"><v>2026-06-30</v></c></row></sheetData>'
        "<headerFooter><oddHeader>&amp;C&amp;14重点任务</oddHeader></headerFooter></worksheet>"
    )
    strings = (
        '<sst xmlns="x"><si><t>序号</t></si><si><r><rPr><strike/></rPr><t>旧</t></r><r><t>任务</t></r><rPh><t>x</t></rPh></si>'
        "<si><t>公开目录</t></si></sst>"
    )
    styles = '<styleSheet xmlns="x"><fonts><font/></fonts><cellXfs><xf/><xf numFmtId="9"/></cellXfs></styleSheet>'
    relations = "".join(
        f'<Relationship Id="{i}" Type="x/{kind}" Target="{target}"/>'
        for i, kind, target in (
            ("r1", "worksheet", "worksheets/sheet1.xml"),
            ("a", "sharedStrings", "s.xml"),
            ("b", "styles", "t.xml"),
        )
    )
    book = xlsx(
        {"表": []},
        more={
            "xl/worksheets/sheet1.xml": sheet,
            "xl/s.xml": strings,
            "xl/t.xml": styles,
            "xl/vbaProject.bin": b"x",
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="x">{relations}</Relationships>',
        },
    )
    found = read_excel(book)
    assert found.text.startswith("重点任务\n\n1. 公开目录\n牵头单位：市财政局\n")
    assert "牵头单位：TRUE" in found.text and "2026年6月30日" in found.text
    assert [rule for _, _, rule in found.furniture] == [PAGE_HEAD]
    assert sorted(_codes(found)) == [Code.ACTIVE_CONTENT, Code.HIDDEN_SHEET, Code.STRUCK_TEXT]


# --- text files ---


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("separator", [",", "\t", ";", "|", "，"])
def test_any_separator_and_encoding(separator: str, codec: str) -> None:
    text = "\r\n".join(separator.join(f'"{cell}"' for cell in map(str, row)) for row in _LIST)
    found = read_csv(text.encode(codec))
    assert (found.text, found.encoding) == (_TEXT, codec.removesuffix("-sig"))


@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_text_file_of_sentences_is_one_column(separator: str) -> None:
    """A comma in half of the sentences parts no columns, and neither do those that group digits."""
    lines = ["一、总则", "1. 公开目录，每季更新，共3" + separator + "400项。", "2. 开设窗口，全年，接受预约。"]
    quoted = [f'"{line}"' if separator in line else line for line in lines]
    assert read_csv("\r\n".join(quoted).encode()).text == "\n\n".join(lines) + "\n"
    assert read_csv("\r\n".join(lines[:1] * 3 + lines).encode()).text.count(separator) == 1


def test_a_title_row_and_line_ends_in_quotes() -> None:
    data = '某市任务清单,,\n序号,任务,牵头单位\n1,"公开目录，\n并更新",市财政局\n2,开设窗口,市公安局\n'.encode()
    found = read_csv(data)
    assert found.text.startswith("某市任务清单\n\n1. 公开目录，并更新\n")
    assert found.places[0] == (0, 6, "table, row 1")


# --- bad input ---


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04", Code.DAMAGED_FILE),
        (xlsx({"a": _LIST})[:-30], Code.DAMAGED_FILE),
        (xlsx({"a": _LIST}, more={"xl/workbook.xml": "<workbook"}), Code.DAMAGED_FILE),
        (xlsx({"a": _LIST}, more={"xl/worksheets/sheet1.xml": "<worksheet><sheetData><row>"}), Code.DAMAGED_FILE),
        (
            xlsx({"a": _LIST}, more={"xl/worksheets/sheet1.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}),
            Code.DAMAGED_FILE,
        ),
        (xlsx({"a": _LIST}, more={"xl/worksheets/sheet1.xml": "<x>" + " " * 20_000_000 + "</x>"}), Code.TOO_BIG),
        (xlsx({"a": [], "b": _LIST}, hidden=["b"]), Code.EMPTY_FILE),
        (xlsx({}), Code.EMPTY_FILE),
        (packed({"a.xml": "<a/>"}), Code.DAMAGED_FILE),
    ],
)
def test_a_workbook_that_cannot_be_read_is_one_finding(data: bytes, code: Code) -> None:
    with pytest.raises(DocumentError) as error:
        read_excel(data)
    assert error.value.code is code


def test_cells_without_end_are_too_big_and_empty_ones_cost_little(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.sheet.model.MOST_CELLS", 100)
    with pytest.raises(DocumentError) as error:
        read_excel(xlsx({"a": [("甲",) * 20] * 6}))
    assert error.value.code is Code.TOO_BIG
    empty = '<row><c s="1"/></row>' * 100_000
    sheet = f'<worksheet><sheetData>{empty}<row><c t="str"><v>一、总则</v></c></row></sheetData></worksheet>'
    found = read_excel(xlsx({"a": []}, more={"xl/worksheets/sheet1.xml": sheet}))
    assert found.places == ((0, 4, "sheet a, row 100001"),)


def test_an_area_over_the_whole_sheet_is_its_filled_part() -> None:
    assert (
        read_excel(xlsx({"a": [("一、总则",), ("1. 公开目录。",)]}, {"a": ["A3:XFD1048576"]})).text
        == "一、总则\n\n1. 公开目录。\n"
    )


@pytest.mark.parametrize("data", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), b"PK\x03\x04"])
def test_an_old_workbook_that_cannot_be_opened(data: bytes) -> None:
    with pytest.raises(DocumentError) as error:
        read_old_excel(data)
    assert error.value.code is Code.DAMAGED_FILE


def test_a_table_that_csv_cannot_take_apart() -> None:
    with pytest.raises(DocumentError) as error:
        read_csv(('甲,"' + "乙" * 1_100_000).encode())
    assert error.value.code is Code.DAMAGED_FILE


# --- as LibreOffice writes them ---


def test_the_old_format_reads_the_same() -> None:
    book = xlsx({"任务清单": [("某市重点任务清单",), *_LIST], "说明": [("甲",)]}, {"任务清单": ["A1:D1"]})
    old, new = read_old_excel(converted(book, ".xlsx", "xls")), read_excel(book)
    assert (old.text, old.places) == (new.text, new.places)
    assert old.text == f"某市重点任务清单\n\n{_TEXT}"


_FORMATTED: Rows = [
    (),
    (None, "惠州市清单"),
    (None, "序号", "领域", "任务", "目标", "完成时限", "牵头单位"),
    (None, (1.0, '0"."'), "供水", "公开目录", (0.985, "0.0%"), (46203.0, 'yyyy"年"m"月"d"日"'), "市财政局"),
    (None, (2.0, '0"."'), None, "开设窗口", (1200.0, "#,##0"), (46204.0, 'yyyy"年"m"月"'), "市公安局"),
    (None, (3.0, '0"."'), "排水", "培训人员", 0.5, (46203.0, 'm"月"d"日"'), "市公安局"),
]


def test_numbers_and_merged_cells_of_the_old_format_away_from_the_first_column() -> None:
    book = xlsx({"清单": _FORMATTED, "b": [("一、总则",), ((0.5, "0%"),)]}, {"清单": ["C4:C5"]})
    old, new = read_old_excel(converted(book, ".xlsx", "xls")), read_excel(book)
    assert (old.text, old.places) == (new.text, new.places)
    assert re.findall("(?:目标|时限)：(.*)", old.text) == [
        "98.5%",
        "2026年6月30日",
        "1,200",
        "2026年7月",
        "0.5",
        "6月30日",
    ]


def test_dates_whose_formats_are_lost_are_days_or_months_by_their_column(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.sheet.xls.read_numbers", lambda data: [])
    months, days = ((46174.0, "yyyy-mm"), (46204.0, "yyyy-mm")), ((46174.0, "yyyy-mm-dd"), (46203.0, "yyyy-mm-dd"))
    head = ("序号", "任务", "启动时间", "完成时限")
    rows: Rows = [head, (1, "公开目录", months[0], days[0]), (2, "开设窗口", months[1], days[1])]
    text = read_old_excel(converted(xlsx({"Sheet1": rows}), ".xlsx", "xls")).text
    assert re.findall("：(.*)", text) == ["2026年6月", "2026年6月1日", "2026年7月", "2026年6月30日"]


# --- the records of the old format ---


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<2H", kind, len(body)) + body


def _biff(*cells: bytes, codes: Sequence[str] = (), is_1904: bool = False) -> bytes:
    """A stream with one sheet: faces 0 (General) and those of ``codes``."""
    bof, eof = _record(0x809, struct.pack("<2H", 0x600, 5) + bytes(12)), _record(0xA, b"")
    inner = _record(0x22, struct.pack("<H", is_1904))
    for i, code in enumerate(codes):
        inner += _record(0x41E, struct.pack("<2HB", 164 + i, len(code), 1) + code.encode("utf-16-le"))
    for number in (0, *range(164, 164 + len(codes))):
        inner += _record(0xE0, struct.pack("<2H", 0, number) + bytes(16))
    start = len(bof) + len(inner) + 4 + 8 + len(eof)
    return bof + inner + _record(0x85, struct.pack("<I", start) + bytes(4)) + eof + bof + b"".join(cells) + eof


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (_record(0x203, struct.pack("<3Hd", 2, 3, 0, 1.5)), "1.5"),
        (_record(0x27E, struct.pack("<3HI", 2, 3, 0, (7 << 2) | 2)), "7"),
        (_record(0x27E, struct.pack("<3HI", 2, 3, 0, (1234 << 2) | 3)), "12.34"),
        (_record(0x27E, struct.pack("<3HI", 2, 3, 0, ((-7 & 0x3FFFFFFF) << 2) | 2)), "-7"),
        (_record(0x27E, struct.pack("<3HI", 2, 3, 1, 0x3FE00000)), "50%"),
        (_record(0xBD, struct.pack("<2HHIH", 2, 3, 1, 0x3FE00000, 3)), "50%"),
        (_record(0x06, struct.pack("<3Hd", 2, 3, 1, 0.25) + bytes(8)), "25%"),
        (_record(0x06, struct.pack("<3H", 2, 3, 1) + bytes(6) + b"\xff\xff" + bytes(8)), None),
        (_record(0x203, b"\0"), None),
    ],
)
def test_a_number_of_the_old_format(cell: bytes, text: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.sheet.biff.ole_stream", lambda data, name: data)
    (sheet,) = read_numbers(_biff(cell, codes=["0%"])) or (Numbers(),)
    assert sheet.texts.get((2, 3)) == text


@pytest.mark.parametrize("kind", [0x0010, 0x0008])
def test_an_encrypted_workbook_of_the_old_format_asks_for_its_password(kind: int) -> None:
    version = 0x600 if kind == 0x10 else 0x500
    bof = struct.pack("<4H", 0x809, kind, version, 5) + bytes(kind - 4)
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + bof + struct.pack("<2H", 0x2F, 6) + bytes(600)
    for given, code in ((data, Code.PASSWORD_REQUIRED), (data.replace(b"\x2f\0", b"\x30\0"), Code.DAMAGED_FILE)):
        with pytest.raises(DocumentError) as error:
            read_old_excel(given)
        assert error.value.code is code


@pytest.mark.parametrize(("text", "codes"), [("市公安局", []), ("市教育局", [Code.DAMAGED_PAGE])])
def test_a_row_given_twice_with_other_texts_is_reported(text: str, codes: list[Code]) -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx({"清单": _LIST}))) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
        (name,) = (name for name in parts if name.startswith("xl/worksheets/sheet"))
        before, _, rest = archive.read(name).decode().partition('<row r="3"')
    again = f'<row r="3"{rest}'.partition("</row>")[0].replace("市公安局", text) + "</row>"
    found = read_excel(packed({**parts, name: f'{before}{again}<row r="3"{rest}'.encode()}))
    assert found.text.endswith(_TEXT)
    assert _codes(found) == codes
    assert [issue.value for issue in found.issues] == ["清单: row 3, 1 times"] * len(codes)
