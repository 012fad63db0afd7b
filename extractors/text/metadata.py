"""What a text saved from a web page says of the document before it begins, apart from the text itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, islice

from extractors.dates import find_date
from extractors.page_metadata import as_columns, cells_behind_blanks, is_label, read_byline, read_pairs, read_runs
from extractors.work_lists.headers import heads_numbers
from schemas.printed.characters import HAN
from schemas.printed.kinds import ends_as_title
from schemas.printed.markers import read_marker

_OPENING_LINES = 60
"""Lines with something in them; tables saved as text leave many empty ones."""
_CLOSING_LINES = 4
_FEWEST_KEYS = 3
# A block of keys as tools write it above what they saved: YAML between lines of dashes, or a list under a heading.
_KEY = re.compile(
    rf"(?:[-*]\s+)?(?:(?P<key>[A-Za-z][A-Za-z0-9_-]{{1,30}})\s*:(?:\s+(?P<value>.*))?"
    rf"|(?P<label>[{HAN}]{{2,8}})\s*[:：]\s*(?P<said>.*))"
)
_LISTED = re.compile(r"[-*]\s+\S.*|\[.*\]")
"""A value of a key in several lines."""
_FENCE = re.compile(r"-{3,}")
# The cells of a row of a table as saved: between strokes in Markdown, between tabs where it was copied.
_CELL_END = re.compile(r"\s*(?:(?<!\\)\||\t)\s*")
_RULE_CELL = re.compile(r":?-+:?")
_FEWEST_CELLS = 2
_MAIN_HEADING = re.compile(r"(?m)^#[ \t]+(\S.*)$")
_TOOL_HEADING = re.compile(r"#{1,6}\s.*")
_COLUMNS = {
    "title": "title",
    "publisher": "publisher",
    "issuer": "issuer",
    "issue_date": "date_issued",
    **dict.fromkeys(("date", "pubdate", "publish_date", "published", "date_published"), "date_published"),
}
_AS_LABEL = {"source": "来源"}
"""Keys of which a label says the same: only a body is a publisher."""
# Headings that a tool or a collection of laws sets above what it says of a file: 文档：….md, 基本信息, 文章属性.
_ABOUT_FILE = re.compile(
    r"(?:#{1,6}\s+)?(?:(?:文档|文件)\s*[：:].*|(?:基本|文档|文件|元)信息|元数据|(?:文章|法规)属性)"
)


def split_metadata(text: str) -> tuple[dict[str, str], str]:
    """The metadata above the document, by column of the table releases, and the text without it.

    Read are a block of keys that a line of dashes closes, and before the first number runs of at least three
    prescribed labels (``发文字号：…``) and tables with as many; in its last lines the day of publication. Text that
    has none comes back as it is.
    """
    said, text = _split_keys(text)
    labelled, text = _split_labels(text)
    closing, text = _split_closing(text)
    return {**_main_heading(text), **closing, **said, **labelled}, text


def _main_heading(text: str) -> dict[str, str]:
    """The title of a text saved as Markdown: its one heading of the first level, where that ends as titles do."""
    headings = _MAIN_HEADING.findall(text) if "#" in text else []
    title = headings[0].replace("**", "").strip() if len(headings) == 1 else ""
    return {"title": title} if ends_as_title(title) and read_marker(title) is None else {}


def _split_keys(text: str) -> tuple[dict[str, str], str]:
    """What a block of keys says that a line of dashes closes, and the text behind it.

    Front matter, which such a line opens as well, may have a single key and keys in Chinese.
    """
    lines = text.splitlines(keepends=True)
    opening = [line.strip("\ufeff \t\r\n\u3000") for line in lines[:_OPENING_LINES]]
    first = next((i for i, line in enumerate(opening) if line), len(opening))
    is_front_matter = first < len(opening) and _FENCE.fullmatch(opening[first]) is not None
    pairs, end = _read_keys(opening, first + is_front_matter, is_front_matter)
    if end is None or len(pairs) < (1 if is_front_matter else _FEWEST_KEYS):
        return {}, text
    return _known(pairs), "".join(lines[end + 1 :])


def _read_keys(opening: Sequence[str], first: int, is_front_matter: bool) -> tuple[list[tuple[str, str]], int | None]:
    """The keys from line ``first`` on, and the line of dashes that closes them; None where another line comes first."""
    pairs: list[tuple[str, str]] = []
    for i in range(first, len(opening)):
        line = opening[i]
        if _FENCE.fullmatch(line):
            return pairs, i
        if (match := _KEY.fullmatch(line)) and (match["key"] or is_front_matter):
            pairs.append(_pair(match))
        elif line and not _may_stand_between(line, pairs, is_front_matter):
            break
    return pairs, None


def _may_stand_between(line: str, pairs: Sequence[tuple[str, str]], is_front_matter: bool) -> bool:
    """Whether a line that is no key may stand in a block of keys: the heading of a tool, or a value in lines."""
    pattern = _LISTED if pairs else _TOOL_HEADING
    return (is_front_matter or not pairs) and pattern.fullmatch(line) is not None


def _pair(match: re.Match[str]) -> tuple[str, str]:
    key, value = (match["key"].lower(), match["value"]) if match["key"] else (match["label"], match["said"])
    return key, (value or "").strip("\"' ")


def _headings_above(lines: Sequence[str], first: int) -> Iterator[int]:
    """The headings, right above line ``first``, of what a tool says of a file."""
    for i in range(first - 1, -1, -1):
        if lines[i] and not _ABOUT_FILE.fullmatch(lines[i]):
            return
        if lines[i]:
            yield i


def _known(pairs: list[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, printed in pairs:
        column = _COLUMNS.get(key)
        value = find_date(printed) if column and column.startswith("date_") else printed
        if column and value:
            found.setdefault(column, value)
    labelled = [(_AS_LABEL.get(key, key), value) for key, value in pairs]
    return {**as_columns([(label, value) for label, value in labelled if is_label(label)]), **found}


def _split_labels(text: str) -> tuple[dict[str, str], str]:
    lines = text.splitlines(keepends=True)
    opening: list[str] = []
    read = 0
    for line in lines:
        marker = read_marker(line)
        if read == _OPENING_LINES or (marker and marker.kind.counts):
            break
        opening.append(line.strip())
        read += bool(opening[-1])
    found, taken = _read_opening(opening)
    if not taken:
        return {}, text
    taken |= set(_headings_above(opening, min(taken)))
    return found, "".join(line for i, line in enumerate(lines) if i not in taken)


def _split_closing(text: str) -> tuple[dict[str, str], str]:
    """What the last lines, below a gap, say of the page, where they say when it was put up: 来源：… 发布时间：…."""
    lines = text.splitlines(keepends=True)
    filled = list(islice((i for i in reversed(range(len(lines))) if lines[i].strip()), _CLOSING_LINES))[::-1]
    printed = [lines[i].strip() for i in filled]
    found, taken = read_runs(printed, len(printed))
    gone = {filled[i] for i in taken}
    if "date_published" not in found or lines[max(0, min(gone) - 1)].strip():
        return {}, text
    return found, "".join(line for i, line in enumerate(lines) if i not in gone)


def _read_opening(opening: Sequence[str]) -> tuple[dict[str, str], set[int]]:
    """What tables, labels and bylines among these lines say, and the indices of their lines."""
    in_tables, of_tables = _read_tables(opening)
    found, taken = read_runs(["" if i in of_tables else line for i, line in enumerate(opening)], len(opening))
    stamps = {i: said for i, line in enumerate(opening) if i not in taken and (said := read_byline(line))}
    return {**next(iter(stamps.values()), {}), **found, **in_tables}, taken | of_tables | set(stamps)


def _read_tables(opening: Sequence[str]) -> tuple[dict[str, str], set[int]]:
    """What tables of metadata among these lines say, and the indices of their lines."""
    found: dict[str, str] = {}
    taken: set[int] = set()
    cells = list(map(_cells, opening))
    filled = [i for i, line in enumerate(opening) if line]
    for is_table, group in groupby(filled, lambda i: len(cells[i]) >= _FEWEST_CELLS):
        run = _above_list(list(group), cells)
        rows = [cells[i] for i in run if not all(map(_RULE_CELL.fullmatch, filter(None, cells[i])))]
        if is_table and (said := read_pairs(rows)):
            found = {**said, **found}
            taken |= set(run)
    return found, taken


def _above_list(run: list[int], cells: Sequence[Sequence[str]]) -> list[int]:
    """The rows of a run of rows above the header of a list that follows without a gap: 序号 | 项目 | 责任单位."""
    header = next((n for n, i in enumerate(run) if any(map(heads_numbers, cells[i][:1]))), len(run))
    return run[:header] or run


def _cells(line: str) -> list[str]:
    """The cells of a line that is a row of a table, without marks of emphasis; one or none for any other line."""
    if "|" in line or "\t" in line:
        return _CELL_END.split(line.strip("| ").replace("**", ""))
    return cells_behind_blanks(line)
