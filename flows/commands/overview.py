"""What `qingdan` alone shows: the commands by what they are used for, each with an example to try."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterator, Sequence

from flows.commands.command import Command, Task
from flows.commands.parser import LocalizedParser
from schemas.language import localized
from schemas.terminal import width_of, wrapped

_INDENT, _NAMES = 2, 12
_WIDEST = 100
EXIT_STATUS = """\
exit status:
  0  done
  1  published, but someone should look; or problems were found
  2  nothing published or written, or used wrongly
  130  interrupted
"""


class OverviewParser(LocalizedParser):
    """The parser of `qingdan` itself: its help is the overview, then the options that all commands have."""

    overview_of: Sequence[Command] = ()

    def format_help(self) -> str:
        """The commands by task, the options, the exit statuses."""
        formatter = self._get_formatter()
        formatter.start_section(self._optionals.title)
        formatter.add_arguments(self._optionals._group_actions)
        formatter.end_section()
        formatter.add_text(self.epilog)
        lines = overview(self.description or "", self.overview_of, shutil.get_terminal_size().columns)
        return "\n".join((*lines, "", formatter.format_help()))


def overview(description: str, commands: Sequence[Command], columns: int) -> Iterator[str]:
    """The lines of the overview, at most ``columns`` wide."""
    width = min(columns, _WIDEST) - 1
    yield from wrapped(localized(description), width)
    for task in Task:
        yield ""
        yield f"{localized(task.value)}:"
        for command in commands:
            if command.task is task:
                yield from _entry(command.name, localized(command.help), width)
                yield f"{' ' * (_INDENT + _NAMES)}$ {command.example}"
    yield ""
    yield from wrapped(
        localized("`qingdan COMMAND --help` describes a command, its options and its exit status."), width
    )


def _entry(name: str, text: str, width: int) -> Iterator[str]:
    first, *more = wrapped(text, width - _INDENT - _NAMES)
    yield f"{' ' * _INDENT}{name}{' ' * max(1, _NAMES - width_of(name))}{first}"
    yield from (f"{' ' * (_INDENT + _NAMES)}{line}" for line in more)


def commands_of(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The parsers of the commands of a parser, by name."""
    found = (action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    return {name: sub for action in found for name, sub in action.choices.items()}
