"""Atom feeds of new and changed tasks: of all releases, by body and by series.

A feed has no clock: an entry is dated by its release, and its id holds a checksum of its text, so that a reader is told
of a task whose text changed as of a new one.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.compare.diff import RowKind
from pipeline.compare.diff_store import read_diff
from pipeline.site.bundle import Row, SiteBuild
from pipeline.site.markup import url
from pipeline.site.pages import Templates
from pipeline.site.places import FEED, body_feed, series_feed, series_page
from schemas.fields import ITEMS

_MOST = 200
_FEWEST, _MOST_OF_ONE = 3, 50
"""Entries of the feed of a body or a series: all that changed up to the most, else the newest few."""
_EARLIEST = date(1900, 1, 1)
_LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """A task in a feed."""

    item_id: str
    title: str
    body: str
    updated: date
    digest: str
    bodies: tuple[str, ...]
    series: str | None
    is_changed: bool


class Feeds:
    """The feeds of a build."""

    def __init__(self, build: SiteBuild, templates: Templates) -> None:
        self._build = build
        self._templates = templates
        self._entries = sorted(self._read(), key=lambda e: (not e.is_changed, -e.updated.toordinal(), e.item_id))

    def files(self) -> Iterator[tuple[str, bytes]]:
        """A feed of all tasks, and one for each body and each series: changed tasks first, then the newest releases."""
        by_body: dict[str, list[Entry]] = defaultdict(list)
        by_series: dict[str, list[Entry]] = defaultdict(list)
        for entry in self._entries:
            for body in entry.bodies:
                by_body[body].append(entry)
            if entry.series:
                by_series[entry.series].append(entry)
        yield FEED, self._feed("all", "清单", "index.html", "", self._entries[:_MOST])
        for body, entries in sorted(by_body.items()):
            name = self._build.agencies[body]["name_hans"]
            page = f"body.html#{url(body)}"
            yield body_feed(body), self._feed(":".join(("body", url(body))), name, page, "../", _few(entries))
        for series, entries in sorted(by_series.items()):
            page = url(series_page(series))
            yield (
                series_feed(series),
                self._feed(":".join(("series", url(series))), series, page, "../", _few(entries)),
            )

    def _feed(self, name: str, title: str, page: str, root: str, entries: Sequence[Entry]) -> bytes:
        updated = max((entry.updated for entry in entries), default=_EARLIEST)
        context = {"id": name, "title": title, "page": page, "updated": updated, "entries": entries}
        return self._templates.page("feed.xml", root, context)

    def _read(self) -> Iterator[Entry]:
        releases = {row["release_id"]: row for row in self._build.releases}
        changed = set(self._changed())
        named: dict[str, dict[str, None]] = defaultdict(dict)
        for row in self._build.reader.rows("item_agencies", ["item_id", "agency_id"]):
            if row["agency_id"] in self._build.agencies:
                named[row["item_id"]][row["agency_id"]] = None
        for row in self._build.reader.rows("items", ["item_id", "release_id", "marker", "body"]):
            release = releases[row["release_id"]]
            yield Entry(
                row["item_id"],
                f"{row['marker']} {row['body'][:_LONGEST_TITLE]} · {release['title']}",
                row["body"],
                _dated(release),
                hashlib.sha256(row["body"].encode("utf-8", "surrogatepass")).hexdigest()[:12],
                tuple(named.get(row["item_id"], ())),
                release["series"],
                row["item_id"] in changed,
            )

    def _changed(self) -> Iterable[str]:
        """The tasks that the build has other than the one before, of releases that both have."""
        diff = read_diff(self._build.reader.folder)
        kinds = (RowKind.ADDED, RowKind.CHANGED)
        return (c.key for c in diff.changes if c.table == ITEMS.name and c.kind in kinds) if diff else ()


def _few(entries: Sequence[Entry]) -> Sequence[Entry]:
    """What the feed of a body or a series has of its tasks, the changed ones first."""
    changed = sum(entry.is_changed for entry in entries)
    return entries[: max(_FEWEST, min(changed, _MOST_OF_ONE))]


def _dated(release: Row) -> date:
    """The day of a release: when it was published or issued, else the first day of its year."""
    day: date | None = release["date_published"] or release["date_issued"]
    return day or date(release["effective_year"] or _EARLIEST.year, 1, 1)
