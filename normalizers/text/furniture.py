"""Page furniture: page numbers, running heads, rules and contents, found by place and repetition.

Never by shape alone: ``80`` and ``2018`` can be content that a line break cut off.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from normalizers.text.browser_print import browser_halves, browser_lines
from normalizers.text.layout import PrintedLine, WrapReader
from normalizers.text.page_numbers import PageNumbers
from normalizers.text.running_heads import RunningHeads
from schemas.decisions import Selection, rule
from schemas.facts import fact

_OPENS_NUMBER = "第Pp"
_RULE_LINE = re.compile(r"[_＿─━﹍\-=*~—\s]{3,}")
_CONTENTS_LINE = re.compile(r".{2,80}?(?:[.．·]{4,}|…{2,}|[.．·…\s]{6,})\s*\d{1,4}")
_CONTENTS_HEAD = re.compile(r"目\s*[录錄次]")

_SENTENCE = "各地区要围绕重点产业完善协作机制，加强要素保障和服务，推动数据共享和业务协同，提升监管水平。"
_PAGE = "\n".join([_SENTENCE] * 6)
"""A page of text, longer than the fewest characters between two page numbers."""


@dataclass(frozen=True)
class Pages:
    """The lines of a text before any is taken out."""

    lines: Sequence[PrintedLine]
    wraps: WrapReader

    @fact
    def odd(self) -> list[int]:
        """Lines that may be numbers or rules: of most lines the first character says that they are neither."""
        return [i for i, line in enumerate(self.lines) if not (sign := line.text[0]).isalpha() or sign in _OPENS_NUMBER]

    @fact
    def numbers(self) -> PageNumbers:
        """The page numbers."""
        return PageNumbers(self.lines, self.odd)

    @fact
    def rules(self) -> list[int]:
        """Lines of strokes."""
        return [i for i in self.odd if _RULE_LINE.fullmatch(self.lines[i].text)]

    @fact
    def browser_lines(self) -> set[int]:
        """Heads and feet that a browser printed."""
        return browser_lines(self.lines)

    @fact
    def browser_halves(self) -> set[int]:
        """Their halves on lines of their own."""
        return set() if self.browser_lines else browser_halves(self.lines)

    @fact
    def contents(self) -> list[int]:
        """A table of contents: lines whose leaders end in a page number, and the heading right before them."""
        # The pattern is slow to fail, and few lines end in a digit.
        digits = (i for i, line in enumerate(self.lines) if line.text[-1].isdecimal())
        entries = [i for i in digits if _CONTENTS_LINE.fullmatch(self.lines[i].text)]
        if len(entries) < 2:
            return []
        heads = [i for i in range(entries[0]) if _CONTENTS_HEAD.fullmatch(self.lines[i].text)]
        return heads[-1:] + entries

    @fact
    def heads(self) -> RunningHeads:
        """Running heads among the lines that nothing else takes out."""
        numbers = self.numbers.every
        furniture = {*numbers, *self.rules, *self.browser_lines, *self.browser_halves, *self.contents}
        return RunningHeads(self.lines, furniture, numbers, self.wraps)


@rule(
    example="工作清单\n一、办好活动。\n— 1 —\n二、加强服务。",
    negative="工作清单\n一、办好活动。\n二、加强服务，达到\n1500\n个。",
)
def page_number(pages: Pages) -> Collection[int]:
    """A number whose decoration no content has: — 5 —, 第2页 共6页."""
    return pages.numbers.decorated


@rule(
    example="一、办好活动。\n1/2\n二、加强服务。\n2/2",
    negative="一、加强服务，完成\n1/2\n以上，其中一季度\n1/4\n。",
)
def page_of_pages(pages: Pages) -> Collection[int]:
    """A page and the count of pages, the same count everywhere: 1/2, 2/2."""
    return pages.numbers.all_fractions


@rule(
    example="一、办好活动。\n1\n\f二、加强服务。\n2\n\f三、做好宣传。",
    negative="一、加强服务，数量达到\n80\n个。\n二、办好活动。",
)
def number_at_edge(pages: Pages) -> Collection[int]:
    """A number alone at the edge of a page, or set off by a larger gap than usual."""
    return pages.numbers.set_off


@rule(
    example="".join(f"{_PAGE}\n{i}\n" for i in range(4, 8)) + "一、办好活动。",
    negative="一、分年目标\n4\n5\n6\n二、办好活动。",
)
def counting_numbers(pages: Pages) -> Collection[int]:
    """Three numbers or more that count up by one, a page of text apart."""
    return pages.numbers.in_run


@rule(
    example=f"一、办好活动。\n{_PAGE}\n1\n二、加强服务。\n{_PAGE}\n2",
    negative=f"一、办好活动。\n{_PAGE}\n1\n个。\n二、加强服务。\n{_PAGE}",
)
def numbers_to_the_end(pages: Pages) -> Collection[int]:
    """Numbers that count from 1, a page of text apart, the last of which closes the text."""
    return pages.numbers.to_the_end


@rule(
    example="一、办好活动。\n\n3\n\n二、加强服务。\n三、做好宣传。\n5",
    negative="一、办好活动。\n二、加强服务。\n三、做好宣传，达到\n5",
)
def last_number(pages: Pages) -> Collection[int]:
    """The number that closes the text, larger than the page numbers before it."""
    return pages.numbers.last


@rule(
    example="2026/3/1 10:20 工作清单\n一、办好活动。\n二、加强服务。\nhttps://www.example.org/a.html 1/1",
    negative="工作清单\n一、办好活动，网址为\nhttps://www.example.org/a.html\n二、加强服务。",
)
def browser_print(pages: Pages) -> Collection[int]:
    """What a browser prints at the edges of pages: the time, the title, the address, the page."""
    return pages.browser_lines


@rule(
    example=(
        "2026/3/1 10:20\n工作清单\n一、办好活动。\nhttps://www.example.org/a.html\n1/2\n"
        "\f2026/3/1 10:20\n工作清单\n二、加强服务。\nhttps://www.example.org/a.html\n2/2\n"
    ),
    negative="2026/3/1 10:20\n工作清单\n一、办好活动。\n二、加强服务。",
)
def browser_halves_apart(pages: Pages) -> Collection[int]:
    """The same on lines of their own: address and time return at several edges of pages."""
    return pages.browser_halves


@rule(
    example="目录\n一、产业……………… 1\n二、民生……………… 3\n一、产业\n1. 办展。\n二、民生\n1. 助老。",
    negative="一、产业\n1. 办展，金额……100\n二、民生\n1. 助老。",
)
def contents(pages: Pages) -> Collection[int]:
    """A table of contents: two lines or more with leaders to a page number, and the heading before them."""
    return pages.contents


@rule(example="工作清单\n________\n一、办好活动。", negative="工作清单\n一、办好活动——\n二、加强服务。")
def rule_line(pages: Pages) -> Collection[int]:
    """A line of strokes."""
    return pages.rules


@rule(
    example="年度工作清单\n一、办好活动，\n\f年度工作清单\n加强服务。\n二、做好宣传。",
    negative="年度工作清单\n一、办好活动，\n\f加强服务。\n二、做好宣传。",
)
def repeated_title(pages: Pages) -> Collection[int]:
    """The title again, at the edge of a page or inside a sentence."""
    return pages.heads.repeated_titles


@rule(
    example="某市发展规划\n一、办好活动。\n某局编印\n\f二、做好宣传。\n某局编印\n\f三、加强服务。\n某局编印\n\f四、办事。",
    negative="某市发展规划\n一、办好活动。\n某局编印\n\f二、做好宣传。\n\f三、加强服务。",
)
def running_head(pages: Pages) -> Collection[int]:
    """A line that returns at the edges of pages in a row: three times, or twice where it interrupts a sentence."""
    return pages.heads.returning


@rule(
    example="某市年度工作清单\n一、办好活动。\n— 1 —\n某市人民政府公报　2026年第8期\n二、加强服务。\n— 2 —",
    negative="某市年度工作清单\n一、办好活动。\n— 1 —\n合作工作简报\n二、加强服务。\n— 2 —",
)
def interrupting_head(pages: Pages) -> Collection[int]:
    """A short line behind a page number that no margin cut and that interrupts a sentence; a gazette's issue there, at
    the edge of a page, or above the title.
    """
    return [*pages.heads.interrupting, *pages.heads.periodical]


@rule(
    example="某市发展局  内部资料\n年度工作清单\n一、办好活动。\n\f某市发展局  内部资料\n二、做好宣传。",
    negative="年度工作清单\n一、办好活动。\n\f年度工作清单\n二、做好宣传。",
)
def head_above_title(pages: Pages) -> Collection[int]:
    """The line that opens the text, when it returns as a running head and the title follows below it."""
    return pages.heads.first


FURNITURE = Selection(
    "furniture",
    "Which lines belong to the page and not to the document?",
    (
        page_number,
        page_of_pages,
        number_at_edge,
        counting_numbers,
        numbers_to_the_end,
        last_number,
        browser_print,
        browser_halves_apart,
        contents,
        rule_line,
        repeated_title,
        running_head,
        interrupting_head,
        head_above_title,
    ),
)
"""Which lines go as page furniture."""


def find_furniture(lines: Sequence[PrintedLine], wraps: WrapReader) -> dict[int, str]:
    """Indices of the lines that are furniture, in order, each with the rule that says so."""
    return FURNITURE(Pages(lines, wraps))
