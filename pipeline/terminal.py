"""The consoles that reports are printed on."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from schemas.language import localized
from schemas.terminal import plain


class SafeConsole(Console):
    """A console to which text of documents may be printed: nothing in it reaches the terminal as a command.

    Messages are printed in the language of the reader; a `Text` of several styles is put into it where it is made.
    """

    def print(self, *objects: Any, **named: Any) -> None:
        """Print messages, and tables with their heads, in the language of the reader."""
        super().print(*map(_localized, objects), **named)

    def render(self, *arguments: Any, **named: Any) -> Iterable[Segment]:
        """The pieces of what is printed, each with its control characters escaped. Those of the console itself stay."""
        for piece in super().render(*arguments, **named):
            yield piece if piece.control else Segment(plain(piece.text), piece.style)


def _localized(shown: Any) -> Any:
    match shown:
        case str():
            return localized(shown)
        case Text(spans=[]):
            return Text(localized(shown.plain), style=shown.style)
        case Table():
            for column in shown.columns:
                column.header = _localized(column.header)
    return shown


def console() -> SafeConsole:
    """Standard output; 120 columns wide where it is no terminal."""
    return SafeConsole(width=None if sys.stdout.isatty() else 120, highlight=False)


def error_console() -> SafeConsole:
    """Standard error."""
    return SafeConsole(stderr=True)
