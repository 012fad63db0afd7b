"""The command `export`: tables of a build as a file that other programs open."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from flows.commands.command import Command, Task, add_out, say
from pipeline.paths import LATEST
from schemas.language import Language, current_language, either, localized
from schemas.records import Role

SUFFIXES_SAID = ".xlsx, .csv, .jsonl, .sqlite, .md or .spacy"
"""`pipeline.export.export.SUFFIXES`, and `WRITINGS_SAID` `pipeline.export.tasks.WRITINGS`, which `--help` must not pay
for."""
WRITINGS_SAID = ("printed", "hans", "hant")


def _export_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "build",
        nargs="?",
        default=LATEST,
        metavar="BUILD",
        help="the id of a build or its first letters, a path, `latest` or `previous` (default: latest)",
    )
    parser.add_argument(
        "--to",
        type=Path,
        required=True,
        metavar="FILE",
        help=f"the file to write; its ending says how: {SUFFIXES_SAID}",
    )
    parser.add_argument(
        "--table",
        action="append",
        default=[],
        metavar="TABLE",
        help="tasks (one row a task) or a table of the build; may be repeated (default: all, in a file of one table "
        "tasks)",
    )
    _selection_arguments(parser)
    parser.add_argument(
        "--script",
        choices=WRITINGS_SAID,
        default="printed",
        help="script of texts and names in tasks: as printed, simplified or traditional (default: %(default)s)",
    )
    add_out(parser)


def _selection_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--body",
        action="append",
        default=[],
        metavar="NAME",
        help="only tasks with this body: a name in either script, an alias or an id; may be repeated, as those below",
    )
    parser.add_argument(
        "--role", action="append", default=[], choices=list(Role), help="only tasks in which it is this"
    )
    parser.add_argument(
        "--year", action="append", default=[], type=int, metavar="YEAR", help="only releases of this year"
    )
    parser.add_argument("--series", action="append", default=[], metavar="NAME", help="only releases of this series")
    parser.add_argument("--release", action="append", default=[], metavar="ID", help="only this release")


def _export(options: argparse.Namespace) -> int:
    from pipeline.export.export import export
    from pipeline.export.selection import Selection
    from qingdan.builds import reading
    from qingdan.store import open_build

    selection = Selection(
        *map(tuple, (options.body, options.year, options.series, options.role, options.release)),
    )
    language: Literal["zh", "en"] = "en" if current_language() is Language.EN else "zh"
    with reading(options.out, options.build) as folder:
        build = open_build(folder)
        written = export(build, options.to, selection, options.table, language, options.script, _converter())
    for message in written.messages:
        say(f"{localized('note')}: {localized(message)}")
    counts = either(", ", "、").join(f"{name} {count:,}" for name, count in written.rows.items())
    say(f"wrote {', '.join(map(str, written.files))} ({counts})")
    return 0


def _converter() -> Callable[[str], str]:
    """What puts simplified headings into the script of the reader."""
    if current_language() is not Language.ZH_HANT:
        return str
    from normalizers.script.conversion import to_hant
    from schemas.records import Script

    return lambda text: to_hant(text, Script.HANS)


EXPORT = Command(
    name="export",
    help="write tables to a file for Excel, SQLite and others",
    description=(
        "Write the tables of a build, or the tasks that you select, to a file for Excel (.xlsx, .csv), for databases "
        "and datasette (.sqlite), for programs (.jsonl), to paste (.md) or for spaCy (.spacy). The table tasks has one "
        "row a task, with its leads and the other bodies by role. Headings and codes in .xlsx, .csv and .md are in the "
        "language of messages."
    ),
    run=_export,
    add_arguments=_export_arguments,
    epilog="""\
examples:
  qingdan export --to tasks.xlsx --lang zh
  qingdan export --to mofcom-2026.xlsx --body 商务部 --role lead --year 2026
  qingdan export --to build.sqlite; datasette build.sqlite -m build.metadata.json

exit status:
  0  written
  2  nothing written: there is no such build, table, body or release, or the file cannot be written
""",
    task=Task.EXPORT,
    example="qingdan export --to tasks.xlsx --lang zh",
)
