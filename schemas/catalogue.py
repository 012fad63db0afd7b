"""The catalogue of messages: English templates and what a Chinese reader sees in their place.

``data/zh.po`` is a gettext file, which translators' programs open. An entry is a whole message or a template with named
fields: ``cannot publish to {path}: {reason}``. The Chinese names the same fields, in its own order. A field may say how
its value is put into Chinese:

- ``{path}``: as it is,
- ``{reason:m}``: a message itself, or several joined by ``; `` or ``, ``; what the catalogue lacks stays as it is.

A field whose name begins with ``_`` is grammar, such as the English plural s, and need not occur in the Chinese. One
whose name begins with ``n_`` is a number. One directly behind another is a remark, which begins with a sign or a blank
and may be absent.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

CATALOGUE = Path(__file__).parent / "data" / "zh.po"
_FIELD = re.compile(r"\{(?P<name>[A-Za-z_]\w*)(?P<how>:m)?\}")
_NUMBER = r"[\d…][\d.,-]*"
_REMARK = "(?:[;:, (].*?)?"
_JOINTS = {"; ": "；", ", ": "、", " or ": "或", " and ": "和"}
"""What English joins several messages by, and Chinese."""


class Piece(NamedTuple):
    """A piece of a template: characters, or a field (``name``; ``is_message``: its value is a message)."""

    text: str
    name: str = ""
    is_message: bool = False


def pieces_of(template: str) -> tuple[Piece, ...]:
    """The characters and fields of a template, in order."""
    found: list[Piece] = []
    end = 0
    for match in _FIELD.finditer(template):
        found += [Piece(template[end : match.start()]), Piece("", match["name"], match["how"] is not None)]
        end = match.end()
    return tuple(piece for piece in (*found, Piece(template[end:])) if piece != Piece(""))


def fields_of(template: str) -> frozenset[str]:
    """The names of the fields that a translation must have."""
    return frozenset(piece.name for piece in pieces_of(template) if piece.name and not piece.name.startswith("_"))


def read_catalogue(lines: Iterable[str]) -> dict[str, str]:
    """The entries of a gettext file, English to Chinese. Raises ValueError for a line of another form or a repeat."""
    entries: dict[str, str] = {}
    texts: dict[str, str] = {}
    keyword = ""
    for line in (*lines, 'msgid ""'):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        word, _, quoted = ("", "", line) if line.startswith('"') else line.partition(" ")
        if word == "msgid" and texts:
            if texts["msgid"] in entries:
                raise ValueError(f"the catalogue has this twice: {texts['msgid']}")
            entries[texts["msgid"]] = texts["msgstr"]
            texts = {}
        if word not in ("", "msgid", "msgstr"):
            raise ValueError(f"no line of a catalogue: {line}")
        keyword = word or keyword
        texts[keyword] = texts.get(keyword, "") + str(ast.literal_eval(quoted))
    entries.pop("", None)
    return entries


def chinese() -> dict[str, str]:
    """The entries of the catalogue: English to simplified Chinese."""
    return read_catalogue(CATALOGUE.read_text(encoding="utf-8").splitlines())


@dataclass(frozen=True, slots=True)
class _Template:
    """A template of the catalogue: ``anchor`` is the longest run of characters that its messages contain."""

    english: re.Pattern[str]
    chinese: tuple[Piece, ...]
    anchor: str


class Catalogue:
    """Chinese messages by their English. ``convert`` is applied to what the catalogue holds, never to values."""

    def __init__(self, entries: Mapping[str, str], convert: Callable[[str], str] = str) -> None:
        self._exact = {english: convert(chinese) for english, chinese in entries.items()}
        # Of two templates that both match, one that begins with words of its own is meant (a field takes any words
        # before it), and among those the one with more characters of its own.
        ordered = sorted(
            (e for e in entries if _FIELD.search(e)), key=lambda e: (e.startswith("{"), -len(_FIELD.sub("", e)))
        )
        self._templates = tuple(_template(english, pieces_of(self._exact[english])) for english in ordered)
        self._found = lru_cache(maxsize=4096)(self._translated)

    def __call__(self, text: str) -> str:
        """``text`` in Chinese: the whole, else line by line; what the catalogue lacks stays as it is."""
        found = self._found(text)
        if found is None and "\n" in text:
            return "\n".join(map(self, text.split("\n")))
        return text if found is None else found

    def _translated(self, text: str) -> str | None:
        if text in self._exact:
            return self._exact[text]
        for template in self._templates:
            if template.anchor in text and (match := template.english.fullmatch(text)):
                return "".join(self._filled(piece, match) for piece in template.chinese)
        stripped = text.strip(" ")
        if stripped and stripped != text and (found := self._found(stripped)) is not None:
            return text.replace(stripped, found, 1)
        return None

    def _filled(self, piece: Piece, match: re.Match[str]) -> str:
        if not piece.name:
            return piece.text
        value = match[piece.name]
        return self._message(value) if piece.is_message else value

    def _message(self, value: str) -> str:
        """A value that is a message, or several of them; words of the system or of a document stay as they are."""
        found = self._found(value)
        if found is not None:
            return found
        for joint, chinese in _JOINTS.items():
            if joint in value and (shown := self._parts(value.split(joint), joint, chinese)):
                return shown
        return value

    def _parts(self, parts: Sequence[str], joint: str, chinese: str) -> str:
        """The parts of a value joined as in Chinese; empty where one has several words and is no message."""
        shown: list[str] = []
        while parts:
            behind = self._found(joint + joint.join(parts)) if shown else None
            if behind:
                return chinese.join(shown) + behind
            # A message may contain what joins: the longest run of parts that is one.
            runs = ((n, self._found(joint.join(parts[:n]))) for n in range(len(parts), 0, -1))
            taken, text = next(((n, text) for n, text in runs if text is not None), (1, self._message(parts[0])))
            if text == parts[0] and " " in text:
                return ""
            shown.append(text)
            parts = parts[taken:]
        return chinese.join(shown)


def _template(english: str, chinese: Sequence[Piece]) -> _Template:
    pieces = pieces_of(english)
    texts = [piece.text for piece in pieces if not piece.name]
    pattern = "".join(_patterns(pieces))
    return _Template(re.compile(pattern, re.DOTALL), tuple(chinese), max(texts, key=len))


def _patterns(pieces: Sequence[Piece]) -> Iterator[str]:
    """A field takes as little as the characters after it allow; a second one of the same name repeats the first."""
    seen: set[str] = set()
    for before, piece in zip((Piece(""), *pieces), pieces, strict=False):
        if not piece.name:
            yield re.escape(piece.text)
        elif piece.name in seen:
            yield f"(?P={piece.name})"
        else:
            seen.add(piece.name)
            yield f"(?P<{piece.name}>{_values(piece.name, bool(before.name))})"


def _values(name: str, is_remark: bool) -> str:
    """What a field may hold; ``is_remark``: it follows another one directly."""
    if name.startswith("n_"):
        return _NUMBER
    return _REMARK if is_remark else ".*?"
