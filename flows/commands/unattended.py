"""Commands that work unattended: watch, serve."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from flows.commands.command import (
    Command,
    Task,
    add_password,
    add_plain,
    add_raw,
    add_sources,
    add_target,
    console,
    say,
    settings_of,
    sources_of,
)
from pipeline.errors import QingdanError
from schemas.language import localized

if TYPE_CHECKING:
    from pipeline.settings import Settings


def _watch_arguments(parser: argparse.ArgumentParser) -> None:
    add_sources(parser)
    add_raw(parser)
    add_target(parser)
    parser.add_argument("--once", action="store_true", help="look once and end")
    _add_site(parser)
    parser.add_argument(
        "--every", type=_hours, default=24.0, metavar="HOURS", help="hours between two looks (default: %(default)g)"
    )
    add_plain(parser)
    add_password(parser)


def _add_site(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--site", type=Path, metavar="DIR", help="bring the site in this folder up to date as well")
    parser.add_argument(
        "--site-url", default="", metavar="URL", help="where that folder is on the web: the page of a run links to it"
    )


def _hours(text: str) -> float:
    hours = float(text)
    if not 0 < hours <= 24 * 366:
        raise ValueError
    return hours


def _watch(options: argparse.Namespace) -> int:
    settings = settings_of(options)
    while True:
        try:
            code = _watch_once(options, settings)
        except QingdanError as error:
            if options.once:
                raise
            say(f"qingdan: {localized(str(error))}", file=sys.stderr)
        if options.once:
            return code
        time.sleep(options.every * 3600)


def _watch_once(options: argparse.Namespace, settings: Settings) -> int:
    from pipeline.report import print_report, print_watch

    if options.plain:
        from pipeline.publishing.remote import publishing_to
        from pipeline.run import begin, complete
        from pipeline.run_summary import RunResult
        from pipeline.watching.watch import watch_file

        watched = watch_file(sources_of(options), options.raw, settings=settings)
        with publishing_to(options.out) as out:
            result = RunResult(complete(begin([options.raw], out, settings, findings=watched.findings)), watched)
    else:
        from flows.watch import Pages, watch

        pages = Pages(str(options.site or ""), options.site_url)
        result = watch(sources_of(options), options.raw, options.out, settings, pages=pages)
    if result.watched:
        print_watch(result.watched, console())
    print_report(result.report, console(), options.out)
    if options.plain and options.site and result.report.folder:
        _make_site(options)
    if result.pages:
        say(f"site: {result.pages}")
    return result.exit_code


def _make_site(options: argparse.Namespace) -> None:
    """Bring the site up to date. Where it cannot be, what was published stays published: one line says why."""
    from pipeline.site.after_run import site_after_run

    try:
        say(f"site: {site_after_run(options.out, options.site, options.raw)}")
    except QingdanError as error:
        say(f"qingdan: {localized(str(error))}", file=sys.stderr)


def _serve_arguments(parser: argparse.ArgumentParser) -> None:
    add_sources(parser)
    add_raw(parser)
    add_target(parser)
    parser.add_argument("--cron", default="30 2 * * *", metavar="CRON", help="when to watch (default: %(default)s)")
    parser.add_argument(
        "--with-server",
        nargs="?",
        const="127.0.0.1:4200",
        metavar="HOST:PORT",
        help="start a Prefect server as well, which ends with this command (default of HOST:PORT: %(const)s)",
    )
    _add_site(parser)
    parser.add_argument("--time-zone", default="Asia/Macau", metavar="NAME", help="of --cron (default: %(default)s)")
    add_password(parser)


def _serve(options: argparse.Namespace) -> int:
    from contextlib import nullcontext

    from flows.passwords import leave_password
    from flows.serve import own_server, serve_flows

    leave_password(options.password_file, options.ask_password)
    with own_server(options.with_server) if options.with_server else nullcontext():
        given = {"sources": str(sources_of(options)), "raw": str(options.raw), "out": str(options.out)}
        pages = {"site": str(options.site or ""), "site_url": options.site_url}
        serve_flows(given | pages, options.cron, options.time_zone)
    return 0


WATCH = Command(
    name="watch",
    help="look at the sources, take what is new, build and publish",
    description=(
        "Look at the pages and feeds in sources.toml, take new releases and corrected editions into raw/, "
        "build and publish. Only what has changed is fetched. See docs/unattended.md."
    ),
    run=_watch,
    add_arguments=_watch_arguments,
    epilog="""\
exit status, with --once:
  0  all good
  1  published, but a source could not be looked at, a release was quarantined or missed an expectation,
     or Prefect's server failed
  2  nothing published
""",
    task=Task.TAKE,
    example="qingdan watch --once",
)
SERVE = Command(
    name="serve",
    help="carry out scheduled runs on this machine",
    description=(
        "Wait for runs that a Prefect server (PREFECT_API_URL) schedules, and carry them out here: watch "
        "by the schedule, ingest and backfill on demand. See docs/unattended.md."
    ),
    run=_serve,
    add_arguments=_serve_arguments,
    epilog="exit status:\n  2  the server cannot be reached, or the schedule cannot be read\n  130  ended by hand",
    task=Task.TAKE,
    example='qingdan serve --cron "0 6 * * *"',
)
