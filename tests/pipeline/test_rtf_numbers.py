"""Numbers of lists in RTF documents become text, as their writer printed them."""

from __future__ import annotations

import pytest

from pipeline.sandbox.rtf_numbers import with_printed_numbers

_HEAD = rb"{\rtf1{\*\listtable{\list}}{\*\listoverridetable{\listoverride\listid1\listoverridecount0\ls1}}"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (rb"\pard{\listtext\pard\plain  1.\tab}\ilvl0\ls1 ab\par", rb"\pard{1.\tab}\ilvl0 ab\par"),
        (rb"{\listtext\plain \u19968\'3f\u12289\'3f\tab}\pard\ls1 a\par", rb"{\u19968\'3f\u12289\'3f\tab}\pard a\par"),
        (rb"{\listtext\pard \'d2\'bb\'a1\'a2}\pard\ls1\ilvl0 a\par", rb"{\'d2\'bb\'a1\'a2}\pard\ilvl0 a\par"),
        (rb"{\listtext a)\tab}\ls12 a\par", rb"{a)\tab} a\par"),
        (rb"{\listtext\pard\plain\f3 \'b7\tab}\ls1 a\par", rb"{- } a\par"),
        (rb"{\listtext\f3 \u-3913 ?\tab}\ls1 a\par", rb"{- } a\par"),
        (rb"{\listtext\f3 l\tab}\ls1 a\par", rb"{- } a\par"),
    ],
)
def test_a_printed_number_is_text(body: bytes, text: bytes) -> None:
    head = _HEAD.replace(rb"\ls1", b"")
    assert with_printed_numbers(_HEAD + body + b"}") == head + text + b"}"


@pytest.mark.parametrize(
    "body",
    [
        rb"\pard\ls1 a\par\pard{\listtext 2.\tab}\ls1 b\par",  # one number is not printed
        rb"\pard a\par",
        rb"{\listtexture 1.}\ls1 a",
    ],
)
def test_a_document_that_does_not_print_all_numbers_is_as_it_is(body: bytes) -> None:
    document = _HEAD + body + b"}"
    assert with_printed_numbers(document).replace(rb"\ls1", b"") == document.replace(rb"\ls1", b"")
    assert rb"\ls1" not in body or with_printed_numbers(document) == document
