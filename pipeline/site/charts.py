"""Charts as drawings in the page: tasks by year, the bodies with most tasks, who works with whom.

Numbers only: the templates draw them, with the same figures in tables below.
"""

from __future__ import annotations

import math
from collections import Counter
from itertools import combinations
from typing import Any

from pipeline.site.bundle import SiteBuild
from pipeline.site.markup import anchor
from pipeline.site.search_index import SearchIndex

_MOST_BODIES = 20
_MOST_TIES = 80
_MOST_IN_NETWORK = 36
_BAR = 520
"""Length of the longest bar."""
_RADIUS = 300.0
_THICKEST = 9.0


def charts(build: SiteBuild, index: SearchIndex) -> dict[str, Any]:
    """The values of the template: ``years``, ``leading`` (bodies with most tasks), ``nodes`` and ``ties``."""
    return {
        "years": _bars(_by_year(index)),
        "leading": list(_leading(build, index)),
        **_network(build, index),
    }


def _by_year(index: SearchIndex) -> list[tuple[str, int]]:
    counts = Counter(index.releases[task.release][3] for task in index.tasks)
    return [(str(year or "–"), counts[year]) for year in sorted(counts, key=lambda year: year or 0)]


def _bars(counts: list[tuple[str, int]]) -> list[dict[str, Any]]:
    most = max((count for _, count in counts), default=1)
    return [{"name": name, "count": count, "length": round(_BAR * count / most)} for name, count in counts]


def _leading(build: SiteBuild, index: SearchIndex) -> list[dict[str, Any]]:
    """The bodies with most tasks, each with its tasks by role as pieces of a bar."""
    found = sorted(index.by_body.items(), key=lambda pair: (-len({task for task, *_ in pair[1]}), pair[0]))
    known = [(key, ties) for key, ties in found if key in build.agencies][:_MOST_BODIES]
    most = max((len(ties) for _, ties in known), default=1)
    bars: list[dict[str, Any]] = []
    for key, ties in known:
        pieces, start = [], 0.0
        for role, count in sorted(Counter(role for _, role in ties).items()):
            length = _BAR * count / most
            pieces.append({"role": role, "count": count, "start": round(start, 1), "length": round(length, 1)})
            start += length
        tasks = len({task for task, *_ in ties})
        bars.append({**build.agencies[key], "href": f"body.html#{anchor(key)}", "pieces": pieces, "tasks": tasks})
    return bars


def _network(build: SiteBuild, index: SearchIndex) -> dict[str, Any]:
    """The strongest ties between bodies, and the bodies they join on a circle, those of a jurisdiction together."""
    bodies = index.bodies
    counts: Counter[tuple[str, str]] = Counter()
    for task in index.tasks:
        named = sorted({bodies[number] for number, _ in task.ties} & build.agencies.keys())
        counts.update(combinations(named[:_MOST_IN_NETWORK], 2))
    strongest: list[tuple[tuple[str, str], int]] = []
    joined: set[str] = set()
    for pair, count in sorted(counts.items(), key=lambda found: (-found[1], found[0])):
        if len(joined.union(pair)) <= _MOST_IN_NETWORK and len(strongest) < _MOST_TIES:
            joined.update(pair)
            strongest.append((pair, count))
    places = _on_a_circle(build, joined)
    most = max((count for _, count in strongest), default=1)
    ties = [
        {
            "ends": [places[one], places[other]],
            "count": count,
            "width": round(1 + _THICKEST * count / most, 1),
            "path": _curve(places[one], places[other]),
        }
        for (one, other), count in strongest
    ]
    return {"nodes": list(places.values()), "ties": ties}


def _on_a_circle(build: SiteBuild, joined: set[str]) -> dict[str, dict[str, Any]]:
    ordered = sorted(joined, key=lambda key: (build.agencies[key]["jurisdiction"], key))
    places: dict[str, dict[str, Any]] = {}
    for number, key in enumerate(ordered):
        angle = 2 * math.pi * number / len(ordered) - math.pi / 2
        is_left = math.cos(angle) < 0
        degrees = math.degrees(angle) + (180 if is_left else 0)
        places[key] = {
            **build.agencies[key],
            "number": number,
            "href": f"body.html#{anchor(key)}",
            "x": round(_RADIUS * math.cos(angle), 1),
            "y": round(_RADIUS * math.sin(angle), 1),
            "turn": round(degrees, 1),
            "offset": -10 if is_left else 10,
            "side": "end" if is_left else "start",
        }
    return places


def _curve(one: dict[str, Any], other: dict[str, Any]) -> str:
    """A line between two places on the circle, bent to its middle."""
    bend = 0.35
    x, y = (one["x"] + other["x"]) / 2 * bend, (one["y"] + other["y"]) / 2 * bend
    return f"M{one['x']} {one['y']}Q{x:.1f} {y:.1f} {other['x']} {other['y']}"
