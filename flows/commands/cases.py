"""The command that takes corrections out as cases for tests, or to Label Studio and back: cases."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from flows.commands.command import Command, Task, add_out, add_raw, say
from pipeline.paths import LATEST


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("build", nargs="?", default=LATEST, metavar="BUILD", help="the build (default: %(default)s)")
    add_out(parser)
    add_raw(parser)
    parser.add_argument("--to", type=Path, metavar="FILE", help="write there (default: the terminal)")
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--check", type=Path, metavar="FILE", help="try the cases of a file against the rules")
    ways.add_argument(
        "--label-studio",
        action="store_true",
        help="write all releases as tasks of Label Studio; with --to its labelling interface beside, as FILE.xml",
    )
    ways.add_argument("--labelled", type=Path, metavar="FILE", help="keep what Label Studio exported as overrides")


def _cases(options: argparse.Namespace) -> int:
    from pipeline.site import taking_out

    if options.check:
        lines, is_good = taking_out.checked(options.check)
        for line in lines:
            say(line)
        return 0 if is_good else 1
    if options.labelled:
        for line in taking_out.keep_labelled(options.labelled, options.out, options.raw, options.build):
            say(line)
        return 0
    if options.label_studio:
        text, interface = taking_out.for_label_studio(options.out, options.raw, options.build)
        if options.to:
            taking_out.write(options.to.with_name(f"{options.to.name}.xml"), interface)
    else:
        text = taking_out.as_cases(options.out, options.raw, options.build)
    if options.to:
        taking_out.write(options.to, text)
    else:
        sys.stdout.write(text)
    return 0


CASES = Command(
    name="cases",
    help="take corrections out: as cases for tests, or to Label Studio and back",
    description=(
        "Print the overrides of all releases as cases, each with the text around it. --check tries a file of cases "
        "against the rules: those that agree need their override no more. --label-studio prints the releases as tasks "
        "for Label Studio, --labelled keeps what it exported as overrides beside the originals."
    ),
    run=_cases,
    add_arguments=_arguments,
    epilog=(
        "exit status:\n  0  done; with --check all cases agree\n  1  with --check some differ\n"
        "  2  there is no such build, or a file cannot be read or written"
    ),
    task=Task.EXPORT,
    example="qingdan cases --to cases.toml",
)
