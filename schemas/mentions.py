"""What a text names or states, with its place: the values behind the table ``mentions``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class MentionKind(StrEnum):
    """What is mentioned."""

    AGENCY = "agency"
    ORGANISATION = "organisation"
    PLACE = "place"
    TREATY = "treaty"
    DOCUMENT = "document"
    EVENT = "event"
    PROGRAMME = "programme"
    PLATFORM = "platform"
    TERM = "term"
    DATE = "date"
    DEADLINE = "deadline"
    FIGURE = "figure"


class Precision(StrEnum):
    """The unit a date is printed in; RELATIVE when it says no more than how long, or nothing tells its year."""

    DAY = "day"
    TEN_DAYS = "ten_days"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    RELATIVE = "relative"


class Qualifier(StrEnum):
    """How a figure that is not exact stands to the printed one."""

    ABOUT = "about"  # 约, 左右
    OVER = "over"  # 逾, 超过, 不少于, 多, 以上
    UNDER = "under"  # 近, 不超过, 以下
    AS_MUCH_AS = "as_much_as"  # 多达, 高达: the value holds, the words call it large


class Aspect(StrEnum):
    """What a figure measures."""

    LEVEL = "level"  # 达到69个, 增至69个
    INCREASE = "increase"  # 增长5%, 新增10个
    DECREASE = "decrease"  # 下降5%
    BASE = "base"  # 从3个 (增至69个): what a change starts from


class Mention(NamedTuple):
    """A mention at ``[start, end)`` of a text; the fields that its kind does not use are None.

    ``value`` has the multiplier applied (4.5亿 is 450000000.0); of a range it is the least, ``value_to`` the most.
    ``low`` and ``high`` bound what the figure says, with its qualifier; None where it is open. ``unit`` is the normal
    form of ``unit_printed`` (个月 is 月). ``currency`` is an ISO 4217 code. ``year`` is the one that a figure is said
    of, None where it is cumulative.
    """

    kind: MentionKind
    start: int
    end: int
    entity_id: str | None = None
    date_from: date | None = None
    date_to: date | None = None
    precision: Precision | None = None
    value: float | None = None
    value_to: float | None = None
    unit: str | None = None
    currency: str | None = None
    year: int | None = None
    qualifier: Qualifier | None = None
    low: float | None = None
    high: float | None = None
    unit_printed: str | None = None
    aspect: Aspect | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """A name in simplified Chinese that is a mention wherever it stands as words of its own."""

    form: str
    kind: MentionKind
    entity_id: str | None = None
