"""Where a piece of the extracted text stands in its original, found there again: boxes on pages, paragraphs, cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors.annexes import with_annexes
from extractors.media import DOCX, OFD, PDF, READ, read_format
from pipeline.archive.snapshot import Source, discover
from pipeline.sandbox.inside import as_docx
from pipeline.sandbox.worker import Worker
from pipeline.settings import Limits
from schemas.findings import DocumentError
from schemas.records import ExtractedText

WITH_BOXES = {PDF: "extractors.pdf.boxes:read_boxes", OFD: "extractors.ofd.boxes:read_boxes"}
"""What tells the boxes of lines, by media type; other formats have places or neither."""
_ALL_READERS = {form.media_type: form.reader for form in READ}
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class PageBox:
    """A rectangle on a page (from 1), in points from its top left corner."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


class NoBoxesError(Exception):
    """The boxes cannot be told; the message says why."""


def find_boxes(raw: Path, release: Mapping[str, Any], span: str, pages: tuple[int, int]) -> list[PageBox]:
    """One box for each page that the lines of ``span``, a slice of the extracted text, stand on.

    ``release`` is its row in the table releases, of a media type in `WITH_BOXES`. Raises NoBoxesError: the original is
    not in ``raw``, is another file than the build read, cannot be read, or does not print the lines as they were
    extracted (cells of a table).
    """
    data = _source(raw, str(release["release_id"]), str(release["sha256"])).path.read_bytes()
    try:
        with Worker(readers=WITH_BOXES) as worker:
            text = worker.extract(release["media_type"], data, {"first": pages[0], "last": pages[1]}).text
    except DocumentError as error:
        raise NoBoxesError(f"the original cannot be read: {error.message}") from error
    found = list(_match(_read_rows(text), [_plain(line) for line in re.split(r"[\n\f]", span) if line.strip()]))
    if not found:
        raise NoBoxesError("the page prints these words in other lines (a table)")
    return [_union([box for box in found if box.page == page]) for page in sorted({box.page for box in found})]


def find_places(raw: Path, release: Mapping[str, Any], text: str, span: tuple[int, int]) -> list[str]:
    """Where in a file without pages (paragraph, row, cell) the span of its extracted text stands, in order.

    ``release`` is its row in the table releases. Raises NoBoxesError: the original is not in ``raw``, is another file
    than the build read, or is not read as the build read it.
    """
    source = _source(raw, str(release["release_id"]), str(release["sha256"]))
    member = str(release["source_name"]).partition("/")[2]
    try:
        with Worker(readers=_ALL_READERS) as worker:
            found = _extract(worker, source, release["encoding"], member)
            annexes = list(_annexes(worker, source.annexes))
            found = with_annexes(found, annexes) if annexes else found
    except DocumentError as error:
        raise NoBoxesError(f"the original cannot be read: {error.message}") from error
    if found.text != text:
        raise NoBoxesError("this code reads another text in the original; run again")
    start, end = span
    return list(dict.fromkeys(place for first, last, place in found.places if first < end and start < last))


def _annexes(worker: Worker, annexes: Sequence[Source]) -> Iterator[tuple[str, ExtractedText]]:
    """The texts of annexes, those that the build could not read left out as it left them out."""
    for annex in annexes:
        if annex.media_type and not annex.problem:
            with suppress(DocumentError):
                yield annex.source_name, _extract(worker, annex)


def _extract(worker: Worker, source: Source, encoding: str | None = None, member: str = "") -> ExtractedText:
    data = source.path.read_bytes()
    data, converted = as_docx(data, source.media_type, source.sha256, member, Limits())
    form = read_format(DOCX if converted else source.media_type)
    known = {"declared": encoding, "member": member}
    options = {name: known[name] for name in form.options if name in known}
    return worker.extract(form.media_type, data, options)


def _source(raw: Path, release_id: str, sha256: str) -> Source:
    files = [one for s in discover([raw]).sources for one in (s, *s.renditions)]
    sources = [s for s in files if release_id == s.release_id or sha256 == s.sha256]
    source = next((s for s in sources if s.sha256 == sha256), None)
    if source is None:
        changed = f": {sources[0].path} is not the file that the build read (sha256)" if sources else ""
        raise NoBoxesError(f"the original is not in {raw}{changed}; give its place with --raw")
    return source


def _plain(text: str) -> str:
    return _BLANK.sub("", text)


def _read_rows(text: str) -> list[tuple[PageBox, str]]:
    rows: list[tuple[PageBox, str]] = []
    for row in text.split("\n") if text else ():
        page, x0, top, x1, bottom, words = row.split("\t", 5)
        rows.append((PageBox(int(page), float(x0), float(top), float(x1), float(bottom)), _plain(words)))
    return rows


def _match(rows: Sequence[tuple[PageBox, str]], lines: Sequence[str]) -> Iterable[PageBox]:
    """The rows that print ``lines``, in order; the first of several alike that lets the rest follow."""
    starts = (i for i, (_, words) in enumerate(rows) if lines and lines[0] in words)
    runs = (_run(rows, start, lines) for start in starts)
    return max(runs, key=len, default=[])


def _run(rows: Sequence[tuple[PageBox, str]], start: int, lines: Sequence[str]) -> list[PageBox]:
    run: list[PageBox] = []
    position = start
    for line in lines:
        at = next((i for i in range(position, len(rows)) if line in rows[i][1]), None)
        if at is not None:
            run.append(rows[at][0])
            position = at + 1
    return run


def _union(boxes: Sequence[PageBox]) -> PageBox:
    return PageBox(
        boxes[0].page,
        min(b.x0 for b in boxes),
        min(b.top for b in boxes),
        max(b.x1 for b in boxes),
        max(b.bottom for b in boxes),
    )
