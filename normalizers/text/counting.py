"""Printed numbers that count on, as what shows that they number something."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def runs_that_count(found: Iterable[T], number: Callable[[T], int | None]) -> Iterator[list[T]]:
    """The stretches in which each number is one more than the one before; what has none ends a stretch.

    None is empty.
    """
    run: list[T] = []
    last = 0
    for one in found:
        value = number(one)
        if run and value != last + 1:
            yield run
            run = []
        if value is not None:
            run.append(one)
            last = value
    if run:
        yield run
