"""The documents that are measured: written anew each time, the same at every run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import count
from pathlib import Path
from random import Random

from tests.forge.forge import Forged, forge_html, forge_text
from tests.forge.grammar import write_release
from tests.forge.pages import wrap
from tests.make_pdf import LINES_A_PAGE, pages, prose

_COLUMNS, _INDENT = 30, 2


def _tasks() -> Iterator[str]:
    """Numbered tasks without end, in the words of the forge."""
    number = count(1)
    for seed in count():
        for unit in write_release(Random(seed)).units:
            if unit.kind == "item" and unit.body:
                yield f"{next(number)}. {unit.body}{unit.note or ''}"


def write_long_pdf(path: Path, n_pages: int) -> list[str]:
    """Write one list of ``n_pages`` pages, typeset with page numbers; returns its tasks."""
    lines = ["年度重点工作清单（2026年）"]
    tasks: list[str] = []
    for task in _tasks():
        first, *others = wrap(task, _COLUMNS, _INDENT)
        wrapped = ["\u3000" * _INDENT + first, *others]
        if len(lines) + len(wrapped) > n_pages * LINES_A_PAGE:
            break
        lines += wrapped
        tasks.append(task)
    sheets = [lines[i * LINES_A_PAGE : (i + 1) * LINES_A_PAGE] for i in range(n_pages)]
    path.write_bytes(pages(*(prose(sheet, f"— {i} —") for i, sheet in enumerate(sheets, 1))))
    return tasks


KINDS: Mapping[str, tuple[str, Callable[[Random], Forged]]] = {
    "text": (".txt", forge_text),
    "HTML": (".html", forge_html),
}
"""Kinds of short releases: the ending of their files, and what forges one."""


def write_releases(folder: Path, kind: str, n_releases: int) -> Path:
    """A folder of short releases of one of the `KINDS`."""
    suffix, forge = KINDS[kind]
    folder.mkdir(parents=True)
    for seed in range(n_releases):
        (folder / f"release-{seed:05d}{suffix}").write_bytes(forge(Random(seed)).data)
    return folder
