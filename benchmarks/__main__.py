"""`make bench`: measure, print each ratio beside its goal, write docs/benchmarks.md."""

from __future__ import annotations

import argparse
import sys
import sysconfig
import tempfile
from compileall import compile_dir
from itertools import chain
from pathlib import Path

from benchmarks import cases, history, inside, report, steps
from benchmarks.phases import measure_phases

_DOCS = Path(__file__).resolve().parent.parent / "docs"


def main() -> None:
    """Run all comparisons; ``--quick`` on small sizes, without writing the page."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, printed only")
    parser.add_argument("--releases", type=int, default=10_000, help="of the largest text corpus, 1,000 or more")
    parser.add_argument("--peers", type=Path, metavar="PYTHON", help="interpreter of an environment with other tools")
    options = parser.parse_args()
    pages = (13, 130) if options.quick else (13, 130, 1300)
    releases = (10, 100) if options.quick else sorted({100, min(1000, options.releases), options.releases})
    _compile_all()
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        measured = [cases.start_up(3)]
        for entry in chain(
            cases.single_releases(folder, 3),
            cases.flow(folder, 3),
            cases.pdf_path(folder, pages, 3),
            cases.short_releases(folder, "text", releases, 3),
            cases.short_releases(folder, "HTML", releases[:2], 3),
        ):
            print(f"measured: {entry.what} {entry.size}", file=sys.stderr, flush=True)
            measured.append(entry)
        measured.append(cases.commands(folder, releases[-1], 3))
        by_step = steps.further(folder)
        goals = [*cases.goals(measured, folder), *steps.like_with_like(by_step)]
        readings = list(cases.peers(folder, options.peers, 3))
        middle = releases[:2][-1]
        run = middle, measure_phases(folder / "phases", folder / f"text-{middle}")
        worse = list(history.slower(goals, history.last_run(releases[-1])))
        lines = list(report.as_markdown(goals, measured, readings, inside.profiles(folder), run, by_step, worse))
    print("\n".join(lines))
    if not options.quick:
        history.remember(goals, releases[-1])
        (_DOCS / "benchmarks.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
        report.draw(measured, _DOCS / "benchmarks.png")


def _compile_all() -> None:
    """Compile what both stacks import: a process that finds no byte code takes half as long again, and 60 MiB more."""
    compile_dir(sysconfig.get_paths()["purelib"], quiet=2, workers=0)
    for package in ("benchmarks", "extractors", "flows", "normalizers", "pipeline", "schemas"):
        compile_dir(_DOCS.parent / package, quiet=2)


if __name__ == "__main__":
    main()
