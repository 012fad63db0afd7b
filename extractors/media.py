"""The formats of files, one row each, and which of them a file is: by content first, because a name says little."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.decode import unmarked_utf16
from schemas.findings import Code, DocumentError

PDF, HTML, TEXT = "application/pdf", "text/html", "text/plain"

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_AS_PDF = "save it as PDF"


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: how it is recognised, how it is read, what a person does who has one that is not read.

    ``signatures`` are the bytes it starts with, ``contains`` bytes of which one must occur anywhere (the name of a
    member of a ZIP archive or of a stream of an OLE file). ``suffixes``: the first one is given to downloads.
    ``reader`` is ``module:function``, empty for a format that is not read: it takes the bytes and, of what a run knows
    (``declared``, the encoding that release.toml gives; ``password``; ``most_pages``), the ``options`` as keyword
    arguments, and returns ExtractedText. ``limit`` names the limit of `pipeline.settings` on its bytes. Its folder
    holds the code that only this format uses. ``is_limited``: it is read in the limited child process.
    ``libraries`` are distribution names, ``extra`` is the optional dependency that installs them. ``is_document``: a
    file with such a suffix in a folder is a release.
    """

    name: str
    media_type: str
    suffixes: tuple[str, ...] = ()
    signatures: tuple[bytes, ...] = ()
    contains: tuple[bytes, ...] = ()
    reader: str = ""
    options: tuple[str, ...] = ()
    limit: str = "most_bytes"
    is_limited: bool = False
    libraries: tuple[str, ...] = ()
    extra: str = ""
    is_document: bool = False
    advice: str = ""

    @property
    def folder(self) -> str:
        """Where the code lies that only this format uses; empty for a format that is not read."""
        package = self.reader.partition(":")[0].rpartition(".")[0]
        return f"{package.replace('.', '/')}/" if package else ""

    def has_suffix(self, source_name: str) -> bool:
        """Whether a file name ends as names of this format do."""
        return source_name.lower().endswith(self.suffixes)

    def is_content(self, data: bytes, head: bytes) -> bool:
        """Whether the bytes are of this format; ``head`` is their beginning without blanks."""
        return head.startswith(self.signatures) and (not self.contains or any(mark in data for mark in self.contains))


def _stream(name: str) -> bytes:
    """The name of a stream as an OLE file stores it."""
    return name.encode("utf-16-le")


# A row a format; of those with the same signature the first that fits holds, so the general ones come last.
FORMATS = (
    Format(
        *("PDF", PDF, (".pdf",), (b"%PDF-",)),
        reader="extractors.pdf.reader:read_pdf",
        options=("password", "most_pages"),
        is_limited=True,
        libraries=("pdfplumber", "pypdfium2"),
        is_document=True,
    ),
    Format(
        *("web page", HTML, (".html", ".htm", ".shtml", ".xhtml")),
        reader="extractors.html.reader:read_html",
        options=("declared",),
        limit="most_page_bytes",
        libraries=("selectolax",),
        is_document=True,
    ),
    Format(
        *("text", TEXT, (".txt", ".text", ".md")),
        reader="extractors.text.reader:read_text",
        options=("declared",),
        limit="most_text_bytes",
        is_document=True,
    ),
    Format(
        *("Word document (DOCX)", f"{_OFFICE}.wordprocessingml.document", (".docx",), (_ZIP,)),
        contains=(b"word/document.xml",),
        is_document=True,
        advice=_AS_PDF,
    ),
    Format(
        *("Excel workbook (XLSX)", f"{_OFFICE}.spreadsheetml.sheet", (".xlsx",), (_ZIP,)),
        contains=(b"xl/workbook.xml",),
        advice=_AS_PDF,
    ),
    Format(
        *("PowerPoint presentation (PPTX)", f"{_OFFICE}.presentationml.presentation", (".pptx",), (_ZIP,)),
        contains=(b"ppt/presentation.xml",),
        advice=_AS_PDF,
    ),
    Format(
        *("OFD document", "application/ofd", (".ofd",), (_ZIP,)),
        contains=(b"OFD.xml",),
        is_document=True,
        advice=_AS_PDF,
    ),
    Format(
        *("OpenDocument file", "application/vnd.oasis.opendocument.text", (".odt", ".ods", ".odp"), (_ZIP,)),
        contains=(b"application/vnd.oasis.opendocument",),
        advice=_AS_PDF,
    ),
    Format("ZIP archive", "application/zip", (".zip",), (_ZIP,), advice="unpack it and give the release in it"),
    Format(
        *("old Word document (DOC or WPS)", "application/msword", (".doc", ".wps"), (_OLE,)),
        contains=(_stream("WordDocument"),),
        is_document=True,
        advice=_AS_PDF,
    ),
    Format(
        *("old Excel workbook (XLS or ET)", "application/vnd.ms-excel", (".xls", ".et"), (_OLE,)),
        contains=(_stream("Workbook"), _stream("Book")),
        advice=_AS_PDF,
    ),
    Format(
        *("old PowerPoint presentation (PPT or DPS)", "application/vnd.ms-powerpoint", (".ppt", ".dps"), (_OLE,)),
        contains=(_stream("PowerPoint Document"),),
        advice=_AS_PDF,
    ),
    Format("old Office file (OLE)", "application/x-ole-storage", (), (_OLE,), advice=_AS_PDF),
    Format("RTF document", "application/rtf", (".rtf",), (b"{\\rtf",), is_document=True, advice=_AS_PDF),
    Format("PNG picture", "image/png", (".png",), (b"\x89PNG",), advice="give a release with text"),
    Format("JPEG picture", "image/jpeg", (".jpg", ".jpeg"), (b"\xff\xd8\xff",), advice="give a release with text"),
    Format("GIF picture", "image/gif", (".gif",), (b"GIF8",), advice="give a release with text"),
    Format(*("TIFF picture", "image/tiff", (".tif", ".tiff"), (b"II*\0", b"MM\0*")), advice="give a release with text"),
    Format("gzip archive", "application/gzip", (".gz", ".tgz"), (b"\x1f\x8b",), advice="unpack it"),
    Format("RAR archive", "application/vnd.rar", (".rar",), (b"Rar!\x1a\x07",), advice="unpack it"),
    Format("7z archive", "application/x-7z-compressed", (".7z",), (b"7z\xbc\xaf\x27\x1c",), advice="unpack it"),
    Format("program", "application/x-executable", (), (b"\x7fELF", b"MZ\x90"), advice="give the release itself"),
)
READ = tuple(form for form in FORMATS if form.reader)
"""The formats that are read."""
_BY_MEDIA_TYPE = {form.media_type: form for form in READ}
DOCUMENT_SUFFIXES = frozenset(suffix for form in FORMATS if form.is_document for suffix in form.suffixes)
"""How files in a folder end that are releases, or would be one in another format."""
_PDF_SIGNATURE = b"%PDF-"
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
_ANY_TAG = re.compile(r"</(?:p|div|td|span|li|h[1-6]|body|html)\s*>", re.IGNORECASE)


def read_format(media_type: str) -> Format:
    """The format of a media type that is read."""
    return _BY_MEDIA_TYPE[media_type]


def sniff(data: bytes, source_name: str) -> str:
    """The media type by which a file is read, by its content; the name decides only where the content leaves it open.

    Raises DocumentError for a file of a format that is not read, with its name and what to do:
    ``unsupported_media_type``, or ``binary_file`` when its name ends as that of a text or page.
    """
    found = _find_format(data)
    if found is not None and found.reader:
        return found.media_type
    # Readers allow other bytes before the signature; a file damaged at its start is for the reader to report.
    is_late = _PDF_SIGNATURE in data[:1024] or (found is None and b"\0" in data)
    if is_late and read_format(PDF).has_suffix(source_name):
        return PDF
    if found is None:
        return _text_type(data[:_HEAD], source_name)
    raise _refusal(found, source_name)


def _find_format(data: bytes) -> Format | None:
    """The first format whose signature the bytes have; None for text, pages and what nobody knows."""
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    return next((form for form in FORMATS if form.signatures and form.is_content(data, head)), None)


def _refusal(found: Format, source_name: str) -> DocumentError:
    """The error for a file of a format that is not read."""
    is_disguised = any(read_format(kind).has_suffix(source_name) for kind in (TEXT, HTML))
    code = Code.BINARY_FILE if is_disguised else Code.UNSUPPORTED_MEDIA_TYPE
    names = ", ".join(form.name for form in READ)
    return DocumentError(code, f"{found.name}: this format is not read ({names} are); {found.advice}", source_name)


def _text_type(start: bytes, source_name: str) -> str:
    unmarked = (b"", unmarked_utf16(start) or "latin-1")
    mark, encoding = next((known for known in _BYTE_ORDER_MARKS if start.startswith(known[0])), unmarked)
    head = start[len(mark) :].decode(encoding, "ignore")
    first = _PROLOGUE.match(head)
    opening = first.end() if first else 0
    if _FRAGMENT.match(head, opening) or _PAGE.search(head[: opening + 1024]):
        return HTML
    if head.startswith("<?xml"):
        what = "the file is XML but not a web page; save the page as HTML"
        raise DocumentError(Code.UNSUPPORTED_MEDIA_TYPE, what, source_name)
    # Only where the content leaves it open does the name decide.
    return HTML if read_format(HTML).has_suffix(source_name) and _ANY_TAG.search(head) else TEXT
