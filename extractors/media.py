"""What kind of file it is, by content first: a name says little."""

from __future__ import annotations

import re

from extractors.decode import unmarked_utf16
from schemas.findings import Code, DocumentError

PDF, TEXT = "application/pdf", "text/plain"

_PDF_SIGNATURE = b"%PDF-"
_SIGNATURES = (
    (b"PK\x03\x04", "a ZIP archive (DOCX, XLSX, OFD …)"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (DOC, WPS …)"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x7fELF", "a program"),
)
_BYTE_ORDER_MARKS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8"))
_HEAD = 4096
# Comments and declarations that may stand before the first element of a page.
_PROLOGUE = re.compile(r"(?:\s|<!--.*?-->|<\?.*?\?>)*", re.DOTALL)
_PAGE = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
# A page cut out of its frame: it opens with an element, and text saved from a page does not.
_FRAGMENT = re.compile(
    r"<(?:!--|(?:div|table|tbody|tr|td|p|main|article|section|header|nav|h[1-6]|ul|ol|dl|meta|title|script|style|link|center"
    r"|font|span|form|base|input|a|b|strong|br|hr|pre|blockquote)(?:\s[^<>]*)?/?>)",
    re.IGNORECASE,
)
_HTML_NAMES = (".html", ".htm", ".shtml", ".xhtml")
_ANY_TAG = re.compile(r"</(?:p|div|td|span|li|h[1-6]|body|html)\s*>", re.IGNORECASE)

TEXT, HTML = "text/plain", "text/html"


def sniff(data: bytes, source_name: str) -> str:
    """The media type by which a file is read: ``application/pdf``, ``text/html`` or ``text/plain``, by its content.

    Raises DocumentError for a file that is known to be none of them: ``unsupported_media_type`` when its name says
    so too, ``binary_file`` when a text ending hides it.
    """
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    # Readers allow other bytes before the signature; a text that merely mentions it does not end in .pdf.
    if head.startswith(_PDF_SIGNATURE) or (_PDF_SIGNATURE in data[:1024] and source_name.lower().endswith(".pdf")):
        return PDF
    kind = next((kind for signature, kind in _SIGNATURES if head.startswith(signature)), None)
    if kind is None:
        if source_name.lower().endswith(".pdf") and b"\0" in data:
            return PDF  # damaged at its start: the reader says how
        return _text_type(data[:_HEAD], source_name)
    is_disguised = source_name.lower().endswith((".txt", ".text", ".md", *_HTML_NAMES))
    code = Code.BINARY_FILE if is_disguised else Code.UNSUPPORTED_MEDIA_TYPE
    raise DocumentError(code, f"the file is {kind}; qingdan reads PDF, web pages and text", source_name)


def _text_type(start: bytes, source_name: str) -> str:
    unmarked = (b"", unmarked_utf16(start) or "latin-1")
    mark, encoding = next((known for known in _BYTE_ORDER_MARKS if start.startswith(known[0])), unmarked)
    head = start[len(mark) :].decode(encoding, "ignore")
    first = _PROLOGUE.match(head)
    opening = first.end() if first else 0
    if _FRAGMENT.match(head, opening) or _PAGE.search(head[: opening + 1024]):
        return HTML
    if head.startswith("<?xml"):
        raise DocumentError(Code.UNSUPPORTED_MEDIA_TYPE, "the file is XML, but no web page", source_name)
    # Only where the content leaves it open does the name decide.
    return HTML if source_name.lower().endswith(_HTML_NAMES) and _ANY_TAG.search(head) else TEXT
