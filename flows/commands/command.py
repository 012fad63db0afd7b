"""What a command is, and the arguments that several of them take.

These modules are imported by every call of `qingdan`, `--help` too: what a command works with is imported when it runs.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from flows.commands.parser import LocalizedParser
from pipeline.paths import PROCESSED, RAW, SOURCES_NAME
from schemas.language import Language, language_named, localized
from schemas.terminal import plain

if TYPE_CHECKING:
    from rich.console import Console

    from pipeline.settings import Settings


class Task(StrEnum):
    """What commands are used for, in the order of the overview."""

    TAKE = "take releases in"
    BUILD = "make tables"
    LOOK = "look at them"
    EXPORT = "take them elsewhere"
    NAMES = "names of bodies"
    KEEP = "keep builds"


@dataclass(frozen=True, slots=True)
class Command:
    """A command: what its help says, its arguments, and what it does with them. ``run`` returns the exit status.

    ``task`` is what people use it for, and ``example`` a line they can try: `qingdan` alone lists commands by task.
    ``reads_tables``: it does so without data frames.
    """

    name: str
    help: str
    description: str
    run: Callable[[argparse.Namespace], int]
    add_arguments: Callable[[argparse.ArgumentParser], None] = lambda parser: None
    epilog: str | None = None
    task: Task | None = None
    example: str = ""
    reads_tables: bool = False

    def add_to(self, commands: argparse._SubParsersAction[LocalizedParser]) -> None:
        """Add the command to the parser of `qingdan`; the parsed options have it as ``command``."""
        parser = commands.add_parser(
            self.name,
            help=self.help,
            description=self.description,
            epilog=self.epilog,
        )
        self.add_arguments(parser)
        add_language(parser, default=argparse.SUPPRESS)
        parser.set_defaults(command=self)


def add_language(parser: argparse.ArgumentParser, default: str | None = None) -> None:
    """``--lang``: the language of messages; `flows.language.language_of` reads it before all others."""
    parser.add_argument(
        "--lang",
        type=_language,
        default=default,
        metavar="LANG",
        help="language of messages: zh (simplified), zh-hant (traditional) or en "
        "(default: QINGDAN_LANG, else that of the locale)",
    )


def _language(text: str) -> Language:
    if language := language_named(text):
        return language
    raise argparse.ArgumentTypeError(f"must be zh, zh-hant or en: {text}")


def add_raw(parser: argparse.ArgumentParser) -> None:
    """``--raw``: where releases lie."""
    parser.add_argument(
        "--raw", type=Path, default=RAW, metavar="DIR", help="folder of releases (default: %(default)s)"
    )


def add_out(parser: argparse.ArgumentParser) -> None:
    """``--out`` of commands that read builds: a folder."""
    parser.add_argument(
        "--out", type=Path, default=PROCESSED, metavar="DIR", help="folder of published builds (default: %(default)s)"
    )


def add_target(parser: argparse.ArgumentParser) -> None:
    """``--out`` of commands that publish: a folder, or a place in storage."""
    parser.add_argument(
        "--out",
        default=str(PROCESSED),
        metavar="DIR",
        help="folder of published builds, or s3://bucket/prefix (default: %(default)s)",
    )


def add_plain(parser: argparse.ArgumentParser) -> None:
    """``--plain``: without Prefect."""
    parser.add_argument("--plain", action="store_true", help="the same work and the same bytes without Prefect")


def add_password(parser: argparse.ArgumentParser) -> None:
    """Ways to give the password of encrypted PDFs; see `settings_of`."""
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument(
        "--password-file",
        type=Path,
        metavar="FILE",
        help="file whose first line is the password of encrypted PDFs (default: what QINGDAN_PASSWORD holds, or the "
        "file that QINGDAN_PASSWORD_FILE names)",
    )
    ways.add_argument("--ask-password", action="store_true", help="ask for that password at the terminal")


def settings_of(options: argparse.Namespace) -> Settings:
    """The settings of a run; the password leaves the environment of this process."""
    from flows.passwords import take_password
    from pipeline.settings import Settings

    return Settings(password=take_password(options.password_file, options.ask_password))


def add_sources(parser: argparse.ArgumentParser) -> None:
    """``--sources``: what to watch; see `sources_of`."""
    parser.add_argument(
        "--sources", type=Path, metavar="FILE", help=f"what to watch (default: {SOURCES_NAME} in --raw)"
    )


def sources_of(options: argparse.Namespace) -> Path:
    """The file that says what to watch."""
    return Path(options.sources or options.raw / SOURCES_NAME)


def console() -> Console:
    """Standard output; 120 columns wide where it is no terminal. Control characters in what is printed are escaped."""
    from pipeline.terminal import console as safe_console

    return safe_console()


def say(text: str, file: TextIO | None = None, end: str = "\n") -> None:
    """Print a message in the language of the reader; what a terminal would obey in it is escaped."""
    print(plain(localized(text)), file=file, end=end)
