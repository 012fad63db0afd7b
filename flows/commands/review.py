"""The command that serves a site with forms for corrections: review."""

from __future__ import annotations

import argparse
from pathlib import Path

from flows.commands.command import Command, Task, add_out, add_raw, say
from pipeline.paths import LATEST


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("build", nargs="?", default=LATEST, metavar="BUILD", help="the build (default: %(default)s)")
    add_out(parser)
    add_raw(parser)
    parser.add_argument("--port", type=int, default=0, metavar="N", help="port on this machine (default: a free one)")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="draw so many tasks to check")
    parser.add_argument(
        "--blind", action="store_true", help="ask for each of them what it says before its row is shown"
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="which sample (default: %(default)s)")


def _review(options: argparse.Namespace) -> int:
    from pipeline.site.desk import Sample, review_of

    out, raw = Path(options.out), Path(options.raw)
    sample = Sample(options.sample, options.seed, options.blind) if options.sample else None
    review = review_of(out, raw, options.build, options.port, sample)
    say(f"open {review.address} ; Ctrl-C ends the review")
    try:
        review.serve()
    except KeyboardInterrupt:
        say("the review has ended; the corrections are in overrides.toml of the releases")
    return 0


REVIEW = Command(
    name="review",
    help="correct what was misread, in the pages of a site on this machine",
    description=(
        "Serve the site of a build to this machine alone, with forms for corrections. They are kept as overrides.toml "
        "beside the originals, and the next run applies them. --sample draws tasks in proportion to format, "
        "jurisdiction, rule and doubt; the first page of the site then shows how many of the checked ones are right."
    ),
    run=_review,
    add_arguments=_arguments,
    epilog="exit status:\n  0  ended\n  2  there is no such build, or it cannot be shown",
    task=Task.EXPORT,
    example="qingdan review",
)
