"""What kind of file it is, by content first: a name says little."""

from __future__ import annotations

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
_HTML_STARTS = (b"<!doctype html", b"<html", b"<?xml")


def sniff(data: bytes, source_name: str) -> str:
    """The media type of a file: ``application/pdf`` or ``text/plain``.

    Raises DocumentError for a file that is known to be something else: ``unsupported_media_type`` when its
    name says so too, ``binary_file`` when a text ending hides it.
    """
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    # Readers allow other bytes before the signature; a text that merely mentions it does not end in .pdf.
    if head.startswith(_PDF_SIGNATURE) or (_PDF_SIGNATURE in data[:1024] and source_name.lower().endswith(".pdf")):
        return PDF
    kind = next((kind for signature, kind in _SIGNATURES if head.startswith(signature)), None)
    if kind is None and head[:64].lower().startswith(_HTML_STARTS):
        kind = "a web page (HTML or XML)"
    if kind is None:
        return PDF if source_name.lower().endswith(".pdf") and b"\0" in data else TEXT
    is_disguised = source_name.lower().endswith((".txt", ".text", ".md"))
    code = Code.BINARY_FILE if is_disguised else Code.UNSUPPORTED_MEDIA_TYPE
    raise DocumentError(code, f"the file is {kind}; this version reads text and PDF", source_name)
