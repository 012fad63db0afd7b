"""What a terminal may be sent: text of documents, names and servers is data, never a command to the terminal."""

from __future__ import annotations

import re

_HARMLESS = "\n\t"
# C0 and C1 controls (ESC, CSI), DEL, marks and overrides of direction, line and paragraph separators, lone surrogates,
# tags: what moves the cursor, changes colours or titles, or makes text look like other text.
_COMMANDS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def plain(text: str, lines: bool = True) -> str:
    """``text`` with each character that a terminal would obey, or not show, as its escape (``\\x1b``).

    With ``lines`` line ends and tabs stay what they are; without, they are escaped too: the result is one line.
    """
    text = _COMMANDS.sub(_escaped, text)
    return text if lines else "".join(_escape(c) if c in _HARMLESS else c for c in text)


def _escaped(match: re.Match[str]) -> str:
    return _escape(match[0])


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
