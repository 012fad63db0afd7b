"""The styles of a Word document and what its paragraphs and runs have of them (ECMA-376-1, 17.7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from extractors.xml_tree import attribute, child, children, is_on, value, whole

_BODY_LEVEL = 9
"""The outline level of body text."""
_TITLE_NAMES = frozenset(("title", "标题", "subtitle"))


@dataclass(frozen=True, slots=True)
class Style:
    """A style: what it is based on, and what it says of its paragraphs and of their runs."""

    name: str = ""
    base: str = ""
    properties: Element | None = None
    run: Element | None = None


@dataclass(slots=True)
class Styles:
    """The styles of a document by id. ``default`` is that of paragraphs which name none."""

    known: dict[str, Style] = field(default_factory=dict)
    default: str = ""

    def chain(self, paragraph: Element | None) -> Iterator[str]:
        """The ids of the style of a paragraph with these properties, and of those it is based on."""
        return self._based(value(paragraph, "pStyle") or self.default)

    def _based(self, style: str) -> Iterator[str]:
        seen = set[str]()
        while style and style not in seen:
            seen.add(style)
            yield style
            style = self.known[style].base if style in self.known else ""

    def sources(self, paragraph: Element | None) -> Iterator[tuple[str, Element]]:
        """The properties of a paragraph and of its styles, the nearest first; its own have no id."""
        if paragraph is not None:
            yield "", paragraph
        for style in self.chain(paragraph):
            properties = self.known[style].properties if style in self.known else None
            if properties is not None:
                yield style, properties

    def numbering(self, paragraph: Element | None) -> tuple[str, int | None, str] | None:
        """List, level (None where the list tells it by the style) and naming style of a paragraph; None without."""
        level: int | None = None
        for style, properties in self.sources(paragraph):
            found = child(properties, "numPr")
            if found is None:
                continue
            said = whole(value(found, "ilvl"))
            level = said if level is None else level
            list_id = value(found, "numId")
            if list_id is not None:
                is_listed = list_id != "0"
                return (list_id, level if level is not None or style else 0, style) if is_listed else None
        return None

    def has_on(self, style: str, *names: str) -> bool:
        """Whether a style has one of these properties of runs on, by itself or by one that it is based on."""
        return any(self._is_on(style, name) for name in names)

    def _is_on(self, style: str, name: str) -> bool:
        runs = (self.known[each].run for each in self._based(style) if each in self.known)
        found = (element for run in runs if (element := child(run, name)) is not None)
        return is_on(next(found, None))

    def outline_level(self, paragraph: Element | None) -> int:
        """The level of a heading, from 0; 9 for body text."""
        for _, properties in self.sources(paragraph):
            level = whole(value(properties, "outlineLvl"))
            if level is not None:
                return level if 0 <= level < _BODY_LEVEL else _BODY_LEVEL
        return _BODY_LEVEL

    def is_centred(self, paragraph: Element | None) -> bool:
        """Whether a paragraph is set in the middle of the line."""
        found = (value(properties, "jc") for _, properties in self.sources(paragraph))
        return next((jc for jc in found if jc), "") == "center"

    def is_title(self, paragraph: Element | None) -> bool:
        """Whether a paragraph has the style of titles."""
        names = (self.known[style].name for style in self.chain(paragraph) if style in self.known)
        return any(name.lower() in _TITLE_NAMES for name in names)


def read_styles(root: Element | None) -> Styles:
    """The styles of paragraphs and runs in styles.xml, and those of lists, which nothing names."""
    styles = Styles()
    for each in children(root, "style"):
        kind, style_id = attribute(each, "type"), attribute(each, "styleId") or ""
        if kind not in (None, "paragraph", "character", "numbering"):
            continue
        name, base = value(each, "name") or "", value(each, "basedOn") or ""
        styles.known[style_id] = Style(name, base, child(each, "pPr"), child(each, "rPr"))
        if kind in (None, "paragraph") and attribute(each, "default") in ("1", "true", "on"):
            styles.default = style_id
    return styles


def style_lists(styles: Styles) -> dict[str, str]:
    """The list that each style names."""
    named = ((style_id, value(style.properties, "numPr", "numId")) for style_id, style in styles.known.items())
    return {style_id: list_id for style_id, list_id in named if list_id}
