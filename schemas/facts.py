"""Facts: attributes that are computed once, when first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

Value = TypeVar("Value")


class fact(Generic[Value]):  # noqa: N801 (used as a decorator, like property)
    """``functools.cached_property`` without its lock, which in Python 3.11 costs more than most facts do.

    Two threads that ask at once may both compute the value; facts depend on frozen values alone, so both get the same.
    """

    def __init__(self, compute: Callable[[Any], Value]) -> None:
        self._compute = compute
        self._name = compute.__name__
        self.__doc__ = compute.__doc__

    @overload
    def __get__(self, owner: None, kind: type) -> fact[Value]: ...
    @overload
    def __get__(self, owner: object, kind: type) -> Value: ...
    def __get__(self, owner: object, kind: type) -> Value | fact[Value]:
        """The value, kept in the owner's dictionary, where later look-ups find it first."""
        if owner is None:
            return self
        value = owner.__dict__[self._name] = self._compute(owner)
        return value
