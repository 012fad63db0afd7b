"""An index of what holds which term, and sums over it: all in arrays, in bounded room."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

CELLS = 1 << 18
"""How many numbers a table of everything by everything has at most; what is larger is made in slices."""
_GROUPS = 64


class Index:
    """Who holds a term: ``counts`` says how many do."""

    def __init__(self, holder: Ints, term: Ints, n_holders: int, n_terms: int) -> None:
        """From entries: ``holder`` holds ``term``, each entry once."""
        self._holders = holder[np.lexsort((holder, term))]
        self._n_holders = n_holders
        self.counts = np.bincount(term, minlength=n_terms)
        self._begin = np.cumsum(self.counts) - self.counts

    def best(self, asker: Ints, term: Ints, worth: Floats, most: int, postings: int) -> tuple[Ints, Ints]:
        """Pairs of an asker and a holder: for each asker the ``most`` (up to 64) holders that it shares most with,
        best first.

        The asker's terms and their ``worth`` are entries, too. An asker looks up its rarest terms first, and no more
        than ``postings`` holders in all, so the work is linear in the entries.
        """
        looked_up = self._looked_up(asker, term, postings)
        asker, term, worth = asker[looked_up], term[looked_up], worth[looked_up]
        # A row is cut in groups: as many holders as wanted share no less than the best ones of the best groups do.
        width = _GROUPS * -(-self._n_holders // _GROUPS)
        n_askers = asker[-1] + 1 if len(asker) else 0
        found = [(asker[:0], asker[:0])]
        for rows in slices(n_askers, width):
            here = slice(*np.searchsorted(asker, (rows.start, rows.stop)))
            counts = self.counts[term[here]]
            cells = np.repeat((asker[here] - rows.start) * width, counts)
            cells += self._holders[ranges(self._begin[term[here]], counts)]
            shared = sums(cells, np.repeat(worth[here], counts), len(rows) * width).reshape(-1, width)
            best_of_groups = np.sort(shared.reshape(len(rows), _GROUPS, -1).max(axis=2))
            least = best_of_groups[:, -most, None]
            row, holder = np.nonzero((shared >= least) & (shared > 0))
            order = first_of_each(row, most, holder, -shared[row, holder])
            found.append((row[order] + rows.start, holder[order]))
        askers, holders = map(np.concatenate, zip(*found, strict=True))
        return askers, holders

    def _looked_up(self, asker: Ints, term: Ints, postings: int) -> Ints:
        """The entries that are looked up, in the order of the askers, the rarest term of each first."""
        by_rarity = np.lexsort((term, self.counts[term], asker))
        asker = asker[by_rarity]
        holders = np.concatenate(([0], np.cumsum(self.counts[term[by_rarity]])))
        return by_rarity[holders[1:] - holders[np.searchsorted(asker, asker)] <= postings]


def slices(n_rows: int, width: int) -> list[range]:
    """The rows of a table in slices of no more than `CELLS` numbers, or one row."""
    step = max(1, CELLS // max(1, width))
    return [range(first, min(n_rows, first + step)) for first in range(0, n_rows, step)]


def first_of_each(group: Ints, most: int, *keys: Ints | Floats) -> Ints:
    """The places of the first ``most`` of every group, sorted by group, then by ``keys`` (the last counts first)."""
    order = np.lexsort((*keys, group))
    group = group[order]
    return order[np.arange(len(group)) - np.searchsorted(group, group) < most]


def distinct(numbers: Ints) -> Ints:
    """The numbers, each once, rising. By sorting: np.unique hashes them, which takes far longer where most differ."""
    rising = np.sort(numbers)
    return rising[np.flatnonzero(np.diff(rising, prepend=-1))] if len(rising) else rising


def ranges(starts: Ints, lengths: Ints) -> Ints:
    """The numbers from each start on, as many as its length, one range after the other."""
    ends = np.cumsum(lengths)
    numbers: Ints = np.arange(lengths.sum()) + np.repeat(starts - (ends - lengths), lengths)
    return numbers


def sums(places: Ints, values: Floats, length: int = 0) -> Floats:
    """The sum of the values at each place, of at least ``length`` places; always added in the same order."""
    return np.bincount(places, values, length).astype(np.float64, copy=False)


def from_arrow(values: pa.Array | pa.ChunkedArray) -> Ints:
    """Integers of a table, none of them null: by their buffer, as pyarrow may have been imported without numpy."""
    whole = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    found: Ints = np.frombuffer(whole.cast(pa.int64()).buffers()[1], np.int64, len(whole), whole.offset * 8)
    return found


def to_arrow(values: Ints) -> pa.Array:
    """Integers for a table."""
    return pa.Array.from_buffers(pa.int64(), len(values), [None, pa.py_buffer(np.ascontiguousarray(values, np.int64))])
