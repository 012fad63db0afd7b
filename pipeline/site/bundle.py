"""The rows of a build as pages need them: release by release, and what they say of each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.errors import UnreadableBuildError
from pipeline.paths import TEXT_FOLDER
from qingdan.linking.components import task_ids
from qingdan.store import BuildReader
from schemas.fields import TABLES
from schemas.tables import PER_RELEASE, column_differences

Row = dict[str, Any]
Rows = Sequence[Row]

_TABLES = ("releases", "sections", "items", "item_agencies", "paragraphs", "mentions", "repairs", "findings", "account")
_NOT_SHOWN = {"items": ("tokens", "keywords", "text", "text_hans", "text_hant"), "item_agencies": ("note_hans",)}
"""Columns that no page needs."""
assert set(_TABLES) <= set(PER_RELEASE)


@dataclass(frozen=True, slots=True)
class Link:
    """An item that another one continues, or is continued by: the other's id and text, and how sure that is.

    ``ranges``: the stretches of this body and the other's that differ, as start and end of each.
    """

    item_id: str
    relation: str
    score: float
    is_doubtful: bool
    body: str
    ranges: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ReleaseRows:
    """Everything a build has of one release, with its extracted text, and the links of its items.

    ``back`` has the earlier items by item, ``on`` the later ones.
    """

    release: Row
    text: str
    tables: Mapping[str, Rows]
    back: Mapping[str, Sequence[Link]] = field(default_factory=dict)
    on: Mapping[str, Sequence[Link]] = field(default_factory=dict)

    @property
    def release_id(self) -> str:
        """The id of the release."""
        return str(self.release["release_id"])

    @property
    def year(self) -> int | None:
        """The year it counts for."""
        year: int | None = self.release["effective_year"]
        return year


class SiteBuild:
    """A build that is read for a site. Raises UnreadableBuildError where it is damaged or of other columns."""

    def __init__(self, build: BuildReader) -> None:
        self._build = build
        for spec in TABLES:
            files = build.files(spec.name)
            if not files:
                raise UnreadableBuildError(build.folder, f"it has no table {spec.name}")
            differences = column_differences(spec.name, build.schema(files[0]))
            if differences:
                raise UnreadableBuildError(build.folder, f"made by another version: {spec.name}: {differences}")
        self.releases: Rows = build.rows("releases")
        self.agencies: Mapping[str, Row] = {row["agency_id"]: row for row in build.rows("agencies")}
        self._links: Rows = build.rows("item_links")
        linked = {row[end] for row in self._links for end in ("item_id", "linked_item_id")}
        self._bodies = self._read_bodies(linked)
        sure = ((row["item_id"], row["linked_item_id"]) for row in self._links if not row["is_doubtful"])
        self.task_of: Mapping[str, str] = task_ids(sure)

    @property
    def build_id(self) -> str:
        """The id of the build."""
        return self._build.build_id

    @property
    def reader(self) -> BuildReader:
        """The reader of its tables."""
        return self._build

    def _read_bodies(self, ids: set[str]) -> Mapping[str, Row]:
        wanted = sorted({item_id.split("/")[0] for item_id in ids})
        columns = ["item_id", "body", "body_hans", "tokens"]
        rows = self._build.rows("items", columns, {"release_id": wanted}) if wanted else []
        return {row["item_id"]: row for row in rows if row["item_id"] in ids}

    def __iter__(self) -> Iterator[ReleaseRows]:
        back, on = self._links_by_item("item_id", "linked_item_id"), self._links_by_item("linked_item_id", "item_id")
        for part in self._build.parts({table: self._shown_columns(table) for table in _TABLES}):
            by_release = {table: _grouped(rows.to_pylist()) for table, rows in part.items()}
            for (release,) in by_release["releases"].values():
                release_id = release["release_id"]
                tables = {table: groups.get(release_id, ()) for table, groups in by_release.items()}
                items = tables["items"]
                yield ReleaseRows(release, self._text(release_id), tables, _of(items, back), _of(items, on))

    def _shown_columns(self, table: str) -> list[str]:
        return [name for name in self._build.columns(table) if name not in _NOT_SHOWN.get(table, ())]

    def _text(self, release_id: str) -> str:
        path = self._build.folder / TEXT_FOLDER / f"{release_id}.txt"
        try:
            return path.read_bytes().decode("utf-8", "surrogatepass")
        except (OSError, UnicodeDecodeError) as error:
            raise UnreadableBuildError(self._build.folder, f"{TEXT_FOLDER}/{path.name}: {error}") from error

    def _links_by_item(self, own: str, other: str) -> Mapping[str, Sequence[Link]]:
        found: dict[str, list[Link]] = defaultdict(list)
        for row in self._links:
            mine, others = self._bodies.get(row[own]), self._bodies.get(row[other])
            ranges = _changed_ranges(others, mine) if own == "item_id" and mine and others else ()
            body = others["body"] if others else ""
            found[row[own]].append(
                Link(row[other], row["relation"], row["score"], row["is_doubtful"], body, tuple(ranges))
            )
        return found


def _changed_ranges(earlier: Row, later: Row) -> Iterator[tuple[int, int, int, int]]:
    """The stretches that differ: start and end in the later body, start and end in the earlier one."""
    from qingdan.changing import changed_words

    before = after = 0
    for piece in changed_words(earlier, later):
        ends = before + len(piece.before), after + len(piece.after)
        if piece.is_changed:
            yield after, ends[1], before, ends[0]
        before, after = ends


def _grouped(rows: Iterable[Row]) -> Mapping[str | None, Rows]:
    found: dict[str | None, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["release_id"]].append(row)
    return found


def _of(items: Rows, links: Mapping[str, Sequence[Link]]) -> Mapping[str, Sequence[Link]]:
    """The links of ``items``."""
    return {row["item_id"]: links[row["item_id"]] for row in items if row["item_id"] in links}
