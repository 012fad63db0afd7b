"""The command line."""

from __future__ import annotations

import argparse
import io
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from flows.cli_builds import add_commands
from pipeline.errors import QingdanError
from pipeline.paths import PROCESSED, RAW, SOURCES_NAME

if TYPE_CHECKING:
    from pipeline.engines import Engine
    from pipeline.run import Job, RunReport

_EXIT_CODES = """\
exit status:
  0  all good
  1  published, but a release was quarantined or missed an expectation
  2  nothing published
"""
_WATCH_EXIT_CODES = """\
exit status, with --once:
  0  all good
  1  published, but a source could not be looked at, a release was quarantined or missed an expectation
  2  nothing published
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal without Chinese gets escapes, not a traceback
            stream.reconfigure(errors="backslashreplace")
    options = _parser().parse_args(arguments)
    try:
        return int(options.command(options))
    except QingdanError as error:
        print(f"qingdan: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("qingdan: interrupted; the latest build is as it was", file=sys.stderr)
        return 130
    except BrokenPipeError:
        return 141


def _hours(text: str) -> float:
    hours = float(text)
    if not 0 < hours <= 24 * 366:
        raise ValueError
    return hours


def _add_raw(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--raw", type=Path, default=RAW, metavar="DIR", help="folder of releases (default: %(default)s)"
    )


def _add_out(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--out",
        default=str(PROCESSED),
        metavar="DIR",
        help="folder of published builds, or s3://bucket/prefix (default: %(default)s)",
    )


def _add_sources(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--sources", type=Path, metavar="FILE", help=f"what to watch (default: {SOURCES_NAME} in --raw)"
    )


def _add_allow_host(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--allow-host",
        action="append",
        default=[],
        metavar="NAME",
        help="a host of a private network that may be asked, besides those in sources.toml",
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="qingdan",
        description="Official Chinese work lists in, Parquet tables out: every numbered task a row, with who leads it.",
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    run = commands.add_parser(
        "run",
        help="build releases and publish their tables",
        description="Build releases and publish their tables. A rerun on the same input does nothing.",
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    run.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help=f"files and folders of releases (default: {RAW}/)"
    )
    _add_out(run)
    run.add_argument("--plain", action="store_true", help="the same work and the same bytes without Prefect")
    run.add_argument(
        "--engine",
        default="serial",
        metavar="NAME",
        help="where releases are built: serial, processes, processes:N or dask://host:port; the bytes are the same "
        "(default: %(default)s)",
    )
    run.add_argument("--password", metavar="TEXT", help="password of encrypted PDFs")
    run.set_defaults(command=_run)
    add = commands.add_parser(
        "add",
        help="put a new release into raw/",
        description="Copy a file, or fetch an address, into raw/ with its checksum. An address is fetched by the same "
        "rules as by watch: robots.txt, public hosts only, limits on size and time; what is no release is not taken.",
    )
    add.add_argument("file", metavar="FILE|URL", help="the original release, or its address (http, https)")
    add.add_argument("--id", metavar="SLUG", help="release_id (default: made from the file name)")
    _add_raw(add)
    _add_allow_host(add)
    add.set_defaults(command=_add)
    watch = commands.add_parser(
        "watch",
        help="look at the sources, take what is new, build and publish",
        description="Look at the pages and feeds in sources.toml, take new releases and corrected editions into raw/, "
        "build and publish. Only what has changed is fetched. See docs/unattended.md.",
        epilog=_WATCH_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_sources(watch)
    _add_raw(watch)
    _add_out(watch)
    watch.add_argument("--once", action="store_true", help="look once and end")
    watch.add_argument(
        "--every", type=_hours, default=24.0, metavar="HOURS", help="hours between two looks (default: %(default)g)"
    )
    watch.add_argument("--plain", action="store_true", help="the same work and the same bytes without Prefect")
    watch.set_defaults(command=_watch)
    serve = commands.add_parser(
        "serve",
        help="carry out scheduled runs on this machine",
        description="Wait for runs that a Prefect server (PREFECT_API_URL) schedules, and carry them out here: watch "
        "by the schedule, ingest and backfill on demand. See docs/unattended.md.",
    )
    _add_sources(serve)
    _add_raw(serve)
    _add_out(serve)
    serve.add_argument("--cron", default="30 2 * * *", metavar="CRON", help="when to watch (default: %(default)s)")
    serve.add_argument("--time-zone", default="Asia/Macau", metavar="NAME", help="of --cron (default: %(default)s)")
    serve.set_defaults(command=_serve)
    check = commands.add_parser(
        "check",
        help="list the names that the registry of agencies does not know",
        description=(
            "List the names of the latest build that lead to no body (unknown or ambiguous), with counts and the "
            "nearest known names, and the aliases of the registry that nothing in the build used."
        ),
        epilog="exit status:\n  0  listed, whatever was found\n  2  there is no build",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    check.add_argument(
        "--out", type=Path, default=PROCESSED, metavar="DIR", help="folder of published builds (default: %(default)s)"
    )
    check.set_defaults(command=_check)
    series = commands.add_parser(
        "series",
        help="compare two years of a series: what goes on, with the changed words, what is new, what was dropped",
        description=(
            "Compare two years of a series in the latest build: what goes on, with the changed words, what is new, "
            "what was dropped. Series are named in release.toml."
        ),
        epilog="exit status:\n  0  compared\n  2  there is no build, no such series or no such year",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    series.add_argument("name", metavar="NAME", help="the series")
    series.add_argument("years", nargs="*", type=int, metavar="YEAR", help="two years (default: the last two)")
    series.add_argument(
        "--out", type=Path, default=PROCESSED, metavar="DIR", help="folder of published builds (default: %(default)s)"
    )
    series.set_defaults(command=_series)
    show = commands.add_parser(
        "show",
        help="show where an item comes from and what was changed in it",
        description=(
            "Print an item, a section or a party of the latest build with its characters in the source, its repairs, "
            "notes and findings; for a PDF also page and box (points from the top left corner)."
        ),
        epilog="exit status:\n  0  shown\n  2  no such id (the nearest are named), or there is no build",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    show.add_argument("unit_id", metavar="ITEM", help="item_id, section_id, or item_id#note.position of a party")
    show.add_argument(
        "--out", type=Path, default=PROCESSED, metavar="DIR", help="folder of published builds (default: %(default)s)"
    )
    show.add_argument(
        "--raw",
        type=Path,
        default=RAW,
        metavar="PATH",
        help="where the original lies, for boxes (default: %(default)s)",
    )
    show.set_defaults(command=_show)
    dictionary = commands.add_parser(
        "dictionary", help="print the data dictionary", description="Print the data dictionary as Markdown."
    )
    dictionary.set_defaults(command=_dictionary)
    add_commands(commands)
    return parser


def _run(options: argparse.Namespace) -> int:
    from rich.console import Console

    from pipeline.engines import read_engine
    from pipeline.remote import publishing_to
    from pipeline.report import print_report
    from pipeline.run import begin
    from pipeline.settings import Settings

    engine = read_engine(options.engine)
    console = Console(width=None if sys.stdout.isatty() else 120)
    with publishing_to(options.out) as out:
        job = begin(options.paths or [RAW], out, Settings(password=options.password))
        report = job.done or _with_progress_bar(job, options, engine)
    print_report(report, console, options.out)
    return report.exit_code


def _with_progress_bar(job: Job, options: argparse.Namespace, engine: Engine) -> RunReport:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from pipeline.run import complete

    columns = (TextColumn("[progress.description]{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        label = "building releases" if options.plain else "starting Prefect (embedded)"
        line = bar.add_task(label, total=job.n_to_build)

        def advance(release_id: str) -> None:
            bar.update(line, advance=1, description=release_id)

        if options.plain or not job.n_to_build:  # nothing to read: no flow is worth its start
            return complete(job, advance, engine)
        from flows.ingest import ingest

        return ingest(options.paths or [RAW], job, advance, options.engine)


def _add(options: argparse.Namespace) -> int:
    if "://" in options.file:
        from pipeline.watch import add_address

        look = add_address(options.file, options.id, options.raw, options.allow_host)
        print(f"{look.outcome}: {options.raw / look.release_id}; then: qingdan run")
        return 0
    from pipeline.snapshot import add_release

    folder = add_release(Path(options.file), options.raw, options.id)
    print(f"added {folder}; fill in {folder}/release.toml if you like, then: qingdan run")
    return 0


def _watch(options: argparse.Namespace) -> int:
    while True:
        try:
            code = _watch_once(options)
        except QingdanError as error:
            if options.once:
                raise
            print(f"qingdan: {error}", file=sys.stderr)
        if options.once:
            return code
        time.sleep(options.every * 3600)


def _watch_once(options: argparse.Namespace) -> int:
    from rich.console import Console

    from pipeline.report import print_report, print_watch

    console = Console(width=None if sys.stdout.isatty() else 120)
    sources = options.sources or options.raw / SOURCES_NAME
    if options.plain:
        from pipeline.remote import publishing_to
        from pipeline.run import begin, complete
        from pipeline.run_summary import RunResult
        from pipeline.watch import watch_file

        watched = watch_file(sources, options.raw)
        with publishing_to(options.out) as out:
            result = RunResult(complete(begin([options.raw], out)), watched)
    else:
        from flows.watch import watch

        result = watch(sources, options.raw, options.out)
    if result.watched:
        print_watch(result.watched, console)
    print_report(result.report, console, options.out)
    return result.exit_code


def _serve(options: argparse.Namespace) -> int:
    from flows.serve import serve_flows

    sources = options.sources or options.raw / SOURCES_NAME
    serve_flows(str(sources), str(options.raw), str(options.out), options.cron, options.time_zone)
    return 0


def _check(options: argparse.Namespace) -> int:
    from normalizers.names import default_registry
    from pipeline.names_report import check_names, format_names_report

    for line in format_names_report(check_names(options.out, default_registry())):
        print(line)
    return 0


def _series(options: argparse.Namespace) -> int:
    from rich.console import Console

    from pipeline.series_diff import compare, print_comparison

    if len(options.years) not in (0, 2):
        raise QingdanError(f"give two years or none, not {len(options.years)}")
    earlier, later = options.years or (None, None)
    comparison = compare(options.name, earlier, later, options.out)
    print_comparison(comparison, Console())
    return 0


def _show(options: argparse.Namespace) -> int:
    from pipeline.show import show

    for line in show(options.unit_id, options.out, options.raw):
        print(line)
    return 0


def _dictionary(options: argparse.Namespace) -> int:
    from pipeline.dictionary import data_dictionary

    print(data_dictionary(), end="")
    return 0
