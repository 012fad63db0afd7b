"""What is known at a line break: the facts that the rules of joining ask for, each computed once."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from normalizers.text.layout import PrintedLine, Wrap, WrapReader
from schemas.facts import fact
from schemas.printed.annexes import annex_label
from schemas.printed.bodies import ends_as_bodies
from schemas.printed.characters import SENTENCE_END, open_brackets
from schemas.printed.closings import closes_letter, is_signature
from schemas.printed.kinds import ends_as_title
from schemas.printed.labels import is_role_or_time_label
from schemas.printed.line_ends import is_heading_like, is_terminated
from schemas.printed.markers import Marker, enumerates_before, markers_in_context, numbers_behind
from schemas.printed.notes import LONGEST_NOTE
from schemas.printed.number_styles import ARABIC, HEADING, NumberStyle
from schemas.printed.scripts import fold

CLOSING = frozenset("，。、；：！？）》〉”’】」』〕…,;:!?)％%")
"""Punctuation that no typesetter puts at the start of a line."""
_GOES_ON = "，、,；;（("
"""After these a line goes on with its sentence."""
_STOPS_INSIDE = "，、,（《“—"
"""No sentence, heading or label ends with these."""
_ASIDE = re.compile(r"[（(][^（()）]*(?:[（(][^（()）]*[）)][^（()）]*)*[）)]")
"""A line that is one bracket: who issued it and when, below a title."""
_HUNG = 4
"""Columns that punctuation may hang over a margin."""
_INSET = 3
"""Columns: an indent is two characters, four columns; one column less where a half-width sign opens the line."""
_BLANK, _BEYOND_LEAST = 2, 20
"""Columns of the blank before a label in the line of another; and by how many a line may be wider than a full one is
at least: lines of one margin differ by twelve, and wide blanks and an indent add to them."""
_FEWEST_HUNG, _HUNG_SHARE = 3, 0.8
_FEWEST_TORN, _TORN_SHARE = 3, 0.02
_FEWEST_COLUMN = 3
"""Lines that open with one label: a column of a table, set as lines."""
_BETWEEN_NAMES = re.compile("[：:、，,；; ]")
_VISIBLE = re.compile(r"\S")
_COMMA = re.compile("[，,]")
_LONGEST_HEADING = 45
_FARTHEST_BACK = 4000
"""Characters of a unit that rules look back on: none is known to have half as many, and a line costs no more for it."""


@dataclass
class OpenBlock:
    """The unit being put together while lines are read one after another."""

    text: str
    marker: Marker | None
    is_opening: bool
    """No numbered unit has been seen yet: titles and preambles stand here."""
    has_title: bool = False
    """A line before ends as titles do."""

    @property
    def content(self) -> str:
        """The text without its marker."""
        return self.text[self.marker.length :] if self.marker else self.text

    def add(self, text: str) -> None:
        """Go on with ``text``. Of a unit that no document has, what lies between its ends is forgotten."""
        self.text += text
        if len(self.text) > 3 * _FARTHEST_BACK:
            self.text = self.text[:_FARTHEST_BACK] + self.text[-_FARTHEST_BACK:]

    @property
    def recent(self) -> str:
        """The end of the text without its marker, as far as rules look back."""
        return self.text[max(self.marker.length if self.marker else 0, len(self.text) - _FARTHEST_BACK) :]


@dataclass(frozen=True)
class PrintedText:
    """The lines of a text without furniture, and the facts of the whole text, each computed once.

    ``cut_out`` holds where lines end that furniture followed.
    """

    lines: Sequence[PrintedLine]
    cut_out: Set[int]
    wraps: WrapReader

    @fact
    def wrap(self) -> Wrap:
        """How the text is set."""
        return self.wraps.of(self.lines)

    @fact
    def markers(self) -> list[Marker | None]:
        """The printed number of each line, as the whole text shows it."""
        return markers_in_context([line.text for line in self.lines], [line.marker for line in self.lines])

    @fact
    def following_kinds(self) -> list[NumberStyle | None]:
        """For each line the kind of the first number behind it."""
        return [marker.kind if marker else None for marker in self.following]

    @fact
    def labels(self) -> list[str | None]:
        """The label that each line without a number opens with."""
        return [None if marker else line.label for line, marker in zip(self.lines, self.markers, strict=True)]

    @fact
    def fields(self) -> Mapping[str, int]:
        """Labels that open several lines, with their count."""
        return {label: count for label, count in Counter(self.labels).items() if label and count > 1}

    @fact
    def openings(self) -> frozenset[int]:
        """The lines that say the first line of the text again, above numbers that begin anew as they did below it.

        A whole document stands there again. The head of a page has the next numbers below it.
        """
        place, first = next(((i, marker) for i, marker in enumerate(self.markers) if marker), (0, None))
        if place == 0 or first is None or first.number != 1:
            return frozenset()
        again = [i for i in range(place + 1, len(self.lines)) if self.lines[i].text == self.lines[0].text]
        return frozenset(i for i in again if self._is_like(self.following[i], first))

    @fact
    def following(self) -> list[Marker | None]:
        """For each line the first number behind it."""
        return numbers_behind(self.markers)

    @staticmethod
    def _is_like(marker: Marker | None, first: Marker) -> bool:
        return marker is not None and (marker.kind, marker.number) == (first.kind, first.number)

    @fact
    def is_fragmented(self) -> bool:
        """Whether lines break at every change of type, as in pages saved with a line for each inline element.

        Then lines begin with closing punctuation, which no typesetter lets happen.
        """
        torn = sum(line.text[0] in CLOSING for line in self.lines)
        return torn >= _FEWEST_TORN and torn >= _TORN_SHARE * len(self.lines)

    @fact
    def flush(self) -> int:
        """The least indent."""
        return min(line.indent for line in self.lines)

    @fact
    def hanging_indent(self) -> int | None:
        """Where lines go on that a margin cut behind a number, if that is deeper than where the numbers stand."""
        pairs = (self.lines[i : i + 2] for i in range(len(self.lines) - 1) if self._is_cut_behind_number(i))
        hung = Counter(right.indent if right.indent > left.indent else None for left, right in pairs)
        indent, count = max(hung.items(), key=lambda entry: entry[1], default=(None, 0))
        return indent if count >= max(_FEWEST_HUNG, _HUNG_SHARE * hung.total()) else None

    def _is_cut_behind_number(self, i: int) -> bool:
        """Whether a margin cuts line ``i``, which opens with a number, and the next one does not."""
        opens = self.markers[i] is not None and self.markers[i + 1] is None
        return opens and self.is_full[i] and not self.lines[i].is_ended

    @fact
    def flowing_gap(self) -> int:
        """The most frequent number of line feeds where a margin cuts a sentence."""
        gaps = Counter(
            right.gap
            for i, (left, right) in enumerate(itertools.pairwise(self.lines))
            if self.is_full[i] and not left.is_ended and left.page == right.page
        )
        return max(gaps, key=lambda gap: (gaps[gap], -gap)) if gaps else 1

    @fact
    def body_kinds(self) -> frozenset[NumberStyle]:
        """Kinds of number that open sentences here, not headings: most of their lines run full or end a sentence."""
        seen: Counter[NumberStyle] = Counter()
        sentences: Counter[NumberStyle] = Counter()
        for i, marker in enumerate(self.markers):
            if marker is None:
                continue
            is_alone = marker.length >= len(self.lines[i].text)  # the words follow on the next line
            words = min(i + is_alone, len(self.lines) - 1)
            seen[marker.kind] += 1
            sentences[marker.kind] += self.is_full[words] or self.lines[words].is_ended
        # Where it is a tie, official use decides: 一、 and （一） head sections, 1. and below open sentences.
        return frozenset(kind for kind in seen if 2 * sentences[kind] + (kind.rank >= ARABIC.rank) > seen[kind])

    @fact
    def is_full(self) -> list[bool]:
        """For each line whether it runs to the margin."""
        return [
            least is not None and line.width >= least for line, least in zip(self.lines, self.wrap.full, strict=True)
        ]


class _Around(NamedTuple):
    """What is known at once of a line break; see ``LineBreak``."""

    text: PrintedText
    at: int
    block: OpenBlock
    numbers: Mapping[NumberStyle, int]
    left: PrintedLine
    right: PrintedLine
    marker: Marker | None


class LineBreak(_Around):
    """The break behind line ``at`` of ``text``: the unit so far (``block``), the line after it, and facts of both.

    ``left`` and ``right`` are the lines before and after the break, ``marker`` is the number that the line after it
    opens with. ``numbers`` holds the last number of each kind that opened a unit before the break.
    """

    @property
    def label(self) -> str | None:
        """The label that the line after it opens with, when it has no number."""
        return self.text.labels[self.at + 1]

    @property
    def following(self) -> NumberStyle | None:
        """The kind of the first number behind the two lines."""
        return self.text.following_kinds[self.at + 1]

    @fact
    def is_full(self) -> bool:
        """Whether the line before runs to the margin."""
        return self.text.is_full[self.at]

    @fact
    def is_inset(self) -> bool:
        """Whether the line after stands in as the first line of a paragraph does, and not as what goes on a unit."""
        if self.block.marker and not self.marker and self.right.indent == self.text.hanging_indent:
            return False
        if self.right.indent - self.text.flush < _INSET:
            return False
        if self.text.wrap.is_indented:
            return True
        below = self.text.lines[self.at + 2 : self.at + 3]
        is_farther = self.right.indent > self.left.indent or any(line.indent < self.right.indent for line in below)
        return self.left.is_ended and is_farther

    @fact
    def is_interrupted(self) -> bool:
        """Whether a page ends or furniture stands between the two lines."""
        return self.left.page != self.right.page or self.left.end in self.text.cut_out

    @property
    def is_parted(self) -> bool:
        """Whether the gap between the two is larger than within sentences."""
        return self.right.gap > self.text.flowing_gap and not self.is_interrupted

    @fact
    def closes_letter(self) -> bool:
        """Whether the line after is printed below a letter: a signature, a date, the number of an annex."""
        following = (self.text.lines[i].text for i in range(self.at + 2, len(self.text.lines)))
        if not closes_letter(self.right.text, following):
            return False
        if self.is_full and not (self.is_ended or is_signature(self.left.text) or self._is_whole_field):
            return False
        # A page with a line for each inline element cuts signatures and dates, not the label of an annex.
        label = annex_label(self.right.text)
        return not self.text.is_fragmented or (label is not None and label.is_alone)

    @property
    def opens_again(self) -> bool:
        """Whether the line after says the first line of the text again, and its units count anew behind it."""
        return self.at + 1 in self.text.openings

    # --- the unit so far ---

    @property
    def _is_one_line(self) -> bool:
        """Whether the unit so far is the line before and nothing else."""
        return self.block.text is self.left.text

    @fact
    def is_number_alone(self) -> bool:
        """Whether the unit so far is a number without a word behind it."""
        marker = self.block.marker
        return marker is not None and _VISIBLE.search(self.block.text, marker.length) is None

    @fact
    def is_ended(self) -> bool:
        """Whether the unit so far ends a sentence, a lead-in or a note."""
        return self.left.is_ended if self._is_one_line else is_terminated(self.block.text)

    @fact
    def has_open_bracket(self) -> bool:
        """Whether a bracket of the unit so far is still open."""
        return open_brackets(self.block.text[-LONGEST_NOTE:]) > 0

    @property
    def goes_on(self) -> bool:
        """Whether the last character of the unit so far asks for more."""
        return self.block.text[-1] in _GOES_ON

    @property
    def lacks_words(self) -> bool:
        """Whether the unit so far cannot end here: its last character or an open bracket asks for more."""
        return self.goes_on or self.has_open_bracket

    @fact
    def is_heading(self) -> bool:
        """Whether the unit so far, which ends without a stop, is a heading or label and no cut sentence."""
        if self.block.marker is None:
            return len(self.block.text) <= _FARTHEST_BACK and not any(c in self.block.text for c in "，。；,;")
        if self.block.marker.kind in self.text.body_kinds:
            return False
        return is_heading_like(self.block.content) or self._is_long_heading

    @property
    def _is_long_heading(self) -> bool:
        """Whether the unit so far is a heading of several clauses, above a line that is set in or apart.

        肯定成绩，正视差距，增强紧迫感 is one where no margin cuts the line, and nothing in it asks for more.
        """
        if not self._is_one_line or self.is_full or self.lacks_words or len(self.block.content) > _LONGEST_HEADING:
            return False
        is_set_in = self.right.indent - self.text.flush >= _INSET and self.right.indent >= self.left.indent
        return (is_set_in or self.is_parted) and is_heading_like(_COMMA.sub("", self.block.content))

    @fact
    def is_midsentence(self) -> bool:
        """Whether the unit so far stops where no sentence, heading or label stops."""
        marker = self.block.marker
        if marker is not None and marker.kind is HEADING:
            return False
        if self._stops_inside:
            return True
        if self.is_ended or self._is_whole:
            return False
        return self._is_torn_prose or self.is_full or not self.is_heading

    @property
    def _stops_inside(self) -> bool:
        """Whether its last character, or an open bracket, shows that the sentence goes on."""
        text = self.block.text
        if self.has_open_bracket and text[-1] not in SENTENCE_END:
            return True
        if text[-1] in _STOPS_INSIDE and not text.endswith("——"):
            return True
        return self.text.is_fragmented and text[-1] in "；;"

    @property
    def _ends_names(self) -> bool:
        """Whether the line before is a labelled one that ends in the name of a body, and no margin cut it.

        No margin did where the line after runs farther.
        """
        is_cut = self.is_full and self.right.indent + self.right.width <= self.left.indent + self.left.width + _HUNG
        return not is_cut and self._is_field_of_bodies

    @property
    def _is_field_of_bodies(self) -> bool:
        """Whether the line before is a labelled one that ends in the name of a body or a class of bodies."""
        is_field = self.is_field(self.text.labels[self.at])
        return is_field and ends_as_bodies(fold(_BETWEEN_NAMES.split(self.left.text)[-1]))

    @property
    def _is_whole_field(self) -> bool:
        """Whether the line before is a labelled one that a signature cannot go on with: bodies, or a gap below it."""
        return self._is_field_of_bodies or (self.is_parted and self.is_field(self.text.labels[self.at]))

    @property
    def _is_whole(self) -> bool:
        """Whether the unit so far ends without a stop."""
        return self._is_title or self._is_aside or self._ends_names or self._heads_paragraph

    @property
    def _heads_paragraph(self) -> bool:
        """Whether a heading of one line and the line after it stand in alike, as the first lines of paragraphs do."""
        is_heading = self._is_one_line and self.block.marker is not None and self.is_heading
        is_alike = self.right.indent == self.left.indent and self.text.wrap.is_indented
        return is_heading and is_alike and self.is_inset

    @property
    def _is_torn_prose(self) -> bool:
        """Whether it is no unit, behind the first one, in a text with a line for each inline element."""
        return self.text.is_fragmented and self.block.marker is None and not self.block.is_opening

    @property
    def _is_aside(self) -> bool:
        """Whether it is one bracket that ends before the margin."""
        text = self.block.text
        is_bracket = text[0] in "（(" and text[-1] in "）)" and len(text) <= _FARTHEST_BACK
        return is_bracket and not self.is_full and _ASIDE.fullmatch(text) is not None

    @property
    def _is_letterhead(self) -> bool:
        """Whether it is the name of a body alone, above a gap, before the first unit."""
        return self.block.is_opening and self.is_parted and is_signature(self.block.text)

    @property
    def _is_title(self) -> bool:
        """Whether it ends as a title does, before the first unit, and is no prose that a margin cut at such a word.

        Or it is a letterhead.
        """
        text = self.block.text
        if self._is_letterhead:
            return True
        if not self.block.is_opening or not ends_as_title(text) or "。" in text:
            return False
        return not ((self.is_full or self.block.has_title) and any(c in text for c in "，,"))

    @property
    def fills_line(self) -> bool:
        """Whether the unit so far ends a sentence at the margin: by chance, or because a paragraph ends there."""
        return self.is_full and self.is_ended

    # --- the number that opens the line after ---

    @property
    def is_next_number(self) -> bool:
        """Whether the number after the break follows the last one of its kind."""
        marker = self.marker
        return marker is not None and marker.follows(self.numbers.get(marker.kind, 0))

    @property
    def continues_enumeration(self) -> bool:
        """Whether the number before stands inside the unit's own words: ``（1）梳理规定；`` then ``（2）协调安排``."""
        return self.marker is not None and enumerates_before(self.marker, self.block.recent)

    @property
    def opens_parts(self) -> bool:
        """Whether the first number of a deeper kind follows a heading: its parts count from 1 again."""
        marker, above = self.marker, self.block.marker
        if marker is None or above is None or marker.number != 1 or marker.doubtful:
            return False
        return above.kind.rank < marker.kind.rank and (self.is_heading or self._is_short_line)

    @property
    def _is_short_line(self) -> bool:
        """Whether the unit so far is one line that no margin cut and that reads as a heading, whatever its like are."""
        return self._is_one_line and not self.is_full and is_heading_like(self.block.content)

    @property
    def is_cut_figure(self) -> bool:
        """Whether what looks like the number of a unit is a figure or reference that a line break cut off."""
        marker = self.marker
        if marker is None or not marker.kind.counts:
            return False
        counts_on = self._counts_on
        if counts_on and self._ends_field:
            return False
        if marker.kind.is_cited and self._runs_on_at_margin:
            return True
        if counts_on:
            return False
        return self._may_be_cut or (marker.doubtful and not self.is_next_number)

    @property
    def _counts_on(self) -> bool:
        """Whether the number is no figure and follows the last one of its kind."""
        return self.marker is not None and self.is_next_number and not self.marker.doubtful

    @property
    def _ends_field(self) -> bool:
        """Whether names behind a label end: where the next number stands, however long their line."""
        return self.is_field(self.text.labels[self.at]) and not self.lacks_words

    @property
    def _runs_on_at_margin(self) -> bool:
        """Whether the margin cuts the unit so far, which is no heading."""
        return self.is_full and self.is_midsentence and not self.is_heading

    @property
    def _may_be_cut(self) -> bool:
        """Whether the sentence goes on. A doubtful number is one where nothing shows that its line goes on another."""
        is_field = self.is_field(self.text.labels[self.at]) and not (self.is_full or self.lacks_words)
        return self.is_midsentence and not is_field and not self.opens_parts

    # --- labels and notes ---

    def is_field(self, label: str | None) -> bool:
        """Whether a label is that of a field: it opens several lines, or names a role or a time limit."""
        return label is not None and (label in self.text.fields or is_role_or_time_label(label))

    @fact
    def cuts_name_of_field(self) -> bool:
        """Whether a margin cut the last name of a label that was printed behind a blank in the line of another.

        The halves of that line have lines of their own by now (牵头科室：甲　配合科室：乙): together they run to the
        margin. What stands before the break ends as no body does, and with the words behind it does.
        """
        if self.at == 0 or self.marker or self.label or not self.is_field(self.text.labels[self.at]):
            return False
        least, width = self.text.wrap.full[self.at], self.text.lines[self.at - 1].width + _BLANK + self.left.width
        if least is None or not least <= width <= least + _BEYOND_LEAST or self.right.indent > self.left.indent:
            return False
        begun, rest = _BETWEEN_NAMES.split(self.left.text)[-1], _BETWEEN_NAMES.split(self.right.text)[0]
        return bool(begun) and not ends_as_bodies(fold(begun)) and ends_as_bodies(fold(begun + rest))

    @property
    def is_below_field(self) -> bool:
        """Whether the line before opens with the label of a field."""
        return self.is_field(self.text.labels[self.at])

    @property
    def is_column(self) -> bool:
        """Whether no sentence has the label after the break by chance: one of a role, a time, or of many lines."""
        label = self.label
        if label is None:
            return False
        return is_role_or_time_label(label) or self.text.fields.get(label, 0) >= _FEWEST_COLUMN

    @property
    def closes_units(self) -> bool:
        """Whether units as deep as this one end with it: a shallower one, or none, follows.

        Then a note on a line of its own may be that of a unit above.
        """
        if self.block.marker is None:
            return False
        outermost = min(self.numbers, key=lambda kind: kind.rank, default=self.block.marker.kind)
        return (outermost if self.following is None else self.following).rank < self.block.marker.kind.rank
