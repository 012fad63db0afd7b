"""Marks of web pages saved as text: bold, bare HTML tags, links. Headings and bullets stay for the outline."""

from __future__ import annotations

import re
from collections.abc import Iterable

from normalizers.edits import Edit

_EMPHASIS = re.compile(r"(?P<mark>\*\*|__)(?=\S)(?P<inner>[^*_\n]+?)(?<=\S)(?P=mark)")
_TAG = re.compile(r"</?(?:b|i|u|em|strong|span|p|br|div|font|a|sup|sub)(?:\s[^<>\n]*)?/?>", re.IGNORECASE)
_LINK = re.compile(r"(?<!!)\[(?P<label>[^\[\]\n]+)\]\((?P<target>[^()\s]*)\)")
_LINK_LINE = re.compile(r"^[ \t]*(?:\[[^\[\]\n]*\]\([^()\s]*\)[ \t|·]*)+$", re.MULTILINE)


def emphasis(text: str) -> Iterable[Edit]:
    """``**bold**`` loses its marks."""
    for match in _EMPHASIS.finditer(text):
        yield Edit(match.start(), match.start("inner"), "", "emphasis_mark")
        yield Edit(match.end("inner"), match.end(), "", "emphasis_mark")


def tags(text: str) -> Iterable[Edit]:
    """Left-over inline tags go; their content stays."""
    for match in _TAG.finditer(text):
        yield Edit(*match.span(), "", "html_tag")


def navigation(text: str) -> Iterable[Edit]:
    """A line that holds nothing but links is site chrome."""
    for match in _LINK_LINE.finditer(text):
        yield Edit(*match.span(), "", "navigation")


def links(text: str) -> Iterable[Edit]:
    """``[label](target)`` inside a sentence becomes its label."""
    for match in _LINK.finditer(text):
        yield Edit(match.start(), match.start("label"), "", "link_target")
        yield Edit(match.end("label"), match.end(), "", "link_target")


RULES = (navigation, links, emphasis, tags)
