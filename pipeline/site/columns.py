"""Rows as columns, places as steps, repeated values by number: forms in which data are short."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any


class Things:
    """Repeated values, each once, with its number."""

    def __init__(self) -> None:
        self._numbers: dict[Any, int] = {}

    def number(self, value: Any) -> int:
        """The number of a value, which it has from when it is first asked for."""
        return self._numbers.setdefault(value, len(self._numbers))

    def all(self) -> list[Any]:
        """The values in the order of their numbers."""
        return list(self._numbers)


def columns(rows: Iterable[Sequence[Any]]) -> list[list[Any]]:
    """Rows as columns: like values beside each other are shorter when compressed."""
    return [list(column) for column in zip(*rows, strict=True)]


def steps(numbers: Iterable[int]) -> list[int]:
    """Numbers as the steps between them, from 0."""
    found = [0, *numbers]
    return [later - earlier for earlier, later in pairwise(found)]
