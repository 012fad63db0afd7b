"""Decoding: BOM, UTF-8, declared, detected, refused."""

from __future__ import annotations

import os

import pytest

from extractors.html.reader import read_html
from extractors.text.reader import read_text
from schemas.findings import Code, DocumentError

_HANS = "实施《合作安排》2023年重点工作\n一、金融合作\n1. 支持两地业界在跨境结算方面加强合作，推动市场发展。\n"
_HANT = "實施《合作安排》2023年重點工作\n一、金融合作\n1. 支持兩地業界在跨境結算方面加強合作，推動市場發展。\n"


@pytest.mark.parametrize(
    ("text", "codec", "found"),
    [
        (_HANS, "utf-8", "utf-8"),
        (_HANS, "utf-8-sig", "utf-8"),
        (_HANS, "utf-16", "utf-16"),
        ("\u3000" * 40 + _HANS, "utf-16-le", "utf-16-le"),
        (_HANS, "utf-32", "utf-32"),
        (_HANS, "gb18030", "gb18030"),
        (_HANT, "gb18030", "gb18030"),
        (_HANT, "big5", "big5"),
        (_HANS, "hz", "hz"),
        (_HANS, "utf-7", "utf-7"),
        ("# plain words of no language\n" * 40 + "1. 完善制度。（某市财政局负责）\n", "gb18030", "gb18030"),
    ],
)
def test_encodings_are_told_apart(text: str, codec: str, found: str) -> None:
    read = read_text(text.encode(codec))
    assert read.text == text
    assert read.encoding.startswith(found)


def test_a_declared_encoding_is_used() -> None:
    assert read_text(_HANT.encode("big5hkscs"), "big5hkscs").encoding == "big5hkscs"


def test_line_ends_become_line_feeds() -> None:
    assert read_text("一\r\n二\r三\f四".encode()).text == "一\n二\n三\f四"


@pytest.mark.parametrize("data", [b"", b" \n\t\n", "\u3000\ufeff\n".encode()])
def test_empty_files(data: bytes) -> None:
    with pytest.raises(DocumentError) as error:
        read_text(data)
    assert error.value.code is Code.EMPTY_FILE


def test_binary_files() -> None:
    for data in (b"\x00\x01\x02" * 50, bytes(range(1, 32)) * 9):
        with pytest.raises(DocumentError) as error:
            read_text(data)
        assert error.value.code is Code.BINARY_FILE


def test_undecodable_bytes_name_the_place() -> None:
    data = _HANS.encode() + b"\xff\xfe\xff" + os.urandom(0) + "终".encode()
    with pytest.raises(DocumentError) as error:
        read_text(data)
    assert error.value.code is Code.UNDECODABLE
    assert f"offset {len(_HANS.encode())}" in error.value.value


def test_latin_bytes_are_no_chinese() -> None:
    with pytest.raises(DocumentError) as error:
        read_text("Conclusões da reunião: não há decisões; às três.".encode("latin-1"))
    assert error.value.code is Code.UNDECODABLE


@pytest.mark.parametrize(
    ("meant", "read_as"),
    [("utf-8", "latin-1"), ("gb18030", "latin-1"), ("gb18030", "cp1252"), ("utf-8", "gb18030")],
)
def test_a_text_saved_in_a_wrong_reading_is_refused(meant: str, read_as: str) -> None:
    garbled = _HANS.encode(meant).decode(read_as, "replace")
    with pytest.raises(DocumentError) as error:
        read_text(garbled.encode())
    assert error.value.code is Code.GARBLED_TEXT
    assert meant in error.value.message


@pytest.mark.parametrize(
    "text",
    [
        "Conclusões da reunião: não há decisões; às três. " * 9,
        "1. 完善 a+b 和 ~{x}~ 的写法。\n" * 4,
        "see ~{attached file}~ and +more/words+ here\n" * 4,
        "1. 办好 Fórum 活动，推动 São Paulo 合作。\n" * 4,
    ],
)
def test_other_texts_are_read_as_they_are(text: str) -> None:
    assert read_text(text.encode()).text == text


@pytest.mark.parametrize(
    ("encoding", "declared", "codes"),
    [
        ("utf-8", None, []),
        ("utf-8", "utf-8", []),
        ("utf-8", "UTF8", []),
        ("utf-8-sig", "utf-8", []),
        ("utf-8", "utf-16", [Code.ENCODING_MISMATCH]),
        ("utf-8", "gb18030", [Code.ENCODING_MISMATCH]),
        ("utf-8", "klingon", [Code.ENCODING_MISMATCH]),
        ("utf-16", "utf-16-le", []),
        ("utf-16", "utf-16", []),
        ("utf-16", "big5", [Code.ENCODING_MISMATCH]),
        ("gb18030", "gbk", []),
    ],
)
def test_a_declaration_that_the_bytes_refute_is_told(encoding: str, declared: str | None, codes: list[Code]) -> None:
    text, page = f"1. {_HANS}", f"<p>1. {_HANS}</p>"
    for found in (read_text(text.encode(encoding), declared), read_html(page.encode(encoding), declared)):
        assert _HANS[:10] in found.text
        assert [issue.code for issue in found.issues] == codes


@pytest.mark.parametrize(("declared", "code"), [("utf-16", Code.UNDECODABLE), ("klingon", Code.INVALID_MANIFEST)])
def test_a_wrong_declaration_is_named(declared: str, code: Code) -> None:
    with pytest.raises(DocumentError) as error:
        read_text(_HANS.encode("gb18030")[:-1] + b"\xff", declared)
    assert error.value.code is code


def test_pages_are_counted_only_where_they_are_marked() -> None:
    assert read_text("一\f二\f".encode()).pages == 2
    assert read_text("一\n二\n".encode()).pages is None
