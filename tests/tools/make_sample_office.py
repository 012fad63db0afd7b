"""Writes the Word document and the workbook of raw/ from the plain text beside this file. Tests do not run it.

    python tests/tools/make_sample_office.py [FOLDER]   # writes into raw/ unless told otherwise

The sources. Of the document: the title, then ``# ``, ``## `` and ``### `` for the levels of its list, which Word
numbers 一、 （一） 1. (the last goes on behind plain paragraphs); other lines are paragraphs. Its table is here.
Of the workbook: rows of cells parted by `` | ``; ``^`` is merged with the cell above, ``^^`` with that before;
``=2026-09`` is the first of that month, printed as 2026年9月.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.make_office import ABOVE, OFFICIAL, Formatted, docx, p, r, table, xlsx

_HERE = Path(__file__).resolve().parent
_RAW = _HERE.parents[1] / "raw"
_CENTRED = '<w:jc w:val="center"/>'
_ROWS = (
    ("序号", "领域", "事项", "牵头单位", "完成时限"),
    ("1", "资金保障", "安排养老托育补助资金2,600万元，并公开使用情况", "市财政局", "2026年4月底前"),
    ("2", ABOVE, "落实用水、用电、用气居民价格", "市发展改革局", "2026年6月底前"),
    ("3", "组织实施", "建立月调度、季通报制度", "市民政局", "全年"),
)
_MONTH = 'yyyy"年"m"月"'
_SAME_ROW = "^^"


def main() -> None:
    """Write the samples into the folder given, else into raw/."""
    raw = Path(sys.argv[1]) if len(sys.argv) > 1 else _RAW
    for name, write in (("sample-notice-docx", _document), ("sample-list-xlsx", _workbook)):
        target = raw / name / f"{name}.{name.rpartition('-')[2]}"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(write((_HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines()))
        print(f"{target}: {target.stat().st_size} bytes")


def _document(lines: list[str]) -> bytes:
    title, *rest = lines
    body = [p(title, properties=_CENTRED)]
    for line in rest:
        marks, _, words = line.partition(" ")
        is_listed = bool(words) and set(marks) == {"#"}
        body.append(p(words, numbered=(1, len(marks) - 1)) if is_listed else p(line))
    page = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    page += '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + r("1") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    foot = p(r("— ") + page + r(" —"), properties=_CENTRED)
    parts = {"numbering": OFFICIAL, "header1": p("江门市民政局"), "footer1": foot}
    return docx("".join(body) + table(_ROWS), parts)


def _workbook(lines: list[str]) -> bytes:
    grid = [[cell.strip() for cell in line.split(" | ")] for line in lines]
    width = max(map(len, grid))
    rows = [[_content(cell) for cell in row] for row in grid]
    head = next(i for i, row in enumerate(grid) if row[0] == "序号")
    merges = [f"A{i + 1}:{_letter(width - 1)}{i + 1}" for i in (1, len(grid) - 1)]
    merges += [area for column in range(width) for area in _merged(grid, head, column)]
    merges += [
        f"{_letter(row.index(_SAME_ROW) - 1)}{i + 1}:{_letter(row.index(_SAME_ROW))}{i + 1}"
        for i, row in enumerate(grid)
        if _SAME_ROW in row
    ]
    return xlsx({"重点项目": rows}, {"重点项目": merges})


def _content(cell: str) -> str | float | Formatted | None:
    if cell in ("", ABOVE, _SAME_ROW):
        return None
    if cell.startswith("="):
        year, month = map(int, cell[1:].split("-"))
        return (date(year, month, 1) - date(1899, 12, 30)).days, _MONTH
    return int(cell) if cell.isdecimal() else cell


def _merged(grid: list[list[str]], first: int, column: int) -> list[str]:
    """The areas of a column from row ``first`` on whose cells go on below."""
    areas, start = [], first
    for i in range(first + 1, len(grid) + 1):
        if i == len(grid) or column >= len(grid[i]) or grid[i][column] != ABOVE:
            if i - start > 1:
                areas.append(f"{_letter(column)}{start + 1}:{_letter(column)}{i}")
            start = i
    return areas


def _letter(column: int) -> str:
    return chr(ord("A") + column)


if __name__ == "__main__":
    main()
