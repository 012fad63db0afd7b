"""The rows of what the title, the headings, the items and the paragraphs mention."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from extractors.mentions.reader import MentionContext, find_mentions
from extractors.mentions.titles import find_short_names
from normalizers.registry.taiwan import TAIWAN
from normalizers.script.conversion import detect_script, to_hans
from normalizers.words import whole
from pipeline.release.lexicon import phrase_finder
from pipeline.release.parsing import ParsedRelease, Segment
from schemas.mentions import Mention, MentionKind
from schemas.records import BlockKind, YearBasis
from schemas.tables import Row

_HOME_CURRENCIES = {"mo": "MOP", "hk": "HKD", TAIWAN: "TWD"}
_FISCAL_MONTHS = {"hk": 4}
"""The month in which financial years begin: elsewhere they are those of the calendar."""
_WORDS = (
    *(MentionKind.AGENCY, MentionKind.ORGANISATION, MentionKind.PLACE, MentionKind.EVENT),
    *(MentionKind.PROGRAMME, MentionKind.PLATFORM, MentionKind.TERM),
)
_LONGEST_WORD = 20
_OPENERS = tuple("“‘「『")
_MARKS = re.compile("[“”‘’「」『』《》〈〉（）()，。；：]")
_WIDEST_REPAIR = 40
"""Characters; repairs are of a few."""

Cut = Mapping[int, Sequence[Segment]]
"""The segments of each block by the place it begins at."""
Found = tuple[Segment, list[Mention]]
"""A piece of text and what it mentions."""
FoundIn = Mapping[int, Sequence[Found]]
"""What blocks mention, by the place each begins at."""


def read_mentions(reading: ParsedRelease, cut: Cut) -> dict[int, list[Found]]:
    """What the segments of each block mention, by the place it begins at."""
    finder = phrase_finder(reading.tools.registry)
    where = mention_context(reading)
    return {
        place: [(segment, find_mentions(segment.words, finder, where)) for segment in segments]
        for place, segments in cut.items()
    }


def with_whole_names(found: Sequence[Found]) -> list[Segment]:
    """The segments with each known name and each quoted one as a word of its own."""
    return [Segment(s.start, s.end, whole(s.words, _names(s, mentions))) for s, mentions in found]


def _names(segment: Segment, mentions: Sequence[Mention]) -> Iterator[tuple[int, int]]:
    """Where the names are that are words: not titles of documents, nor what has marks in it."""
    named = [m for m in mentions if m.kind in _WORDS and m.end - m.start <= _LONGEST_WORD]
    text = "".join(segment.words) if named else ""
    for mention in named:
        is_quoted = text[mention.start - 1 : mention.start] in _OPENERS
        if (mention.entity_id or is_quoted) and not _MARKS.search(text, mention.start, mention.end):
            yield mention.start, mention.end


def mention_rows(reading: ParsedRelease, found: FoundIn) -> Iterator[Row]:
    """What the blocks of a release mention. Responsibility notes are in item_agencies, with the roles."""
    for kind in BlockKind:
        for ordinal, unit in enumerate(reading.of(kind), 1):
            every = ((mention, segment) for segment, mentions in found[unit.block.start] for mention in mentions)
            for position, (mention, segment) in enumerate(every, 1):
                start, end, span_start, span_end = _whole(reading, segment, mention)
                yield {
                    "item_id": unit.unit_id if kind is BlockKind.ITEM else None,
                    "section_id": unit.unit_id if kind is BlockKind.SECTION else reading.section_id(unit),
                    "release_id": reading.given.release_id,
                    "part": kind.value,
                    "ordinal": ordinal,
                    "position": position,
                    **reading.both("text", start, end),
                    **_values(mention),
                    "span_start": span_start,
                    "span_end": span_end,
                }


def _values(mention: Mention) -> Row:
    return {
        "kind": mention.kind.value,
        "entity_id": mention.entity_id,
        "date_from": mention.date_from,
        "date_to": mention.date_to,
        "precision": mention.precision.value if mention.precision else None,
        "date_kind": mention.date_kind.value if mention.date_kind else None,
        "value": mention.value,
        "value_to": mention.value_to,
        "value_low": mention.low,
        "value_high": mention.high,
        "unit": mention.unit,
        "unit_printed": mention.unit_printed,
        "currency": mention.currency,
        "year": mention.year,
        "qualifier": mention.qualifier.value if mention.qualifier else None,
        "aspect": mention.aspect.value if mention.aspect else None,
    }


def _whole(reading: ParsedRelease, segment: Segment, mention: Mention) -> tuple[int, int, int, int]:
    """The place of a mention in the canonical text and its span in the extracted one.

    Widened where a repair begins or ends inside it: its span must give its text.
    """
    start, end = segment.start + mention.start, segment.start + mention.end
    for _ in range(_WIDEST_REPAIR):
        source_start, source_end = reading.plan.source_span(start, end)
        if reading.plan.replay(reading.source.text, source_start, source_end) == reading.text[start:end]:
            return start, end, source_start, source_end
        start, end = max(segment.start, start - 1), min(segment.end, end + 1)
    return segment.start, segment.end, *reading.plan.source_span(segment.start, segment.end)


def mention_context(reading: ParsedRelease) -> MentionContext:
    """The year, the currency and the bodies that a release speaks of."""
    year, basis = reading.effective_year
    period = reading.period
    if basis is YearBasis.TITLE and period and period[0] != period[1]:
        year = None  # 年底 of a plan for five years is the end of any of them
    homes = {_HOME_CURRENCIES.get(j, "CNY") for j in reading.context.jurisdictions}
    of_republic = TAIWAN in reading.context.jurisdictions or "民国" in reading.scripts.hans
    fiscal_months = {_FISCAL_MONTHS.get(j, 1) for j in reading.context.jurisdictions}
    return MentionContext(
        year,
        homes.pop() if len(homes) == 1 else None,
        _Agencies(reading),
        of_republic,
        fiscal_months.pop() if len(fiscal_months) == 1 else None,
        find_short_names(reading.scripts.hans, to_hans(reading.title, detect_script(reading.title))),
    )


class _Agencies:
    """Ids of the bodies that names stand for in a release, each looked up once."""

    def __init__(self, reading: ParsedRelease) -> None:
        self._reading = reading
        self._known: dict[str, str | None] = {}

    def __call__(self, name: str) -> str | None:
        if name not in self._known:
            agency = self._reading.tools.registry.find(name, self._reading.context).agency
            self._known[name] = agency.agency_id if agency else None
        return self._known[name]
