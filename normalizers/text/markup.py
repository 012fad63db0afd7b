"""Marks of web pages saved as text: emphasis, tags, links, entities, comments.

Headings and bullets stay for the outline.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

from normalizers.text.edits import Edit
from schemas.printed.markers import Marker, read_marker
from schemas.printed.number_styles import DECIMAL

_EMPHASIS = re.compile(r"(?P<mark>\*\*|__)(?=\S)(?P<inner>[^*_\n]+?)(?<=\S)(?P=mark)")
# *one* star: not the signs of who leads (★, *) that stand before or behind names of a list.
_LIGHT_EMPHASIS = re.compile(
    r"(?:(?<=[\s。；，：、（(])|^)\*(?=[^\s*])(?P<inner>[^*\n]+?)(?<=[^\s*、，；])\*(?!\*)", re.MULTILINE
)
_STRUCK = re.compile(r"~~(?=\S)[^~\n]{1,400}(?<=\S)~~")
STRUCK_TEXT = "struck_text"
"""The rule by which struck text goes."""
_CODE = re.compile(r"`(?P<inner>[^`\n]+)`")
_FENCE = re.compile(r"^[ \t]*(?:`{3,}|~{3,})[^`\n]*$", re.MULTILINE)
_COMMENT = re.compile(r"<!--.{0,4000}?-->", re.DOTALL)
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,5}|#x[0-9a-fA-F]{2,5});")
_FOOTNOTE = re.compile(r"^[ \t]*\[\^(?P<name>\d{1,2})\]:[ \t]*", re.MULTILINE)
_FOOTNOTE_MARK = re.compile(r"\[\^\w{1,12}\](?!:)")
_TAG = re.compile(r"</?(?:b|i|u|em|strong|span|p|br|div|font|a|sup|sub)(?:\s[^<>\n]*)?/?>", re.IGNORECASE)
_OF_BLOCK = re.compile(r"</?(?:p|br|div)\b", re.IGNORECASE)
_LINK = re.compile(r"(?<!!)\[(?P<label>[^\[\]\n]+)\]\((?P<target>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)")
# Converters put a backslash before what Markdown would read as a mark: 1\. and \*.
_ESCAPE = re.compile(r"\\(?=[.*_#()\[\]+!<>~|`{}-])")
_HEADING = re.compile(r"^(?P<mark>#{1,6}[ \t]+)(?P<words>\S.*)$", re.MULTILINE)
_BLOCK_QUOTE = re.compile(r"^(?P<mark>[ \t]{0,3}>[ \t]+)(?=[^\n>]*[。：:；，])", re.MULTILINE)
_BULLET = re.compile(r"^(?P<mark>[ \t]*[-*+][ \t]+(?:\[[ xX]\][ \t]+)?)(?P<words>\S.*)$", re.MULTILINE)
_LINE = re.compile(r"^.*\S.*$", re.MULTILINE)
_LINK_IN_LINE = r"\[[^\[\]\n]*\]\([^()\s]*\)"
_BETWEEN_LINKS = r"[ \t|｜·/／>＞›»→\\-]"
# The way to a page may end in its own name: [首页](/) > [政务公开](/zwgk) > 通知公告.
_LINK_LINE = re.compile(
    rf"^[ \t]*{_LINK_IN_LINE}(?:{_BETWEEN_LINKS}*{_LINK_IN_LINE})*"
    rf"(?:{_BETWEEN_LINKS}*|[ \t]*[/／>＞›»→]{_BETWEEN_LINKS}*[^\[\]\n，。；：、]{{2,30}})$",
    re.MULTILINE,
)

_FEWEST_DECIMALS = 2
"""Headings that number as 1.1 and 1.2: one alone may open with a figure."""


def emphasis(text: str) -> Iterable[Edit]:
    """``**bold**`` loses its marks."""
    yield from _unmarked(_EMPHASIS, text)


def light_emphasis(text: str) -> Iterable[Edit]:
    """``*emphasis*`` loses its marks."""
    yield from _unmarked(_LIGHT_EMPHASIS, text) if "*" in text else ()


def code_fences(text: str) -> Iterable[Edit]:
    """Lines that fence code go."""
    if "`" in text or "~~~" in text:
        yield from (Edit(*match.span(), "", "code_mark") for match in _FENCE.finditer(text))


def fenced_code(text: str) -> list[tuple[int, int]]:
    """The spans between fences."""
    if "```" not in text and "~~~" not in text:
        return []
    fences = [match.span() for match in _FENCE.finditer(text)]
    return [(opened, closed) for (_, opened), (closed, _) in zip(fences[::2], fences[1::2], strict=False)]


def code_spans(text: str) -> Iterable[Edit]:
    """`` `code` `` loses its marks."""
    yield from _unmarked(_CODE, text) if "`" in text else ()


def _unmarked(pattern: re.Pattern[str], text: str) -> Iterable[Edit]:
    for match in pattern.finditer(text):
        yield Edit(match.start(), match.start("inner"), "", "emphasis_mark")
        yield Edit(match.end("inner"), match.end(), "", "emphasis_mark")


def comments(text: str) -> Iterable[Edit]:
    """A comment that no page shows goes."""
    for match in _COMMENT.finditer(text) if "<!--" in text else ():
        yield Edit(*match.span(), "", "comment")


def struck(text: str) -> Iterable[Edit]:
    """Struck text goes, as that of web pages does."""
    for match in _STRUCK.finditer(text) if "~~" in text else ():
        yield Edit(*match.span(), "", STRUCK_TEXT)


def entities(text: str) -> Iterable[Edit]:
    """``&quot;`` is the character that it names."""
    for match in _ENTITY.finditer(text) if "&" in text else ():
        named = html.unescape(match[0]).replace("\u00a0", " ")
        if named != match[0]:
            yield Edit(*match.span(), named, "entity")


def footnotes(text: str) -> Iterable[Edit]:
    """``[^1]: …`` is a remark, and the mark in the text goes."""
    if "[^" not in text:
        return
    edits = [Edit(*match.span(), f"注{match['name']}：", "note_mark") for match in _FOOTNOTE.finditer(text)]
    edits += [Edit(*match.span(), "", "note_mark") for match in _FOOTNOTE_MARK.finditer(text)]
    yield from sorted(edits)


def tags(text: str) -> Iterable[Edit]:
    """Left-over tags go; their content stays, and a line ends where a paragraph or ``<br>`` does."""
    for match in _TAG.finditer(text):
        ends_line = _OF_BLOCK.match(match[0]) is not None and _stands_inside(text, match)
        yield Edit(*match.span(), "\n" if ends_line else "", "html_tag")


def _stands_inside(text: str, tag: re.Match[str]) -> bool:
    """Whether a tag stands at neither end of its line."""
    around = text[tag.start() - 1 : tag.start()], text[tag.end() : tag.end() + 1]
    return all(char not in ("", "\n") for char in around)


def escapes(text: str) -> Iterable[Edit]:
    """``1\\.`` is ``1.``."""
    for match in _ESCAPE.finditer(text):
        yield Edit(*match.span(), "", "markdown_escape")


def headings(text: str) -> Iterable[Edit]:
    """``## 一、金融`` is the unit that its number says, and ``#`` before a title of a numbered document no section.

    Headings without a number between numbered units stay: they are the sections of a web page.
    """
    found = list(_HEADING.finditer(text)) if "#" in text else []
    numbered = _numbered_headings(found)
    others = [match for match in found if match not in numbered]
    titles = others if others and others[-1].end() <= _first_unit(text) else []
    for match in sorted((*numbered, *titles), key=lambda m: m.start()):
        yield Edit(match.start(), match.end("mark"), "", "heading_mark")


def _numbered_headings(found: Sequence[re.Match[str]]) -> list[re.Match[str]]:
    """The headings with a number; one of several parts (``### 2.1 …``) is a number where such count from one."""
    decimals = {match.start(): marker.number for match in found if (marker := _decimal(match["words"]))}
    counts = len(decimals) >= _FEWEST_DECIMALS and next(iter(decimals.values())) == 1
    return [match for match in found if _unit_number(match["words"]) or (counts and match.start() in decimals)]


def _decimal(words: str) -> Marker | None:
    """The number of several parts that words open with, a blank behind it."""
    marker = read_marker(words)
    return marker if marker and marker.kind is DECIMAL and marker.has_blank else None


def _first_unit(text: str) -> int:
    """Where the first line with a number begins, -1 where none does."""
    return next((m.start() for m in _LINE.finditer(text) if _unit_number(_HEADING.sub(r"\2", m[0]))), -1)


def unit_places(text: str) -> list[int]:
    """Where the lines with a number begin."""
    return [match.start() for match in _LINE.finditer(text) if _unit_number(match[0])]


def _unit_number(words: str) -> Marker | None:
    marker = read_marker(words)
    if marker is None or marker.doubtful or not marker.kind.counts:
        return None
    return marker


def bullets(text: str) -> Iterable[Edit]:
    """A bullet before a printed number goes: ``- 1. 完善…`` and ``- [x] 1. 完善…`` are unit 1."""
    for match in _BULLET.finditer(text):
        if _unit_number(match["words"]):
            yield Edit(*match.span("mark"), "", "bullet_mark")


def block_quotes(text: str) -> Iterable[Edit]:
    """``> 注：…`` is the paragraph that it quotes; a way through a site (``> 政务公开``) is none."""
    for match in _BLOCK_QUOTE.finditer(text) if ">" in text else ():
        yield Edit(*match.span("mark"), "", "quote_mark")


def navigation(text: str) -> Iterable[Edit]:
    """A line that holds nothing but links is site chrome, and so is the way to a page."""
    for match in _LINK_LINE.finditer(text):
        yield Edit(*match.span(), "", "furniture:navigation")


def links(text: str) -> Iterable[Edit]:
    """``[label](target)`` inside a sentence becomes its label."""
    for match in _LINK.finditer(text):
        yield Edit(match.start(), match.start("label"), "", "link_target")
        yield Edit(match.end("label"), match.end(), "", "link_target")


RULES = (
    *(comments, navigation, footnotes, links, block_quotes, emphasis, light_emphasis, struck, code_fences, code_spans),
    *(tags, entities, escapes, bullets, headings),
)
