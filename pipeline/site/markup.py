"""Text of documents on pages: data that shows itself, never markup, a command or a change of direction."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

from pipeline.site.labels import labels

# Controls but for line ends, tabs and page ends; marks and overrides of direction; lone surrogates; tags. Each is one
# character and stays one, so that places in a text are places on the page.
_NOT_SHOWN = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_SHOWN = "\N{REPLACEMENT CHARACTER}"


def shown(value: Any) -> Any:
    """A text with each character that a page would obey, or not show, replaced by one that shows; others as they are.

    It is the ``finalize`` of every template, so it holds for each value that one prints.
    """
    if isinstance(value, Markup) or not isinstance(value, str):
        return "" if value is None else value
    return _NOT_SHOWN.sub(_SHOWN, value)


def cleaned(value: Any) -> Any:
    """`shown` for every text within a JSON value."""
    if isinstance(value, str):
        return _NOT_SHOWN.sub(_SHOWN, value)
    if isinstance(value, dict):
        return {key: cleaned(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(part) for part in value]
    return value


def script_of(key: str, value: Any) -> bytes:
    """A JSON value as a script that a page can load from disk too: ``qingdan.put(key, value)``."""
    made = json.dumps([key, cleaned(value)], ensure_ascii=False, separators=(",", ":"), default=str)
    return f"qingdan.put({made[1:-1]});\n".encode()


def label(key: str) -> Markup:
    """A label in Chinese, which the page can put into another language."""
    return Markup('<span data-t="{}">{}</span>').format(key, labels()[key][1])


def words(key: str) -> str:
    """The Chinese words of a label, for an element that has its key already."""
    return labels()[key][1]


def label_of(attribute: str, key: str) -> Markup:
    """An attribute that is a label (``aria-label``, ``placeholder``)."""
    return Markup('{0}="{1}" data-t-{0}="{2}"').format(Markup(attribute), labels()[key][1], key)


def both(printed: str, hans: str, hant: str) -> Markup:
    """A short text as printed, with its forms in the two scripts where they differ."""
    forms = {name: form for name, form in (("hans", hans), ("hant", hant)) if form != printed}
    attributes = Markup("").join(Markup(' data-{}="{}"').format(name, shown(form)) for name, form in forms.items())
    return Markup("<span{}>{}</span>").format(attributes, shown(printed)) if forms else escape(shown(printed))


def url(path: str) -> str:
    """A path of the site as an address: what an address cannot hold is escaped."""
    return quote(path, safe="/._-~")


def anchor(item_id: str) -> str:
    """An id as the part of an address behind ``#``."""
    return quote(item_id, safe="/._-~")
