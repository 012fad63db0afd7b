"""release.toml: what a person says of a release. Written by hand, never needed for reading it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from schemas.fields import BY_NAME
from schemas.findings import Code, DocumentError

EXPECTABLE = ("items", "notes", "sections", "agencies")
FILLABLE = ("sections", "items", "item_agencies", "paragraphs")
"""Tables of a release whose columns may have a least fill rate."""
PROVINCES = "AH|BJ|CQ|FJ|GD|GS|GX|GZ|HA|HB|HE|HI|HL|HN|JL|JS|JX|LN|NM|NX|QH|SC|SD|SH|SN|SX|TJ|TW|XJ|XZ|YN|ZJ"
"""The subdivisions of China in ISO 3166-2; Hong Kong and Macao are jurisdictions of their own here."""
_JURISDICTION = re.compile(f"cn|mo|hk|CN-(?:{PROVINCES})")


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many of something a release should have: fewer than ``least`` is an error, more than ``most`` a warning."""

    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """The keys of release.toml, all optional.

    ``id``: slug that replaces the folder name. ``file``: the original, needed only where the folder holds
    several. ``encoding``: of a text file that is not UTF-8. ``expect``: bounds of the counts of items,
    notes, sections, agencies. ``fill``: least shares of rows in which a column (``item_agencies.agency_id``) has a
    value; to fall short is an error. ``jurisdiction``: whose document it is - cn, mo, hk or a province
    (ISO 3166-2: CN-GD) - for names that several bodies share. The other keys go into the table releases.
    """

    id: str | None = None
    file: str | None = None
    title: str | None = None
    series: str | None = None
    publisher: str | None = None
    year: int | None = None
    url: str | None = None
    licence: str | None = None
    jurisdiction: str | None = None
    encoding: str | None = None
    expect: Mapping[str, Bounds] = field(default_factory=dict)
    fill: Mapping[str, float] = field(default_factory=dict)


def read_manifest(text: str) -> Manifest:
    """The manifest in ``text``.

    Raises DocumentError ``invalid_manifest`` naming the key: bad TOML, an unknown key, a wrong type.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DocumentError(Code.INVALID_MANIFEST, "release.toml is no TOML", str(error)) from error
    known = {f.name for f in fields(Manifest)}
    for key, value in data.items():
        if key not in known:
            raise DocumentError(Code.INVALID_MANIFEST, f"unknown key; known are {', '.join(sorted(known))}", key)
        _check_type(key, value)
    expect = {name: _bounds(value) for name, value in data.get("expect", {}).items()}
    return Manifest(**{**data, "expect": expect})


def _bounds(value: Any) -> Bounds:
    """``20`` or ``{ min = 20, max = 40 }``, checked before."""
    return Bounds(value) if isinstance(value, int) else Bounds(value.get("min", 0), value.get("max"))


def _check_type(key: str, value: Any) -> None:
    if key == "expect":
        if not isinstance(value, dict):
            raise DocumentError(Code.INVALID_MANIFEST, "[expect] must be a table", repr(value))
        for name, count in value.items():
            _check_bounds(name, count)
    elif key == "fill":
        if not isinstance(value, dict):
            raise DocumentError(Code.INVALID_MANIFEST, "[fill] must be a table", repr(value))
        for name, share in value.items():
            _check_fill(name, share)
    elif key == "year":
        if type(value) is not int:
            raise DocumentError(Code.INVALID_MANIFEST, "year must be a whole number", repr(value))
    elif not isinstance(value, str) or not value:
        raise DocumentError(Code.INVALID_MANIFEST, f"{key} must be a string that is not empty", repr(value))
    elif key == "jurisdiction" and not _JURISDICTION.fullmatch(value):
        raise DocumentError(
            Code.INVALID_MANIFEST, "jurisdiction must be cn, mo, hk or a province of ISO 3166-2 (CN-GD)", repr(value)
        )


def _check_bounds(name: str, value: Any) -> None:
    if name not in EXPECTABLE:
        raise DocumentError(Code.INVALID_MANIFEST, f"[expect] knows {', '.join(EXPECTABLE)}", name)
    bounds = value if isinstance(value, dict) else {"min": value}
    is_whole = all(type(count) is int and count >= 0 for count in bounds.values())
    if not bounds or not is_whole or not set(bounds) <= {"min", "max"}:
        what = f"[expect] {name} must be a whole number or {{ min = …, max = … }}"
        raise DocumentError(Code.INVALID_MANIFEST, what, repr(value))
    if bounds.get("min", 0) > bounds.get("max", bounds.get("min", 0)):
        raise DocumentError(Code.INVALID_MANIFEST, f"[expect] {name}: min is above max", repr(value))


def _check_fill(name: str, share: Any) -> None:
    table, _, _ = name.partition(".")
    known = [f"{table}.{f.name}" for f in BY_NAME[table].fields if f.null_means] if table in FILLABLE else []
    if name not in known:
        what = f"[fill] takes columns that can be null of {', '.join(FILLABLE)}, in quotes"
        raise DocumentError(Code.INVALID_MANIFEST, what, name)
    if type(share) not in (int, float) or not 0 <= share <= 1:
        raise DocumentError(Code.INVALID_MANIFEST, f"[fill] {name} must be a share from 0 to 1", repr(share))
