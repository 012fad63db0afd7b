"""The messages of the code, read from its source: what the catalogue must have.

``python -m tests.tools.messages`` writes schemas/data/zh.po anew, in the order of the code: what it lacks has an empty
translation, and what the code says no more stands at the end.
"""

from __future__ import annotations

import ast
import errno
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from flows.cli import COMMANDS
from pipeline.release.decisions import DECISIONS
from schemas.catalogue import CATALOGUE, chinese, pieces_of

ROOT = Path(__file__).parents[2]
PACKAGES = ("schemas", "extractors", "normalizers", "pipeline", "flows")
_PROSE = re.compile(r"[A-Za-z]{2,}[,;:.]? +[a-z(]|[a-z]{2,}: ?$|[a-z]{2,} +$|^ +[a-z]{2,}")
_CODE = re.compile(r"\(\?|\\[\[\]().dWwsb]|\[\^|^#?[.\[]|\|.*\|.*\||[\w}]=\"")
"""Patterns and selectors, which contain words of documents."""
_SQL = re.compile(r"\s*(SELECT|CREATE|INSERT|PRAGMA|PRIMARY KEY|FOREIGN KEY)\b")
_SHOWN = {"say", "localized", "add_column", "Text", "heading", "_line"}
"""Functions whose text is shown even where it is one word."""


_INTERNAL = {
    "schemas/fields.py": "columns have their Chinese beside their English",
    "schemas/labels.py": "labels have their Chinese beside their English",
    "schemas/decisions.py": "notes of errors that go into a traceback",
    "schemas/catalogue.py": "errors of the catalogue itself",
    "schemas/printed/": "patterns and examples of documents",
    "normalizers/": "errors of the data files, which tests find",
    "pipeline/watching/error_pages.py": "patterns of pages",
    "extractors/html/tree.py": "selectors",
    "pipeline/dictionary.py": "a page in both languages",
    "pipeline/store/datapackage.py": "a description for programs",
    "pipeline/store/dataset_card.py": "a page in both languages",
    "pipeline/how_it_reads.py": "a page in both languages",
    "pipeline/export/datasette.py": "words of the database in both languages",
}
"""Modules whose English is for no reader of messages, and why."""
_OTHERS = {
    "Failed to load page.": "PDFium's words, compared with",
    "Failed to load text page.": "PDFium's words, compared with",
    "Failed to get page bounding box.": "PDFium's words, compared with",
    "build batch": "the name of a Prefect task",
    "look at sources": "the name of a Prefect task",
    "backfill {out}": "the name of a Prefect run",
    "ingest into {out}": "the name of a Prefect run",
    "watch {sources}": "the name of a Prefect run",
    "build {ids}": "the name of a Prefect run",
    "take over unchanged releases": "the name of a Prefect run",
    "green underline": "a style",
    "red strike": "a style",
    "bold red": "a style",
    "furniture:": "a prefix of rules",
    "release: ": "a prefix of notes on an error",
    "http:": "a scheme",
    "body:{url}": "an id of a feed",
    "series:{url}": "an id of a feed",
    "text/html; charset=utf-8": "a header",
    "title:{OVERRIDE}": "the name of a rule",
    "official Chinese work lists as tables": "in a file in English; the Chinese is beside it",
    "empty means": "in a file in English; the Chinese is beside it",
    "no JSON for {value}": "an assertion",
    "toc ": "a name of styles in Word",
    "module 'qingdan' has no attribute {name}": "an error of programs",
    "an item and one of its parties; an item without parties has one row, with null in the party's columns": "a "
    "meaning, with its Chinese elsewhere",
    "no section above": "a reason of null, with its Chinese in schemas.labels",
    "the item has no party": "a reason of null, with its Chinese in schemas.labels",
    "the item has no party, or its name is a collective, unknown or ambiguous": "a reason of null",
    "{NO_BODY}, or none is recorded": "a reason of null",
    " not null": "a type of a column",
    "{en} in {english} Chinese": "a meaning, with its Chinese beside it",
    "qingdan add": "a command",
    "qingdan: {localized}": "the name of the program before a message",
    "a retry ends by returning or raising": "an assertion",
}
"""Strings that look like prose and are shown to nobody, and why."""
ARGPARSE = {
    "positional arguments",
    "options",
    "show this help message and exit",
    "the following arguments are required: {names}",
    "unrecognized arguments: {names}",
    "argument {name}: {problem}",
    "invalid choice: {value} (choose from {choices})",
    "expected one argument",
    "expected at least one argument",
    "invalid {type} value: {value}",
    "not allowed with argument {name}",
    "ambiguous option: {option} could match {options}",
}
"""What the standard library says; the catalogue has it too."""
SYSTEM = {
    *map(
        os.strerror,
        (
            *(errno.EACCES, errno.ECONNREFUSED, errno.ECONNRESET, errno.EEXIST, errno.EHOSTUNREACH, errno.EIO),
            *(errno.EISDIR, errno.ELOOP, errno.EMFILE, errno.ENAMETOOLONG, errno.ENETUNREACH, errno.ENOENT),
            *(errno.ENOSPC, errno.ENOTDIR, errno.ENOTEMPTY, errno.EPERM, errno.EROFS, errno.ETIMEDOUT, errno.EDQUOT),
        ),
    ),
    "[Errno {_errno}] {problem}: {path}",
}
"""What the system says of files and connections; the catalogue has it too."""
_HEAD = """\
# Messages of qingdan in simplified Chinese. The English is that of the code: tests/test_messages.py compares.
# `python -m tests.tools.messages` adds what is missing.
msgid ""
msgstr ""
"Language: zh_CN\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""


class Message(NamedTuple):
    """A string of the code: its template, with fields named after what fills them, and its place."""

    template: str
    place: str

    @property
    def module(self) -> str:
        """The path of its module."""
        return self.place.partition(":")[0]

    @property
    def skeleton(self) -> str:
        """The template without the names of its fields: two that agree in it are one message."""
        return skeleton(self.template)


def skeleton(template: str) -> str:
    return "".join(piece.text if not piece.name else "{}" for piece in pieces_of(template))


def strings_of(path: Path) -> Iterator[tuple[Message, bool]]:
    """The strings of a module but for its docstrings, and whether each is prose that a person may see."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    hidden = _hidden(tree)
    shown = _shown(tree)
    for node in ast.walk(tree):
        template = _template(node)
        if template is not None and id(node) not in hidden:
            place = f"{path.relative_to(ROOT).as_posix()}:{getattr(node, 'lineno', 0)}"
            fixed = "".join(piece.text for piece in pieces_of(template))
            is_prose = bool(_PROSE.search(fixed)) and not _CODE.search(fixed) and not _SQL.match(fixed)
            yield Message(template, place), is_prose or (id(node) in shown and bool(re.search("[A-Za-z]{2}", fixed)))


_COMMAND_LINE = re.compile(rf"qingdan (?:{'|'.join(command.name for command in COMMANDS)})(?: |$)")


def is_internal(message: Message) -> bool:
    """Whether the string is shown to nobody, or is a command line."""
    return (
        bool(_COMMAND_LINE.match(message.template))
        or message.skeleton in {skeleton(other) for other in _OTHERS}
        or any(message.place.startswith(module) for module in _INTERNAL)
    )


def messages() -> list[tuple[Message, bool]]:
    paths = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return [*(found for path in paths for found in strings_of(path)), *_reasons()]


def _reasons() -> Iterator[tuple[Message, bool]]:
    """The reasons of the rules, which are docstrings."""
    for decision in DECISIONS:
        for rule in decision.rules:
            yield Message(rule.reason, f"rules of {decision.name}:"), True


def _hidden(tree: ast.Module) -> set[int]:
    """Docstrings, and the pieces of f-strings, which count as a whole; what a Chinese text stands beside."""
    found: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found.add(id(node.value))
        if isinstance(node, ast.JoinedStr):
            found |= {id(value) for value in node.values}
            found |= {
                id(inner)
                for value in node.values
                if isinstance(value, ast.FormattedValue) and value.format_spec
                for inner in ast.walk(value.format_spec)
            }
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "either":
            found |= {id(argument) for argument in node.args}
        if isinstance(node, ast.Call | ast.Tuple):
            found |= _beside_chinese(node.args if isinstance(node, ast.Call) else node.elts)
    return found


def _beside_chinese(nodes: Iterable[ast.expr]) -> set[int]:
    """Of neighbours English, Chinese the English: the pair is a text in both languages."""
    nodes = list(nodes)
    return {
        id(a)
        for a, b in pairwise(nodes)
        if isinstance(a, ast.Constant)
        and isinstance(b, ast.Constant)
        and isinstance(a.value, str)
        and isinstance(b.value, str)
        and re.search("[a-z]", a.value)
        and re.match("[\u4e00-\u9fff]", b.value)
    }


def _shown(tree: ast.Module) -> set[int]:
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    named = (call for call in calls if getattr(call.func, "id", getattr(call.func, "attr", "")) in _SHOWN)
    return {id(argument) for call in named for argument in call.args}


def _template(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return None
    names: dict[str, int] = {}
    parts: list[str] = []
    for value in node.values:
        if isinstance(value, ast.Constant):
            parts.append(str(value.value))
        elif isinstance(value, ast.FormattedValue):
            name = _name(value.value)
            names[name] = names.get(name, 0) + 1
            parts.append(f"{{{name}{names[name] if names[name] > 1 else ''}}}")
    return "".join(parts)


def _name(node: ast.expr) -> str:
    """A name for what fills a field: the last word of the expression."""
    match node:
        case ast.Name():
            return node.id.strip("_")
        case ast.Attribute():
            return node.attr.strip("_")
        case ast.Subscript(slice=ast.Constant(value=str(key))):
            return key if key.isidentifier() else "value"
        case ast.Subscript():
            return _name(node.value)
        case ast.Call(func=ast.Attribute(attr="join"), args=[argument]):
            return _name(argument)
        case ast.Call(func=ast.Name(id="len" | "sum" | "sorted" | "map"), args=[*_, argument]):
            return _name(argument)
        case ast.Call():
            return _name(node.func)
        case ast.BinOp(left=ast.Constant(value="s" | "es")):
            return "_s"
        case ast.BinOp(left=left):
            return _name(left)
        case ast.BoolOp(values=[first, *_]):
            return _name(first)
        case ast.GeneratorExp(elt=element):
            return _name(element)
    return "value"


def quoted(text: str) -> str:
    lines = text.splitlines(keepends=True)
    if len(lines) < 2:
        return json.dumps(text, ensure_ascii=False)
    return "\n".join(['""', *(json.dumps(line, ensure_ascii=False) for line in lines)])


def write_catalogue(entries: Mapping[str, str]) -> None:
    """Write the catalogue: module by module, in the order of the code."""
    translated = {skeleton(english): english for english in entries}
    sections: dict[str, list[str]] = {}
    written: set[str] = set()
    for message, is_prose in messages():
        is_wanted = message.skeleton in translated or (is_prose and not is_internal(message))
        if is_wanted and message.skeleton not in written:
            written.add(message.skeleton)
            sections.setdefault(message.module, []).append(translated.get(message.skeleton, message.template))
    others = {**dict.fromkeys(entries, "said no more"), **dict.fromkeys(ARGPARSE, "argparse"),
              **dict.fromkeys(SYSTEM, "the system")}  # fmt: skip
    for english, section in sorted(others.items()):
        if skeleton(english) not in written:
            sections.setdefault(section, []).append(english)
    lines = [_HEAD]
    for section, of_section in sections.items():
        lines.append(f"\n# {section}\n")
        lines += [f"\nmsgid {quoted(e)}\nmsgstr {quoted(entries.get(e, ''))}\n" for e in dict.fromkeys(of_section)]
    CATALOGUE.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    write_catalogue(chinese() if CATALOGUE.exists() else {})
