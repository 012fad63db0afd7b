"""Markup → a light tree of what a reader of the page can see.

Parsing is lexbor's (the HTML standard's own algorithm, so broken markup nests as in a browser). Nothing is
fetched, no script runs. Every walk is a loop: a page may nest as deep as it likes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.html.lost import count_lost
from schemas.printed.characters import count_han
from schemas.printed.superscripts import raised_mark

_UNSEEN = frozenset(
    {
        *("script", "style", "template", "noscript", "head", "title", "meta", "link", "iframe", "object", "embed"),
        *(
            "applet",
            "audio",
            "video",
            "canvas",
            "annotation",
            "annotation-xml",
            "map",
            "select",
            "datalist",
            "button",
        ),
        *("textarea", "input", "img", "picture", "dialog", "noframes", "rt", "rp"),
    }
)
"""Elements whose content is no text of the page: programs, media, form controls, readings above characters."""
_UNSEEN_IN_SVG = frozenset(("defs", "desc", "metadata", "symbol", "clippath", "mask", "pattern", "marker"))
"""Elements of a drawing whose content is not drawn where it stands; elsewhere they are no elements of HTML."""

_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all", re.IGNORECASE)
_STYLE_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
# What a sheet says of print or small screens is not what the page shows.
_MEDIA_BLOCK = re.compile(r"@[a-z-]+[^{};@]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", re.IGNORECASE)
_SIMPLE_SELECTOR = re.compile(r"[a-z0-9]*(?P<name>[.#][\w-]+)", re.IGNORECASE)

_MOSTLY = 0.8
"""Share of the Chinese characters of a page above which a hidden element is its text, which a script shows."""

_DEEPEST = 400
"""Nesting beyond this is an error of the page, and would cost the parser the square of its depth."""
# Elements that stay open until they are closed; p, li, td and their like close one another.
_NESTING_TAG = re.compile(
    r"<(?P<close>/?)(?P<tag>div|span|font|b|i|u|em|strong|a|section|article|main|center|blockquote|ul|ol|dl|table|form"
    r"|small|big|ins|del|s|sub|sup|label|aside|header|footer|nav|details|figure|fieldset)(?=[\s/>])[^<>]*>",
    re.IGNORECASE,
)
_LINKED_DATE = re.compile(r'"(datePublished)"\s*:\s*"([^"]{8,40})"')
"""What a page says of itself in JSON-LD."""
_STRUCK_TAGS = frozenset(("del", "s", "strike"))
_INLINE_TAGS = frozenset(
    ("span", "font", "b", "i", "u", "em", "strong", "a", "small", "big", "ins", "del", "s", "sub", "sup", "label")
)


@dataclass(eq=False, slots=True)
class Element:
    """An element that can be seen.

    ``holds_table`` tells whether a table stands below it, ``holds_pairs`` whether a list of terms and values does.
    """

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)
    parent: Element | None = None
    holds_table: bool = False
    holds_pairs: bool = False

    @property
    def names(self) -> str:
        """Its id, classes and role, in lower case, parted by blanks."""
        return " ".join(self.attributes.get(key, "") for key in ("id", "class", "role")).lower()


@dataclass(frozen=True, slots=True)
class HtmlTree:
    """The visible body of a page, what its head says (title, meta elements, JSON-LD), and what is struck out.

    ``lost`` counts the Chinese characters that an error of the markup hides.
    """

    body: Element
    title: str
    meta: dict[str, str]
    struck: tuple[str, ...] = ()
    lost: int = 0


def parse_document(markup: str) -> LexborHTMLParser:
    """The whole document as the parser sees it, cut to a depth that it can bear."""
    return LexborHTMLParser(_flatten(_ENDLESS_TAG.sub(_shorten, markup)))


_ENDLESS_TAG = re.compile(r"<[a-zA-Z][^<>]{20000,}")
_MOST_BLANKS = 2_000
_LONGEST_TAG = 20_000


def _shorten(tag: re.Match[str]) -> str:
    """A tag of thousands of attributes, which the parser compares each with each, without most of them."""
    blanks = sum(map(tag[0].count, " \n\t"))
    return tag[0] if blanks <= _MOST_BLANKS else tag[0][:_LONGEST_TAG]


def parse(markup: str) -> HtmlTree:
    """The page that ``markup`` describes; never fails, at worst the body is empty."""
    document = parse_document(markup)
    title = document.css_first("title")
    hidden = _hidden_names("\n".join(node.text() for node in document.css("style")))
    body, unseen = _grow(document.body, hidden) if document.body is not None else (Element("body"), [])
    struck = tuple(text for element in _struck(document) if (text := " ".join(element.text().split())))
    lost = count_lost(markup, (*_texts(body), *unseen, *struck), _UNSEEN)
    return HtmlTree(body, title.text().strip() if title else "", _meta(document), struck, lost)


def _meta(document: LexborHTMLParser) -> dict[str, str]:
    """What meta elements say, by name in lower case, and the dates of JSON-LD; the first one of a name holds."""
    meta: dict[str, str] = {}
    for node in document.css("meta[content]"):
        named = (node.attributes[key] for key in ("name", "property", "itemprop") if node.attributes.get(key))
        meta.setdefault((next(named, None) or "").lower(), node.attributes["content"] or "")
    for node in document.css("script[type='application/ld+json']"):
        for name, value in _LINKED_DATE.findall(node.text()):
            meta.setdefault(name.lower(), value)
    return meta


def _struck(document: LexborHTMLParser) -> list[LexborNode]:
    """The outermost elements that are struck out."""
    nodes = document.css("del, s, strike, [style*='line-through']")
    struck = {node.mem_id for node in nodes}
    return [node for node in nodes if not _is_inside(node, struck)]


def _is_inside(node: LexborNode, others: set[int]) -> bool:
    above = node.parent
    while above is not None:
        if above.mem_id in others:
            return True
        above = above.parent
    return False


def _is_unseen(tag: str, parent: Element) -> bool:
    """Whether the content of an element is no text of the page."""
    return tag in _UNSEEN or (tag.lower() in _UNSEEN_IN_SVG and _is_in_svg(parent))


def _is_in_svg(element: Element | None) -> bool:
    while element is not None and element.tag != "svg":
        element = element.parent
    return element is not None


def _is_struck(tag: str, attributes: dict[str, str]) -> bool:
    return tag in _STRUCK_TAGS or "line-through" in attributes.get("style", "").lower()


def _texts(body: Element) -> Iterator[str]:
    ahead: list[Element | str] = [body]
    while ahead:
        node = ahead.pop()
        if isinstance(node, str):
            yield node
        else:
            ahead += reversed(node.children)


def _grow(top: LexborNode, hidden: frozenset[str]) -> tuple[Element, list[str]]:
    """A copy of what can be seen below ``top``, and the texts that styles hide."""
    body = Element("body")
    unseen: list[LexborNode] = []
    _copy(top, body, hidden, unseen)
    texts = [node.text() for node in unseen]
    if not unseen:
        return body, texts
    seen = sum(map(count_han, _texts(body)))
    most, text = max(zip(map(count_han, texts), unseen, strict=True), key=lambda pair: pair[0])
    # Some systems hide the text of a page until all of it is there; in a saved page it stays hidden.
    if most <= _MOSTLY * (most + seen):
        return body, texts
    body = Element("body")
    _copy(top, body, hidden, [], shown=text.mem_id)
    return body, texts


def _copy(top: LexborNode, root: Element, hidden: frozenset[str], unseen: list[LexborNode], shown: int = -1) -> None:
    """Copy what can be seen below ``top`` into ``root``, and ``shown`` with it; what is hidden goes to ``unseen``."""
    element, node = root, top.child
    while node is not None:
        inner = _seen(node, element, hidden, unseen, shown)
        if inner is not None and node.child is not None:
            element, node = inner, node.child
            continue
        while node.next is None:
            node = node.parent
            if node is None or node.mem_id == top.mem_id:
                return
            assert element.parent is not None
            element = element.parent
        node = node.next


def _seen(
    node: LexborNode, parent: Element, hidden: frozenset[str], unseen: list[LexborNode], shown: int
) -> Element | None:
    """Add ``node`` to ``parent`` if it can be seen; the new element, if it is one."""
    text = _own_text(node)
    if text is not None:
        parent.children.append(text)
        return None
    tag = node.tag or ""
    if not node.is_element_node or _is_unseen(tag, parent):
        return None
    attributes = _attributes_of(node)
    if _is_struck(tag, attributes):
        return None
    if _is_hidden(attributes, hidden) and node.mem_id != shown:
        unseen.append(node)
        return None
    element = Element(tag, attributes, parent=parent)
    parent.children.append(element)
    if tag == "table":
        _note_table(parent)
    elif tag == "dl":
        _note_pairs(parent)
    return element


def _own_text(node: LexborNode) -> str | None:
    """What a node puts on the page as text: its characters, or the mark that it raises; None for other nodes."""
    if node.is_text_node:
        return node.text_content or ""
    return raised_mark(node.text()) or None if node.tag == "sup" else None


def _attributes_of(node: LexborNode) -> dict[str, str]:
    return {name: value or "" for name, value in node.attributes.items()}


def _note_table(above: Element | None) -> None:
    """Note at the elements from ``above`` on upwards that they hold a table."""
    while above is not None and not above.holds_table:
        above.holds_table = True
        above = above.parent


def _note_pairs(above: Element | None) -> None:
    """Note at the elements from ``above`` on upwards that they hold a list of terms and values."""
    while above is not None and not above.holds_pairs:
        above.holds_pairs = True
        above = above.parent


def _is_hidden(attributes: dict[str, str], hidden: frozenset[str]) -> bool:
    if "hidden" in attributes or attributes.get("aria-hidden", "").lower() == "true":
        return True
    if _HIDDEN_STYLE.search(attributes.get("style", "")):
        return True
    names = [f".{name}" for name in attributes.get("class", "").split()] + [f"#{attributes.get('id', '')}"]
    return not hidden.isdisjoint(names)


def _hidden_names(sheet: str) -> frozenset[str]:
    """Classes (``.x``) and ids (``#x``) that the page's own style sheet hides, by simple selectors only."""
    sheet = _MEDIA_BLOCK.sub("", _STYLE_COMMENT.sub("", sheet[:200_000]))
    names: set[str] = set()
    for rule in sheet.split("}")[:-1]:
        selectors, _, style = rule.rpartition("{")
        if _HIDDEN_STYLE.search(style):
            for selector in selectors.rpartition("{")[2].split(","):
                if simple := _SIMPLE_SELECTOR.fullmatch(selector.strip()):
                    names.add(simple["name"])
    return frozenset(names)


def _flatten(markup: str) -> str:
    """``markup`` without the tags that nest beyond the deepest level; a block becomes a line break there."""
    if markup.count("<") <= 2 * _DEEPEST:
        return markup
    depth = 0

    def keep(match: re.Match[str]) -> str:
        nonlocal depth
        if match["close"]:
            depth = max(depth - 1, 0)
            is_kept = depth < _DEEPEST
        else:
            is_kept = depth < _DEEPEST
            depth += 1
        return match[0] if is_kept else "" if match["tag"].lower() in _INLINE_TAGS else "<br>"

    return _NESTING_TAG.sub(keep, markup)


class Walker:
    """Iterates over ``("enter", element)``, ``("text", text)``, ``("leave", element)`` in reading order.

    `skip`, called after an ``enter``, passes over the content of that element.
    """

    def __init__(self, root: Element) -> None:
        self._stack: list[tuple[Element, Iterator[Element | str]]] = [(root, iter(root.children))]

    def __iter__(self) -> Iterator[tuple[str, Element | str]]:
        while self._stack:
            element, children = self._stack[-1]
            child = next(children, None)
            if child is None:
                self._stack.pop()
                if self._stack:
                    yield "leave", element
            elif isinstance(child, str):
                yield "text", child
            else:
                self._stack.append((child, iter(child.children)))
                yield "enter", child

    def skip(self) -> None:
        """Pass over what is left of the innermost open element."""
        self._stack[-1] = (self._stack[-1][0], iter(()))
