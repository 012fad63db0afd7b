"""Number styles: each form of each style × text, one line, page and PDF × flat, nested and as headings."""

from __future__ import annotations

import itertools
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.release.build import build_release
from pipeline.release.parsing import ReleaseInput, Tools
from schemas.printed.number_styles import ARABIC, CHAPTER, CHINESE, CIRCLED_FILLED, NUMBER_STYLES, Heading, NumberStyle
from tests.make_pdf import document

TITLE = "某市2026年重点工作清单"
_TASKS = (
    "推进商贸合作，压缩办理时限。（市商务局牵头）",
    "优化营商环境，提升服务水平。（市财政局牵头，市教育局配合）",
    "加强市场监管，规范市场秩序。（市教育局牵头）",
)
_HEADINGS = ("商贸流通", "营商环境", "市场监管")


def _flat(style: NumberStyle, form: int) -> list[str]:
    return [style.write(n, form) + task for n, task in enumerate(_TASKS, 1)]


def _nested(style: NumberStyle, form: int) -> list[str]:
    """Items of the style below headings of another."""
    above = CHINESE if style.rank > CHINESE.rank else CHAPTER
    lines: list[str] = []
    for n, heading in enumerate(_HEADINGS, 1):
        lines += [above.write(n) + heading, *_flat(style, form)]
    return lines


def _heading(style: NumberStyle, form: int) -> list[str]:
    """Headings of the style above items of another."""
    lines: list[str] = []
    for n, heading in enumerate(_HEADINGS, 1):
        lines += [style.write(n, form) + heading, *_flat(ARABIC, 0)]
    return lines


def _text(lines: list[str]) -> tuple[str, bytes]:
    return "list.txt", "\n".join([TITLE, *lines]).encode()


def _one_line(lines: list[str]) -> tuple[str, bytes]:
    return "list.txt", " ".join([TITLE, *lines]).encode()


def _page(lines: list[str]) -> tuple[str, bytes]:
    inner = "".join(f"<p>{line}</p>" for line in lines)
    page = f"<html><head><meta charset=utf-8><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{inner}</body></html>"
    return "list.html", page.encode()


def _pdf(lines: list[str]) -> tuple[str, bytes]:
    return "list.pdf", document([TITLE, *lines])


Format = Callable[[list[str]], tuple[str, bytes]]
_FORMATS: tuple[Format, ...] = (_text, _one_line, _page, _pdf)
_ITEMS = [style for style in NUMBER_STYLES if style.counts and style.heading is not Heading.ALWAYS]
_HEADS = [style for style in NUMBER_STYLES if style.counts and style.may_head]


def _is_possible(style: NumberStyle, form: Format) -> bool:
    if form is _pdf and style is CIRCLED_FILLED:
        return False  # not in the font of the tests
    return not (form is _one_line and style.right is None)  # 1.1 is a figure inside a line


_CELLS = [
    pytest.param(style, form, write, shape, id=f"{style.name}{form}-{write.__name__}-{shape.__name__}")
    for shape, styles in ((_flat, _ITEMS), (_nested, _ITEMS), (_heading, _HEADS))
    for style, write in itertools.product(styles, _FORMATS)
    for form in range(len(style.forms))
    if _is_possible(style, write)
]


@pytest.mark.parametrize(("style", "form", "write", "shape"), _CELLS)
def test_each_style_in_each_format(
    style: NumberStyle, form: int, write: Format, shape: Callable[[NumberStyle, int], list[str]], tools: Tools
) -> None:
    name, data = write(shape(style, form))
    rows = build_release(ReleaseInput("styles", name, data), tools).rows
    count = 1 if shape is _flat else len(_HEADINGS)
    items = ARABIC if shape is _heading else style
    assert [(row["marker_kind"], row["number"], row["text"]) for row in rows["items"]] == [
        (items.name, n, task) for _ in range(count) for n, task in enumerate(_TASKS, 1)
    ]
    heads = [] if shape is _flat else [(n, heading) for n, heading in enumerate(_HEADINGS, 1)]
    assert [(row["number"], row["title"]) for row in rows["sections"]] == heads
    assert [row["name"] for row in rows["item_agencies"]] == ["市商务局", "市财政局", "市教育局", "市教育局"] * count
    assert rows["releases"][0]["title"] == TITLE


_WITH_ANOTHER_STYLE = """
from schemas.printed import number_styles
style = number_styles.NumberStyle(
    name="numbered_word", forms=("专题{}：",), rank=78, firsts="专", pattern="专题(?P<n>[0-9]+)：",
    examples=(("专题1：推进会展", 1),), negatives=("专题会议",),
)
number_styles.NUMBER_STYLES = (*number_styles.NUMBER_STYLES, style)
from normalizers.registry.names import default_registry
from pipeline.release.build import build_release
from pipeline.release.parsing import ReleaseInput, Tools
tasks = [style.write(n) + f"推进第{n}个方面的合作。（市商务局牵头）" for n in range(1, 4)]
for gap in "\\n", " ":
    text = gap.join(["某市2026年重点工作清单", "一、商贸流通", *tasks[:2], "二、营商环境", tasks[2]])
    rows = build_release(ReleaseInput("row", "list.txt", text.encode()), Tools(default_registry())).rows
    print(*(row["item_id"] + row["marker"] for row in rows["items"]))
"""


def test_a_number_style_is_one_row() -> None:
    """Patterns are built from the rows on import: a child process adds one first, then reads a list with it."""
    child = subprocess.run(
        [sys.executable, "-c", _WITH_ANOTHER_STYLE],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    ids = "row/1/1专题1： row/1/2专题2： row/2/3专题3："
    assert child.stdout.splitlines() == [ids, ids]
