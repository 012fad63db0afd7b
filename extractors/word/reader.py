"""Bytes of a Word document (DOCX) → extracted text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.media import DOCX
from extractors.office_package import OfficePackage
from extractors.places import set_lines
from extractors.word.document import WordDocument
from extractors.word.inline import Edits
from schemas.findings import Code, DocumentError
from schemas.printed.numerals import ODD_NUMBERS
from schemas.records import ExtractedText, Issue

_WHAT = "Word document"
_LONGEST_QUOTE = 60
_PICTURES = ("word/media/",)


def read_word(data: bytes) -> ExtractedText:
    """The printed text of a Word document.

    Paragraphs stand an empty line apart, with the numbers that Word prints before them; headings without a number are
    marked as in Markdown (``## ``). Insertions that were tracked are in, deletions are not (``tracked_changes``). Rows
    of work lists become numbered units; a table of data is left out (``table_left_out``). Heads and feet of pages are
    furniture; notes stand below the text. What the properties of the file say of it is not read: they are those of
    whatever document the writer began with. Raises DocumentError: ``damaged_file``, ``password_required``, ``too_big``,
    ``no_text_layer`` for pictures without text, ``no_items`` for tables of data alone, ``empty_file``.
    """
    package = OfficePackage(data, _WHAT, "word/document.xml")
    document = WordDocument(package)
    lines = document.read()
    if not any(line.text and not line.rule for line in lines):
        raise _nothing(package, document.body.tables_left_out)
    text, places, furniture = set_lines(lines)
    issues = (*_edit_issues(document.edits), *_other_issues(package, document))
    return ExtractedText(text, "", DOCX, document.body.metadata, issues, furniture=furniture, places=places)


def _nothing(package: OfficePackage, tables: Sequence[str]) -> DocumentError:
    if tables:
        return DocumentError(Code.NO_ITEMS, f"the {_WHAT} holds only tables that are no work lists", tables[0])
    pictures = [name for name in package.names() if name.startswith(_PICTURES)]
    if pictures:
        what = f"the {_WHAT} holds pictures and no text"
        return DocumentError(Code.NO_TEXT_LAYER, what, f"{len(pictures)} pictures")
    return DocumentError(Code.EMPTY_FILE, f"the {_WHAT} holds no text", f"{len(list(package.names()))} parts")


def _edit_issues(edits: Edits) -> Iterator[Issue]:
    if edits.inserted or edits.deleted:
        what = f"{len(edits.inserted)} tracked insertions were taken, {len(edits.deleted)} deletions left out"
        yield Issue(Code.TRACKED_CHANGES, what, _quoted([*edits.deleted, "→", *edits.inserted]))
    yield from (Issue(Code.STRUCK_TEXT, "struck-out text was left out", _quoted([text])) for text in edits.struck)
    if edits.hidden:
        yield Issue(Code.HIDDEN_TEXT, "text with the property hidden was left out", _quoted(edits.hidden))


def _other_issues(package: OfficePackage, document: WordDocument) -> Iterator[Issue]:
    for table in document.body.tables_left_out:
        yield Issue(Code.TABLE_LEFT_OUT, "a table that is no work list was left out of the text", table)
    if unknown := ", ".join(document.numbering.unknown):
        yield Issue(Code.NUMBER_FORMAT, "numbers in a format that is not known were written as digits", unknown)
    if odd := ", ".join(document.numbering.odd_starts):
        yield Issue(Code.NUMBER_FORMAT, ODD_NUMBERS, odd)
    if document.edits.uncounted:
        what = "numbers that Word counts in fields are not in the file and were left out"
        yield Issue(Code.NUMBER_FORMAT, what, str(document.edits.uncounted))
    if document.edits.pictures:
        yield Issue(Code.EMBEDDED_OBJECT, "pictures as large as a page were not read", str(document.edits.pictures))
    embedded = document.edits.objects + document.body.chunks
    if embedded:
        yield Issue(Code.EMBEDDED_OBJECT, "embedded objects or documents were not read", str(embedded))
    if package.has_macros:
        yield Issue(Code.ACTIVE_CONTENT, "the file holds macros; they were not run", "vbaProject.bin")
    if package.links:
        what = "the file refers to content elsewhere; it was not fetched"
        yield Issue(Code.ACTIVE_CONTENT, what, package.links[0][:200])


def _quoted(texts: Sequence[str]) -> str:
    return " ".join(texts)[:_LONGEST_QUOTE]
