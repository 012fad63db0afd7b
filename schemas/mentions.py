"""What a text names or states, with its place: the values behind the table ``mentions``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from schemas.described import DescribedEnum


class MentionKind(DescribedEnum):
    """What is mentioned."""

    AGENCY = "agency", "public body", "机构"
    ORGANISATION = "organisation", "other organisation", "组织"
    PLACE = "place", "place", "地点"
    TREATY = "treaty", "treaty or agreement", "条约、协议"
    DOCUMENT = "document", "document", "文件"
    EVENT = "event", "event", "活动"
    PROGRAMME = "programme", "programme", "计划、项目"
    PLATFORM = "platform", "platform", "平台"
    TERM = "term", "another quoted name", "其他引号内名称"
    DATE = "date", "date", "日期"
    DEADLINE = "deadline", "deadline", "期限"
    FIGURE = "figure", "figure", "数字"


NAMED_KINDS = (
    *(MentionKind.AGENCY, MentionKind.ORGANISATION, MentionKind.PLACE, MentionKind.TREATY),
    *(MentionKind.DOCUMENT, MentionKind.EVENT, MentionKind.PROGRAMME, MentionKind.PLATFORM),
)
"""The kinds of mentions that name an entity."""


class Precision(DescribedEnum):
    """The unit in which a date is printed."""

    DAY = "day", "", "日"
    TEN_DAYS = "ten_days", "a third of a month (上旬)", "旬"
    MONTH = "month", "", "月"
    QUARTER = "quarter", "", "季度"
    HALF = "half", "half a year", "半年"
    YEAR = "year", "", "年"
    RELATIVE = "relative", "a length of time, or a date whose year is unknown", "相对时间"


class DateKind(DescribedEnum):
    """What a date says of time."""

    DEADLINE = "deadline", "by that day (6月底前, 到2027年)", "截止于该日"
    START = "start", "from that day on (自2026年起)", "自该日起"
    PERIOD = "period", "a day, or a time with its first and last day", "某日或某段时间"
    PAST = (
        "past",
        "over when the list begins, or what is counted up to (上年底, 截至2025年6月)",
        "清单开始前已结束，或统计截至之日",
    )
    RELATIVE = "relative", "a length of time, or a date whose year is unknown", "相对时间"


class DueBasis(DescribedEnum):
    """What tells when a task is due."""

    LABEL = "label", "a column or label of time (完成时限)", "时限栏目或标签"
    NOTE = "note", "its responsibility note", "责任单位注"
    TEXT = "text", "its body", "正文"
    INHERITED = "inherited", "the item or heading it is a part of", "上级事项或标题"
    NONE = "none", "nothing", "无"


class Qualifier(DescribedEnum):
    """How an inexact figure relates to the printed number."""

    ABOUT = "about", "about the number (约, 左右)", "约"
    OVER = "over", "more than the number, or at least it (逾, 超过, 不少于)", "超过"
    UNDER = "under", "less than the number, or at most it (近, 不超过)", "不足"
    AS_MUCH_AS = "as_much_as", "exactly the number, which the words call large (多达, 高达)", "多达"


class Aspect(DescribedEnum):
    """What a figure measures."""

    LEVEL = "level", "a level reached (达到, 增至)", "水平"
    INCREASE = "increase", "an increase (增长, 新增)", "增加"
    DECREASE = "decrease", "a decrease (下降)", "减少"
    BASE = "base", "the level a change starts from (从3个增至…)", "基数"


class Mention(NamedTuple):
    """A mention at ``[start, end)`` of a text; the fields that its kind does not use are None.

    ``value`` has the multiplier applied (4.5亿 is 450000000.0); of a range it is the least, ``value_to`` the most.
    ``low`` and ``high`` are the bounds of the figure, with its qualifier; None where it is open. ``unit`` is the normal
    form of ``unit_printed`` (个月 is 月). ``currency`` is an ISO 4217 code. ``year`` is the year the figure refers to,
    None where it is cumulative.
    """

    kind: MentionKind
    start: int
    end: int
    entity_id: str | None = None
    date_from: date | None = None
    date_to: date | None = None
    precision: Precision | None = None
    date_kind: DateKind | None = None
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
