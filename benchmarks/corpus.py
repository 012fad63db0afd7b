"""The documents that are measured: written anew each time, the same at every run."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from random import Random

from tests.forge.forge import forge_html, forge_text
from tests.forge.grammar import write_release
from tests.make_pdf import LINES_A_PAGE, pages, prose, wrap


def _tasks() -> Iterator[str]:
    """Numbered tasks without end, in the words of the forge."""
    number = count(1)
    for seed in count():
        for unit in write_release(Random(seed)).units:
            if unit.kind == "item" and unit.body:
                yield f"{next(number)}. {unit.body}{unit.note or ''}"


def write_long_pdf(path: Path, n_pages: int) -> Path:
    """One list of ``n_pages`` pages, typeset with page numbers."""
    lines = ["年度重点工作清单（2026年）"]
    for task in _tasks():
        lines += wrap(task)
        if len(lines) >= n_pages * LINES_A_PAGE:
            break
    sheets = [lines[i * LINES_A_PAGE : (i + 1) * LINES_A_PAGE] for i in range(n_pages)]
    path.write_bytes(pages(*(prose(sheet, f"— {i} —") for i, sheet in enumerate(sheets, 1))))
    return path


def write_texts(folder: Path, n_releases: int) -> Path:
    """A folder of short releases as text."""
    folder.mkdir(parents=True)
    for seed in range(n_releases):
        (folder / f"release-{seed:05d}.txt").write_bytes(forge_text(Random(seed)).data)
    return folder


def write_web_pages(folder: Path, n_releases: int) -> Path:
    """A folder of short releases as web pages."""
    folder.mkdir(parents=True)
    for seed in range(n_releases):
        (folder / f"release-{seed:05d}.html").write_bytes(forge_html(Random(seed)).data)
    return folder
