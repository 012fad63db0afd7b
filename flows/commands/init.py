"""The command that makes a folder to work in: init."""

from __future__ import annotations

import argparse
from pathlib import Path

from flows.commands.command import Command, Task, say
from pipeline.paths import RAW


def _init_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder", nargs="?", type=Path, default=Path(), metavar="DIR", help="where (default: the working folder)"
    )
    parser.add_argument("--without-samples", action="store_true", help="sources.toml only")


def _init(options: argparse.Namespace) -> int:
    from pipeline.archive.starting import start_raw

    laid = start_raw(options.folder / RAW, not options.without_samples)
    for path in laid:
        say(f"made {path}")
    go = "" if options.folder == Path() else f"cd {options.folder}; "
    say(f"then: {go}qingdan run" if laid else f"{options.folder / RAW} has all of it already; then: {go}qingdan run")
    return 0


INIT = Command(
    name="init",
    help="make a folder to work in: raw/ with sample releases and a sources.toml",
    description=(
        "Lay raw/ with written sample releases and a sources.toml to fill in. What is there already stays as it is."
    ),
    run=_init,
    add_arguments=_init_arguments,
    epilog="exit status:\n  0  laid, or there already\n  2  the folder cannot be written",
    task=Task.TAKE,
    example="qingdan init",
)
