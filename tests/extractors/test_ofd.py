"""OFD files, made here: the text of their pages, what is left out and said, and what damages do."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.ofd.cmap import characters_of
from extractors.ofd.reader import read_ofd
from extractors.ofd.seals import seal_name
from extractors.ofd.shapes import subpaths
from extractors.ofd.text import deltas
from extractors.pages.page import IDENTITY
from schemas.findings import Code, DocumentError
from schemas.records import ExtractedText
from tests.make_ofd import LEADING, LEFT, SIZE, TOP, OfdSheet, package, packing, prose, root, seal, table, zipped

_TITLE = "东莞市2026年便民服务任务清单"
_TASKS = (
    "1.增设社区服务站12处，公布开放时间。（市民政局牵头，市财政局配合）",
    "2.更新公交候车亭三十座，其中十座配备电子站牌，年底前全部建成并公开验收结果。（市交通运输局牵头）",
)
_HEAD = ("序号", "重点任务", "牵头单位", "配合单位")
_ROWS = (
    ("1", "增设社区服务站12处，公布开放时间和服务项目", "市民政局", "市财政局、各镇人民政府"),
    ("2", "更新公交候车亭三十座", "市交通运输局", ""),
    ("3", "整治农贸市场周边停车秩序，增加错时车位", "^", "市公安局"),
)
_WIDTHS = (14.0, 66.0, 32.0, 42.0)


def _codes(found: ExtractedText) -> list[Code]:
    return [issue.code for issue in found.issues]


def _refused(data: bytes) -> DocumentError:
    with pytest.raises(DocumentError) as raised:
        read_ofd(data)
    return raised.value


def _sheet(draw: Callable[[OfdSheet], None]) -> bytes:
    sheet = OfdSheet()
    draw(sheet)
    return package([sheet])


def test_lines_indents_and_pages_are_those_of_the_print() -> None:
    found = read_ofd(package(prose([_TITLE, *_TASKS * 14])))
    assert (found.pages, found.media_type, _codes(found)) == (3, "application/ofd", [])
    first, *others = found.text.split("\f")
    lines = [line for line in first.split("\n") if line]
    assert lines[0].strip() == _TITLE
    assert lines[1] == "　　1.增设社区服务站12处，公布开放时间。（市民政局牵头，市财"
    assert lines[2] == "政局配合）"
    assert others[0].rstrip().endswith("— 2 —")


def test_a_ruled_table_is_read_by_the_engine_of_pdf() -> None:
    found = read_ofd(package(table([_HEAD, *_ROWS], _WIDTHS, _TITLE)))
    assert _codes(found) == []
    assert [line for line in found.text.split("\n") if line][1:] == [
        "1. 增设社区服务站12处，公布开放时间和服务项目",
        "牵头单位：市民政局",
        "配合单位：市财政局、各镇人民政府",
        "2. 更新公交候车亭三十座",
        "牵头单位：市交通运输局",
        "3. 整治农贸市场周边停车秩序，增加错时车位",
        "牵头单位：市交通运输局",
        "配合单位：市公安局",
    ]


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        pytest.param("g 3 5", [5, 5, 5], id="a group"),
        pytest.param("5 g 2 2.5 6", [5, 2.5, 2.5, 6], id="numbers and a group"),
        pytest.param("g 99999999 5", [5] * 5, id="no more than there are characters"),
        pytest.param("5 x 5", [5], id="what is no number ends it"),
        pytest.param("g 3", [], id="a group without its step"),
        pytest.param("", [], id="none"),
        pytest.param("nan inf 5", [5], id="no step"),
    ],
)
def test_steps_of_characters(steps: str, found: list[float]) -> None:
    assert deltas(steps, 5) == found


def _one(xml: str) -> bytes:
    return _sheet(lambda sheet: sheet.raw(xml))


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        pytest.param(
            '<ofd:TextObject Boundary="20 30 80 8" Font="2" Size="5"><ofd:TextCode X="0" Y="5">改善环境</ofd:TextCode>'
            "</ofd:TextObject>",
            "改善环境",
            id="without steps each goes on by its width",
        ),
        pytest.param(
            '<ofd:TextObject Boundary="20 30 80 8" Font="2" Size="14" CTM="0.3528 0 0 0.3528 0 0">'
            '<ofd:TextCode X="0" Y="12" DeltaX="14 14 14">改善环境</ofd:TextCode></ofd:TextObject>',
            "改善环境",
            id="a map from points",
        ),
        pytest.param(
            '<ofd:TextObject Boundary="20 30 80 8" Font="2" Size="5"><ofd:TextCode X="0" Y="5">改善</ofd:TextCode>'
            '<ofd:TextCode X="10" Y="5">环境</ofd:TextCode></ofd:TextObject>',
            "改善环境",
            id="two text codes on a line",
        ),
        pytest.param(
            '<ofd:PageBlock><ofd:PageBlock><ofd:TextObject Boundary="20 30 80 8" Font="2" Size="5">'
            '<ofd:TextCode X="0" Y="5">改善环境</ofd:TextCode></ofd:TextObject></ofd:PageBlock></ofd:PageBlock>',
            "改善环境",
            id="blocks in each other",
        ),
        pytest.param(
            '<ofd:TextObject Boundary="20 30 80 8" Font="2" Size="5" HScale="0.6"><ofd:TextCode X="0" Y="5" '
            'DeltaX="3 3 3">改善环境</ofd:TextCode></ofd:TextObject>',
            "改善环境",
            id="narrow type",
        ),
        pytest.param(
            '<ofd:TextObject Boundary="20 30 80 8" Font="2" Size="5"><ofd:TextCode X="0" Y="5" DeltaX="5 5 g 3 2.5">'
            "共计 120项</ofd:TextCode></ofd:TextObject>",
            "共计 120项",
            id="a blank between an ideograph and a digit is kept",
        ),
    ],
)
def test_ways_to_set_a_line(xml: str, text: str) -> None:
    assert read_ofd(_one(xml)).text.strip() == text


def _turned_line(angle: int, n: int) -> str:
    """A line of a landscape page that is drawn upright on a page of portrait, which is turned by ``angle``."""
    a, b, c, d, x, y = {
        90: (0, 1, -1, 0, 180 - LEADING * n, 40),
        270: (0, -1, 1, 0, 30 + LEADING * n, 250),
        180: (-1, 0, 0, -1, 180, 250 - LEADING * n),
    }[angle]
    return (
        f'<ofd:TextObject CTM="{a} {b} {c} {d} {x} {y}" Boundary="0 0 210 297" Font="2" Size="5">'
        f'<ofd:TextCode X="0" Y="0" DeltaX="g 7 5">改善环境第{"一二三四五六"[n]}条。</ofd:TextCode></ofd:TextObject>'
    )


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_turned_page_is_read_upright(angle: int) -> None:
    lines = "".join(_turned_line(angle, n) for n in range(4))
    found = read_ofd(_one(lines))
    assert found.text.split() == [f"改善环境第{n}条。" for n in "一二三四"]


_COLUMNS = "一、各单位应当按季度报送办理情况和存在问题", "二、逾期未报的由市政府办公室发函催办和通报"


def test_vertical_writing_is_read_by_columns_from_the_right() -> None:
    columns = "".join(
        f'<ofd:TextObject Boundary="{150 - 10 * n} 30 8 200" Font="2" Size="5"><ofd:TextCode X="0" Y="5" '
        f'DeltaY="g 19 5">{line}</ofd:TextCode></ofd:TextObject>'
        for n, line in enumerate(_COLUMNS)
    )
    found = read_ofd(_one(columns))
    assert Code.VERTICAL_TEXT in _codes(found)
    assert found.text.split()[0].startswith("一、各单位应当按季度报送")


def test_slanted_text_is_no_part_of_the_page() -> None:
    def draw(sheet: OfdSheet) -> None:
        sheet.text(LEFT, TOP, _TASKS[0][:25])
        sheet.text(60, 150, "内部资料", 20, 'CTM="0.707 0.707 -0.707 0.707 0 0"')

    found = read_ofd(_sheet(draw))
    assert (found.text.strip(), _codes(found)) == (_TASKS[0][:25], [Code.SLANTED_TEXT])


_WHITE = '<ofd:FillColor Value="255 255 255"/>'


@pytest.mark.parametrize(
    ("attributes", "inside", "is_shown"),
    [
        pytest.param('Visible="false"', "", False, id="not visible"),
        pytest.param('Alpha="0"', "", False, id="transparent"),
        pytest.param('Fill="false"', "", False, id="neither filled nor stroked"),
        pytest.param('Fill="false" Stroke="true"', "", True, id="an outline"),
        pytest.param("", _WHITE, False, id="white"),
        pytest.param("", '<ofd:FillColor Value="#ff #ff #ff"/>', False, id="white in hexadecimal"),
        pytest.param("", '<ofd:FillColor Value="0 0 0 0"/>', False, id="white as four inks"),
        pytest.param("", '<ofd:FillColor Value="255 0 0"/>', True, id="red"),
    ],
)
def test_text_that_nobody_sees_is_hidden(attributes: str, inside: str, is_shown: bool) -> None:
    def draw(sheet: OfdSheet) -> None:
        sheet.text(LEFT, TOP, "改善环境")
        sheet.text(LEFT, TOP + LEADING, "市财政局", SIZE, attributes, inside)

    found = read_ofd(_sheet(draw))
    assert ("市财政局" in found.text, _codes(found)) == (is_shown, [] if is_shown else [Code.HIDDEN_TEXT])


def test_white_text_on_a_coloured_ground_is_seen() -> None:
    def draw(sheet: OfdSheet) -> None:
        sheet.raw(
            f'<ofd:PathObject Boundary="{LEFT} {TOP - 8} 80 12" Fill="true" Stroke="false"><ofd:FillColor '
            'Value="200 0 0"/><ofd:AbbreviatedData>M 0 0 L 80 0 L 80 12 L 0 12 C</ofd:AbbreviatedData></ofd:PathObject>'
        )
        sheet.text(LEFT + 5, TOP, "改善环境", SIZE, "", _WHITE)

    found = read_ofd(_sheet(draw))
    assert (found.text.strip(), _codes(found)) == ("改善环境", [])


@pytest.mark.parametrize(
    ("data", "points"),
    [
        ("M 0 0 L 5 0", [[(0, 0), (5, 0)]]),
        ("S 0 0 L 5 0 C", [[(0, 0), (5, 0), (0, 0)]]),
        ("M0 0L5 0L5,9", [[(0, 0), (5, 0), (5, 9)]]),
        ("M 0 0 L 5 0 M 0 9 L 5 9", [[(0, 0), (5, 0)], [(0, 9), (5, 9)]]),
        ("M 0 0 B 1 1 2 2 3 3", []),
        ("M 0 0 L 5 0 L 7 x 9", [[(0, 0), (5, 0)]]),
        ("L", []),
        ("", []),
    ],
)
def test_paths(data: str, points: list[list[tuple[float, float]]]) -> None:
    assert list(subpaths(data, IDENTITY)) == points


def test_templates_are_parts_of_their_pages() -> None:
    template = OfdSheet()
    template.text(LEFT, 20, "东莞市人民政府公报")
    sheets = prose([_TITLE, *_TASKS])
    sheets[0].templates = [(7, "Background")]
    found = read_ofd(package(sheets, {7: template}))
    assert found.text.startswith("东莞市人民政府公报\n")
    sheets[0].templates = [(9, "Background")]
    assert _codes(read_ofd(package(sheets, {7: template}))) == [Code.DAMAGED_PAGE]


def test_annotations_and_attachments_are_named_and_left_out() -> None:
    def annotation(kind: str, text: str) -> str:
        code = f'<ofd:TextObject Boundary="0 0 50 8" Size="5"><ofd:TextCode X="0" Y="5">{text}</ofd:TextCode>'
        return f'<ofd:Annot ID="9" Type="{kind}"><ofd:Appearance>{code}</ofd:TextObject></ofd:Appearance></ofd:Annot>'

    on_page = annotation("Watermark", "仅供内部使用") + annotation("Highlight", "请核对数字")
    page = '<ofd:Page PageID="1"><ofd:FileLoc>Page_1.xml</ofd:FileLoc></ofd:Page>'
    file = '<ofd:Attachment ID="1" Name="附表.xlsx"><ofd:FileLoc>a.xlsx</ofd:FileLoc></ofd:Attachment>'
    parts: dict[str, bytes | str] = {
        "Doc_0/Annots/Annotations.xml": root("Annotations", page),
        "Doc_0/Annots/Page_1.xml": root("PageAnnot", on_page),
        "Doc_0/Attachs/Attachments.xml": root("Attachments", file),
    }
    document = (
        "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>"
        "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>"
    )
    found = read_ofd(package(prose([_TITLE, *_TASKS]), parts=parts, document=document))
    assert {(issue.code, issue.value) for issue in found.issues} == {
        (Code.WATERMARK, "仅供内部使用"),
        (Code.ANNOTATION_LEFT_OUT, "请核对数字"),
        (Code.ATTACHMENT_LEFT_OUT, "附表.xlsx"),
    }
    assert "核对" not in found.text


def test_a_seal_is_metadata_and_not_verified() -> None:
    body, parts = seal("东莞市人民政府办公室", "2026-03-05")
    found = read_ofd(package(prose([_TITLE, *_TASKS]), parts=parts, body=body))
    assert found.metadata["sealed_by"] == "东莞市人民政府办公室"
    assert found.metadata["sealed_on"] == "2026-03-05"
    assert [(i.code, i.value) for i in found.issues] == [(Code.SIGNATURE_UNVERIFIED, "东莞市人民政府办公室 2026-03-05")]
    lost = {name: data for name, data in parts.items() if not name.endswith("Signature.xml")}
    assert _codes(read_ofd(package(prose([_TITLE, *_TASKS]), parts=lost, body=body))) == [Code.SIGNATURE_UNVERIFIED]


@pytest.mark.parametrize("data", [b"", b"\x30", b"\x30\x82", b"\x30\x80\x00", b"\x30\x03\x02\x01", b"\x0c\x02ab" * 9])
def test_a_damaged_seal_has_no_name(data: bytes) -> None:
    assert seal_name(data) == ""


def test_several_documents_follow_each_other() -> None:
    with zipfile.ZipFile(io.BytesIO(package(prose([_TITLE, *_TASKS])))) as archive:
        files: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    copies = {name.replace("Doc_0", "Doc_1"): data for name, data in files.items() if name.startswith("Doc_0")}
    body = "<ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_{}/Document.xml</ofd:DocRoot></ofd:DocBody>"
    found = read_ofd(zipped({**files, **copies, "OFD.xml": root("OFD", body.format(0) + body.format(1))}))
    assert (found.pages, _codes(found)) == (2, [Code.SEVERAL_DOCUMENTS])
    assert found.text.count(_TITLE) == 2


# Fonts that were cut down.


def _font(pairs: dict[int, int]) -> bytes:
    """A font file with nothing but a table of characters, in format 12."""
    groups = b"".join(struct.pack(">3I", code, code, glyph) for code, glyph in sorted(pairs.items()))
    table = struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(pairs)) + groups
    cmap = struct.pack(">HHHHI", 0, 1, 3, 10, 12) + table
    return struct.pack(">IHHHH", 0x10000, 1, 16, 0, 0) + struct.pack(">4s3I", b"cmap", 0, 28, len(cmap)) + cmap


_PRIVATE = "".join(map(chr, range(0xE000, 0xE008)))
_SHOWN = "改善环境市民政局"


@pytest.mark.parametrize(
    ("pairs", "glyphs", "text"),
    [
        pytest.param({ord(c): 7 + i for i, c in enumerate(_SHOWN)}, range(7, 15), _SHOWN, id="glyphs by number"),
        pytest.param(
            {**{ord(c): 7 + i for i, c in enumerate(_SHOWN)}, **{0xE000 + i: 7 + i for i in range(8)}},
            None,
            _SHOWN,
            id="glyphs by the characters of private use",
        ),
        pytest.param({0xE000 + i: 7 + i for i in range(8)}, range(7, 15), None, id="the font knows no more"),
        pytest.param({}, None, None, id="no table"),
    ],
)
def test_characters_of_private_use_are_looked_up_in_the_font(
    pairs: dict[int, int], glyphs: range | None, text: str | None
) -> None:
    def draw(sheet: OfdSheet) -> None:
        numbers = " ".join(map(str, glyphs or ()))
        transform = (
            f'<ofd:CGTransform CodePosition="0" CodeCount="8" GlyphCount="8"><ofd:Glyphs>{numbers}</ofd:Glyphs>'
            "</ofd:CGTransform>"
        )
        sheet.text(LEFT, TOP, _PRIVATE, SIZE, "", transform if glyphs else "")

    sheet = OfdSheet()
    draw(sheet)
    fonts = '<ofd:Font ID="2" FontName="SimSun"><ofd:FontFile>font.ttf</ofd:FontFile></ofd:Font>'
    data = package([sheet], parts={"Doc_0/Res/font.ttf": _font(pairs)}, fonts=fonts)
    if text is None:
        assert _refused(data).code is Code.GARBLED_TEXT
    else:
        assert read_ofd(data).text.strip() == text


@pytest.mark.parametrize("cut", range(0, 120, 7))
def test_a_cut_font_has_no_characters_or_those_it_has(cut: int) -> None:
    font = _font({ord(c): 7 + i for i, c in enumerate(_SHOWN)})
    by_glyph, _ = characters_of(font[:cut])
    assert set(by_glyph.values()) <= set(_SHOWN)


# Damages.


def _changed(name: str, data: bytes | None) -> bytes:
    """A good file with one part changed, or left out."""
    with zipfile.ZipFile(io.BytesIO(package(prose([_TITLE, *_TASKS])))) as archive:
        files: dict[str, bytes | str] = {one: archive.read(one) for one in archive.namelist() if one != name}
    return zipped(files if data is None else {**files, name: data})


_BOMB = b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><OFD>&b;</OFD>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\3\4", Code.DAMAGED_FILE),
        (package(prose([_TITLE]))[:900], Code.DAMAGED_FILE),
        (zipped({"a.txt": "a"}), Code.DAMAGED_FILE),
        (_changed("OFD.xml", b"<OFD"), Code.DAMAGED_FILE),
        (_changed("OFD.xml", _BOMB), Code.DAMAGED_FILE),
        (_changed("OFD.xml", _BOMB.decode().encode("utf-16")), Code.DAMAGED_FILE),
        (_changed("OFD.xml", packing("", "", "../../etc/passwd").encode()), Code.DAMAGED_FILE),
        (_changed("Doc_0/Document.xml", None), Code.DAMAGED_FILE),
        (_changed("Doc_0/Pages/Page_1/Content.xml", None), Code.DAMAGED_FILE),
        (_changed("Doc_0/Pages/Page_1/Content.xml", b"<a>" * 100_000), Code.DAMAGED_FILE),
        (_changed("Doc_0/Pages/Page_1/Content.xml", b"<Page/>"), Code.NO_TEXT_LAYER),
        (_changed("Doc_0/Pages/Page_1/Content.xml", b" " * (64 << 20)), Code.DAMAGED_FILE),
    ],
)
def test_a_damaged_file_is_a_finding(data: bytes, code: Code) -> None:
    assert _refused(data).code is code


def test_a_part_that_unpacks_to_far_more_than_text_does_is_too_big() -> None:
    found = _refused(_changed("OFD.xml", b" " * (64 << 20)))
    assert (found.code, found.value) == (Code.TOO_BIG, "OFD.xml")


def test_a_damaged_resource_costs_no_text() -> None:
    found = read_ofd(_changed("Doc_0/PublicRes.xml", b"<Res"))
    assert _codes(found) == [Code.DAMAGED_PAGE]
    assert _TITLE in found.text


def test_an_encrypted_file_asks_for_its_password() -> None:
    data = bytearray(package(prose([_TITLE, *_TASKS])))
    for signature, offset in ((b"PK\1\2", 8), (b"PK\3\4", 6)):
        at = data.find(signature)
        data[at + offset] |= 1
    assert _refused(bytes(data)).code is Code.PASSWORD_REQUIRED


def test_names_of_parts_may_differ_in_case_and_be_gb18030() -> None:
    with zipfile.ZipFile(io.BytesIO(package(prose([_TITLE, *_TASKS])))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("Document", "document"), content.replace(b'"Pages/', '"页面s/'.encode()))
    folder = "Doc_0/页面s/".encode("gb18030")  # in the heads of the members, as long as what it replaces
    assert _TITLE in read_ofd(buffer.getvalue().replace(b"Doc_0/Pages/", folder)).text


_ODD = ("", "x", "-1", "0", "1e308", "-1e308", "nan", "inf", "1 2", "g", "9" * 400, "\ue000", "&#x10FFFF;", "true")
_PAGE = prose([_TITLE, *_TASKS])[0].xml()
_VALUES = [match.span(1) for match in re.finditer(r'="([^"]*)"', _PAGE)]


@given(st.lists(st.tuples(st.sampled_from(_VALUES), st.sampled_from(_ODD)), min_size=1, max_size=5))
def test_whatever_attributes_say_the_file_is_read_or_refused(changes: list[tuple[tuple[int, int], str]]) -> None:
    xml = _PAGE
    for (start, end), value in sorted(dict(changes).items(), reverse=True):
        xml = xml[:start] + value + xml[end:]
    try:
        found = read_ofd(_changed("Doc_0/Pages/Page_1/Content.xml", root("Page", xml).encode()))
    except DocumentError as error:
        assert error.code in (Code.NO_TEXT_LAYER, Code.GARBLED_TEXT, Code.DAMAGED_FILE)
    else:
        assert "�" not in found.text
