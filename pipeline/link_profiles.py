"""What releases are about: keywords of their items, bodies they name, wording of their titles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.link_index import Ints, distinct
from pipeline.link_releases import Period, Profile, Subjects
from pipeline.link_terms import read_terms
from schemas.tables import Row

Tables = Mapping[str, pa.Table]


def read_profiles(tables: Tables) -> tuple[list[Profile], Subjects]:
    """The releases by their ids, and what they are about. Weights grow with the logarithm of a term's count."""
    releases = tables["releases"].sort_by("release_id")
    columns = releases.drop_columns("title_hans").to_pylist()
    profiles = [Profile(release["release_id"], release["series"], period_of(release)) for release in columns]
    ids = releases["release_id"]
    # Each kind has numbers of its own: a title and a keyword of the same characters are two terms.
    counted: list[tuple[Ints, Ints, Ints]] = []
    n_terms = 0
    for release, term in (_agencies(tables, ids), _titles(tables, releases), _keywords(tables, ids)):
        width = int(term.max(initial=-1)) + 1
        entries, counts = np.unique(release * max(1, width) + term, return_counts=True)
        release, term = np.divmod(entries, max(1, width))
        counted.append((release, term + n_terms, counts))
        n_terms += width
    release, term, counts = map(np.concatenate, zip(*counted, strict=True))
    order = np.argsort(release, kind="stable")
    return profiles, Subjects(release[order], term[order], 1 + np.log(counts[order]))


def period_of(release: Row) -> Period | None:
    """First and last year that a release holds for, None when nothing tells.

    The year it is filed under, else that of its title, else that of the document's date, else that of its publication.
    """
    dates = (release["date_issued"], release["date_published"])
    years = (release["year"], release["period_start"], *(date and date.year for date in dates))
    start = next((year for year in years if year is not None), None)
    return None if start is None else (start, max(start, release["period_end"] or start))


def _agencies(tables: Tables, ids: pa.ChunkedArray) -> tuple[Ints, Ints]:
    """Every agency that an item names, once: release and agency."""
    parties = tables["item_agencies"].filter(pc.field("party_kind") == "agency")
    names = _ranks(pc.coalesce(parties["agency_id"], parties["name_hans"]))
    _, first = np.unique(_ranks(parties["item_id"]) * (names.max(initial=0) + 1) + names, return_index=True)
    return _places(parties["release_id"], ids)[first], names[first]


def _titles(tables: Tables, releases: pa.Table) -> tuple[Ints, Ints]:
    """Every term of a title of a release or of one of its sections, once in each title."""
    sections = tables["sections"]
    titles = pa.chunked_array([*releases["title_hans"].chunks, *sections["title_hans"].chunks], pa.string())
    release = np.concatenate((np.arange(len(releases)), _places(sections["release_id"], releases["release_id"])))
    found = read_terms(titles.to_pylist())
    numbers, term = np.unique(found.term, return_inverse=True)
    text, term = np.divmod(distinct(found.text * max(1, len(numbers)) + term), max(1, len(numbers)))
    return release[text], term


def _keywords(tables: Tables, ids: pa.ChunkedArray) -> tuple[Ints, Ints]:
    """Every keyword of an item, in simplified Chinese."""
    is_hans = pc.equal(tables["items"]["body"], tables["items"]["body_hans"])
    as_they_are, others = (tables["items"].filter(chosen) for chosen in (is_hans, pc.invert(is_hans)))
    converted = [list(_hans_keywords(item)) for item in others.select(["body", "body_hans", "keywords"]).to_pylist()]
    kind = as_they_are["keywords"].type
    lists = pa.chunked_array([*as_they_are["keywords"].chunks, pa.array(converted, kind)], kind)
    release = np.concatenate([_places(items["release_id"], ids) for items in (as_they_are, others)])
    return np.repeat(release, pc.list_value_length(lists).to_numpy()), _ranks(pc.list_flatten(lists))


def _hans_keywords(item: Row) -> Iterable[str]:
    """The body has as many characters in both scripts."""
    body, hans = item["body"], item["body_hans"]
    for word in item["keywords"]:
        at = body.find(word)
        yield hans[at : at + len(word)] if at >= 0 and len(body) == len(hans) else word


def _places(values: pa.ChunkedArray, ids: pa.ChunkedArray) -> Ints:
    """Where each value stands among ``ids``."""
    places: Ints = pc.index_in(values, ids.combine_chunks()).to_numpy().astype(np.int64)
    return places


def _ranks(values: pa.ChunkedArray) -> Ints:
    """The values by number, in the order of their characters."""
    encoded = values.combine_chunks().dictionary_encode()
    ranks = np.empty(len(encoded.dictionary), np.int64)
    ranks[pc.sort_indices(encoded.dictionary).to_numpy()] = np.arange(len(ranks))
    numbers: Ints = ranks[encoded.indices.to_numpy()]
    return numbers
