"""What Word prints before paragraphs, for the ways in which documents of offices number them."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from extractors.word.reader import read_word
from tests.make_office import docx, level, lists, p, r, restarted, table, tc

_NOTHING = '<w:suff w:val="nothing"/>'
_CHINESE = "chineseCounting"


def _items(count: int, depth: int = 0, number: int = 1) -> str:
    return "".join(p(f"事项{n}", numbered=(number, depth)) for n in range(1, count + 1))


def _list(*levels: str) -> str:
    return lists({1: "".join(levels)}, {1: (1, "")})


def _style(name: str, properties: str = "", based: str = "", kind: str = "paragraph", more: str = "") -> str:
    base = f'<w:basedOn w:val="{based}"/>' if based else ""
    return f'<w:style w:type="{kind}" w:styleId="{name}"{more}><w:name w:val="{name}"/>{base}{properties}</w:style>'


def _numbered(number: int | None, depth: int | None = None) -> str:
    at = "" if depth is None else f'<w:ilvl w:val="{depth}"/>'
    of = "" if number is None else f'<w:numId w:val="{number}"/>'
    return f"<w:numPr>{at}{of}</w:numPr>"


def _row(*cells: str) -> str:
    return f"<w:tr>{''.join(map(tc, cells))}</w:tr>"


def _tasks(head: tuple[str, ...], *rows: str) -> str:
    return table([head]).removesuffix("</w:tbl>") + "".join(rows) + "</w:tbl>"


@dataclass(frozen=True)
class _Case:
    label: str
    body: str
    lines: list[str]
    numbering: str = ""
    styles: str = ""
    codes: list[str] = field(default_factory=list)


_ONE = _list(level(0, "%1."))
_DEEP = (level(0, "%1、", _CHINESE), level(1, "（%2）", _CHINESE))
_GONE = "<w:del><w:r><w:delText>乙</w:delText></w:r></w:del>"
_DELETED = f"<w:p><w:pPr>{_numbered(1, 0)}<w:rPr><w:del/></w:rPr></w:pPr>{_GONE}</w:p>"
_HIDDEN = f"<w:p><w:pPr>{_numbered(1, 0)}<w:rPr><w:vanish/></w:rPr></w:pPr>{r('乙', '<w:vanish/>')}</w:p>"
_OLD = f"<w:p><w:pPr><w:pPrChange><w:pPr>{_numbered(1, 0)}</w:pPr></w:pPrChange></w:pPr>{r('乙')}</w:p>"
_SECTION = '<w:sectPr><w:type w:val="nextPage"/></w:sectPr>'
_ZEROS = (
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" '
    'w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback>'
    '</mc:AlternateContent><w:lvlText w:val="%1."/></w:lvl>'
)
_EDGE = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
_FIELD = _EDGE.format("begin") + "<w:r><w:instrText> {} </w:instrText></w:r>" + _EDGE.format("end")
_DRAWN = (
    '<w:r><w:drawing><inline><extent cx="{}" cy="{}"/><graphic><graphicData '
    'uri="http://schemas.openxmlformats.org/drawingml/2006/{}"/></graphic></inline></w:drawing></w:r>'
)
_STYLED = _style("A", f"<w:pPr>{_numbered(1, 0)}</w:pPr>")
_HEADINGS = _style("1", f"<w:pPr>{_numbered(1)}</w:pPr>") + _style("2", f"<w:pPr>{_numbered(1, 1)}</w:pPr>")
_OF_HEADINGS = _list(
    level(0, "%1、", _CHINESE, '<w:pStyle w:val="1"/>'), level(1, "（%2）", _CHINESE, '<w:pStyle w:val="2"/>')
)

_CASES = (
    _Case(
        "restarts after the first level only",
        p("甲", numbered=(1, 0)) + p("乙", numbered=(1, 1)) + _items(2, 2) + p("丙", numbered=(1, 1)) + _items(1, 2),
        ["一、甲", "（一）乙", "1. 事项1", "2. 事项2", "（二）丙", "3. 事项1"],
        _list(*_DEEP, level(2, "%3.", more='<w:lvlRestart w:val="1"/>')),
    ),
    _Case(
        "legal numbers below a chapter",
        p("总则", numbered=(1, 0)) + _items(2, 1),
        ["第一章 总则", "1.1 事项1", "1.2 事项2"],
        _list(level(0, "第%1章", _CHINESE), level(1, "%1.%2", more="<w:isLgl/>")),
    ),
    _Case(
        "a list begun anew, and the first goes on from it",
        _items(2) + _items(2, 0, 2) + _items(1),
        ["1. 事项1", "2. 事项2", "1. 事项1", "2. 事项2", "3. 事项1"],
        lists({1: level(0, "%1.")}, {1: (1, ""), 2: (1, restarted(1))}),
    ),
    _Case(
        "a lower level begun at a number",
        p("甲", numbered=(1, 0)) + _items(2, 1) + p("乙", numbered=(1, 0)) + _items(1, 1, 2),
        ["一、甲", "1. 事项1", "2. 事项2", "二、乙", "5. 事项1"],
        lists({1: _DEEP[0] + level(1, "%2.")}, {1: (1, ""), 2: (1, restarted(5, depth=1))}),
    ),
    _Case(
        "list 0 turns the list of a style off",
        p("甲", "A") + p("乙", "A", properties=_numbered(0)) + p("丙", "A"),
        ["1. 甲", "乙", "2. 丙"],
        _ONE,
        _STYLED,
    ),
    _Case(
        "so it does in a style based on that",
        p("甲", "A") + p("乙", "B") + p("丙", "A"),
        ["1. 甲", "乙", "2. 丙"],
        _ONE,
        _STYLED + _style("B", f"<w:pPr>{_numbered(0)}</w:pPr>", "A"),
    ),
    _Case("a style based on a numbered one", p("甲", "B"), ["1. 甲"], _ONE, _STYLED + _style("B", based="A")),
    _Case(
        "levels named by styles",
        p("甲", "1") + p("乙", "2") + p("丙", "2") + p("丁", "1") + p("戊", "2"),
        ["一、甲", "（一）乙", "（二）丙", "二、丁", "（一）戊"],
        _OF_HEADINGS,
        _HEADINGS,
    ),
    _Case(
        "a level of its own in the list of the style",
        p("甲", "A") + p("乙", "A", properties=_numbered(None, 1)),
        ["1. 甲", "(1) 乙"],
        _list(level(0, "%1."), level(1, "(%2)")),
        _STYLED,
    ),
    _Case(
        "a column of numbers",
        _tasks(
            ("序号", "任务", "牵头单位"), *(_row(p("", numbered=(1, 0)), task, "市财政局") for task in ("公开", "开设"))
        ),
        ["1. 公开", "牵头单位：市财政局", "2. 开设", "牵头单位：市财政局"],
        _list(level(0, "%1")),
    ),
    _Case(
        "numbered tasks in cells",
        _tasks(("任务", "牵头单位"), *(_row(p(task, numbered=(1, 0)), "市财政局") for task in ("公开", "开设"))),
        ["1. 公开", "牵头单位：市财政局", "2. 开设", "牵头单位：市财政局"],
        _ONE,
    ),
    _Case(
        "sections",
        _items(2) + p("间", properties=_SECTION) + _items(1),
        ["1. 事项1", "2. 事项2", "间", "3. 事项1"],
        _ONE,
    ),
    _Case(
        "a deleted paragraph is not counted",
        p("甲", numbered=(1, 0)) + _DELETED * 2 + p("丙", numbered=(1, 0)),
        ["1. 甲", "2. 丙"],
        _ONE,
        codes=["tracked_changes"],
    ),
    _Case(
        "a hidden paragraph is not counted",
        p("甲", numbered=(1, 0)) + _HIDDEN + p("丙", numbered=(1, 0)),
        ["1. 甲", "2. 丙"],
        _ONE,
        codes=["hidden_text"],
    ),
    _Case("a list that was taken away is none", p("甲", numbered=(1, 0)) + _OLD, ["1. 甲", "乙"], _ONE),
    _Case("zeros before numbers", _items(2), ["001. 事项1", "002. 事项2"], _list(_ZEROS)),
    _Case(
        "a level whose upper one is not printed",
        _items(2, 1),
        ["1.1 事项1", "1.2 事项2"],
        _list(level(0, "%1."), level(1, "%1.%2")),
    ),
    _Case(
        "numbers that are not in the file",
        p(_FIELD.format("AUTONUM") + r("公开")) + p(_FIELD.format("LISTNUM") + r("开设")),
        ["公开", "开设"],
        codes=["number_format"],
    ),
    _Case(
        "hidden and struck by styles of characters",
        p(r("公开") + r("内部", '<w:rStyle w:val="H"/>') + r("旧", '<w:rStyle w:val="S"/>') + r("目录")),
        ["公开目录"],
        styles=_style("H", "<w:rPr><w:vanish/></w:rPr>", kind="character")
        + _style("S", based="T", kind="character")
        + _style("T", "<w:rPr><w:strike/></w:rPr>", kind="character"),
        codes=["struck_text", "hidden_text"],
    ),
    _Case(
        "a run shown in a hidden style",
        p(r("公开", '<w:rStyle w:val="H"/><w:vanish w:val="0"/>')),
        ["公开"],
        styles=_style("H", "<w:rPr><w:vanish/></w:rPr>", kind="character"),
    ),
    _Case(
        "a document in the document", p("1. 公开。") + '<w:subDoc r:id="x"/>', ["1. 公开。"], codes=["embedded_object"]
    ),
    _Case("a seal", p("1. 公开。") + p(_DRAWN.format(1_500_000, 1_500_000, "picture")), ["1. 公开。"]),
    *(
        _Case(
            kind,
            p("1. 公开。") + p(_DRAWN.format(5_400_000, 7_200_000, kind)),
            ["1. 公开。"],
            codes=["embedded_object"],
        )
        for kind in ("picture", "chart", "diagram")
    ),
)


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case.label)
def test_what_word_prints(case: _Case) -> None:
    parts = {"numbering": case.numbering, "styles": case.styles}
    found = read_word(docx(case.body, {name: content for name, content in parts.items() if content}))
    assert [line for line in found.text.split("\n") if line] == case.lines
    assert [issue.code.value for issue in found.issues] == case.codes


@pytest.mark.parametrize(
    ("number_format", "shown"),
    [
        (_CHINESE, {1: "一", 10: "十", 11: "十一", 20: "二十", 21: "二十一"}),
        ("japaneseCounting", {1: "一", 10: "十", 21: "二十一"}),
        ("ideographTraditional", {1: "甲", 10: "癸"}),
        ("chineseLegalSimplified", {2: "贰", 10: "壹拾", 20: "贰拾"}),
        ("ideographLegalTraditional", {2: "貳", 3: "參", 6: "陸", 10: "壹拾"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳"}),
        ("ideographDigital", {10: "一〇", 21: "二一"}),
        ("decimalFullWidth", {10: "１０"}),
    ],
)
def test_numbers_of_a_format_in_a_list(number_format: str, shown: dict[int, str]) -> None:
    numbering = _list(level(0, "%1、", number_format, _NOTHING))
    lines = read_word(docx(_items(max(shown)), {"numbering": numbering})).text.split("\n\n")
    assert {n: lines[n - 1].strip() for n in shown} == {n: f"{sign}、事项{n}" for n, sign in shown.items()}
