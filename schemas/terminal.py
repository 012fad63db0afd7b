"""What a terminal may be sent: text of documents, names and servers is data, never a command to the terminal."""

from __future__ import annotations

import re

_HARMLESS = "\n\t"
# C0 and C1 controls (ESC, CSI), DEL, marks and overrides of direction, line and paragraph separators, lone surrogates,
# tags: what moves the cursor, changes colours or titles, or makes text look like other text.
_COMMANDS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)

_WIDE = r"\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6"
"""Characters that take two columns of a terminal."""
_OPENING = "（《“‘「【"
_CLOSING = "，。；：、！？）》”’」】…"
# What stays together: a word without blanks, or one wide character with the signs that may not be parted from it.
_PART = re.compile(rf"\s+|[{_OPENING}]*(?:[^\s{_WIDE}{_OPENING}]+|[{_WIDE}])[{_CLOSING}]*|[{_OPENING}]+")
_IS_WIDE = re.compile(f"[{_WIDE}“”‘’…]")


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


def width_of(text: str) -> int:
    """The columns that a text takes in a terminal."""
    return len(text) + len(_IS_WIDE.findall(text))


def wrapped(text: str, width: int) -> list[str]:
    """The lines of a paragraph, each at most ``width`` columns. Chinese parts anywhere but before 。 and the like."""
    lines: list[str] = []
    line = ""
    for part in _PART.findall(" ".join(text.split())):
        if line and width_of(line + part.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += part if line else part.lstrip()
    return [*lines, line.rstrip()] if line.strip() else lines
