"""Where on the pages of an OFD file its printed lines stand."""

from __future__ import annotations

from extractors.media import OFD
from extractors.ofd.reader import read_some_pages
from extractors.pages.boxes import box_rows
from schemas.records import ExtractedText


def read_boxes(data: bytes, first: int, last: int) -> ExtractedText:
    """The printed lines of pages ``first`` to ``last`` (from 1), as `box_rows` tells them.

    Raises DocumentError as `extractors.ofd.reader.read_ofd` does.
    """
    return ExtractedText(box_rows(read_some_pages(data, first, last)), "", OFD)
