"""The command that makes a site of a build: site."""

from __future__ import annotations

import argparse
from pathlib import Path

from flows.commands.command import Command, Task, add_out, say
from pipeline.paths import LATEST, RAW


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("build", nargs="?", default=LATEST, metavar="BUILD", help="the build (default: %(default)s)")
    parser.add_argument(
        "--to", type=Path, metavar="DIR", help="folder of the site, new or of a site (default: site/ in --out)"
    )
    add_out(parser)
    parser.add_argument(
        "--raw",
        type=Path,
        action="append",
        metavar="PATH",
        help=f"where originals lie, for the pictures of PDF pages; may be given several times (default: {RAW})",
    )


def _site(options: argparse.Namespace) -> int:
    from pipeline.site.make import make_site

    raw = options.raw or [RAW]
    report = make_site(options.out, options.to or options.out / "site", raw, options.build)
    made = f"{report.made} of {report.releases} releases made anew"
    say(f"site of build {report.build_id} ({made}); open {report.index}")
    return 0


SITE = Command(
    name="site",
    help="make pages to look at: the source beside every row, tasks, bodies, search",
    description=(
        "Make a static site of a build: pages that open from disk or from any web host, with the source beside every "
        "row, tasks over the years, bodies, a search in both scripts. Only what changed is made again."
    ),
    run=_site,
    add_arguments=_arguments,
    epilog="exit status:\n  0  made\n  2  there is no such build, it cannot be shown, or the folder cannot be written",
    task=Task.EXPORT,
    example="qingdan site",
)
