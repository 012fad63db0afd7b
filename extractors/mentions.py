"""Everything a text mentions: names, titles, dates and figures, each with its place.

Works on simplified Chinese; traditional text is read through its simplified form of the same length.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from extractors.mention_dates import find_dates
from extractors.mention_figures import find_figures
from extractors.mention_titles import find_titles
from extractors.phrases import PhraseFinder
from schemas.mentions import Mention, MentionKind, Phrase

_SENTENCE_END = re.compile("[。；\\n]")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a release says of all its mentions: its year, its own currency, and who bears a name in it.

    ``agency`` gives the id of the body that a name stands for, or None.
    """

    year: int | None = None
    currency: str | None = None
    agency: Callable[[str], str | None] = lambda name: None


NOWHERE = Circumstances()


def find_mentions(words: Sequence[str], finder: PhraseFinder, where: Circumstances = NOWHERE) -> list[Mention]:
    """The mentions in the text that ``words`` together are, in order.

    Among names (agency, organisation, place) the longest holds, so no place is reported inside an agency; dates
    and figures do not overlap; a title or quoted name and what stands inside it are both reported, since a title
    within a title (〈…〉) is another document. Never raises.
    """
    text = "".join(words)
    dates = find_dates(text, where.year)
    figures = [f for f in find_figures(text, where.currency) if not _overlaps(f, dates)]
    titles = [_known(text, title, finder) for title in find_titles(text)]
    names = [m for start, end, phrase in finder.find(words) if (m := _named(start, end, phrase, where))]
    titles = [title for title in titles if not _is_agency(title, names)]
    names = [name for name in names if not _repeats(name, titles)]
    found = [*names, *titles, *dates, *_with_years(text, figures, dates)]
    return sorted(found, key=lambda mention: (mention.start, -mention.end, mention.kind))


def _named(start: int, end: int, phrase: Phrase, where: Circumstances) -> Mention | None:
    """A phrase at its place; an agency only where the release tells whose name it is."""
    if phrase.kind is not MentionKind.AGENCY:
        return Mention(phrase.kind, start, end, phrase.entity_id)
    agency_id = where.agency(phrase.form)
    return Mention(MentionKind.AGENCY, start, end, agency_id) if agency_id else None


def _known(text: str, title: Mention, finder: PhraseFinder) -> Mention:
    """A title with the id and kind of what it names, where that is known."""
    phrase = finder.get(text[title.start : title.end])
    if phrase is None or phrase.kind is MentionKind.AGENCY:
        return title
    return replace(title, kind=phrase.kind, entity_id=phrase.entity_id)


def _is_agency(title: Mention, names: Sequence[Mention]) -> bool:
    """Whether what is quoted is the name of an agency that was found there."""
    return any(n.kind is MentionKind.AGENCY and (n.start, n.end) == (title.start, title.end) for n in names)


def _repeats(name: Mention, titles: Sequence[Mention]) -> bool:
    """Whether a title says it already: the same characters, or a longer title of the same kind."""
    return any(
        title.start <= name.start
        and name.end <= title.end
        and (title.kind == name.kind or title.end - title.start == name.end - name.start)
        for title in titles
    )


def _overlaps(mention: Mention, others: Sequence[Mention]) -> bool:
    return any(mention.start < other.end and other.start < mention.end for other in others)


def _with_years(text: str, figures: Sequence[Mention], dates: Sequence[Mention]) -> list[Mention]:
    """Figures with the year of the last date before them in their sentence."""
    found = []
    position, sentence = 0, 0
    year: int | None = None
    ends = [match.start() for match in _SENTENCE_END.finditer(text)]
    for figure in figures:
        while sentence < len(ends) and ends[sentence] < figure.start:
            sentence, year = sentence + 1, None
        opened = ends[sentence - 1] if sentence else 0
        while position < len(dates) and dates[position].start < figure.start:
            day = dates[position].date_to or dates[position].date_from
            year = day.year if day and dates[position].start >= opened else year
            position += 1
        found.append(replace(figure, year=year))
    return found
