"""The parser of the command line: help and errors in the language of the reader, wrapped by what characters take."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from typing import NoReturn

from schemas.language import localized
from schemas.terminal import wrapped


class LocalizedFormatter(argparse.HelpFormatter):
    """Help in the language of the reader. Lines of a description that begin with a blank stay as they are."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """The usage, with its word for it."""
        super().add_usage(usage, actions, groups, localized("usage: ") if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        """A section under its heading."""
        super().start_section(heading and localized(heading))

    def add_text(self, text: str | None) -> None:
        """A description or what stands at the end."""
        super().add_text(text and (text if text is argparse.SUPPRESS else localized(text)))

    def _get_help_string(self, action: argparse.Action) -> str | None:
        return action.help and localized(action.help)

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrapped(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for line in _filled(text, width - len(indent)))


def _filled(text: str, width: int) -> Iterator[str]:
    for line in text.strip("\n").split("\n"):
        yield from [line] if line.startswith(" ") or not line else wrapped(line, width)


class LocalizedParser(argparse.ArgumentParser):
    """A parser whose help and errors are in the language of the reader."""

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **{"formatter_class": LocalizedFormatter, **named})  # type: ignore[arg-type]

    def error(self, message: str) -> NoReturn:
        """End with the usage and what is wrong: exit status 2."""
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {localized('error')}: {localized(message)}\n")
