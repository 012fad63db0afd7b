"""The kind of a file, by its content; the name decides only where the content leaves it open."""

from __future__ import annotations

import pytest

from extractors.media import HTML, TEXT, sniff
from schemas.findings import Code, DocumentError


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
        (b"PK\x03\x04", "a.html", Code.BINARY_FILE),
        (b"PK\x03\x04", "a.docx", Code.UNSUPPORTED_MEDIA_TYPE),
    ],
)
def test_what_is_neither(data: bytes, name: str, code: Code) -> None:
    with pytest.raises(DocumentError) as error:
        sniff(data, name)
    assert error.value.code is code
