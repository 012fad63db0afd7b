"""The consoles that reports are printed on."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.segment import Segment

from schemas.terminal import plain


class SafeConsole(Console):
    """A console to which text of documents may be printed: nothing in it reaches the terminal as a command."""

    def render(self, *arguments: Any, **named: Any) -> Iterable[Segment]:
        """The pieces of what is printed, each with its control characters escaped. Those of the console itself stay."""
        for piece in super().render(*arguments, **named):
            yield piece if piece.control else Segment(plain(piece.text), piece.style)


def console() -> SafeConsole:
    """Standard output; 120 columns wide where it is no terminal."""
    return SafeConsole(width=None if sys.stdout.isatty() else 120, highlight=False)


def error_console() -> SafeConsole:
    """Standard error."""
    return SafeConsole(stderr=True)
