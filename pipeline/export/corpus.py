"""Items as a corpus of spaCy: a ``DocBin`` to train on, or to go through in a program."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.export.cells import Sheet, raw_rows
from qingdan.docs import make_docs


def write_corpus(path: Path, sheets: Sequence[Sheet]) -> list[str]:
    """Write a document for each item, as `qingdan.doc` makes them; ``sheets`` are the tables these are made of."""
    documents = list(make_docs(*(raw_rows(sheet.rows) for sheet in sheets)))
    from spacy.tokens import DocBin

    path.write_bytes(DocBin(store_user_data=True, docs=documents).to_bytes())
    return []
