"""Commands on published builds: verify, diff, builds."""

from __future__ import annotations

import argparse
from pathlib import Path

from flows.commands.command import Command, Task, add_out, add_raw, console, say
from pipeline.paths import LATEST, PREVIOUS
from schemas.language import localized
from schemas.terminal import plain

_BUILD = "the id of a build or its first letters, a path, `latest` or `previous`"
KEEP_SAID = 10
"""`pipeline.publishing.builds.KEEP`, which `--help` must not pay for."""


def _verify_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("build", nargs="?", default=LATEST, metavar="BUILD", help=f"{_BUILD} (default: latest)")
    parser.add_argument("--all", action="store_true", help="every build, and what lies among them")
    parser.add_argument("--quick", action="store_true", help="the checksums only")
    add_out(parser)


def _verify(options: argparse.Namespace) -> int:
    from pipeline.publishing.verify import verify_build, verify_output
    from qingdan.builds import find

    if options.all:
        problems = verify_output(options.out, options.quick)
        closing = _problems(len(problems)) or "every build is whole"
    else:
        build = find(options.out, options.build)
        problems = verify_build(build, options.quick)
        closing = f"build {build.name}: {_problems(len(problems)) or 'whole'}"
    for problem in problems:
        say(problem.line)
    say(closing)
    return 1 if problems else 0


def _problems(count: int) -> str:
    return f"{count} problem{'s' * (count > 1)}" if count else ""


def _diff_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("old", nargs="?", default=PREVIOUS, metavar="A", help=f"{_BUILD} (default: previous)")
    parser.add_argument("new", nargs="?", default=LATEST, metavar="B", help="likewise (default: latest)")
    parser.add_argument("--json", action="store_true", help="print JSON, as in diff.json")
    parser.add_argument("--to", type=Path, metavar="FILE", help="write the changes to FILE (.json, .csv, .parquet)")
    add_out(parser)


def _diff(options: argparse.Namespace) -> int:
    from pipeline.compare.diff_report import as_json, print_diff, write_changes
    from pipeline.compare.diff_store import diff_folders
    from qingdan.builds import reading

    with reading(options.out, options.old) as old, reading(options.out, options.new) as new:
        diff = diff_folders(old, new)
    if options.to:
        write_changes(diff, options.to)
    if options.json:
        print(plain(as_json(diff)), end="")
    elif options.to:
        say(f"{len(diff.changes)} changes in {options.to}")
    else:
        print_diff(diff, console())
    return 0


def _builds_arguments(parser: argparse.ArgumentParser) -> None:
    act = parser.add_mutually_exclusive_group()
    act.add_argument("--use", metavar="BUILD", help="make this build the latest (the next run publishes anew)")
    act.add_argument("--pin", metavar="BUILD", help="keep this build whatever comes")
    act.add_argument("--unpin", metavar="BUILD", help="let it go when its time comes")
    act.add_argument("--accept", metavar="RELEASE", help="make the held edition of this release its newest")
    act.add_argument("--keep", type=_count, metavar="N", help="remove all but the last N and the pinned now")
    add_out(parser)
    add_raw(parser)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"must be a whole number from 1: {text}")
    return int(text)


def _builds(options: argparse.Namespace) -> int:
    from pipeline.publishing import builds

    if options.use:
        say(f"the latest is now build {builds.use(options.out, options.use).name}")
    elif options.pin:
        say(f"pinned build {builds.pin(options.out, options.pin)}")
    elif options.unpin:
        say(f"unpinned build {builds.unpin(options.out, options.unpin)}")
    elif options.accept:
        say(_accept(options))
    elif options.keep:
        removed = builds.prune_now(options.out, options.keep)
        say("\n".join(f"removed build {build_id}" for build_id in removed) or "nothing to remove")
    else:
        return _list(options)
    return 0


def _accept(options: argparse.Namespace) -> str:
    from pipeline.archive.held_editions import accept
    from pipeline.archive.raw_archive import locked_archive

    with locked_archive(options.raw) as archive:
        accepted = accept(archive, options.accept)
    return f"{accepted.release_id} has the edition that was held; then: qingdan run"


def _list(options: argparse.Namespace) -> int:
    from rich.table import Table

    from pipeline.archive.held_editions import held_editions
    from pipeline.errors import NoBuildError
    from pipeline.publishing.builds import list_builds

    found = list_builds(options.out)
    if not found:
        raise NoBuildError(options.out)
    table = Table(show_edge=False, pad_edge=False)
    for name in ("build", "latest since", "releases", "items", ""):
        table.add_column(name, justify="right" if name in ("releases", "items") else "left")
    for build in found:
        marks = {"latest": build.is_latest, "pinned": build.is_pinned, "damaged": not build.is_readable}
        since = build.since.astimezone().strftime("%Y-%m-%d %H:%M:%S")
        counts = ("–" if n is None else str(n) for n in (build.releases, build.items))
        table.add_row(
            build.build_id, since, *counts, ", ".join(localized(mark) for mark, holds in marks.items() if holds)
        )
    console().print(table)
    for held in held_editions(options.raw):
        say(f"held: an edition of {held.release_id}: {'; '.join(held.reasons)}; see qingdan show {held.release_id}")
    return 0


VERIFY = Command(
    name="verify",
    help="check a build against its checksums and promises",
    description=(
        "Check every published file against its checksum, every table against its columns, keys and references, "
        "and name each file that is damaged, missing or does not belong."
    ),
    run=_verify,
    add_arguments=_verify_arguments,
    epilog="exit status:\n  0  whole\n  1  problems, one line each\n  2  there is no such build",
    task=Task.KEEP,
    example="qingdan verify",
    reads_tables=True,
)
DIFF = Command(
    name="diff",
    help="what changed from one build to another",
    description=(
        "Releases, sections, items, parties, paragraphs and bodies added, removed, moved or changed, by key and "
        "column. The same text in other bytes, at another place or page, is no change. A "
        "release whose counts halved or doubled is a warning."
    ),
    run=_diff,
    add_arguments=_diff_arguments,
    epilog="exit status:\n  0  compared, whatever differs\n  2  a build is not there or is damaged",
    task=Task.KEEP,
    example="qingdan diff previous latest",
    reads_tables=True,
)
BUILDS = Command(
    name="builds",
    help="list the builds, go back to one, keep one; accept a held edition",
    description=(
        f"List the published builds, the latest first. A run keeps the last {KEEP_SAID} and the pinned ones, and "
        "never removes one that is being read. Below them are the editions that watch has held, if any."
    ),
    run=_builds,
    add_arguments=_builds_arguments,
    epilog="exit status:\n  0  listed or done\n  2  no such build, a damaged one, or another run holds the folder",
    task=Task.KEEP,
    example="qingdan builds --pin latest",
)
