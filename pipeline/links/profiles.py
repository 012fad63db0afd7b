"""What releases are about: keywords of their items, bodies they name, wording of their titles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.links.releases import Profile, Subjects
from qingdan.linking.index import Ints, distinct, from_arrow
from qingdan.linking.reading import period_of
from qingdan.linking.terms import read_terms
from qingdan.store import BuildReader

Tables = Mapping[str, pa.Table]
Term = str | int
"""A body, a keyword or two characters of a title."""
_COLUMNS = {
    "releases": [
        *("release_id", "title_hans", "series"),
        *("effective_year", "period_end"),
    ],
    "sections": ["release_id", "title_hans"],
    "items": ["release_id", "keywords_hans"],
    "item_agencies": ["item_id", "release_id", "agency_id", "name_hans", "party_kind"],
}


def read_profiles(build: BuildReader) -> tuple[list[Profile], Subjects]:
    """The releases by their ids, and what they are about. Weights grow with the logarithm of a term's count.

    Reads the build part by part, so that it takes little more memory than the terms.
    """
    profiles: list[Profile] = []
    counted: list[npt.NDArray[np.int32]] = []
    numbers: dict[tuple[int, Term], int] = {}
    for part in build.parts(_COLUMNS):
        first = len(profiles)
        for row in part["releases"].drop_columns("title_hans").to_pylist():
            profiles.append(Profile(row["release_id"], row["series"], period_of(row)))
        # Each kind has numbers of its own: a title and a keyword of the same characters are two terms.
        for kind, read in enumerate((_agencies, _titles, _keywords)):
            release, term, values = read(part)
            entries, counts = np.unique(release * max(1, len(values)) + term, return_counts=True)
            release, term = np.divmod(entries, max(1, len(values)))
            known = [numbers.setdefault((kind, value), len(numbers)) for value in values]
            counted.append(np.stack((first + release, np.array(known, np.int64)[term], counts)).astype(np.int32))
    release, term, counts = np.concatenate(counted, axis=1)
    # In the order of their characters, whatever was read first: another release does not turn them round.
    ranks = np.empty(len(numbers), np.int64)
    ranks[[numbers[key] for key in sorted(numbers)]] = np.arange(len(numbers))
    order = np.argsort(release, kind="stable")
    return profiles, Subjects(release[order].astype(np.int64), ranks[term[order]], 1 + np.log(counts[order]))


Terms = tuple[Ints, Ints, Sequence[Term]]
"""Occurrences: the place of the release in its part, the place of the term among the values, and the values."""


def _agencies(part: Tables) -> Terms:
    """Every agency that an item names, once."""
    parties = part["item_agencies"].filter(pc.field("party_kind") == "agency")
    items, _ = _encoded(parties["item_id"])
    names, values = _encoded(pc.coalesce(parties["agency_id"], parties["name_hans"]))
    _, first = np.unique(items * max(1, len(values)) + names, return_index=True)
    return _releases(part, parties)[first], names[first], values


def _titles(part: Tables) -> Terms:
    """Every term of a title of a release or of one of its sections, once in each title."""
    releases, sections = part["releases"], part["sections"]
    titles = pa.chunked_array([*releases["title_hans"].chunks, *sections["title_hans"].chunks], pa.string())
    release = np.concatenate((np.arange(len(releases)), _releases(part, sections)))
    found = read_terms(titles.to_pylist())
    values, term = np.unique(found.term, return_inverse=True)
    text, term = np.divmod(distinct(found.text * max(1, len(values)) + term), max(1, len(values)))
    return release[text], term, values.tolist()


def _keywords(part: Tables) -> Terms:
    """Every keyword of an item, in simplified Chinese."""
    lists = part["items"]["keywords_hans"]
    release = _releases(part, part["items"])
    return np.repeat(release, from_arrow(pc.list_value_length(lists))), *_encoded(pc.list_flatten(lists))


def _releases(part: Tables, rows: pa.Table) -> Ints:
    """Where the release of each row stands in its part."""
    ids = part["releases"]["release_id"].combine_chunks()
    return from_arrow(pc.index_in(rows["release_id"], ids))


def _encoded(values: pa.ChunkedArray) -> tuple[Ints, list[str]]:
    """The values by number, and the value of each number."""
    encoded = values.combine_chunks().dictionary_encode()
    return from_arrow(encoded.indices), encoded.dictionary.to_pylist()
