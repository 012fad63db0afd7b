"""Make the site of a build."""

from __future__ import annotations

import hashlib
import json
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import asdict, dataclass
from itertools import chain, islice
from pathlib import Path

from extractors.media import PDF
from pipeline.errors import UnreadableBuildError
from pipeline.paths import LATEST
from pipeline.release.tracing import furniture_of, trace_printed_lines
from pipeline.sandbox.worker import Worker
from pipeline.settings import Settings
from pipeline.site.boxes import Sheets, pieces_of
from pipeline.site.bundle import ReleaseRows, SiteBuild
from pipeline.site.data import release_data
from pipeline.site.feeds import Feeds
from pipeline.site.lists import Lists
from pipeline.site.outline import Unit, marked_spans, units
from pipeline.site.packing import data_file
from pipeline.site.pages import Templates, assets, code_of_site
from pipeline.site.pictures import READERS, Originals, Picture, draw
from pipeline.site.places import release_page
from pipeline.site.sampling import precision
from pipeline.site.search_index import SearchIndex
from pipeline.site.writing import SiteFolder
from qingdan.builds import reading
from qingdan.store import open_build
from schemas.overrides import Override

_AHEAD = 8
"""Releases that wait for each process."""
_FEW = 12
"""With fewer releases to make, starting processes takes longer than it saves."""


@dataclass(frozen=True, slots=True)
class SiteReport:
    """What was made: releases, those whose pages were made anew, files written and left as they were, pictures."""

    folder: Path
    build_id: str
    releases: int
    made: int
    written: int
    kept: int

    @property
    def index(self) -> Path:
        """The first page."""
        return self.folder / "index.html"


def make_site(
    out: Path,
    folder: Path,
    raw: Sequence[Path] = (),
    build: str = LATEST,
    settings: Settings | None = None,
    processes: int | None = None,
) -> SiteReport:
    """Make, or bring up to date, the site of ``build`` under ``out`` in ``folder``.

    ``raw``: where originals are looked for, for the pictures of pages. The same build, originals and code give the
    same bytes; files that would be the same are not written again. Raises NoBuildError and QingdanError as
    `pipeline.publishing.builds.find` does, UnreadableBuildError for a damaged build or one of other columns,
    OutputError where the folder cannot be written. Of a build that cannot be read, a new site is a page that says so;
    an old one stays as it is.
    """
    settings = settings or Settings()
    with reading(out, build) as build_folder:
        site = SiteFolder(folder, code_of_site())
        try:
            site_build = SiteBuild(open_build(build_folder))
        except UnreadableBuildError as error:
            site.put_first("index.html", Templates().page("cannot_show.html", "", {"reason": str(error)}))
            site.put_first("assets/site.css", dict(assets())["assets/site.css"])
            raise
        maker = _Maker(site_build, site, Originals(raw), settings)
        made = maker.make(processes or os.cpu_count() or 1)
        return SiteReport(folder, site_build.build_id, len(site_build.releases), made, site.written, site.kept)


@dataclass(frozen=True, slots=True)
class _Task:
    """A release whose pages are to be made; ``original`` is a PDF that is to be drawn."""

    rows: ReleaseRows
    original: Path | None
    overrides: tuple[Override, ...]

    @property
    def key(self) -> str:
        """The key of what the pages are made from, but for the code."""
        rows = self.rows
        links = [[item, *map(asdict, found)] for side in (rows.back, rows.on) for item, found in side.items()]
        given = [rows.release, rows.tables, links, list(map(asdict, self.overrides)), self.original is not None]
        data = json.dumps(given, ensure_ascii=False, default=str) + rows.text
        return hashlib.sha256(data.encode("utf-8", "surrogatepass")).hexdigest()


class _Pages:
    """Makes the files of releases; a process has one."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._templates = Templates()
        self._worker = Worker(settings.limits, READERS)

    def __call__(self, task: _Task) -> list[tuple[str, bytes]]:
        rows = task.rows
        found = units(rows)
        pictures = self._pictures(task)
        lines = trace_printed_lines(rows.text, furniture_of(rows.tables["repairs"]), task.overrides)
        data = release_data(rows, found, _sheets(rows, found, pictures), lines)
        page = self._templates.shell("release", rows.release_id, rows.release["title"])
        return [
            (release_page(rows.release_id), page),
            data_file(f"r/{rows.release_id}", data),
            *((picture.path, picture.webp) for picture in pictures),
        ]

    def _pictures(self, task: _Task) -> list[Picture]:
        if task.original is None:
            return []
        return draw(self._worker, task.rows.release_id, task.original, task.rows.text, self._settings)

    def close(self) -> None:
        """End the process that draws."""
        self._worker.close()


def _sheets(rows: ReleaseRows, found: Sequence[Unit], pictures: Sequence[Picture]) -> Sheets:
    """The pages that have pictures, and where on them the rows are."""
    if not pictures:
        return Sheets()
    sizes = [(*picture.pixels, *picture.size) for picture in pictures]
    return Sheets(sizes, list(pieces_of(pictures[0].boxes, marked_spans(rows, found))))


_PAGES: list[_Pages] = []
"""What makes pages in a process of the pool."""


def _begin(settings: Settings) -> None:
    _PAGES[:] = [_Pages(settings)]


def _make(task: _Task) -> list[tuple[str, bytes]]:
    return _PAGES[0](task)


class _Maker:
    def __init__(self, build: SiteBuild, site: SiteFolder, originals: Originals, settings: Settings) -> None:
        self._build = build
        self._site = site
        self._originals = originals
        self._settings = settings
        self._index = SearchIndex()
        self._answers: list[Override] = []

    def make(self, processes: int) -> int:
        """Make all pages; returns of how many releases they were made anew."""
        changed = self._changed()
        few = list(islice(changed, _FEW))
        if processes == 1 or len(few) < _FEW:
            made = self._make_here(chain(few, changed))
        else:
            made = self._make_in_processes(chain(few, changed), processes)
        self._site.put("assets", "", assets())
        self._site.put("search", "", self._index.files())
        templates = Templates()
        self._site.put("lists", "", Lists(self._build, templates, self._index).files(precision(self._answers)))
        self._site.put("feeds", "", Feeds(self._build, templates).files())
        self._site.finish()
        return made

    def _make_here(self, changed: Iterable[_Task]) -> int:
        made = 0
        pages = _Pages(self._settings)
        try:
            for task in changed:
                self._put(task, pages(task))
                made += 1
        finally:
            pages.close()
        return made

    def _make_in_processes(self, changed: Iterable[_Task], processes: int) -> int:
        made = 0
        with ProcessPoolExecutor(processes, initializer=_begin, initargs=(self._settings,)) as pool:
            running: deque[tuple[_Task, Future[list[tuple[str, bytes]]]]] = deque()
            for task in changed:
                made += 1
                running.append((task, pool.submit(_make, task)))
                if len(running) > processes * _AHEAD:
                    self._take(running)
            while running:
                self._take(running)
        return made

    def _take(self, running: deque[tuple[_Task, Future[list[tuple[str, bytes]]]]]) -> None:
        task, future = running.popleft()
        self._put(task, future.result())

    def _put(self, task: _Task, files: Iterable[tuple[str, bytes]]) -> None:
        self._site.put(f"r/{task.rows.release_id}", task.key, files)

    def _changed(self) -> Iterator[_Task]:
        """The releases whose pages are to be made; the tasks of all go into the index of the search."""
        for rows in self._build:
            self._index.add(rows)
            decided = self._originals.overrides.get(rows.release_id, ())
            self._answers += [override for override in decided if override.holds_in(rows.text)]
            is_drawn = rows.release["media_type"] == PDF
            original = self._originals.path(rows.release["sha256"]) if is_drawn else None
            task = _Task(rows, original, tuple(decided))
            if not self._site.is_current(f"r/{rows.release_id}", task.key):
                yield task
