"""A document and the files attached to it as one text: what follows stands behind, with its places and furniture."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from schemas.printed.annexes import annex_label
from schemas.records import ExtractedText, Issue

_SHORTEST_LINE = 8
"""Letters and digits of a line by which a text is known again; shorter ones (全年) stand in many."""
_SAME = 0.8
"""The share of the letters of an annex that stand in the text before it where it is that text in another file."""
_OPENING_LINES = 3


def with_annexes(source: ExtractedText, annexes: Sequence[tuple[str, ExtractedText]]) -> ExtractedText:
    """``source`` with the texts of the files attached to it behind it, by their names.

    One whose text stands before it already is not read again: it is named in ``repeats``. A label (附件1) stands above
    an annex that prints none, so that its numbers count anew. Pages are not counted: they are those of several files.
    """
    joined = source
    for name, annex in annexes:
        if _repeats(joined.text, annex.text):
            joined = replace(joined, repeats=(*joined.repeats, name))
        else:
            joined = _appended(joined, name, annex, len(annexes))
    return joined


def _repeats(text: str, annex: str) -> bool:
    plain = _plain(text)
    lines = [line for line in map(_plain, re.split(r"[\n\f]", annex)) if len(line) >= _SHORTEST_LINE]
    known = sum(len(line) for line in lines if line in plain)
    return bool(lines) and known >= _SAME * sum(map(len, lines))


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _appended(source: ExtractedText, name: str, annex: ExtractedText, n_annexes: int) -> ExtractedText:
    number = str(len(source.annexes) + 1) if n_annexes > 1 else ""
    opening = [line for line in annex.text.split("\n") if line.strip()][:_OPENING_LINES]
    label = "" if any(annex_label(line.strip()) for line in opening) else f"附件{number}\n\n"
    head = f"{source.text.rstrip()}\n\n{label}"
    start = len(head)
    placed = tuple((first + start, last + start, f"{name}: {place}") for first, last, place in annex.places)
    return replace(
        source,
        text=head + annex.text,
        issues=(*source.issues, *(_moved(issue, name, start) for issue in annex.issues)),
        page_count=0,
        ocr_pages=(),
        ocr_spans=(*_ocr_spans(source, 0), *_ocr_spans(annex, start)),
        furniture=(*source.furniture, *((first + start, last + start, rule) for first, last, rule in annex.furniture)),
        places=(*source.places, *(placed or ((start, start + len(annex.text), name),))),
        annexes=(*source.annexes, name),
    )


def _ocr_spans(source: ExtractedText, by: int) -> Iterator[tuple[int, int]]:
    """The spans of a text that were read from pictures, moved ``by`` characters."""
    yield from ((start + by, end + by) for start, end in source.ocr_spans)
    at = 0
    for number, page in enumerate(source.text.split("\f") if source.ocr_pages else (), 1):
        if number in source.ocr_pages:
            yield at + by, at + len(page) + by
        at += len(page) + 1


def _moved(issue: Issue, name: str, by: int) -> Issue:
    """What a reader found in an annex, with the name of its file, at its place in the whole text."""
    start, end = (None if at is None else at + by for at in (issue.start, issue.end))
    return replace(issue, message=f"{name}: {issue.message}", page=None, start=start, end=end)
