"""Pages of PDFs as pictures, with boxes for stretches of the extracted text.

The original is read again, in a limited child process as always. A page whose characters are not those that the build
extracted has a picture and fewer boxes; a release whose original is not at hand has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.archive.snapshot import discover
from pipeline.files import read_regular
from pipeline.sandbox.worker import Worker
from pipeline.settings import MIB, Settings
from pipeline.site.boxes import Box
from pipeline.site.places import picture
from schemas.findings import DocumentError

READERS = {"pictures": "extractors.pdf.pictures:draw_pages"}
WIDTH = 900
"""Pixels of a picture: print of the usual size is well legible on a screen."""
MOST_PAGES = 60
"""Pages of a release that are drawn; the text of the rest is there as text."""
_COUNTS_AS = 8 * MIB
"""Bytes that a document counts as for its limit of processor time: to draw a page takes longer than to read it."""
_FEWEST = 2
"""Characters that are looked for together: a single one stands on every page."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page: the WebP and its size in pixels, its size in points, and the boxes of the characters of its text.

    ``boxes`` maps places in the extracted text to boxes; all pages of a release share it.
    """

    release_id: str
    page: int
    webp: bytes
    pixels: tuple[int, int]
    size: tuple[float, float]
    boxes: Mapping[int, Box]

    @property
    def path(self) -> str:
        """Where it lies in the site."""
        return picture(self.release_id, self.page)


class Originals:
    """The originals in folders of releases, by checksum, and what people decided about them; found once."""

    def __init__(self, raw: Sequence[Path]) -> None:
        sources = discover(raw).sources if raw else ()
        self._paths = {s.sha256: s.path for s in sources if s.sha256}
        self.overrides = {s.release_id: s.manifest.overrides for s in sources if s.manifest.overrides}

    def path(self, sha256: str) -> Path | None:
        """Where the file lies that a build read; None where it is not there."""
        return self._paths.get(sha256)


def draw(worker: Worker, release_id: str, path: Path, text: str, settings: Settings) -> list[Picture]:
    """The pages of a PDF; none where it cannot be read now."""
    try:
        data = read_regular(path, settings.limits.most_bytes)
        options = {"width": WIDTH, "last": MOST_PAGES, "password": settings.password}
        head, body = worker.ask("pictures", data, options, size=max(len(data), _COUNTS_AS))
    except (DocumentError, OSError):
        return []
    boxes = boxes_of(text, [(page["characters"], page["boxes"]) for page in head["pages"]])
    found: list[Picture] = []
    start = 0
    for number, page in enumerate(head["pages"], 1):
        webp = bytes(body[start : start + page["bytes"]])
        start += page["bytes"]
        size = (page["width"], page["height"])
        found.append(Picture(release_id, number, webp, (page["pixels"][0], page["pixels"][1]), size, boxes))
    return found


def boxes_of(text: str, pages: Sequence[tuple[str, Sequence[int]]]) -> dict[int, Box]:
    """The box of each character of ``text``, whose pages end with form feeds, that a page prints.

    ``pages``: the visible characters of each page and their boxes, four numbers each.
    """
    found: dict[int, Box] = {}
    start = 0
    for number, (of_page, (characters, boxes)) in enumerate(zip(text.split("\f"), pages, strict=False), 1):
        for at, place in _placed(of_page, characters):
            found[start + at] = Box(number, *boxes[4 * place : 4 * place + 4])
        start += len(of_page) + 1
    return found


_WORDS = re.compile(r"\S+")


def _placed(text: str, characters: str) -> Iterator[tuple[int, int]]:
    """Places in ``text`` with their places in ``characters``: the longest stretches that both have, each once.

    A word is looked for behind the one before, then anywhere: cells of a table are written in another order.
    """
    used = bytearray(len(characters))
    behind = 0
    for word in _WORDS.finditer(text):
        at, end = word.span()
        while end - at >= _FEWEST:
            place, length = _longest(characters, text[at:end], behind, used)
            if not length:
                at += 1
                continue
            yield from zip(range(at, at + length), range(place, place + length), strict=True)
            used[place : place + length] = b"\1" * length
            at, behind = at + length, place + length
        if end - at == 1 and characters[behind : behind + 1] == text[at]:
            yield at, behind
            used[behind] = 1
            behind += 1


def _longest(characters: str, words: str, behind: int, used: bytearray) -> tuple[int, int]:
    """Where a beginning of ``words`` stands in ``characters``, and its length; 0 for none that is long enough."""
    length = len(words)
    while length >= _FEWEST:
        place = _find_unused(characters, words[:length], behind, used)
        if place >= 0:
            while length < len(words) and characters[place + length : place + length + 1] == words[length]:
                length += 1
            return place, length
        length //= 2
    return 0, 0


def _find_unused(characters: str, words: str, behind: int, used: bytearray) -> int:
    """The first place of ``words`` at or behind ``behind``, else the first of all, that nothing took; -1 for none."""
    for start in (behind, 0):
        place = characters.find(words, start)
        while place >= 0 and used[place]:
            place = characters.find(words, place + 1)
        if place >= 0:
            return place
    return -1
