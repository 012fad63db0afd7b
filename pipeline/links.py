"""The table ``item_links``: the same task across lists and years."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import pyarrow as pa

from pipeline.link_evidence import Task, terms_of
from pipeline.link_releases import Period, Profile, pair_releases
from pipeline.link_tasks import Link, link_tasks
from schemas.tables import Row

Tables = Mapping[str, pa.Table]
_COLUMNS = {
    "releases": ["release_id", "title_hans", "series", "period_start", "period_end", "year"],
    "sections": ["section_id", "release_id", "title_hans"],
    "items": ["item_id", "release_id", "ordinal", "section_id", "body", "body_hans", "keywords"],
    "item_agencies": ["item_id", "release_id", "agency_id", "name_hans", "party_kind"],
}


def make_links(tables: Tables) -> list[Row]:
    """Rows of ``item_links`` for the releases, sections, items and item_agencies in ``tables``.

    Every release is compared with a few earlier ones (`pipeline.link_releases`); a link leads from the later item to
    the earlier. What two releases have in common depends on them alone.
    """
    releases = _by_release(tables, "releases")
    sections, items, parties = (_by_release(tables, name) for name in ("sections", "items", "item_agencies"))
    profiles = [
        _profile(rows[0], sections[release], items[release], parties[release]) for release, rows in releases.items()
    ]
    links: list[Row] = []
    tasks: dict[str, list[Task]] = {}
    for earlier, later in pair_releases(profiles):
        for release in (earlier, later):
            if release not in tasks:
                tasks[release] = _tasks(sections[release], items[release])
        links += [_row(link, earlier, later) for link in link_tasks(tasks[earlier], tasks[later])]
    return links


def read_tasks(tables: Tables, release_id: str) -> list[Task]:
    """The items of one release as they are compared, in their order."""
    return _tasks(*(_by_release(tables, name, release_id)[release_id] for name in ("sections", "items")))


def period_of(release: Row) -> Period | None:
    """First and last year that a release holds for: the year it is filed under, else that of its title."""
    start = release["year"] if release["year"] is not None else release["period_start"]
    if start is None:
        return None
    end = release["period_end"]
    return start, max(start, end) if end is not None else start


def _by_release(tables: Tables, name: str, only: str | None = None) -> defaultdict[str, list[Row]]:
    table = tables[name].select(_COLUMNS[name])
    if only is not None:
        table = table.filter(pa.compute.equal(table["release_id"], only))
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in table.to_pylist():
        found[row["release_id"]].append(row)
    return found


def _profile(release: Row, sections: Sequence[Row], items: Sequence[Row], parties: Sequence[Row]) -> Profile:
    """What a release is about: keywords of its items, bodies it names, wording of its titles."""
    counts: Counter[str] = Counter()
    for item in items:
        counts.update(f"word/{word}" for word in _hans_keywords(item))
    for name in _agencies_by_item(parties).values():
        counts.update(f"agency/{agency}" for agency in name)
    for title in (release["title_hans"], *(s["title_hans"] for s in sections)):
        counts.update(f"title/{term}" for term in terms_of(title))
    terms = {term: 1 + math.log(count) for term, count in counts.items()}
    return Profile(release["release_id"], release["series"], period_of(release), terms)


def _hans_keywords(item: Row) -> Iterable[str]:
    """The keywords in simplified Chinese: the body has as many characters in both scripts."""
    body, hans = item["body"], item["body_hans"]
    for word in item["keywords"]:
        at = body.find(word)
        yield hans[at : at + len(word)] if at >= 0 and len(body) == len(hans) else word


def _tasks(sections: Sequence[Row], items: Sequence[Row]) -> list[Task]:
    titles = {s["section_id"]: s["title_hans"] for s in sections}
    return [
        Task(item["item_id"], item["body_hans"], titles.get(item["section_id"], ""))
        for item in sorted(items, key=lambda item: item["ordinal"])
    ]


def _agencies_by_item(parties: Sequence[Row]) -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for party in parties:
        if party["party_kind"] == "agency":
            found[party["item_id"]].add(party["agency_id"] or party["name_hans"])
    return {item: frozenset(names) for item, names in found.items()}


def _row(link: Link, earlier: str, later: str) -> Row:
    return {
        "item_id": link.later,
        "release_id": later,
        "linked_item_id": link.earlier,
        "linked_release_id": earlier,
        "relation": link.relation.value,
        "score": link.score,
        "method": link.method.value,
        "is_doubtful": link.is_doubtful,
    }
