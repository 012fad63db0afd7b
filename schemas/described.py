"""Enums of published values, each member with its meaning in English and Chinese."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from schemas.language import either


class DescribedEnum(StrEnum):
    """An Enum of text whose members carry a meaning: ``LEAD = "lead", "leads the task", "牵头"``.

    ``en`` and ``zh`` go into the data dictionary, ``datapackage.json`` and ``df.attrs``; empty where the name of the
    value says everything.
    """

    en: str
    zh: str

    def __new__(cls, value: str, en: str = "", zh: str = "") -> Self:
        """A member with its meanings."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.en, member.zh = en, zh
        return member

    @property
    def shown(self) -> str:
        """What a person reads for it: the value, or its meaning in Chinese."""
        return either(self.value, self.zh)
