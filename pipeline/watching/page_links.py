"""The links of a web page or a feed, with their words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from extractors.html.reader import decode_page
from extractors.html.tree import parse_document
from extractors.media import DOCUMENT_SUFFIXES, HTML, read_format
from schemas.findings import Code, DocumentError
from schemas.printed.annexes import has_annex_word as annex_word
from schemas.release import LONGEST_URL

# mailto:, javascript:, file: and their like lead to no document.
_FOREIGN = re.compile(r"(?!https?:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_BLANK = re.compile(r"\s+")
_LONGEST_WORDS = 500
_PAGE_SUFFIXES = frozenset(read_format(HTML).suffixes)
_FILE = re.compile(
    rf"(?:{'|'.join(re.escape(suffix) for suffix in sorted(DOCUMENT_SUFFIXES - _PAGE_SUFFIXES))})\s*(?:[?&#]|$)",
    re.IGNORECASE,
)
_INLINE = frozenset(("span", "font", "b", "strong", "em", "i", "u"))
MOST_LINKS = 20_000
"""Links of one page or feed. What is listed is kept until the next look."""


@dataclass(frozen=True, slots=True)
class Hyperlink:
    """A link: its whole address, without the part after #, and its words."""

    url: str
    title: str


def is_selector(text: str) -> bool:
    """Whether ``text`` is a CSS selector."""
    try:
        LexborHTMLParser("<p>").css(text)
    except (SelectolaxError, ValueError):
        return False
    return True


def page_links(data: bytes, base: str, selector: str) -> list[Hyperlink]:
    """The links that ``selector`` chooses, or that are inside what it chooses, in order, each address once.

    ``base`` is the address of the page. Raises DocumentError with the codes of decoding, or ``too_big`` for more than
    `MOST_LINKS`.
    """
    document = parse_document(decode_page(data)[0])
    said = document.css_first("base[href]")
    base = _join(base, (said.attributes.get("href") or "") if said else "")
    return _whole(base, _anchors(document.css(selector)))


def attachment_links(data: bytes, base: str) -> list[Hyperlink]:
    """The links of a page to files attached to the document on it, in order, each address once.

    They lead to a file of a document by their address or by their words, and stand under 附件 or are named by the file.
    ``base`` is the address of the page. Raises as `page_links`.
    """
    document = parse_document(decode_page(data)[0])
    said = document.css_first("base[href]")
    base = _join(base, (said.attributes.get("href") or "") if said else "")
    found = ((node, node.attributes.get("href") or "", node.text()) for node in document.css("a[href]"))
    return _whole(base, ((href, words) for node, href, words in found if _is_attachment(node, href, words)))


def _is_attachment(node: LexborNode, href: str, words: str) -> bool:
    is_named = bool(_FILE.search(words))
    if not is_named and not _FILE.search(urldefrag(href).url):
        return False
    return is_named or annex_word(words) or annex_word(_text_around(node))


def _text_around(node: LexborNode) -> str:
    """The text of the block that a link stands in."""
    above = node.parent
    while above is not None and above.tag in _INLINE:
        above = above.parent
    return (above.text() if above is not None else "")[:_LONGEST_WORDS]


def feed_links(data: bytes, base: str) -> list[Hyperlink]:
    """The links of the entries of an RSS or Atom feed, in order, each address once.

    ``base`` is the address of the feed. Raises DocumentError ``unsupported_media_type`` for what is no feed,
    ``too_big`` for more than `MOST_LINKS`.
    """
    import feedparser

    feed = feedparser.parse(data, response_headers={"content-location": base})
    if not feed.get("version"):
        raise DocumentError(
            Code.UNSUPPORTED_MEDIA_TYPE, "this is neither RSS nor Atom", str(feed.get("bozo_exception"))
        )
    return _whole(base, ((entry.get("link", ""), entry.get("title", "")) for entry in feed.entries))


def _anchors(nodes: Iterable[LexborNode]) -> Iterator[tuple[str, str]]:
    for node in nodes:
        for anchor in [node] if node.tag == "a" else node.css("a[href]"):
            yield anchor.attributes.get("href") or "", anchor.attributes.get("title") or anchor.text()


def _whole(base: str, found: Iterable[tuple[str, str]]) -> list[Hyperlink]:
    """The links with their whole addresses; those too long for a release.toml are left out."""
    links: dict[str, Hyperlink] = {}
    for href, words in found:
        href = href.strip()
        if href and not href.startswith("#") and not _FOREIGN.match(href):
            url = urldefrag(_join(base, href)).url
            if len(url) <= LONGEST_URL:
                links.setdefault(url, Hyperlink(url, _BLANK.sub(" ", words[:_LONGEST_WORDS]).strip()))
        if len(links) > MOST_LINKS:
            raise DocumentError(Code.TOO_BIG, f"the page lists more than {MOST_LINKS} links", base)
    return list(links.values())


def _join(base: str, href: str) -> str:
    try:
        return urljoin(base, href)
    except ValueError:  # "http://[" and the like: kept, to be refused by name where it is asked
        return href
