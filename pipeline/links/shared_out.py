"""Links made where releases are built: in the limited children of a run, or on the machines of a cluster."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from pipeline.links.links import Pair, Piece, links_of
from pipeline.release.supervised import Told, ask_clean_child, open_tables, read_tables, write_tables
from pipeline.sandbox.orders import read_request, write_request
from pipeline.settings import Settings
from schemas.findings import DocumentError


@dataclass(frozen=True, slots=True)
class LinkWork:
    """Pairs of releases to be compared. ``run``: what the works of one run have in common."""

    piece: Piece
    settings: Settings
    run: str


@dataclass(frozen=True, slots=True)
class _Order:
    """What a child is told of pairs to compare besides its tables: the bytes of each of these."""

    pairs: tuple[Pair, ...]
    lengths: Mapping[str, int]


def link_piece(work: LinkWork) -> pa.Table:
    """`links_of` in a child that builds releases; in this process where that one has not come to an end.

    Raises WorkerError when the system gives no process.
    """
    head, data = write_tables(work.piece.tables.values())
    order = _Order(work.piece.pairs, dict(zip(work.piece.tables, head["tables"], strict=True)))
    try:
        head, body = ask_clean_child("links", write_request(order, data), work.settings, work.run)
        return read_tables(("item_links",), head["tables"], body)["item_links"]
    except (DocumentError, pa.ArrowException, ValueError, KeyError, TypeError):
        return links_of(work.piece)


def links(body: bytes) -> Told:
    """In a limited child: the links of an order."""
    order, data = read_request(body, _Order)
    tables = zip(order.lengths, open_tables(order.lengths.values(), data), strict=True)
    return write_tables([links_of(Piece(order.pairs, dict(tables)))])
