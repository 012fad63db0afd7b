"""Errors in the use of qingdan. Defects of documents are findings, not exceptions."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path


class QingdanError(Exception):
    """Something the caller can put right; the message is one line and names the offending value."""


class NoBuildError(QingdanError):
    """There is no published build to read."""

    def __init__(self, path: Path | str, hint: str = "") -> None:
        place = path.absolute() if isinstance(path, Path) else path
        super().__init__(f"no published build at {place}; {hint or _HINT}")
        self.path = path


_HINT = '`qingdan run` makes one; to read another, name it: load("items", PATH), or QINGDAN_BUILD=PATH'


class UnreadableBuildError(QingdanError):
    """A build whose files are missing, damaged or written by another version; ``reason`` says which and why."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(f"build {folder.name} cannot be read: {reason}; see `qingdan verify`")
        self.folder = folder
        self.reason = reason


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """The line about a name that is not among ``known``: the nearest of them first, then all.

    >>> unknown("table", "item", ["items", "releases"])
    'no table is named item; did you mean items? there are items, releases'
    """
    names = list(known)
    near = nearest(name, names, 1)
    meant = f"did you mean {near[0]}? " if near else ""
    return f"no {what} is named {name}; {meant}there are {', '.join(names) or 'none'}"


def nearest(name: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Up to ``most`` of ``known`` that are like ``name``, the likest first.

    >>> nearest("Item", ["releases", "items"])
    ['items']
    """
    # By small letters: a name of another case is the nearest of all.
    by_letters = {each.lower(): each for each in reversed(list(known))}
    return [by_letters[found] for found in get_close_matches(name.lower(), by_letters, most, _LEAST_LIKENESS)]


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """What is put behind a message about a wrong name; empty where nothing is like it.

    >>> did_you_mean("itms", ["items", "releases"])
    '; did you mean items?'
    """
    found = nearest(name, known)
    return f"; did you mean {' or '.join(found)}?" if found else ""


_LEAST_LIKENESS = 0.62
