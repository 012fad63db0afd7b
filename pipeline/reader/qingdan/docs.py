"""Items as documents of spaCy: their words, what they mention, and who does what in them, as spans.

spaCy is asked for when a document is: `pip install spacy`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from qingdan.errors import QingdanError, unknown
from qingdan.layout import LATEST
from qingdan.places import Place, opened

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span
    from spacy.vocab import Vocab

Row = Mapping[str, Any]
TABLES = ("items", "mentions", "item_agencies")
"""What documents are made of."""
_FIGURES = ("figure", "date", "deadline")
"""Kinds of mentions that are no names."""
_PIECE = re.compile(r"\w+|\W")


class _Span(NamedTuple):
    """A stretch of the text of an item, what it is, and the id that it leads to."""

    start: int
    end: int
    label: str
    leads_to: str


def doc(item_id: str, source: Place = None, build: str = LATEST) -> Doc:
    """An item as a document of spaCy, its text as printed.

    ``ents`` are the names in it by kind (``AGENCY``, ``PLACE`` …), with the entity_id as ``kb_id_``; ``spans["roles"]``
    the bodies in its notes by role (``LEAD``, ``COUNTERPART`` …) with the agency_id, ``spans["figures"]`` its figures,
    dates and deadlines, and ``spans["sc"]`` all of these, which `displacy.render(doc, style="span")` draws. Bodies of a
    note that is printed elsewhere (a column, a line behind the parts of the item) are not in its text.
    Raises QingdanError for an unknown id (with the nearest) and where spaCy is not installed; as `load` otherwise.

    >>> from qingdan import doc
    >>> item = doc("sample-worklist-2026/1/2")
    >>> [(party.text, party.label_) for party in item.spans["roles"]][:2]
    [('经济财政司', 'LEAD'), ('中国人民银行', 'COUNTERPART')]
    """
    with opened(source, build) as found:
        items, mentions, parties = (found.rows(table, where={"item_id": [item_id]}) for table in TABLES)
        if not items:
            raise QingdanError(unknown("item", item_id, _ids_beside(found, item_id)))
    return next(make_docs(items, mentions, parties))


def _ids_beside(build: Any, item_id: str) -> list[str]:
    """The items of the release that an id names."""
    rows = build.rows("items", ["item_id"], {"release_id": [item_id.partition("/")[0]]})
    return [row["item_id"] for row in rows]


def make_docs(items: Iterable[Row], mentions: Iterable[Row], parties: Iterable[Row]) -> Iterator[Doc]:
    """A document for each of ``items``; the rows of ``mentions`` and ``parties`` are those of their tables, in order.

    Raises QingdanError where spaCy is not installed.
    """
    vocab, mentioned, named = _vocab(), _by_item(mentions), _by_item(parties)
    for item in items:
        yield _make_doc(vocab, item, mentioned[item["item_id"]], named[item["item_id"]])


def _by_item(rows: Iterable[Row]) -> defaultdict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["item_id"]].append(row)
    return found


@cache
def _vocab() -> Vocab:
    try:
        import spacy
    except ImportError as error:
        raise QingdanError("spaCy is not installed: pip install spacy") from error
    return spacy.blank("zh").vocab


def _make_doc(vocab: Vocab, item: Row, mentions: Sequence[Row], parties: Sequence[Row]) -> Doc:
    from spacy.tokens import Doc
    from spacy.util import filter_spans

    text = item["text"]
    notes = _notes(text, parties)
    said, roles = list(_mentioned(text, mentions)), list(_named(text, parties, notes))
    words = _words(text, item["tokens"], [*notes.values()], [*said, *roles])
    made = Doc(vocab, words=words, spaces=[False] * len(words), user_data=_known_of(item))
    figures = [span for span in said if span.label.lower() in _FIGURES]
    made.set_ents(filter_spans(_spans_of(made, (span for span in said if span not in figures))))
    made.spans["roles"] = _spans_of(made, roles)
    made.spans["figures"] = _spans_of(made, figures)
    made.spans["sc"] = _spans_of(made, sorted((*said, *roles)))
    return made


def _spans_of(made: Doc, spans: Iterable[_Span]) -> list[Span]:
    """The spans in the document: none is lost, since its words are cut where spans begin and end."""
    return [found for span in spans if (found := made.char_span(*span)) is not None]


def _known_of(item: Row) -> dict[str, Any]:
    return {column: item[column] for column in ("item_id", "release_id", "section_id", "note_status")}


def _mentioned(text: str, mentions: Sequence[Row]) -> Iterator[_Span]:
    """Where an item has what it mentions, in the order of their beginnings: 中国与葡语国家…平台, and 中国 in it."""
    start, before = 0, ""
    for mention in mentions:
        printed = mention["text"]
        start = text.index(printed, start + (printed == before))
        before = printed
        yield _Span(start, start + len(printed), mention["kind"].upper(), mention["entity_id"] or "")


def _notes(text: str, parties: Sequence[Row]) -> dict[int, tuple[int, int]]:
    """Where the notes of an item are in its text, by their index."""
    found: dict[int, tuple[int, int]] = {}
    after = 0
    for party in parties:
        start = text.find(party["note"], after)
        if party["note_index"] not in found and start >= 0:
            after = start + len(party["note"])
            found[party["note_index"]] = (start, after)
    return found


def _named(text: str, parties: Sequence[Row], notes: Mapping[int, tuple[int, int]]) -> Iterator[_Span]:
    """Where the notes have their bodies: each is looked for behind the one before, and else in the whole note."""
    after: dict[int, int] = {}
    for party in parties:
        begin, end = notes.get(party["note_index"], (0, 0))
        name = party["name"]
        start = text.find(name, after.get(party["note_index"], begin), end)
        start = start if start >= 0 else text.find(name, begin, end)
        if name and start >= 0:
            after[party["note_index"]] = start + len(name)
            yield _Span(start, start + len(name), party["role"].upper(), party["agency_id"] or "")


def _words(text: str, tokens: Sequence[str], notes: Sequence[tuple[int, int]], spans: Sequence[_Span]) -> list[str]:
    """The words of a text: its tokens, what is between them piece by piece, parted also where spans begin and end."""
    borders = {0, len(text)}.union(*((span.start, span.end) for span in spans))
    position = 0
    for start, end in (*_places(text, tokens, notes), (len(text), len(text))):
        borders.update((start, end), (piece.start() for piece in _PIECE.finditer(text, position, start)))
        position = end
    return [text[start:end] for start, end in pairwise(sorted(borders))]


def _places(text: str, tokens: Sequence[str], notes: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Where the tokens are, which are those of the body, in which no note in brackets is."""
    aside = [note for note in notes if text[note[0] : note[0] + 1] in "（("]
    position = 0
    for token in tokens:
        start = text.find(token, position)
        for first, end in aside:
            if first <= start < end:
                start = text.find(token, end)
        if start >= 0:
            position = start + len(token)
            yield start, position
