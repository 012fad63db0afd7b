"""Bytes of a text file → extracted text."""

from __future__ import annotations

from extractors.decode import BLANKS, declaration_issues, decode, refuse_controls
from extractors.media import TEXT
from extractors.text.metadata import split_metadata
from extractors.text.tables import find_blank_columns, set_tables
from schemas.findings import Code, DocumentError
from schemas.records import ExtractedText, Issue


def read_text(data: bytes, declared: str | None = None) -> ExtractedText:
    """Decode ``data``; line ends become ``\\n``. What a saved page says of its document goes into ``metadata``.
    The rows of work lists whose cells tabs or strokes part become numbered units, as those of a page's table do;
    columns separated by blanks only give the issue ``columns_as_lines``.

    Raises DocumentError: ``empty_file``, ``binary_file`` or ``undecodable`` (with the offset and value of
    the first bad byte).
    """
    text, encoding = decode(data, declared)
    misdeclared = declaration_issues(data, declared, text, encoding)
    refuse_controls(text)
    if not text.strip(BLANKS):
        raise DocumentError(Code.EMPTY_FILE, "the file holds only blanks", f"{len(data)} bytes")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    metadata, body = split_metadata(text)
    if not body.strip(BLANKS):
        metadata, body = {}, text
    body = set_tables(body)
    header = find_blank_columns(body)
    what = "columns that blanks part were read as lines"
    issues = (Issue(Code.COLUMNS_AS_LINES, what, header),) if header else ()
    return ExtractedText(body, encoding, TEXT, metadata, (*misdeclared, *issues))
