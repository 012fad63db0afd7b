"""The kind of a file, by its content; the name decides only where the content leaves it open."""

from __future__ import annotations

import io
import struct
import zipfile
from importlib import import_module
from importlib.metadata import version

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.containers import ole_loop, ole_names, refuse_loop, zip_names
from extractors.media import CSV, DOCX, FORMATS, HTML, TEXT, XLS, XLSB, XLSX, ZIP, Format, sniff
from extractors.sheet.xls import read_xls
from pipeline.paths import CHECKOUT
from schemas.findings import Code, DocumentError
from tests.make_office import ole


@pytest.mark.parametrize(
    ("head", "name", "kind"),
    [
        ("<!DOCTYPE html><html>", "a.txt", HTML),
        ("\n<!-- saved -->\n<HTML lang=zh>", "a", HTML),
        ('<?xml version="1.0"?><html xmlns="x">', "a.xml", HTML),
        ('<div class="wrap">清单</div>', "a.txt", HTML),
        ("清单 <b>甲</b></p></div>", "a.html", HTML),
        ("清单 <b>甲</b></p></div>", "a.md", TEXT),
        ("# 清单\n\n<b>甲</b>", "a.md", TEXT),
        ("清单\n1. 甲 < 乙", "a.html", TEXT),
        ("<关于甲的清单>\n1. 甲。", "a.txt", TEXT),
    ],
)
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_pages_and_texts(head: str, name: str, kind: str, codec: str) -> None:
    assert sniff(head.encode(codec), name) == kind


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"<?xml version='1.0'?><feed/>", "a.html", Code.UNSUPPORTED_MEDIA_TYPE),
        (b"Rar!\x1a\x07\x00", "a.html", Code.BINARY_FILE),
        (b"Rar!\x1a\x07\x00", "a.docx", Code.UNSUPPORTED_MEDIA_TYPE),
    ],
)
def test_what_is_neither(data: bytes, name: str, code: Code) -> None:
    with pytest.raises(DocumentError) as error:
        sniff(data, name)
    assert error.value.code is code


def _zip(*members: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for member in members:
            archive.writestr(member, "清单")
    return held.getvalue()


def _ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + stream.encode("utf-16-le")


@pytest.mark.parametrize(
    ("data", "format_name"),
    [
        (_zip("ppt/presentation.xml"), "PowerPoint presentation (PPTX)"),
        (_ole("PowerPoint Document"), "old PowerPoint presentation (PPT or DPS)"),
        (_ole("Contents"), "old Office file (OLE)"),
        (b"Rar!\x1a\x07\x00", "RAR archive"),
        (b"MZ\x90\x00", "program"),
    ],
)
@pytest.mark.parametrize("name", ["清单.pdf", "清单.docx", "清单.txt", "清单"])
def test_a_format_that_is_not_read_is_named_whatever_the_file_is_called(
    data: bytes, format_name: str, name: str
) -> None:
    with pytest.raises(DocumentError) as error:
        sniff(data, name)
    names = ", ".join(form.name for form in FORMATS if form.reader)
    assert error.value.message.startswith(f"{format_name}: this format is not read ({names} are); ")
    code = Code.BINARY_FILE if name.endswith(".txt") else Code.UNSUPPORTED_MEDIA_TYPE
    assert (error.value.code, error.value.value) == (code, name)


def test_a_container_is_named_by_its_own_members_only() -> None:
    inner = _zip("[Content_Types].xml", "word/document.xml")
    assert b"word/document.xml" in _packed(("a.docx", inner))
    assert sniff(_packed(("a.docx", inner)), "a.docx") == ZIP
    assert sniff(_zip("word\\document2.xml"), "named by another writer") == DOCX
    assert sniff(inner[: inner.index(b"PK\x01\x02")], "cut short") == DOCX
    assert sniff(b"PK\x05\x06" + bytes(18), "without a member") == ZIP


def _packed(*members: tuple[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, data in members:
            archive.writestr(name, data)
    return held.getvalue()


def _compound(*streams: str) -> bytes:
    """An OLE file of one sector table and one directory: the root, and each stream the sibling of the last."""
    directory = b"".join(
        _entry(name, kind, right, child)
        for name, kind, right, child in (
            ("Root Entry", 5, 0xFFFFFFFF, 1),
            *((name, 2, i + 1 if i < len(streams) else 0xFFFFFFFF, 0xFFFFFFFF) for i, name in enumerate(streams, 1)),
        )
    ).ljust(512, b"\0")
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\xff"))
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<I", header, 48, 1)
    struct.pack_into("<I", header, 76, 0)
    table = struct.pack("<II", 0xFFFFFFFD, 0xFFFFFFFE).ljust(512, b"\xff")
    return bytes(header) + table + directory


def _entry(name: str, kind: int, right: int, child: int) -> bytes:
    entry = bytearray(128)
    printed = name.encode("utf-16-le") + b"\0\0"
    entry[: len(printed)] = printed
    struct.pack_into("<HBBIII", entry, 64, len(printed), kind, 1, 0xFFFFFFFF, right, child)
    return bytes(entry)


@pytest.mark.parametrize(
    ("streams", "code", "format_name"),
    [
        (("EncryptionInfo", "EncryptedPackage"), Code.PASSWORD_REQUIRED, "encrypted Office file"),
        (("Contents",), Code.UNSUPPORTED_MEDIA_TYPE, "old Office file"),
    ],
)
def test_an_ole_file_is_named_by_streams_at_its_root(streams: tuple[str, ...], code: Code, format_name: str) -> None:
    # What stands behind the directory is the content of a stream, another document in it for instance.
    data = _compound(*streams) + "Workbook WordDocument PowerPoint Document".encode("utf-16-le")
    with pytest.raises(DocumentError, match=format_name) as error:
        sniff(data, "a.doc")
    assert error.value.code is code


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (_zip("[Content_Types].xml", "word/document.xml"), DOCX),
        (_zip("[Content_Types].xml", "xl/workbook.xml"), XLSX),
        (_zip("[Content_Types].xml", "xl/workbook.bin"), XLSB),
        (_compound("Workbook"), XLS),
        (_compound("Book", "WordDocuments"), XLS),
        (_ole("Workbook"), XLS),
    ],
)
@pytest.mark.parametrize("name", ["清单.pdf", "清单.doc", "清单.txt", "清单"])
def test_an_office_file_is_read_as_what_it_is_whatever_it_is_called(data: bytes, kind: str, name: str) -> None:
    assert sniff(data, name) == kind


@pytest.mark.parametrize(("name", "kind"), [("a.csv", CSV), ("a.TSV", CSV), ("a.txt", TEXT), ("a", TEXT)])
def test_a_table_in_a_text_file_is_told_by_its_name(name: str, kind: str) -> None:
    assert sniff("序号,任务\n1,公开\n".encode(), name) == kind


@given(st.binary(max_size=3000))
def test_any_bytes_behind_a_signature_are_looked_at_without_an_error(data: bytes) -> None:
    for signature in (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        assert isinstance(zip_names(signature + data), frozenset)
        assert isinstance(ole_names(signature + data), frozenset)


def test_what_is_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    absent = Format("x", "x/x", libraries=("no-such-distribution",), extra="office")
    assert "pip install 'qingdan[office]'" in absent.missing
    assert absent.versions() == {}
    program = Format("x", "x/x", programs=("no-such-program",), advice="save it as PDF")
    assert program.missing == "no-such-program is not on the PATH: install it, or save it as PDF"
    assert not Format("x", "x/x", libraries=("numpy",)).missing


def test_every_format_is_one_row_that_says_all_of_it() -> None:
    assert len({form.media_type for form in FORMATS}) == len(FORMATS) == len({form.name for form in FORMATS})
    suffixes = [suffix for form in FORMATS for suffix in form.suffixes]
    assert len(set(suffixes)) == len(suffixes) and all(suffix.startswith(".") for suffix in suffixes)
    for form in FORMATS:
        assert form.reader or form.advice, "a format is read, or the message says what to do"
        assert all((CHECKOUT / folder).is_dir() for folder in form.folders)
        if form.reader:
            module, function = form.reader.split(":")
            assert callable(getattr(import_module(module), function))
            assert all(version(library) for library in form.libraries)
    # A general row behind the special ones with the same signature, or they would never be found.
    firsts = [(form.signatures, bool(form.contains)) for form in FORMATS if form.signatures]
    for signatures in {signatures for signatures, _ in firsts}:
        special = [is_special for of_row, is_special in firsts if of_row == signatures]
        assert special == sorted(special, reverse=True)


@pytest.mark.parametrize(
    ("links", "name"),
    [({}, ""), ({3: 2}, "workbook"), ({9: 9}, "workbook"), ({1: 1}, "directory"), ({1: 0}, "directory")],
)
def test_sectors_that_lead_back(links: dict[int, int], name: str) -> None:
    data = ole("Workbook", b"x", links)
    assert ole_loop(data).lower() == name
    assert sniff(data, "a.xls") == XLS, "its reader says what is wrong with it"
    if name:
        with pytest.raises(DocumentError) as raised:
            read_xls(data)
        assert (raised.value.code, raised.value.value.lower()) == (Code.DAMAGED_FILE, name)
        with pytest.raises(DocumentError, match="lead in a circle"):
            refuse_loop(data, "workbook")


@given(st.dictionaries(st.integers(0, 127), st.integers(0, 2**32 - 1)), st.binary(max_size=64), st.integers(0, 5000))
def test_a_search_for_circles_ends(links: dict[int, int], noise: bytes, at: int) -> None:
    data = ole("Workbook", b"x", links)
    ole_loop(data[:at] + noise + data[at + len(noise) :])
    ole_loop(data[:at])
