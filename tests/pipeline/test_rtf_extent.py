"""Where RTF documents end, what stands behind, and what has no end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.sandbox.rtf_extent import behind_the_end, end_of_rtf
from schemas.findings import Code, DocumentError


@pytest.mark.parametrize(
    ("document", "behind"),
    [
        (rb"{\rtf1 a{b}c}", b""),
        (rb"{\rtf1 a\}b\{c\\}", b""),  # brackets and a backslash as text
        (rb"{\rtf1 a}}}} 2. b}", b"}}} 2. b}"),
        (rb"{\rtf1 \bin3 }}}a}x", b"x"),
        (rb"{\rtf1 \bin1}a}x", b"x"),  # no blank: the data begin at once
        (rb"{\rtf1 \bin a}x", b"x"),
        (rb"{\rtf1 \bin-9 a}x", b"x"),
        (rb"{\rtf1 \\bin99 a}x", b"x"),  # a backslash and a word
        (rb"{\rtf1 \bin2 \\\}a}x", b"x"),
    ],
)
def test_a_document_ends_with_its_first_group(document: bytes, behind: bytes) -> None:
    assert document[end_of_rtf(document) :] == behind


@pytest.mark.parametrize(
    ("document", "says"),
    [
        (rb"{\rtf1 a{b", "groups open after 10 bytes: 2"),
        (rb"{\rtf1 a\}", "groups open after 10 bytes: 1"),
        (rb"{\rtf1 \bin99 a}", "99 bytes from byte 14 of 16"),
        (rb"{\rtf1 \bin" + b"9" * 5000 + b" a}", f"{'9' * 19} bytes from byte 5012 of 5014"),
    ],
)
def test_what_does_not_end_is_damaged(document: bytes, says: str) -> None:
    with pytest.raises(DocumentError) as raised:
        end_of_rtf(document)
    assert (raised.value.code, raised.value.value) == (Code.DAMAGED_FILE, says)


@given(st.lists(st.sampled_from([b"{", b"}", b"\\", b"a", b"\\{", b"\\}", b"\\bin2 ", b"\\bin0 "]), max_size=30))
def test_it_ends_where_reading_byte_by_byte_ends(pieces: list[bytes]) -> None:
    document = b"{\\rtf1 " + b"".join(pieces)
    try:
        found: int | None = end_of_rtf(document)
    except DocumentError:
        found = None
    assert found == _by_bytes(document)


def _by_bytes(document: bytes) -> int | None:
    depth = at = 0
    while at < len(document):
        if document.startswith(b"\\bin", at):
            digits = document[at + 4 :].split(b" ")[0]
            length = len(digits) if digits.isdigit() else 0
            at += 4 + length + (1 if document[at + 4 + length : at + 5 + length] == b" " else 0)
            at += int(digits) if length else 0
            if at > len(document):
                return None
        elif document[at : at + 1] == b"\\":
            at += 2
        else:
            depth += {b"{": 1, b"}": -1}.get(document[at : at + 1], 0)
            at += 1
            if depth == 0:
                return at
    return None


@pytest.mark.parametrize(
    ("behind", "says"),
    [
        (b"", None),
        (b"\r\n\0\0", None),
        (rb"}}\par }", None),
        (rb"2. \u20057?\u20107?}", "20 bytes from byte 10: 2.乙事"),
        (rb"\'d2\'d2\'ca\'c2", "16 bytes from byte 10: 乙事"),
        (rb"\u-10187?\u-9000?", "17 bytes from byte 10: \U0001d4d8"),
    ],
)
def test_text_behind_the_end_is_a_remark(behind: bytes, says: str | None) -> None:
    found = behind_the_end(rb"{\rtf1 ab}" + behind)
    assert [(issue.code, issue.value) for issue in found] == ([] if says is None else [(Code.HIDDEN_TEXT, says)])
