"""Commands that bring releases in and build them: run, add."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from flows.commands.command import (
    Command,
    Task,
    add_password,
    add_plain,
    add_raw,
    add_target,
    console,
    say,
    settings_of,
)
from pipeline.paths import MANIFEST_NAME, RAW
from schemas.language import localized

if TYPE_CHECKING:
    from pipeline.engines import Engine
    from pipeline.run import Job, RunReport


def _run_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths", nargs="*", type=_path, metavar="PATH", help=f"files and folders of releases (default: {RAW}/)"
    )
    add_target(parser)
    add_plain(parser)
    parser.add_argument(
        "--no-keep",
        action="store_false",
        dest="keep",
        help="end Prefect's server with this run; else it goes on for five minutes, and the next run starts sooner",
    )
    parser.add_argument(
        "--engine",
        default="serial",
        metavar="NAME",
        help="where releases are built: serial, processes, processes:N or dask://host:port; the bytes are the same "
        "(default: %(default)s)",
    )
    add_password(parser)


def _path(text: str) -> Path:
    """A path. An address is none: `add` takes it first."""
    if "://" in text:
        raise argparse.ArgumentTypeError(f"{text} is an address: qingdan add {text} takes it, then qingdan run")
    return Path(text)


def _run(options: argparse.Namespace) -> int:
    from pipeline.engines import read_engine
    from pipeline.publishing.remote import publishing_to
    from pipeline.report import print_report
    from pipeline.run import begin

    engine, settings = read_engine(options.engine), settings_of(options)
    with publishing_to(options.out) as out:
        job = begin(options.paths or [RAW], out, settings)
        report = job.done or _with_progress(job, options, engine)
    print_report(report, console(), options.out)
    return report.exit_code


def _with_progress(job: Job, options: argparse.Namespace, engine: Engine) -> RunReport:
    from flows.progress import shown_progress
    from pipeline.run import complete

    label = localized("building releases" if options.plain else "starting Prefect (embedded)")
    with shown_progress(job.n_to_build, label) as advance:
        if options.plain or not job.n_to_build:  # nothing to read: no flow is worth its start
            return complete(job, advance, engine)
        if not engine.address:
            from pipeline.release.supervised import warm_up

            warm_up(job.settings, job.run_id)  # dictionaries are loaded while Prefect is
        from flows.embedded import use_server
        from flows.kept_server import KEEP_SECONDS

        use_server(KEEP_SECONDS if options.keep else 0.0)
        from flows.ingest import ingest

        return ingest(options.paths or [RAW], job, advance, options.engine)


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE|URL", help="the original release, or its address (http, https)")
    parser.add_argument("--id", metavar="SLUG", help="release_id (default: made from the file name)")
    add_raw(parser)
    parser.add_argument(
        "--allow-host",
        action="append",
        default=[],
        metavar="NAME",
        help="a host of a private network that may be asked, besides those in sources.toml",
    )
    add_password(parser)


def _add(options: argparse.Namespace) -> int:
    if "://" in options.file:
        from pipeline.watching.watch import add_address

        look = add_address(options.file, options.id, options.raw, options.allow_host, settings_of(options))
        say(f"{look.outcome}: {options.raw / look.release_id}; then: {_run_line(options.raw)}")
        return 0
    from pipeline.archive.snapshot import add_release

    folder = add_release(Path(options.file), options.raw, options.id)
    say(f"added {folder}; then: {_run_line(options.raw)}")
    say(f"if you know them, give series (of a yearly list) and jurisdiction in {folder / MANIFEST_NAME} before")
    return 0


def _run_line(raw: Path) -> str:
    """The command that builds what lies in ``raw``."""
    return "qingdan run" if raw == RAW else f"qingdan run {shlex.quote(str(raw))}"


RUN = Command(
    name="run",
    help="build releases and publish their tables",
    description="Build releases and publish their tables. A rerun on the same input does nothing.",
    run=_run,
    add_arguments=_run_arguments,
    epilog="""\
exit status:
  0  all good
  1  published, but a release was quarantined or missed an expectation, or Prefect's server failed
  2  nothing published
""",
    task=Task.BUILD,
    example="qingdan run list.pdf",
    reads_tables=True,
)
ADD = Command(
    name="add",
    help="put a new release into raw/",
    description=(
        "Copy a file, or fetch an address, into raw/ with its checksum. An address is fetched by the same rules as by "
        "watch: robots.txt, public hosts only, limits on size and time; what is no release is not taken."
    ),
    run=_add,
    add_arguments=_add_arguments,
    epilog="exit status:\n  0  added\n  2  nothing added: it is there already, cannot be read or is no release",
    task=Task.TAKE,
    example="qingdan add 2027年重点工作.pdf --id list-2027",
)
