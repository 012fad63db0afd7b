"""release.toml: what a person says of a release. Written by hand, never needed for reading it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from schemas.findings import Code, DocumentError

EXPECTABLE = ("items", "notes", "sections", "agencies")
PROVINCES = "AH|BJ|CQ|FJ|GD|GS|GX|GZ|HA|HB|HE|HI|HL|HN|JL|JS|JX|LN|NM|NX|QH|SC|SD|SH|SN|SX|TJ|TW|XJ|XZ|YN|ZJ"
"""The subdivisions of China in ISO 3166-2; Hong Kong and Macao are jurisdictions of their own here."""
_JURISDICTION = re.compile(f"cn|mo|hk|CN-(?:{PROVINCES})")


@dataclass(frozen=True, slots=True)
class Manifest:
    """The keys of release.toml, all optional.

    ``id``: slug that replaces the folder name. ``file``: the original, needed only where the folder holds
    several. ``encoding``: of a text file that is not UTF-8. ``expect``: least counts of items, notes,
    sections, agencies; falling short is a finding. ``jurisdiction``: whose document it is - cn, mo, hk or a province
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
    expect: Mapping[str, int] = field(default_factory=dict)


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
    return Manifest(**data)


def _check_type(key: str, value: Any) -> None:
    if key == "expect":
        if not isinstance(value, dict):
            raise DocumentError(Code.INVALID_MANIFEST, "[expect] must be a table", repr(value))
        for name, count in value.items():
            if name not in EXPECTABLE:
                raise DocumentError(Code.INVALID_MANIFEST, f"[expect] knows {', '.join(EXPECTABLE)}", name)
            if type(count) is not int or count < 0:
                raise DocumentError(Code.INVALID_MANIFEST, f"[expect] {name} must be a whole number", repr(count))
    elif key == "year":
        if type(value) is not int:
            raise DocumentError(Code.INVALID_MANIFEST, "year must be a whole number", repr(value))
    elif not isinstance(value, str) or not value:
        raise DocumentError(Code.INVALID_MANIFEST, f"{key} must be a string that is not empty", repr(value))
    elif key == "jurisdiction" and not _JURISDICTION.fullmatch(value):
        raise DocumentError(
            Code.INVALID_MANIFEST, "jurisdiction must be cn, mo, hk or a province of ISO 3166-2 (CN-GD)", repr(value)
        )
