"""The pages of the documentation as one site, in both languages: docs/, the papers beside it, and pages made from code.

``python -m tests.tools.docs_site FOLDER`` writes them; mkdocs.yml makes the site of them (`make docs`).
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from flows.cli import COMMANDS, parser_of_commands
from pipeline.dictionary import data_dictionary
from pipeline.how_it_reads import how_it_reads
from schemas.language import Language, either, localized, set_language

_ROOT = Path(__file__).parents[2]
_PAPERS = {
    "README.md": "index.md",
    "README.zh-CN.md": "index.zh.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "CODE_OF_CONDUCT.md": "code-of-conduct.md",
    "LICENSE": "LICENSE.txt",
    "NOTICE": "NOTICE.txt",
    "CITATION.cff": "CITATION.cff.txt",
}
"""Papers of the repository and the names they have on the site."""
_COLUMNS = "100"
_TARGET = re.compile(r"\]\((?P<path>[^)#:\s]+)(?P<anchor>#[^)]*)?\)")
_FENCE = re.compile(r"(^ *```.*?^ *```$)", re.M | re.S)
_LINE_END = re.compile(r"(?<=[\u3001-\u9fff\uff01-\uff5e”…])\n {0,4}(?=[\u3001-\u9fff\uff01-\uff5e“`])")
_SUFFIXES = {Language.EN: "", Language.ZH: ".zh"}


def write_pages(folder: Path) -> None:
    """Write all pages into ``folder``, which is emptied before."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(_ROOT / "docs", folder)
    for name, text in generated_pages().items():
        (folder / name).write_text(text, encoding="utf-8")
    for page in folder.glob("*.md"):
        text = with_site_links(page.read_text(encoding="utf-8"))
        page.write_text(with_joined_lines(text) if page.name.endswith(".zh.md") else text, encoding="utf-8")


def with_joined_lines(markdown: str) -> str:
    """Chinese paragraphs on one line each: a line end between two characters would be shown as a blank."""
    parts = _FENCE.split(markdown)
    return "".join(part if part.lstrip().startswith("```") else _LINE_END.sub("", part) for part in parts)


def with_site_links(markdown: str) -> str:
    """Links to papers, to docs/ and to pages of one language as links of the site."""
    return _TARGET.sub(lambda match: f"]({_site_path(match['path'])}{match['anchor'] or ''})", markdown)


def _site_path(path: str) -> str:
    name = path.removeprefix("../").removeprefix("docs/")
    return re.sub(r"\.zh\.md$", ".md", _PAPERS.get(name, name))


def generated_pages() -> dict[str, str]:
    """The pages by their names, each in the languages it has."""
    pages = {name: (_ROOT / paper).read_text(encoding="utf-8") for paper, name in _PAPERS.items()}
    for name in ("index.md", "index.zh.md"):
        pages[name] = re.sub(r"^.*\]\(README[^\n]*\n\n", "", pages[name], count=1, flags=re.M)
    for language, suffix in _SUFFIXES.items():
        set_language(language)
        pages[f"commands{suffix}.md"] = commands_page()
        pages[f"data-dictionary{suffix}.md"] = data_dictionary()
        pages[f"how-it-reads{suffix}.md"] = how_it_reads()
    set_language(Language.EN)
    return pages


def commands_page() -> str:
    """The help of every command, in the language of the reader."""
    return "\n".join(_command_lines()) + "\n"


def _command_lines() -> Iterator[str]:
    yield either("# Commands", "# 命令")
    yield ""
    yield either(
        "What `qingdan --help` and `qingdan COMMAND --help` print.",
        "`qingdan --help` 和 `qingdan 命令 --help` 的内容。",
    )
    parser = parser_of_commands()
    yield from _help("qingdan", "", parser)
    for name, of_command in _parsers(parser).items():
        (about,) = (command.help for command in COMMANDS if command.name == name)
        yield from _help(f"qingdan {name}", localized(about), of_command)


def _help(title: str, about: str, parser: argparse.ArgumentParser) -> Iterator[str]:
    os.environ["COLUMNS"] = _COLUMNS
    yield ""
    yield f"## {title}"
    yield ""
    if about:
        yield about + either(".", "。")
        yield ""
    yield "```"
    yield parser.format_help().rstrip()
    yield "```"


def _parsers(parser: argparse.ArgumentParser) -> Mapping[str, argparse.ArgumentParser]:
    (choices,) = (action.choices for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    return dict(choices)


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]))
