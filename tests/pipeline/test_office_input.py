"""Office files that are faulty, hostile or not what they are called: each costs itself only, with one finding."""

from __future__ import annotations

import io
import random
import re
import zipfile
from pathlib import Path

import pytest

from extractors.media import sniff
from extractors.sheet.reader import read_excel
from extractors.word.reader import read_word
from pipeline.run import run
from qingdan import load
from schemas.findings import Code, DocumentError, Severity
from tests.make_forms import LAYOUTS, as_html, as_mhtml, as_ofd, as_text, as_zip
from tests.make_office import OFFICIAL, Rows, docx, p, packed, table, xlsx

_HEAD = ("序号", "任务", "牵头单位")
_ROWS: Rows = [_HEAD, (1, "公开政务服务目录", "市财政局"), (2, "开设惠企服务窗口", "市公安局")]
_NUMBERED = p("公开目录。", numbered=(1, 2)) + p("开设窗口。", numbered=(1, 2))
_WORD = docx(p("惠州市任务清单") + _NUMBERED, {"numbering": OFFICIAL})
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
_BOMB = f'<w:document xmlns:w="w"><w:body>{" " * 6_000_000}</w:body></w:document>'
_EMPTY_CELLS = '<row><c s="1"/><c s="1"/><c s="1"/><c s="1"/></row>' * 50_000
_SHEET = '<worksheet><sheetData>{}<row><c t="str"><v>1. 公开目录。</v></c></row></sheetData></worksheet>'
_TABLED = LAYOUTS["tabled"]
_XML_2003 = '<?xml version="1.0"?><?mso-application progid="{}"?><Root/>'
_LINKS = (
    '<Relationships xmlns="x"><Relationship Id="a" Type="x/attachedTemplate" Target="http://example.org/a.dotm" '
    'TargetMode="External"/></Relationships>'
)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("bomb.docx", packed({"[Content_Types].xml": "<Types/>", "word/document.xml": _BOMB}), Code.TOO_BIG),
        ("cut.docx", _WORD[: len(_WORD) // 2], Code.DAMAGED_FILE),
        ("broken.xlsx", xlsx({"a": _ROWS}, more={"xl/worksheets/sheet1.xml": "<worksheet><row>"}), Code.DAMAGED_FILE),
        ("entities.docx", packed({"word/document.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"}), Code.DAMAGED_FILE),
        ("locked.docx", _OLE + "EncryptedPackage".encode("utf-16-le"), Code.PASSWORD_REQUIRED),
        ("locked.xls", _OLE + "EncryptedPackage".encode("utf-16-le"), Code.PASSWORD_REQUIRED),
        ("slides.docx", packed({"ppt/presentation.xml": "<a/>"}), Code.UNSUPPORTED_MEDIA_TYPE),
        ("empty.xlsx", xlsx({"a": []}), Code.EMPTY_FILE),
        ("hidden.xlsx", xlsx({"a": [], "b": _ROWS}, hidden=["b"]), Code.EMPTY_FILE),
        ("old.xls", _OLE + "Workbook".encode("utf-16-le"), Code.DAMAGED_FILE),
        ("cut.xls", _OLE, Code.DAMAGED_FILE),
        ("word.doc", _XML_2003.format("Word.Document").encode(), Code.UNSUPPORTED_MEDIA_TYPE),
        ("excel.xls", _XML_2003.format("Excel.Sheet").encode(), Code.UNSUPPORTED_MEDIA_TYPE),
        ("bomb.ofd", packed({"OFD.xml": b"<a>" + b" " * 90_000_000 + b"</a>"}), Code.TOO_BIG),
        ("bomb.zip", packed({"a.txt": b"1" * 150_000_000}), Code.TOO_BIG),
        ("nested.zip", packed({"a.zip": packed({"a.txt": b"1. a"})}), Code.UNSUPPORTED_MEDIA_TYPE),
    ],
)
def test_what_cannot_be_read_is_one_finding(name: str, data: bytes, code: Code, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    report = run([tmp_path], tmp_path / "out")
    assert [(finding.source_name, finding.code) for finding in report.findings] == [(name, code)]


@pytest.mark.parametrize(
    ("name", "data", "codes"),
    [
        ("a.pdf", _WORD, []),
        ("a.docx", xlsx({"惠州市任务清单": _ROWS}), []),
        ("a.txt", _WORD, []),
        ("page.xls", as_html(_TABLED), []),
        ("page.doc", as_html(_TABLED), []),
        ("saved.doc", as_mhtml(_TABLED), []),
        ("text.docx", as_text(_TABLED), []),
        ("ofd.pdf", as_ofd(_TABLED), []),
        ("archive.docx", as_zip(_TABLED), []),
        ("macros.docm", docx(p("1. 甲项。"), more={"word/vbaProject.bin": b"x"}), [Code.ACTIVE_CONTENT]),
        ("links.docx", docx(p("1. 甲项。"), more={"word/_rels/document.xml.rels": _LINKS}), [Code.ACTIVE_CONTENT]),
        ("wide.xlsx", xlsx({"a": []}, more={"xl/worksheets/sheet1.xml": _SHEET.format(_EMPTY_CELLS)}), []),
    ],
)
def test_what_is_only_odd_is_published(name: str, data: bytes, codes: list[Code], tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    report = run([tmp_path / name], tmp_path / "out")
    of_format = {Code.ACTIVE_CONTENT, Code.EMBEDDED_OBJECT, Code.BINARY_FILE, Code.DAMAGED_FILE}
    assert [f.code for f in report.findings if f.code in of_format or f.severity is Severity.ERROR] == codes
    assert load("releases", tmp_path / "out")["n_items"].iloc[0] > 0


def test_an_xml_file_of_office_is_named_for_what_it_is() -> None:
    with pytest.raises(DocumentError, match="save it as DOCX or XLSX"):
        sniff(_XML_2003.format("Word.Document").encode(), "a.doc")


def _mutated(data: bytes, dice: random.Random) -> bytes:
    """The same archive with values, elements and members changed at random."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(held, "w") as mutant:
        for name in archive.namelist():
            text = archive.read(name).decode()
            for found in (
                dice.sample(list(re.finditer(r'"[^"<>]*"|<[^<>/]+/>', text)), 2) if text.count('"') > 8 else ()
            ):
                value = dice.choice(('"-1"', '"99999999999"', '""', '"abc"', "<a/>"))
                text = text.replace(found[0], value, 1) if found[0][0] == value[0] else text.replace(found[0], "", 1)
            if dice.random() > 0.03:
                mutant.writestr(name, text)
    return held.getvalue()


@pytest.mark.parametrize("seed", range(60))
def test_a_mutant_is_read_or_refused(seed: int) -> None:
    dice = random.Random(seed)
    word = docx(p("清单") + table([_HEAD, ("1", "公开", "市财政局")]), {"numbering": OFFICIAL, "header1": p("页眉")})
    for read, data in ((read_word, word), (read_excel, xlsx({"a": _ROWS}, {"a": ["A2:A3"]}))):
        try:
            assert read(_mutated(data, dice)).text
        except DocumentError as error:
            assert error.code in (Code.DAMAGED_FILE, Code.EMPTY_FILE)
