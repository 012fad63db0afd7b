"""Word documents: numbers as Word counts them, changes as if accepted, everything that prints and no more."""

from __future__ import annotations

import pytest

from extractors.word.number_formats import write_number
from extractors.word.reader import read_word
from schemas.findings import Code, DocumentError
from schemas.printed.numerals import counted, han_number
from schemas.records import PAGE_FOOT, PAGE_HEAD, ExtractedText
from tests.make_office import ABOVE, OFFICIAL, docx, level, lists, p, packed, r, restarted, table, tc

_DEL = '<w:del w:id="1"><w:r><w:delText>{}</w:delText></w:r></w:del>'
_INS = '<w:ins w:id="2">{}</w:ins>'
_FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'


def _lines(body: str, **parts: str) -> list[str]:
    return [line for line in read_word(docx(body, parts)).text.split("\n") if line]


def _codes(found: ExtractedText) -> list[Code]:
    return [issue.code for issue in found.issues]


def _box(content: str) -> str:
    return f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"


# --- numbers ---


@pytest.mark.parametrize(
    ("number", "number_format", "written"),
    [
        (3, "decimal", "3"),
        (3, "decimalZero", "03"),
        (12, "decimalFullWidth", "１２"),
        (10, "chineseCounting", "十"),
        (11, "chineseCountingThousand", "十一"),
        (20, "chineseCountingThousand", "二十"),
        (105, "chineseCountingThousand", "一百零五"),
        (1010, "japaneseCounting", "一千零一十"),
        (10, "ideographDigital", "一〇"),
        (24, "ideographDigital", "二四"),
        (2, "ideographTraditional", "乙"),
        (11, "ideographTraditional", "11"),
        (12, "taiwaneseCountingThousand", "十二"),
        (12, "ideographZodiac", "亥"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (3, "decimalEnclosedCircleChinese", "③"),
        (99, "decimalEnclosedCircle", "99"),
        (2, "decimalEnclosedFullstop", "⒉"),
        (20, "decimalEnclosedParen", "⒇"),
        (4, "upperRoman", "IV"),
        (49, "lowerRoman", "xlix"),
        (27, "upperLetter", "AA"),
        (26, "lowerLetter", "z"),
        (5, "none", ""),
        (0, "upperRoman", "0"),
        (123456, "chineseCounting", "123456"),
        (1, "aFormatOfTomorrow", None),
    ],
)
def test_a_number_in_a_format_of_word(number: int, number_format: str, written: str | None) -> None:
    assert write_number(number, number_format) == written


def test_chinese_numbers_are_read_as_they_are_written() -> None:
    assert [number for number in range(1, 1000) if han_number(counted(number)) != number] == []


def test_levels_count_as_word_counts_them() -> None:
    body = "".join(
        [
            p("清单"),
            p("服务", numbered=(1, 0)),
            p("政务", numbered=(1, 1)),
            p("公开目录。", numbered=(1, 2)),
            p("说明：先办前项。"),
            p("开设窗口。", numbered=(1, 2)),
            p("", numbered=(1, 2)),
            p("社区", numbered=(1, 1)),
            p("培训人员。", numbered=(1, 2)),
            p("环境", numbered=(1, 0)),
        ]
    )
    marks = [
        "清单",
        "一、服务",
        "（一）政务",
        "1. 公开目录。",
        "说明：先办前项。",
        "2. 开设窗口。",
        "（二）社区",
        "1. 培训人员。",
        "二、环境",
    ]
    assert _lines(body, numbering=OFFICIAL) == marks, "an empty numbered paragraph counts and prints no item"


@pytest.mark.parametrize(
    ("levels", "overrides", "numbered", "wanted"),
    [
        (level(0, "%1.", start=5), "", [(1, 0)] * 2, ["5. 甲", "6. 甲"]),
        (level(0, "第%1条", "chineseCounting"), "", [(1, 0)] * 2, ["第一条 甲", "第二条 甲"]),
        (
            level(0, "%1") + level(1, "%1.%2"),
            "",
            [(1, 0), (1, 1), (1, 1), (1, 0), (1, 1)],
            ["1", "1.1", "1.2", "2", "2.1"],
        ),
        (level(0, "%1", "upperRoman") + level(1, "%1-%2", more="<w:isLgl/>"), "", [(1, 0), (1, 1)], ["I", "1-1"]),
        (
            level(0, "%1、", "chineseCounting") + level(1, "%2.", more='<w:lvlRestart w:val="0"/>'),
            "",
            [(1, 0), (1, 1), (1, 0), (1, 1)],
            ["一、甲", "1. 甲", "二、甲", "2. 甲"],
        ),
        (
            level(0, "%1."),
            restarted(8),
            [(1, 0)] * 2,
            ["8. 甲", "9. 甲"],
        ),
        (level(0, "%1."), f'<w:lvlOverride w:ilvl="0">{level(0, "（%1）")}</w:lvlOverride>', [(1, 0)], ["（1）甲"]),
        (level(0, "%1.") + level(1, "%2)"), "", [(1, 1), (1, 0)], ["1) 甲", "1. 甲"]),
        (level(0, "\uf0b7", "bullet"), "", [(1, 0)], ["- 甲"]),
        ("", "", [(1, 0)], ["甲"]),
    ],
    ids=[
        "start",
        "article",
        "compound",
        "legal",
        "no restart",
        "override",
        "own level",
        "skipped",
        "bullet",
        "no level",
    ],
)
def test_how_a_list_says_that_it_counts(
    levels: str, overrides: str, numbered: list[tuple[int, int]], wanted: list[str]
) -> None:
    found = _lines("".join(p("甲", numbered=n) for n in numbered), numbering=lists({7: levels}, {1: (7, overrides)}))
    assert [
        line if "甲" in want else line.removesuffix(" 甲") for line, want in zip(found, wanted, strict=True)
    ] == wanted


def test_lists_of_one_abstract_list_go_on_and_an_override_begins_anew() -> None:
    numbering = lists({7: level(0, "%1.")}, {1: (7, ""), 2: (7, ""), 3: (7, restarted(1))})
    body = "".join(p("甲", numbered=(n, 0)) for n in (1, 1, 2, 3, 3, 1))
    assert [line[0] for line in _lines(body, numbering=numbering)] == ["1", "2", "3", "1", "2", "3"]


def test_a_style_numbers_its_paragraphs_and_those_based_on_it() -> None:
    styles = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="N"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="C"><w:basedOn w:val="C"/></w:style>'
    )
    numbering = lists({1: level(0, "%1、", "chineseCounting", '<w:pStyle w:val="A"/>') + level(1, "%2.")}, {1: (1, "")})
    body = (
        p("甲", "A")
        + p("乙", "B")
        + p("丙", "A", properties='<w:numPr><w:numId w:val="0"/></w:numPr>')
        + p("丁", "C")
        + p("戊", "A")
    )
    assert _lines(body, numbering=numbering, styles=styles) == ["一、甲", "1. 乙", "丙", "丁", "二、戊"]


def test_an_unknown_format_is_written_in_digits_and_said() -> None:
    found = read_word(
        docx(p("甲", numbered=(1, 0)), {"numbering": lists({1: level(0, "%1.", "thaiCounting")}, {1: (1, "")})})
    )
    assert (found.text, _codes(found), found.issues[0].value) == ("1. 甲\n", [Code.NUMBER_FORMAT], "thaiCounting")


@pytest.mark.parametrize(
    ("numbering", "printed", "odd"),
    [
        (lists({1: level(0, "%1.", start=2147483647)}, {1: (1, "")}), ["1. 甲", "2. 乙"], "2147483647"),
        (lists({1: level(0, "%1.", "upperRoman", start=-3)}, {1: (1, "")}), ["I. 甲", "II. 乙"], "-3"),
        (lists({1: level(0, "%1.", start=10**20)}, {1: (1, "")}), ["1. 甲", "2. 乙"], str(10**20)),
        (lists({1: level(0, "%1.", start=32767)}, {1: (1, "")}), ["32767. 甲", "32768. 乙"], None),
        (lists({1: level(0, "%1.")}, {1: (1, restarted(-1))}), ["1. 甲", "2. 乙"], "-1"),
        (lists({1: level(0, "%1.")}, {1: (1, restarted(1500))}), ["1500. 甲", "1501. 乙"], None),
        # Numbers that our own styles do not read are digits, where they read others of the list.
        (lists({1: level(0, "%1.", "upperRoman", start=39)}, {1: (1, "")}), ["XXXIX. 甲", "40. 乙"], "upperRoman"),
        (lists({1: level(0, "%1", "decimalEnclosedCircle", start=35)}, {1: (1, "")}), ["㉟ 甲", "36. 乙"], "Circle"),
        (lists({1: level(0, "第%1步", start=99)}, {1: (1, "")}), ["第99步 甲", "第100步 乙"], None),
    ],
)
def test_a_list_begins_with_a_number_that_lists_have(numbering: str, printed: list[str], odd: str | None) -> None:
    found = read_word(docx(p("甲", numbered=(1, 0)) + p("乙", numbered=(1, 0)), {"numbering": numbering}))
    assert found.text.split("\n\n") == [*printed[:-1], f"{printed[-1]}\n"]
    assert [issue.code for issue in found.issues] == ([Code.NUMBER_FORMAT] if odd else [])
    assert not odd or found.issues[0].value.endswith(odd)


# --- what a paragraph prints ---


@pytest.mark.parametrize(
    ("content", "text", "codes"),
    [
        (r("用地") + _DEL.format("2000") + _INS.format(r("3000")) + r("亩"), "用地3000亩", [Code.TRACKED_CHANGES]),
        (
            f"<w:moveFrom>{r('旧处')}</w:moveFrom>{r('甲')}<w:moveTo>{r('新处')}</w:moveTo>",
            "甲新处",
            [Code.TRACKED_CHANGES],
        ),
        (r("甲") + r("乙", "<w:strike/>") + r("丙", '<w:strike w:val="0"/>'), "甲丙", [Code.STRUCK_TEXT]),
        (r("甲") + r("乙", "<w:vanish/>"), "甲", [Code.HIDDEN_TEXT]),
        (r("面积3万m") + r("2", '<w:vertAlign w:val="superscript"/>'), "面积3万m²", []),
        ("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t><w:noBreakHyphen/></w:r>", "甲\n乙 丙-", []),
        (f"<w:hyperlink>{r('链接')}</w:hyperlink><w:smartTag>{r('标记')}</w:smartTag>", "链接标记", []),
        (f"<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{r('控件')}</w:sdtContent></w:sdt>", "控件", []),
        (
            _FIELD.format("begin")
            + "<w:r><w:instrText>REF 甲</w:instrText></w:r>"
            + _FIELD.format("separate")
            + r("果")
            + _FIELD.format("end")
            + r("后"),
            "果后",
            [],
        ),
        (_FIELD.format("begin") + r("没有结束"), "", []),
        (f'<w:fldSimple w:instr="SEQ">{r("3")}</w:fldSimple>{r("项")}', "3项", []),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>pīn</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>拼</w:t></w:r></w:rubyBase></w:ruby></w:r>",
            "拼",
            [],
        ),
        (r("甲") + '<w:r><w:sym w:font="x" w:char="2460"/><w:commentReference w:id="1"/></w:r>', "甲①", []),
        (r("甲") + "<w:r><w:object/></w:r>", "甲", [Code.EMBEDDED_OBJECT]),
    ],
)
def test_what_a_paragraph_prints(content: str, text: str, codes: list[Code]) -> None:
    found = read_word(docx(p("题") + p(content) + p("末")))
    assert found.text == "\n\n".join(filter(None, ("题", text, "末"))) + "\n"
    assert _codes(found) == codes


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    body = p("甲", properties="<w:rPr><w:del/></w:rPr>") + p("乙") + p("丙")
    assert _lines(body) == ["甲乙", "丙"]


def test_one_form_of_alternate_content_is_read() -> None:
    choice = f'<mc:Choice Requires="wps"><w:r>{_box(p("新框"))}</w:r></mc:Choice>'
    body = p(
        f"{r('甲')}<mc:AlternateContent>{choice}<mc:Fallback>{_box(p('旧框'))}</mc:Fallback></mc:AlternateContent>"
    )
    assert _lines(body) == ["甲", "新框"]


def test_headings_are_marked_where_they_print_no_number() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    body = (
        p("清单", "H2") + p("优化服务", "H2") + p("一、办事", "H2") + p("这是一段用了标题样式的正文。", "H2") + p("末")
    )
    assert _lines(body, styles=styles) == ["清单", "## 优化服务", "一、办事", "这是一段用了标题样式的正文。", "末"]


def test_the_lines_of_a_centred_title_stand_together() -> None:
    centred = '<w:jc w:val="center"/>'
    found = read_word(
        docx(p("某市关于印发", properties=centred) + p("《清单》的通知", properties=centred) + p("各单位："))
    )
    assert found.text == "某市关于印发\n《清单》的通知\n\n各单位：\n"


# --- tables ---

_HEAD = ["序号", "领域", "任务", "牵头单位"]


def test_a_work_list_with_merged_cells_and_numbers_of_its_list() -> None:
    numbers = "<w:tr>" + "".join(
        tc(content, merge)
        for content, merge in ((p("", numbered=(1, 2)), ""), ("", "<w:vMerge/>"), ("开设窗口", ""), ("市公安局", ""))
    )
    rows = table([_HEAD, ["1", "服务", "公开目录", "市财政局"]]).replace(
        "<w:tcPr></w:tcPr>" + p("服务"), '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>' + p("服务")
    )
    body = p("清单") + rows.replace("</w:tbl>", numbers + "</w:tr></w:tbl>")
    numbering = OFFICIAL.replace("%3.", "%3").replace(
        'w:ilvl="2"><w:start w:val="1"/>', 'w:ilvl="2"><w:start w:val="2"/>'
    )
    found = read_word(docx(body, {"numbering": numbering}))
    assert [line for line in found.text.split("\n") if line] == [
        *("清单", "## 服务", "1. 公开目录", "牵头单位：市财政局", "2. 开设窗口", "牵头单位：市公安局"),
    ]
    assert [place for _, _, place in found.places][-1] == "table 1, row 3"


def test_a_deleted_row_is_out_and_a_table_of_data_is_left_out() -> None:
    rows = table([_HEAD, ["1", "服务", "公开目录", "市财政局"], ["2", ABOVE, "开设窗口", "市公安局"]])
    gone = rows.replace(
        "<w:tr><w:tc><w:tcPr></w:tcPr>" + p("2"), "<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:tcPr></w:tcPr>" + p("2")
    )
    found = read_word(docx(p("清单") + gone + table([["年", "数"], ["2025", "12"], ["2026", "15"]])))
    assert "窗口" not in found.text and "1. 公开目录" in found.text and "2025" not in found.text
    assert sorted(_codes(found)) == [Code.TABLE_LEFT_OUT, Code.TRACKED_CHANGES]


def test_a_table_in_a_table_is_read_and_the_outer_one_is_layout() -> None:
    inner = table([_HEAD, ["1", "服务", "公开目录", "市财政局"]])
    body = f"<w:tbl><w:tr>{tc(p('一、总则'))}{tc(inner + p('注'))}</w:tr></w:tbl>"
    assert _lines(body) == ["一、总则", "1. 公开目录", "领域：服务", "牵头单位：市财政局", "注"]


def test_a_cell_over_columns_heads_the_rows_below() -> None:
    wide = tc("一、优化服务", '<w:gridSpan w:val="4"/>')
    row = f"<w:tr>{wide}</w:tr>"
    rows = table([_HEAD, ["1", "政务", "公开目录", "市财政局"]])
    assert "一、优化服务" in _lines(rows.replace("</w:tr>", "</w:tr>" + row, 1))


# --- apart from the body ---


def test_heads_and_feet_are_furniture_and_notes_stand_below() -> None:
    body = p(r("办结率98%") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + r("以上。")) + p("末")
    found = read_word(
        docx(
            body,
            {
                "header1": p("某市人民政府办公室"),
                "footer1": p("第1页"),
                "footnotes": f'<w:footnote w:id="2">{p("按件计算。")}</w:footnote>',
            },
        )
    )
    assert found.text == "某市人民政府办公室\n\n办结率98%¹以上。\n\n末\n\n注释：\n1 按件计算。\n\n第1页\n"
    spans = {rule: found.text[start:end].strip() for start, end, rule in found.furniture}
    assert spans == {PAGE_HEAD: "某市人民政府办公室", PAGE_FOOT: "第1页"}


def test_a_second_body_is_read() -> None:
    data = docx(p("甲") + "<w:sectPr/></w:body><w:body>" + p("乙"), {"header1": p("页眉")})
    assert read_word(data).text == "页眉\n\n甲\n\n乙\n"


def test_contents_keep_their_leaders() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="toc 1"/></w:style>'
    assert _lines(p("<w:r><w:t>一、服务</w:t><w:tab/><w:t>3</w:t></w:r>", "T"), styles=styles) == ["一、服务……3"]


def test_macros_and_outside_content_are_said_once_each() -> None:
    rels = (
        '<Relationships xmlns="x"><Relationship Id="a" Type="x/attachedTemplate" Target="http://example.org/a.dotm" '
        'TargetMode="External"/><Relationship Id="b" Type="x/hyperlink" Target="http://example.org" TargetMode="External"/></Relationships>'
    )
    found = read_word(docx(p("1. 甲。"), more={"word/vbaProject.bin": b"x", "word/_rels/document.xml.rels": rels}))
    assert _codes(found) == [Code.ACTIVE_CONTENT] * 2


# --- bad input ---

_DOCUMENT = '<w:document xmlns:w="w"><w:body>{}</w:body></w:document>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04", Code.DAMAGED_FILE),
        (docx(p("甲"))[:-40], Code.DAMAGED_FILE),
        (packed({"word/document.xml": "<w:document"}), Code.DAMAGED_FILE),
        (packed({"word/document.xml": '<w:document xmlns:w="w"/>'}), Code.DAMAGED_FILE),
        (packed({"word/other.xml": "<a/>"}), Code.DAMAGED_FILE),
        (packed({"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), Code.DAMAGED_FILE),
        (packed({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16")}), Code.DAMAGED_FILE),
        (packed({"word/document.xml": _DOCUMENT.format(" " * 20_000_000)}), Code.TOO_BIG),
        (docx(""), Code.EMPTY_FILE),
        (docx(table([["年", "数"], ["2025", "12"], ["2026", "15"]])), Code.NO_ITEMS),
        (docx("", more={"word/media/image1.png": b"x"}), Code.NO_TEXT_LAYER),
    ],
)
def test_a_document_that_cannot_be_read_is_one_finding(data: bytes, code: Code) -> None:
    with pytest.raises(DocumentError) as error:
        read_word(data)
    assert error.value.code is code


def test_elements_may_nest_as_deep_as_they_like() -> None:
    deep = 3000
    inline = "<w:smartTag>" * deep + r("深") + "</w:smartTag>" * deep
    tables = "<w:tbl><w:tr><w:tc>" * 200 + p("表") + "</w:tc></w:tr></w:tbl>" * 200
    boxes = "".join("<w:p><w:r><w:txbxContent>" for _ in range(200)) + p("框") + "</w:txbxContent></w:r></w:p>" * 200
    found = _lines(
        p(inline) + "<w:sdt><w:sdtContent>" * deep + p("甲") + "</w:sdtContent></w:sdt>" * deep + tables + boxes
    )
    assert {"深", "甲", "表"} <= set(found)


def test_a_table_without_end_is_too_big(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.word.document._MOST_CELLS", 1000)
    row = "<w:tr>" + tc("") * 20 + "</w:tr>"
    with pytest.raises(DocumentError) as error:
        read_word(docx(p("清单") + "<w:tbl>" + row * 60 + "</w:tbl>"))
    assert error.value.code is Code.TOO_BIG
