"""The documentation: every link leads somewhere, both languages have the same pages, and the site builds."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.cli import COMMANDS
from schemas.fields import TABLES
from tests.tools.docs_site import generated_pages, with_joined_lines, with_site_links, write_pages

_ROOT = Path(__file__).parents[1]
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^```.*?^```", re.M | re.S)
_HAS_MKDOCS = all(importlib.util.find_spec(name) for name in ("mkdocs", "material", "mkdocs_static_i18n"))


def _anchors(page: Path) -> set[str]:
    """The anchors of a page as GitHub and the site make them: small letters, blanks as -, signs dropped."""
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    heads = re.findall(r"^#+ (.+?)(?: \{#([\w-]+)\})?$", text, re.M)
    return {own or re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head, own in heads}


def _dead_links(folder: Path, pages: list[Path], is_site: bool = False) -> Iterator[str]:
    for page in pages:
        for target in _LINK.findall(_FENCE.sub("", page.read_text(encoding="utf-8"))):
            path, _, anchor = target.partition("#")
            leads_to = page if not path else page.parent / path
            chinese = leads_to.with_suffix(".zh.md")
            if is_site and page.name.endswith(".zh.md") and chinese.exists():
                leads_to = chinese  # the site keeps the reader's language
            if "://" in target or target.startswith("mailto:"):
                continue
            if not leads_to.exists() or (anchor and anchor not in _anchors(leads_to)):
                yield f"{page.relative_to(folder)}: {target}"


def test_links_of_the_repository_lead_somewhere() -> None:
    pages = [*_ROOT.glob("*.md"), *(_ROOT / "docs").glob("*.md")]
    assert not list(_dead_links(_ROOT, pages))


def test_links_of_the_site_lead_somewhere(tmp_path: Path) -> None:
    write_pages(tmp_path / "pages")
    assert not list(_dead_links(tmp_path, sorted((tmp_path / "pages").glob("*.md")), is_site=True))


@pytest.mark.parametrize(
    ("written", "expected", "why"),
    [
        ("[a](docs/reading.md#limits)", "[a](reading.md#limits)", "the site has one folder"),
        ("[a](../README.md)", "[a](index.md)", "papers have other names"),
        ("[a](docs/reading.zh.md)", "[a](reading.md)", "the reader's language is kept"),
        ("[a](LICENSE)", "[a](LICENSE.txt)", "a browser shows it"),
        ("[a](https://example.org/docs/a.md)", "[a](https://example.org/docs/a.md)", "addresses stay"),
        ("`qingdan[s3]`(docs/x)", "`qingdan[s3]`(docs/x)", "no link"),
    ],
)
def test_links_become_those_of_the_site(written: str, expected: str, why: str) -> None:
    assert with_site_links(written) == expected, why


def test_lines_of_chinese_paragraphs_are_joined_and_nothing_else() -> None:
    page = "甲，\n乙\nword\n丙\n\n- 丁，\n  戊\n- 己\n\n| 庚 |\n| 辛 |\n\n```\n壬\n癸\n```\n"
    joined = "甲，乙\nword\n丙\n\n- 丁，戊\n- 己\n\n| 庚 |\n| 辛 |\n\n```\n壬\n癸\n```\n"
    assert with_joined_lines(page) == joined


def test_pages_of_the_code_have_every_command_and_table_in_both_languages() -> None:
    pages = generated_pages()
    for suffix in ("", ".zh"):
        for command in COMMANDS:
            assert f"\n## qingdan {command.name}\n" in pages[f"commands{suffix}.md"]
        for table in TABLES:
            assert f"\n## {table.name}\n" in pages[f"data-dictionary{suffix}.md"]
    assert "用法：qingdan run" in pages["commands.zh.md"]
    assert "usage: qingdan run" in pages["commands.md"]


@pytest.mark.parametrize("page", sorted((_ROOT / "docs").glob("*.zh.md")), ids=lambda page: page.name)
def test_a_chinese_page_has_the_parts_of_the_english_one(page: Path) -> None:
    """The same headings by depth, the same commands and programs, the same links."""
    chinese = page.read_text(encoding="utf-8")
    english = page.with_name(page.name.replace(".zh.md", ".md")).read_text(encoding="utf-8")
    for parts in (_depths, _code, _targets):
        assert parts(chinese) == parts(english)


def _depths(page: str) -> list[str]:
    return re.findall(r"^#+(?= )", _FENCE.sub("", page), re.M)


def _code(page: str) -> list[str]:
    """Blocks of code without remarks, texts in quotes and Chinese words."""
    return [
        re.sub(r" *#.*|\"[^\"\n]*\"|[^\x00-\x7f]+", "", block)
        for block in _FENCE.findall(page)
        if "mermaid" not in block
    ]


def _targets(page: str) -> set[str]:
    links = _LINK.findall(_FENCE.sub("", page))
    return {re.sub(r"\.zh(?:-CN)?\.md", ".md", link).partition("#")[0] for link in links}


@pytest.mark.skipif(not _HAS_MKDOCS, reason="mkdocs is not installed: pip install '.[docs]'")
def test_the_site_builds_asks_no_other_host_and_finds_chinese_words(tmp_path: Path) -> None:
    write_pages(tmp_path / ".docs")
    (tmp_path / "mkdocs.yml").write_bytes((_ROOT / "mkdocs.yml").read_bytes())
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    site = tmp_path / "docs-site"
    for page in site.rglob("*.html"):
        assert not re.findall(r'<(?:script|link|img)[^>]*(?:src|href)="?https?://', page.read_text(encoding="utf-8"))
    index = (site / "search" / "search_index.js").read_text(encoding="utf-8")
    entries = json.loads(index[index.index("{") : index.rindex("}") + 1])["docs"]
    chinese = "".join(entry["text"] for entry in entries if entry["location"].startswith("zh/"))
    assert "\u200b责任" in chinese, "words are parted for the search"
    assert any("单位" in re.split("\u200b|<|>", entry["text"]) for entry in entries)
