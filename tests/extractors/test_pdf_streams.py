"""Content streams that break: the page and the place are named, and no whole stream is said to break."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.pdf.reader import read_pdf
from extractors.pdf.streams import find_breaks, pages_of
from schemas.findings import Code
from tests.hostile.pdfs import _file, _form, _objects, _page, _stream


def _text(line: str, y: int) -> bytes:
    return b"BT /F 12 Tf 40 %d Td <%s> Tj ET\n" % (y, line.encode("utf-16-be").hex().encode())


_HEAD = _text("2031年度试验清单", 760) + _text("1. 开展甲类试验。（科技部牵头）", 730)
_TAIL = _text("2. 开展乙类试验。（教育部负责）", 700)
_PLACE = f"object 6, byte {len(_HEAD)}"


def _codes(data: bytes) -> list[tuple[Code, str, int | None]]:
    return [(issue.code, issue.value, issue.page) for issue in read_pdf(data).issues]


@pytest.mark.parametrize(
    ("between", "code", "behind"),
    [
        (b"[ ", Code.DAMAGED_PAGE, 0),
        (b"[" * 50_000, Code.DAMAGED_PAGE, 0),
        (b"(abc (d) ", Code.DAMAGED_PAGE, 0),
        (b"BI /W 1 /H 1 ID \0\1 ", Code.DAMAGED_PAGE, 13),
        (b"0 0 0.0 .0 0 0 cm ", Code.HIDDEN_TEXT, 15),
        (b"q 0 0 0 0 5 5 cm q Q ", Code.HIDDEN_TEXT, 14),
    ],
)
def test_text_behind_a_break_is_told(between: bytes, code: Code, behind: int) -> None:
    found = read_pdf(_file(_objects(_HEAD + between + _TAIL)))
    assert "乙类" not in found.text
    (issue,) = (issue for issue in found.issues if issue.code is code)
    assert (issue.page, issue.value.partition(" of ")[0]) == (1, f"object 6, byte {len(_HEAD) + behind}")


@pytest.mark.parametrize(
    "between",
    [
        b"",
        b"q Q Q Q ",
        b"[(a[b) 5 (c)] TJ [] 0 d ",
        b"(a\\)b[ \\\\) Tj ",
        b"(a(b)[c) Tj ",
        b"% a comment ( [\n",
        b"BI /W 1 /H 1 /BPC 8 /CS /G ID [\x01 EI ",
        b"q 0 0 0 0 5 5 cm Q ",
        b"q 1 0 0 1 0 0 cm Q ",
        b"/Span <</ActualText (a[)>> BDC EMC ",
    ],
)
def test_a_whole_stream_does_not_break(between: bytes) -> None:
    assert find_breaks(_file(_objects(_HEAD + between + _TAIL))) == []


def test_what_breaks_behind_all_text_loses_none() -> None:
    assert find_breaks(_file(_objects(_HEAD + _TAIL + b"[" * 1000 + b"<<" * 1000))) == []


def test_packed_data_that_break_off() -> None:
    content = zlib.compress(_HEAD + bytes(range(256)) * 8 + _TAIL, 9)
    broken = bytearray(content)
    broken[len(content) // 2 :] = b"\x5a" * (len(content) - len(content) // 2)
    for data in (bytes(broken), content[:-80]):
        stream = b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(data), data)
        (found,) = find_breaks(_file(_objects(stream)))
        assert (found.code, found.number) == (Code.DAMAGED_PAGE, 6)
        assert found.place > 0
    for data in (content[:-4] + b"\0\0\0\0", content[:-4], content + b"\r\n"):  # only the checksum is wrong or missing
        assert find_breaks(_file(_objects(b"<</Filter/FlateDecode/Length 9>>stream\n%s\nendstream" % data))) == []


def test_the_page_is_that_which_draws_the_stream() -> None:
    pages = {100: _page(), 101: _page("/XObject<</X 50 0 R>>").replace("6 0 R", "7 0 R")}
    streams = {7: _stream(_HEAD + b"/X Do "), 50: _form(b"(abc " + _TAIL, 50), 60: _stream(b"(unused " + _TAIL)}
    data = _file({**_objects(_HEAD + _TAIL, 2), **pages, **streams})
    assert pages_of(data) == {6: 1, 7: 2, 50: 2}
    assert [issue for issue in _codes(data) if issue[0] is Code.DAMAGED_PAGE] == [
        (Code.DAMAGED_PAGE, f"object 50, byte 0 of {5 + len(_TAIL)}", 2)
    ]


@given(st.binary(max_size=400))
def test_it_never_raises(noise: bytes) -> None:
    for content in (noise, zlib.compress(_HEAD)[:-9] + noise, _HEAD + noise + _TAIL):
        find_breaks(b"%PDF-1.7\n6 0 obj\n<</Length 9>>stream\n" + content + b"\nendstream\nendobj\n" + noise)
    pages_of(b"%PDF-1.7\n" + noise)
