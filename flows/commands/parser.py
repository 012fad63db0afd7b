"""The parser of the command line: help and errors in the language of the reader, wrapped by what characters take."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NoReturn

from qingdan.errors import did_you_mean
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

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """As in the standard library, but an unknown argument is an error of the command that was given it."""
        known, extras = super().parse_known_args(args, namespace)
        if extras:
            self.error(self._unknown(extras[0]))
        return known, extras

    def _unknown(self, argument: str) -> str:
        name = argument.partition("=")[0]
        if name.startswith("-"):
            near = did_you_mean(name, self._option_string_actions)
            return f"there is no option {name}{near}"
        return f"one argument too many: {argument}"

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """The value of an option is one of its choices, the name of a command one of the commands."""
        if action.choices is None or value in action.choices:
            return
        known = list(map(str, action.choices))
        near = did_you_mean(str(value), known) or f"; there are {', '.join(known)}"
        is_command = isinstance(action, argparse._SubParsersAction)
        what = localized("command") if is_command else "/".join(action.option_strings) or str(action.metavar)
        raise argparse.ArgumentError(None, f"no {what} is named {value}{near}")
