"""Pages that are no documents, and small documents, in many forms: their words are in tests/cases/page_forms.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

_CASES = Path(__file__).resolve().parents[1] / "cases" / "page_forms.toml"
_USER = "<form action='/login'><input name='user'><input type='password' name='pw'></form>"
_MENU = ("首页", "政务公开", "互动交流", "登录", "注册")
_FOOT = "主办：示例市人民政府办公室 版权所有 网站标识码1234567890 技术支持：信息中心"


@dataclass(frozen=True)
class Form:
    """A page or text. ``name`` says what it is."""

    name: str
    data: bytes
    file: str


def no_documents() -> Iterator[Form]:
    """Each of the forms, laid out in turn as one of four kinds of sites would."""
    for case, frame in zip(_cases("page"), cycle(range(4)), strict=False):
        form = _USER if case.get("has_form") else ""
        page = _page(case["title"], case["head"], case["lines"], frame, form)
        yield Form(case["name"], page.encode(), "page.html")


def documents() -> Iterator[Form]:
    """Each of the documents, as a page of four kinds of sites or a text in turn."""
    for case, frame in zip(_cases("document"), cycle(range(5)), strict=False):
        if frame == 4:
            yield Form(case["name"], "\n".join([case["title"], *case["lines"], ""]).encode(), "list.txt")
        else:
            page = _page(case["title"], case["title"], case["lines"], frame)
            yield Form(case["name"], page.encode(), "page.html")


def _cases(kind: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(_CASES.read_text(encoding="utf-8"))[kind]
    return found


def _page(title: str, head: str, lines: Sequence[str], frame: int, form: str = "") -> str:
    """A page as one of four kinds of sites lays it out."""
    paragraphs = "".join(f"<p>{line}</p>" for line in lines)
    rows = "".join(f"<li>{line}</li>" for line in lines)
    menu = "".join(f"<a href='/{number}'>{word}</a> " for number, word in enumerate(_MENU))
    title, body = (
        (title, f"<h1>{head}</h1>{form}{paragraphs}"),
        (
            f"{title}-示例市人民政府",
            f"<div class='nav'>{menu}</div><div class='content'><h2>{head}</h2>{form}{paragraphs}</div>"
            f"<div class='footer'>{_FOOT}</div>",
        ),
        (title, f"<div id='main'><h3>{head}</h3>{form}<ul>{rows}</ul></div>"),
        (title, f"<table><tr><td><b>{head}</b></td></tr><tr><td>{form}{'<br>'.join(lines)}</td></tr></table>"),
    )[frame]
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>"
