"""The page of a release: the original on the left, its rows on the right; what belongs together has the same key.

Keys: ``u3`` a unit, ``n3.1`` a note of it, ``p7`` a party, ``f2`` a finding.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from extractors.media import PDF
from pipeline.site.bundle import Link, ReleaseRows, Row
from pipeline.site.markup import Mark, anchor, marked, url
from pipeline.site.outline import Unit
from pipeline.site.pictures import Picture
from pipeline.site.places import release_page, series_page

_DEEPEST_HEADING = 6
_MOST_LINKS = 3


@dataclass(frozen=True, slots=True)
class ReleasePage:
    """What the template of a release needs; ``pictures`` are of its pages where it has any that can be shown."""

    rows: ReleaseRows
    units: Sequence[Unit]
    data: Mapping[str, Any]
    pictures: Sequence[Picture]
    bodies: Collection[str]

    def context(self) -> dict[str, Any]:
        """The values of the template."""
        release = self.rows.release
        marks = list(self.marks())
        return {
            "release": release,
            "year": self.rows.year,
            "title_number": self.data["title"],
            "uri": _safe_address(release["source_uri"]),
            "is_pdf": release["media_type"] == PDF,
            "series_href": f"../{url(series_page(release['series']))}" if release["series"] else "",
            "language": "zh-Hans" if release["script"] == "hans" else "zh-Hant",
            "findings": [self._finding(number, row) for number, row in enumerate(self.rows.tables["findings"])],
            "source": marked(self.rows.text, (m for m in marks if m.start < m.end)),
            "pictures": [picture.context(marks) for picture in self.pictures],
            "units": [self._unit(unit) for unit in self.units],
        }

    def marks(self) -> Iterator[Mark]:
        """The stretches of the extracted text that light with a row."""
        for unit in self.units:
            yield Mark(unit.row["span_start"], unit.row["span_end"], f"u {unit.kind}", f"u{unit.number}")
            for note in unit.notes:
                yield Mark(note.start, note.end, "n", f"n{unit.number}.{note.index}")
                for party in note.parties:
                    role = f"y r-{party.row['role']}"
                    yield Mark(party.row["span_start"], party.row["span_end"], role, f"p{party.number}")
        for number, row in enumerate(self.rows.tables["findings"]):
            if row["span_start"] is not None:
                yield Mark(row["span_start"], row["span_end"], f"f {row['severity']}", f"f{number}")

    def _unit(self, unit: Unit) -> dict[str, Any]:
        row = unit.row
        found = {
            "kind": unit.kind,
            "number": unit.number,
            "path": unit.path,
            "marker": row.get("marker", ""),
            "level": min(row.get("level", 1), _DEEPEST_HEADING),
            "heading": min(row.get("level", 1) + 1, _DEEPEST_HEADING),
            "text": unit.text,
            "text_number": self.data["units"][unit.number][4],
        }
        return found | self._item(unit) if unit.kind == "i" else found

    def _item(self, unit: Unit) -> dict[str, Any]:
        row, item_id = unit.row, unit.row["item_id"]
        findings = enumerate(self.rows.tables["findings"])
        return {
            "item_id": item_id,
            "due": row["due"],
            "is_continuing": row["is_continuing"],
            "parties": [self._party(party.number, party.row) for note in unit.notes for party in note.parties],
            "links": [
                *(_link("continues", link) for link in _best(self.rows.back.get(item_id, ()))),
                *(_link("goes_on", link) for link in _best(self.rows.on.get(item_id, ()))),
            ],
            "findings": [self._finding(number, found) for number, found in findings if found["item_id"] == item_id],
        }

    def _party(self, number: int, row: Row) -> dict[str, Any]:
        body = row["agency_id"]
        return {
            "number": number,
            "role": row["role"],
            "name": row["name"],
            "name_number": self.data["parties"][number][4],
            "href": f"../body.html#{anchor(body)}" if body in self.bodies else "",
            "is_unknown": body is None and row["party_kind"] == "agency",
        }

    def _finding(self, number: int, row: Row) -> dict[str, Any]:
        item = (row["item_id"] or "").partition("/")[2]
        names = ("code", "severity", "message", "value")
        return {
            **{name: row[name] for name in names},
            "key": f"f{number}" if row["span_start"] is not None else "",
            "href": f"#{anchor(item)}" if item else "",
            "where": item,
        }


def _best(links: Sequence[Link]) -> Sequence[Link]:
    """The likeliest of the links of a task; its own page has all."""
    return sorted(links, key=lambda link: -link.score)[:_MOST_LINKS]


def _link(direction: str, link: Link) -> dict[str, Any]:
    release_id, _, path = link.item_id.partition("/")
    return {
        "direction": direction,
        "item_id": link.item_id,
        "href": f"../{url(release_page(release_id))}#{anchor(path)}",
        "relation": link.relation,
        "is_doubtful": link.is_doubtful,
    }


def _safe_address(address: str | None) -> str:
    """An address that a page may link to: of the web only."""
    return address if address and urlsplit(address).scheme in ("http", "https") else ""
