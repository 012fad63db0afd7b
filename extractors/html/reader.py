"""Bytes of a web page → extracted text: the content in the notation of the other sources, and its metadata."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest

from extractors.dates import find_signature_date
from extractors.decode import BLANKS, declaration_issues, decode, refuse_controls
from extractors.html.content import Content, find_content
from extractors.html.lines import HtmlLine, Layout, lay_out, render
from extractors.html.tree import HtmlTree, parse
from extractors.media import HTML
from extractors.page_metadata import from_head, published_in, source_in
from schemas.findings import Code, DocumentError
from schemas.printed.bodies import is_department_of
from schemas.printed.closings import is_signature
from schemas.printed.doc_numbers import read_doc_number
from schemas.printed.kinds import DOCUMENT_KIND_END
from schemas.printed.markers import read_marker
from schemas.printed.numerals import ODD_NUMBERS
from schemas.records import ExtractedText, Issue

# A page says its encoding in its first bytes (the standard asks for 1,024; real pages need more).
_CLAIM = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*(?P<meta>[\w-]+)|<\?xml[^>]{0,100}?encoding\s*=\s*[\"'](?P<xml>[\w-]+)",
    re.IGNORECASE,
)
_CLAIM_BYTES = 8192
_BLANK = re.compile(r"\s+")
_SHORTEST_TITLE, _LONGEST_TITLE = 6, 100
_OPENING_LINES = 4
_LONGEST_NUMBER = 16
_LONGEST_QUOTE = 60
_MOST_NUMBERS = 10


def read_html(data: bytes, declared: str | None = None) -> ExtractedText:
    """The content of a web page.

    Headings, lists and work lists in tables are marked as in text saved from web pages; menus, footers and
    hidden text are gone; ``metadata`` holds what the page says of the document in tables and meta elements.
    A table of data is left out, with the issue ``table_left_out``.
    Raises DocumentError: ``empty_file`` for a page that shows no text, and the codes of decoding.
    """
    markup, encoding = decode_page(data, declared)
    page = parse(markup)
    layout = lay_out(page.body)
    content = find_content(layout)
    lines = _as_printed([line for line in content.lines if line.text])
    text = render(lines)
    if not text.strip(BLANKS):
        raise DocumentError(Code.EMPTY_FILE, "the page shows no text", f"{len(data)} bytes")
    metadata = {**_said_around(page, content), **content.metadata, **layout.metadata}
    issues = (
        declaration_issues(data, declared, markup, encoding)
        + tuple(
            Issue(Code.TABLE_LEFT_OUT, "a table that is no work list was left out of the text", table)
            for table in content.tables
        )
        + tuple(Issue(Code.STRUCK_TEXT, "struck-out text was left out", text[:_LONGEST_QUOTE]) for text in page.struck)
    )
    return ExtractedText(text, encoding, HTML, metadata, (*issues, *_lost(page), *_odd(layout)))


def _lost(page: HtmlTree) -> tuple[Issue, ...]:
    what = "text behind a comment, element or attribute that nothing closes is not shown"
    return (Issue(Code.HIDDEN_TEXT, what, f"{page.lost} characters"),) if page.lost else ()


def _odd(layout: Layout) -> tuple[Issue, ...]:
    odd = layout.odd_numbers
    return (Issue(Code.NUMBER_FORMAT, ODD_NUMBERS, ", ".join(odd[:_MOST_NUMBERS])),) if odd else ()


def decode_page(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """The markup of a page and the codec of its bytes. Raises DocumentError with the codes of decoding."""
    claim = _CLAIM.search(data[:_CLAIM_BYTES])
    claimed = (claim["meta"] or claim["xml"]).decode("ascii") if claim else None
    markup, encoding = decode(data, declared, claimed)
    refuse_controls(markup)
    return markup, encoding


def _as_printed(lines: Sequence[HtmlLine]) -> list[HtmlLine]:
    """Where the parts of a document have printed numbers, its one bare heading is its title: a line, as in print."""
    bare = [i for i, line in enumerate(lines) if line.level and line.marker]
    is_title = len(bare) == 1 and (bare[0] == 0 or lines[bare[0]].level == 1)
    if not is_title or not _is_numbered(lines):
        return list(lines)
    return [replace(line, marker="") if i == bare[0] else line for i, line in enumerate(lines)]


def _is_numbered(lines: Sequence[HtmlLine]) -> bool:
    # Small forms and radicals (一﹑ ⼆、) are numbers too; normalisers read them only later.
    markers = (read_marker(unicodedata.normalize("NFKC", line.marker + line.text[:_LONGEST_NUMBER])) for line in lines)
    return any(m is not None and m.kind.counts for m in markers)


def _said_around(page: HtmlTree, content: Content) -> dict[str, str]:
    """What the head and the lines around the content say: the title, who put it up, and the date of publication."""
    before = [line.text.strip() for line in content.before]
    said = {
        "date_published": _published_around(content),
        "publisher": next(filter(None, (source_in(line.text) for line in content.beside)), None) or _letterhead(before),
        "title": _title_before(page.title, content),
    }
    found = {column: value for column, value in said.items() if value}
    return {**found, **_below_title(before), **from_head(page.meta)}


def _published_around(content: Content) -> str | None:
    """The day of publication beside the content or in the foot of the site."""
    dates = [published_in(line.text) for line in content.beside]
    dates += [published_in(line.text, is_foot=True) for line in content.foot]
    return next(filter(None, dates), None)


def _letterhead(lines: Sequence[str]) -> str | None:
    """The body in the head of a page, its government in the line above it: 澳門特別行政區政府 / 經濟及科技發展局."""
    pairs = pairwise(lines)
    return next((above + name for above, name in pairs if is_department_of(name, above)), None)


def _below_title(lines: Sequence[str]) -> dict[str, str]:
    """The number of the document and the day of a speech that stand on lines of their own before the content."""
    number = next(filter(None, map(read_doc_number, lines)), None)
    date = find_signature_date([line for line in lines if _is_bracketed(line)])
    return {column: said for column, said in (("doc_number", number), ("date_below_title", date)) if said}


def _is_bracketed(text: str) -> bool:
    """Whether a line is one bracket, as the day of a speech is below its title."""
    return text[:1] in ("（", "(") and text[-1:] in ("）", ")")


def _title_before(page_title: str, content: Content) -> str | None:
    """The line before the content that the title of the page repeats (it adds the name of the site).

    Where the page has no title to compare with: the nearest line that ends as titles of documents do. None where
    the content opens with such a line itself.
    """
    whole = _BLANK.sub("", page_title)
    opening = content.lines[:_OPENING_LINES]
    # The name of the site above the content is repeated too.
    if any(_opens(line, below, whole) for line, below in zip_longest(opening, opening[1:])):
        return None
    lines = [line for line in content.before if len(_BLANK.sub("", line.text)) >= _SHORTEST_TITLE]
    repeated = [line.text.strip() for line in lines if _repeats(line, whole)]
    if repeated:
        return max(repeated, key=len)
    if any(_is_title_like(line) for line in opening):
        return None
    return _nearest_title(lines)


def _nearest_title(lines: Sequence[HtmlLine]) -> str | None:
    """The last of the lines that ends as titles of documents do."""
    return next((line.text.strip() for line in reversed(lines) if _is_title_like(line)), None)


def _repeats(line: HtmlLine, whole: str) -> bool:
    """Whether the title of the page repeats this line, or it is a main heading."""
    return _BLANK.sub("", line.text) in whole or line.level == 1


def _opens(line: HtmlLine, below: HtmlLine | None, whole: str) -> bool:
    """Whether a line of the content is its title: a main heading, or what the title of the page opens with.

    The name of a body alone is a signature, unless the line below it goes on with that title.
    """
    text = _BLANK.sub("", line.text)
    if line.level == 1 and line.marker:
        return True
    if len(text) < _SHORTEST_TITLE or not whole.startswith(text):
        return False
    return not is_signature(text) or (below is not None and whole.startswith(text + _BLANK.sub("", below.text)))


def _is_title_like(line: HtmlLine) -> bool:
    return len(line.text) <= _LONGEST_TITLE and "。" not in line.text and bool(DOCUMENT_KIND_END.search(line.text))
