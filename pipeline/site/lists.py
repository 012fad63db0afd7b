"""Pages about the whole build: releases, bodies, series, dates, findings; and the shells of what scripts show."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from normalizers.registry.names import default_registry
from pipeline.names_report import Nearest
from pipeline.site.bundle import Row, SiteBuild
from pipeline.site.charts import charts
from pipeline.site.markup import anchor, script_of, url
from pipeline.site.pages import Templates
from pipeline.site.places import body_data, findings_page, release_page, series_feed, series_page
from pipeline.site.sampling import Precision
from pipeline.site.search_index import SearchIndex
from qingdan.changing import Fate, TaskChange, compare
from qingdan.linking.reading import period_of
from schemas.findings import MEANINGS, Code, Severity

_MOST_ON_A_PAGE = 1_000
"""Rows of one page of findings; the table has all of them."""
_MOST_NEAREST = 60
"""Unknown names for which the nearest known ones are looked for, the most frequent first: each takes a while."""
_SHORT = 80
"""Characters of a task in a list."""


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

    def _page(self, file: str, template: str = "", here: str = "", **context: Any) -> tuple[str, bytes]:
        root = "../" * file.count("/")
        made = self._templates.page(template or file, root, context, here or file, self._build.build_id)
        return file, made

    def _bodies(self) -> Iterator[dict[str, Any]]:
        """The bodies that tasks name, those with most tasks first."""
        for agency_id, found in sorted(self._index.by_body.items(), key=lambda pair: (-len(pair[1]), pair[0])):
            if agency := self._build.agencies.get(agency_id):
                roles = Counter(role for _, role, _ in found)
                yield {**agency, "tasks": len({task for task, _, _ in found}), "leads": roles["lead"]}

    def _body_data(self) -> Iterator[tuple[str, bytes]]:
        """A file for each body with its names and its tasks, release by release; and one with the names of all."""
        agencies = self._build.agencies
        before: dict[str, list[str]] = defaultdict(list)
        for agency_id, agency in agencies.items():
            before[agency["succeeded_by"] or ""].append(agency_id)
        named = {key: agencies[key] for key in self._index.by_body if key in agencies}
        for agency_id, agency in named.items():
            near = [agency["parent_id"], agency["succeeded_by"], *before[agency_id]]
            data = {
                **{key: agency[key] for key in _OF_A_BODY},
                "aliases": list(agency["aliases"]),
                "predecessors": before[agency_id],
                "names": {key: _names(agencies[key]) for key in dict.fromkeys(near) if key in agencies},
                "tasks": self._tasks_of(agency),
            }
            yield body_data(agency_id), script_of(f"b/{agency_id}", data)
        all_names = {key: [*_names(agency), agency["jurisdiction"]] for key, agency in named.items()}
        yield "data/s/bodies.js", script_of("s/bodies", all_names)

    def _tasks_of(self, agency: Row) -> dict[str, list[list[str]]]:
        """By release the path of each task, the role, and the name where another than the official one is printed."""
        tasks: dict[str, list[list[str]]] = defaultdict(list)
        for task, role, name in self._index.by_body[agency["agency_id"]]:
            release, path = self._index.tasks[task][:2]
            printed = "" if name == agency["name_hans"] else name
            tasks[self._index.releases[release][0]].append([path, role, printed])
        return tasks

    def _series(self) -> Iterator[tuple[str, bytes]]:
        """A page for each series with each year against the one before, and a page that names them."""
        by_series: dict[str, list[Row]] = defaultdict(list)
        for row in self._build.releases:
            if row["series"]:
                by_series[row["series"]].append(row)
        listed: list[dict[str, Any]] = []
        for series, releases in sorted(by_series.items()):
            years = sorted({period[0] for row in releases if (period := period_of(row))})
            comparisons = [self._compared(series, *pair) for pair in pairwise(years)]
            href = series_page(series)
            listed.append({"name": series, "href": url(href), "releases": len(releases), "years": years})
            shown = [_release(row, "../") for row in releases]
            feed = "../" + url(series_feed(series))
            context = {"name": series, "feed": feed, "releases": shown, "comparisons": list(reversed(comparisons))}
            yield self._page(href, "series_years.html", "series.html", **context)
        yield self._page("series.html", series=listed)

    def _compared(self, series: str, earlier: int, later: int) -> dict[str, Any]:
        found = compare(series, self._build.reader, earlier, later)
        return {
            "years": found.years,
            "counts": {fate: count for fate, count in found.counts().items() if count},
            "changes": [_change(change) for change in found.changes],
        }

    def _dates(self) -> Iterator[tuple[str, bytes]]:
        """A page for each year with what falls due in it, month by month, and a page that names the years."""
        columns = ["item_id", "release_id", "marker", "body", "body_hans", "body_hant", "due"]
        by_year: dict[int, list[Row]] = defaultdict(list)
        for row in self._build.reader.rows("items", columns):
            if row["due"]:
                by_year[row["due"].year].append(row)
        releases = {row["release_id"]: _release(row, "../") for row in self._build.releases}
        for year, rows in sorted(by_year.items()):
            months: dict[str, list[dict[str, Any]]] = defaultdict(list)
            for row in sorted(rows, key=lambda row: (row["due"], row["item_id"])):
                task = self._due_task(row) | {"release": releases[row["release_id"]]}
                months[f"{row['due']:%Y-%m}"].append(task)
            yield self._page(f"due/{year}.html", "due_year.html", "due.html", year=year, months=dict(months))
        yield self._page("due.html", years={year: len(rows) for year, rows in sorted(by_year.items())})

    def _due_task(self, row: Row) -> dict[str, Any]:
        agencies = self._build.agencies
        return {
            **_short(row),
            "due": row["due"],
            "href": f"../task.html#{anchor(row['item_id'])}",
            "marker": row["marker"],
            "bodies": [agencies[key] for key in self._index.parties.get(row["item_id"], ()) if key in agencies],
        }

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
            shown = [self._finding(row) for row in rows[:_MOST_ON_A_PAGE]]
            context = {"code": code, "meaning": MEANINGS[Code(code)], "findings": shown, "count": len(rows)}
            yield self._page(findings_page(code), "findings_of_code.html", "findings.html", **context)
        yield self._page("findings.html", codes=codes, names=list(self._unknown_names(by_code)))

    def _finding(self, row: Row) -> dict[str, Any]:
        published = self._index.has_release(row["release_id"])
        path = (row["item_id"] or "").partition("/")[2]
        href = f"../{url(release_page(row['release_id']))}" + (f"#{anchor(path)}" if path else "") if published else ""
        return {**row, "href": href}

    def _unknown_names(self, by_code: dict[str, list[Row]]) -> Iterator[dict[str, Any]]:
        """Names that no body of the registry has, the most frequent first, with the nearest known ones."""
        counts = Counter(row["value"] for row in by_code.get(Code.UNKNOWN_AGENCY, ()))
        ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST_ON_A_PAGE]
        nearest = Nearest(default_registry()) if ordered else None
        for number, (name, count) in enumerate(ordered):
            near = list(nearest.to(name)) if nearest and number < _MOST_NEAREST else []
            yield {"name": name, "count": count, "near": [{"form": form, "agency_id": key} for form, key in near]}


_OF_A_BODY = (
    *("agency_id", "name_hans", "name_hant", "name_en", "name_pt", "jurisdiction"),
    *("parent_id", "succeeded_by", "valid_from", "valid_to"),
)


def _names(agency: Row) -> list[str]:
    return [agency["name_hans"], agency["name_hant"]]


def _release(row: Row, root: str = "") -> dict[str, Any]:
    return {**row, "href": root + url(release_page(row["release_id"]))}


def _short(row: Row) -> dict[str, str]:
    """The body of a task as a list shows it, as printed and in both scripts."""
    return {
        name: text if len(text) <= _SHORT else text[:_SHORT] + "…"
        for name in ("body", "body_hans", "body_hant")
        for text in (row[name],)
    }


def _change(change: TaskChange) -> dict[str, Any]:
    """What the template shows of a task: its id, the other's, and its text with the changed words."""
    own = change.earlier if change.fate is Fate.DROPPED else change.later
    other = change.later if change.fate is Fate.DROPPED else change.earlier
    assert own is not None
    is_changed = bool(change.words) and change.fate not in (Fate.NEW, Fate.DROPPED)
    return {
        "fate": change.fate.value,
        "item_id": own["item_id"],
        "other_id": other["item_id"] if other else "",
        "score": change.score,
        "is_doubtful": change.is_doubtful,
        "words": change.words if is_changed else (),
        "text": own["body"],
    }
