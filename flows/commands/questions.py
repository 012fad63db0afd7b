"""Commands that answer questions about the latest build and the columns: check, series, show, dictionary."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from flows.commands.command import Command, Task, add_out, say
from pipeline.errors import QingdanError
from pipeline.paths import RAW
from schemas.language import localized

if TYPE_CHECKING:
    from qingdan.store import BuildReader


def _check(options: argparse.Namespace) -> int:
    from pipeline.names_report import check_names, format_names_report
    from pipeline.release.registry import kept_registry

    report = check_names(options.out, kept_registry(), options.unused, options.all)
    for line in format_names_report(report, options.unused):
        say(line)
    return 0


def _check_arguments(parser: argparse.ArgumentParser) -> None:
    add_out(parser)
    parser.add_argument("--all", action="store_true", help="list all names, not only the most frequent")
    parser.add_argument("--unused", action="store_true", help="list the aliases that nothing in the build used as well")


def _resolve_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="the name of a body as it is printed")
    parser.add_argument(
        "--in",
        dest="place",
        default="",
        metavar="PLACE",
        help="whose document prints it: a code (mo, hk, TW, cn, CN-GD), a place (珠海市) or an issuer",
    )
    parser.add_argument("--year", type=int, metavar="YEAR", help="the year of the document")


def _resolve(options: argparse.Namespace) -> int:
    from pipeline.release.registry import kept_registry
    from pipeline.resolving import lines_for

    for line in lines_for(kept_registry(), options.name, options.place, options.year):
        say(line)
    return 0


def _series_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", metavar="NAME", help="the series (default: list the series)")
    parser.add_argument("years", nargs="*", type=int, metavar="YEAR", help="two years (default: the last two)")
    parser.add_argument(
        "--between", nargs=2, metavar="RELEASE", help="compare these two releases, the earlier first, of any series"
    )
    add_out(parser)


def _series(options: argparse.Namespace) -> int:
    from pipeline.compare.series_diff import print_comparison
    from pipeline.terminal import SafeConsole
    from qingdan.builds import reading
    from qingdan.changing import compare, compare_releases
    from qingdan.store import open_build

    if len(options.years) not in (0, 2):
        raise QingdanError(f"give two years or none, not {len(options.years)}")
    earlier, later = options.years or (None, None)
    with reading(options.out) as folder:
        build = open_build(folder)
        if options.between:
            comparison = compare_releases(build, *options.between)
        elif options.name:
            comparison = compare(options.name, build, earlier, later)
        else:
            _list_series(build)
            return 0
    print_comparison(comparison, SafeConsole())
    return 0


def _list_series(build: BuildReader) -> None:
    from qingdan.changing import series_known

    found = series_known(build)
    for name, years in found.items():
        say(f"{name}: {', '.join(map(str, years)) or localized('no year is known')}")
    if found:
        say("then: qingdan series NAME [YEAR YEAR]")
    else:
        say(
            'no release names a series: give series = "…" in release.toml of each yearly list, or compare two '
            "releases with --between"
        )


def _show_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "unit_id",
        metavar="ITEM",
        help="item_id, section_id, item_id#note.position of a party, or the end of one (2/5); or the id of a release",
    )
    add_out(parser)
    parser.add_argument(
        "--raw",
        type=Path,
        default=RAW,
        metavar="PATH",
        help="where the original lies, for boxes (default: %(default)s)",
    )
    parser.add_argument(
        "--why",
        action="store_true",
        help="add the decisions from the printed lines to the row, each with its rule (docs/how-it-reads.md)",
    )


def _show(options: argparse.Namespace) -> int:
    from pipeline.archive.held_editions import held_lines
    from pipeline.show import show

    for line in held_lines(options.raw, options.unit_id) or show(
        options.unit_id, options.out, options.raw, options.why
    ):
        say(line)
    return 0


def _dictionary_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--rules", action="store_true", help="print the rules by which releases are read (docs/how-it-reads.md)"
    )


def _dictionary(options: argparse.Namespace) -> int:
    if options.rules:
        from pipeline.how_it_reads import how_it_reads

        say(how_it_reads(), end="")
        return 0
    from pipeline.dictionary import data_dictionary

    say(data_dictionary(), end="")
    return 0


CHECK = Command(
    name="check",
    help="list the names that the registry of agencies does not know",
    description=(
        "List the names of the latest build that lead to no body (unknown or ambiguous), with counts and the "
        "nearest known names, those of the same place first; --unused adds the aliases that nothing in the build used."
    ),
    run=_check,
    add_arguments=_check_arguments,
    epilog="exit status:\n  0  listed, whatever was found\n  2  there is no build",
    task=Task.NAMES,
    example="qingdan check",
    reads_tables=True,
)
RESOLVE = Command(
    name="resolve",
    help="say which body a printed name means, and why",
    description=(
        "Print the body that a name means in a document of a place and year, why, its successor where it does not "
        "exist in that year, and the nearest other names."
    ),
    run=_resolve,
    add_arguments=_resolve_arguments,
    epilog="exit status:\n  0  answered, whether the name is known or not",
    task=Task.NAMES,
    example="qingdan resolve 发改委 --in mo",
)
SERIES = Command(
    name="series",
    help="compare two years of a series: what goes on, with the changed words, what is new, what was dropped",
    description=(
        "Compare two years of a series in the latest build: what goes on, with the changed words, what is new, "
        "what was dropped. Series are named in release.toml; without a name the series are listed."
    ),
    run=_series,
    add_arguments=_series_arguments,
    epilog="exit status:\n  0  compared\n  2  there is no build, no such series or no such year",
    task=Task.LOOK,
    example="qingdan series",
    reads_tables=True,
)
SHOW = Command(
    name="show",
    help="show where an item comes from and what was changed in it",
    description=(
        "Print an item, a section or a party of the latest build with its characters in the source, its repairs, "
        "notes and findings; for a PDF also page and box (points from the top left corner). With --why also the "
        "decisions that led from the printed lines to the row."
    ),
    run=_show,
    add_arguments=_show_arguments,
    epilog="exit status:\n  0  shown\n  2  no such id (the nearest are named), or there is no build",
    task=Task.LOOK,
    example="qingdan show sample-worklist-2026/1/2",
    reads_tables=True,
)
DICTIONARY = Command(
    name="dictionary",
    help="print the data dictionary",
    description="Print the data dictionary, or the rules by which releases are read, as Markdown.",
    run=_dictionary,
    add_arguments=_dictionary_arguments,
    epilog="exit status:\n  0  printed",
    task=Task.LOOK,
    example="qingdan dictionary > columns.md",
)
