"""Pages about the whole build: releases, bodies, series, dates, findings; and the shells of what scripts show."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import chain, pairwise
from typing import Any

from pipeline.names_report import Nearest
from pipeline.release.registry import kept_registry
from pipeline.site.bundle import Row, SiteBuild
from pipeline.site.charts import charts
from pipeline.site.labels import in_chinese
from pipeline.site.markup import url
from pipeline.site.packing import data_file
from pipeline.site.pages import Templates
from pipeline.site.places import findings_page, release_page, series_key, series_page
from pipeline.site.sampling import Precision
from pipeline.site.search_index import SearchIndex
from qingdan.changing import Fate, TaskChange, compare
from qingdan.linking.reading import period_of
from schemas.findings import MEANINGS, Code, Severity

_MOST_NAMES = 1_000
"""Unknown names that are listed, the most frequent first."""
_MOST_NEAREST = 60
"""Unknown names for which the nearest known ones are looked for, the most frequent first: each takes a while."""


class Lists:
    """Makes these pages; ``index`` has taken in all releases."""

    def __init__(self, build: SiteBuild, templates: Templates, index: SearchIndex) -> None:
        self._build = build
        self._templates = templates
        self._index = index

    def files(self, checked: Precision | None = None) -> Iterator[tuple[str, bytes]]:
        """The files of all of them; the first page says what people ``checked``."""
        yield self._page("index.html", releases=[_release(row) for row in self._build.releases], checked=checked)
        for name in ("task.html", "body.html", "search.html"):
            yield self._page(name)
        yield self._page("bodies.html", bodies=list(self._bodies()))
        yield from self._body_data()
        yield from self._series()
        yield from self._dates()
        yield from self._findings()
        yield self._page("charts.html", **charts(self._build, self._index))

    def _page(self, file: str, **context: Any) -> tuple[str, bytes]:
        return file, self._templates.page(file, "", context, file, self._build.build_id)

    def _bodies(self) -> Iterator[dict[str, Any]]:
        """The bodies that tasks name, those with most tasks first."""
        for agency_id, found in sorted(self._index.by_body.items(), key=lambda pair: (-len(pair[1]), pair[0])):
            if agency := self._build.agencies.get(agency_id):
                roles = Counter(role for _, role in found)
                yield {**agency, "tasks": len({task for task, _ in found}), "leads": roles["lead"]}

    def _body_data(self) -> Iterator[tuple[str, bytes]]:
        """The names of the bodies that tasks name, and in another file what their own pages say besides."""
        agencies = self._build.agencies
        before = self._predecessors()
        named = {key: agencies[key] for key in self._index.by_body if key in agencies}
        not_named = agencies.keys() - named.keys()
        names = {key: [*_names(agency), agency["jurisdiction"]] for key, agency in named.items()}
        yield data_file("s/bodies", names)
        about = {key: [*(agency[column] for column in _OF_A_BODY), before[key]] for key, agency in named.items()}
        near = chain.from_iterable([a["parent_id"], a["succeeded_by"], *before[key]] for key, a in named.items())
        others = {key: _names(agencies[key]) for key in near if key in not_named}
        yield data_file("s/about", {"bodies": about, "others": others})

    def _predecessors(self) -> Mapping[str, list[str]]:
        """The bodies that each body succeeded."""
        before: dict[str, list[str]] = defaultdict(list)
        for agency_id, agency in self._build.agencies.items():
            before[agency["succeeded_by"] or ""].append(agency_id)
        return before

    def _series(self) -> Iterator[tuple[str, bytes]]:
        """A page for each series with each year against the one before, and a page that names them."""
        by_series: dict[str, list[Row]] = defaultdict(list)
        for row in self._build.releases:
            if row["series"]:
                by_series[row["series"]].append(row)
        listed: list[dict[str, Any]] = []
        for series, releases in sorted(by_series.items()):
            years = sorted({period[0] for row in releases if (period := period_of(row))})
            href = series_page(series)
            shown = [{**_release(row), "year": row["effective_year"]} for row in releases]
            listed.append({"name": series, "href": url(href), "releases": shown, "years": years})
            comparisons = [self._compared(series, *pair) for pair in reversed(list(pairwise(years)))]
            data = {"releases": [row["release_id"] for row in releases], "comparisons": comparisons}
            yield href, self._templates.shell("series", series)
            yield data_file(series_key(series), data)
        yield self._page("series.html", series=listed)

    def _compared(self, series: str, earlier: int, later: int) -> dict[str, Any]:
        found = compare(series, self._build.reader, earlier, later)
        return {
            "years": found.years,
            "counts": {fate: count for fate, count in found.counts().items() if count},
            "changes": [_change(change) for change in found.changes],
        }

    def _dates(self) -> Iterator[tuple[str, bytes]]:
        """A page for each year in which tasks fall due, and a page that names the years."""
        years = Counter(task.due.year for task in self._index.tasks if task.due)
        for year in sorted(years):
            yield f"due/{year}.html", self._templates.shell("due", str(year))
        yield self._page("due.html", years=dict(sorted(years.items())))

    def _findings(self) -> Iterator[tuple[str, bytes]]:
        """A page for each code, and one with all codes and unknown names."""
        by_code: dict[str, list[Row]] = defaultdict(list)
        for row in self._build.reader.rows("findings"):
            by_code[row["code"]].append(row)
        order = list(Severity)
        codes = [
            {"code": code, "count": len(rows), "severity": rows[0]["severity"], "meaning": MEANINGS[Code(code)]}
            for code, rows in by_code.items()
        ]
        codes.sort(key=lambda row: (order.index(row["severity"]), row["code"]))
        for code, rows in sorted(by_code.items()):
            yield findings_page(code), self._templates.shell("findings", code)
            yield data_file(f"f/{code}", [self._finding(row) for row in rows])
        yield self._page("findings.html", codes=codes, names=list(self._unknown_names(by_code)))

    def _finding(self, row: Row) -> list[Any]:
        """Release, whether it has a page, item, severity, value, page; the message, and its Chinese where known."""
        name = row["release_id"] or row["source_name"]
        chinese = in_chinese(row["message"])
        messages = [row["message"]] if chinese == row["message"] else [row["message"], chinese]
        is_published = self._index.has_release(row["release_id"])
        return [name, int(is_published), row["item_id"], row["severity"], row["value"], row["page"], *messages]

    def _unknown_names(self, by_code: dict[str, list[Row]]) -> Iterator[dict[str, Any]]:
        """Names that no body of the registry has, the most frequent first, with the nearest known ones."""
        counts = Counter(row["value"] for row in by_code.get(Code.UNKNOWN_AGENCY, ()))
        ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST_NAMES]
        nearest = Nearest(kept_registry()) if ordered else None
        for number, (name, count) in enumerate(ordered):
            near = nearest.to(name) if nearest and number < _MOST_NEAREST else []
            yield {"name": name, "count": count, "near": [{"form": form, "agency_id": key} for form, key in near]}


_OF_A_BODY = ("name_en", "name_pt", "parent_id", "succeeded_by", "valid_from", "valid_to", "aliases")


def _names(agency: Row) -> list[str]:
    return [agency["name_hans"], agency["name_hant"]]


def _release(row: Row) -> dict[str, Any]:
    return {**row, "href": url(release_page(row["release_id"]))}


def _change(change: TaskChange) -> list[Any]:
    """Of a task what became of it, its id, the other's, and how like they are: the browser knows the texts."""
    own = change.earlier if change.fate is Fate.DROPPED else change.later
    other = change.later if change.fate is Fate.DROPPED else change.earlier
    assert own is not None
    return [change.fate.value, own["item_id"], other["item_id"] if other else "", change.score, int(change.is_doubtful)]
