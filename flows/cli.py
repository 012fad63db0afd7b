"""The command line."""

from __future__ import annotations

import argparse
import gc
import io
import sys
from collections.abc import Sequence

from flows.commands.builds import BUILDS, DIFF, VERIFY
from flows.commands.cases import CASES
from flows.commands.command import add_language, say
from flows.commands.completion import COMPLETION
from flows.commands.export import EXPORT
from flows.commands.init import INIT
from flows.commands.overview import EXIT_STATUS, OverviewParser
from flows.commands.parser import LocalizedParser
from flows.commands.questions import CHECK, DICTIONARY, RESOLVE, SERIES, SHOW
from flows.commands.releases import ADD, RUN
from flows.commands.review import REVIEW
from flows.commands.site import SITE
from flows.commands.unattended import SERVE, WATCH
from flows.language import language_of, show_language
from pipeline.errors import PublishedError, QingdanError
from pipeline.paths import PACKAGES, READER
from schemas.language import localized

COMMANDS = (
    INIT,
    RUN,
    ADD,
    WATCH,
    SERVE,
    CHECK,
    RESOLVE,
    SERIES,
    SHOW,
    SITE,
    REVIEW,
    CASES,
    EXPORT,
    DICTIONARY,
    VERIFY,
    DIFF,
    BUILDS,
    COMPLETION,
)
"""In the order of `--help`."""
_OBJECTS = 50_000
"""New objects after which memory is searched for garbage: modules that are loaded leave none."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal without Chinese gets escapes, not a traceback
            stream.reconfigure(errors="backslashreplace")
    show_language(language_of(sys.argv[1:] if arguments is None else arguments))
    parser = parser_of_commands()
    options = parser.parse_args(arguments)
    if options.command is None:
        print(parser.format_help(), end="")
        return 0
    return _ran(options, is_program=arguments is None)


def _ran(options: argparse.Namespace, is_program: bool) -> int:
    """Run the command that was asked for; whatever goes wrong is one line and an exit status.

    ``is_program``: this process does nothing else.
    """
    try:
        if is_program:
            gc.set_threshold(_OBJECTS)
        if is_program and options.command.reads_tables:
            from pipeline.process_start import import_arrow_alone

            import_arrow_alone()
        return int(options.command.run(options))
    except KeyboardInterrupt:
        say("qingdan: interrupted; the latest build is as it was", sys.stderr)
        return 130
    except Exception as error:
        return _failed(error)


def _failed(error: Exception) -> int:
    """Say in one line what ended the command; returns the exit status."""
    if isinstance(error, QingdanError):
        say(f"qingdan: {localized(str(error))}", sys.stderr)
        return 1 if isinstance(error, PublishedError) else 2
    if isinstance(error, BrokenPipeError):
        return 141
    if isinstance(error, ModuleNotFoundError) and (name := _library(error)):
        say(f'qingdan: {name} is not installed; what makes builds is: pip install "qingdan[run]"', sys.stderr)
        return 2
    # A defect of qingdan itself, or of the machine: the rest is in a file.
    from pipeline.crash import report_crash

    say(f"qingdan: {localized(report_crash(error))}", sys.stderr)
    return 2


def _library(error: ModuleNotFoundError) -> str:
    """The library that is not installed; empty where a module of our own is missing, which is a defect."""
    name = (error.name or "").partition(".")[0]
    return "" if name in (*PACKAGES, READER.name) else name


class _Version(argparse.Action):
    """Prints the version, which is looked up only then."""

    def __init__(self, option_strings: Sequence[str], dest: str, help: str | None = None) -> None:
        super().__init__(option_strings, argparse.SUPPRESS, nargs=0, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        import qingdan

        print("qingdan", qingdan.__version__)
        parser.exit()


def parser_of_commands() -> argparse.ArgumentParser:
    """The parser of the command line; what it parses has the command as ``command``, None where none was given."""
    parser = OverviewParser(
        prog="qingdan",
        description="Official Chinese work lists in, Parquet tables out: every numbered task a row, with who leads it.",
        epilog=EXIT_STATUS,
    )
    add_language(parser)
    parser.add_argument("--version", action=_Version, help="print the version")
    parser.overview_of = COMMANDS
    parser.set_defaults(command=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", parser_class=LocalizedParser)
    for command in COMMANDS:
        command.add_to(commands)
    return parser
