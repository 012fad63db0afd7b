"""release.toml: what a person says of a release. Written by hand, never needed for reading it."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from reprlib import Repr
from typing import TYPE_CHECKING, Any

from schemas.fields import BY_NAME
from schemas.findings import Code, DocumentError

if TYPE_CHECKING:
    from schemas.overrides import Override

EXPECTABLE = ("items", "notes", "sections", "agencies")
FILLABLE = ("sections", "items", "item_agencies", "paragraphs")
"""Tables of a release whose columns may have a least fill rate."""
PROVINCES = "AH|BJ|CQ|FJ|GD|GS|GX|GZ|HA|HB|HE|HI|HL|HN|JL|JS|JX|LN|NM|NX|QH|SC|SD|SH|SN|SX|TJ|TW|XJ|XZ|YN|ZJ"
"""The subdivisions of China in ISO 3166-2; Hong Kong and Macao are jurisdictions of their own here."""
_JURISDICTION = re.compile(f"cn|mo|hk|TW|CN-(?:{PROVINCES})")
FIRST_YEAR, LAST_YEAR = 1900, 2199
LONGEST_STRING = 500
"""Characters of a string in release.toml; `LONGEST_URL` of an address."""
LONGEST_URL = 2_000
LONGEST_FILE_NAME = 255
LARGEST_BOUND = 10_000_000
_ENCODINGS = re.compile(
    r"utf[-_]?(?:8(?:[-_]sig)?|(?:16|32)(?:[-_]?[lb]e)?)|gb[-_]?(?:k|18030|2312(?:[-_]80)?)|x-gbk|(?:cp|ms)936|hz|chinese"
    r"|(?:cn-|x-x-)?big-?5(?:[-_]?hkscs)?|cp950|(?:iso-?8859-1|latin-?1|cp1252|ascii)",
    re.IGNORECASE,
)
"""What a Chinese text can be in; other codecs of Python (zlib, rot13, unicode_escape) are no encodings of texts."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many of something a release should have: fewer than ``least`` is an error, more than ``most`` a warning."""

    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """The keys of release.toml, all optional, and what stands in overrides.toml.

    ``id``: slug that replaces the folder name. ``file``: the original, needed only where the folder holds
    several. ``encoding``: of a text file that is not UTF-8. ``expect``: bounds of the counts of items,
    notes, sections, agencies. ``fill``: least shares of rows in which a column (``item_agencies.agency_id``) has a
    value; to fall short is an error. ``jurisdiction``: whose document it is - cn, mo, hk, TW (CN-TW is the same) or a
    province (ISO 3166-2: CN-GD) - for names that several bodies share. The other keys go into the table releases.
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
    overrides: tuple[Override, ...] = ()
    """What a person decided, from overrides.toml beside release.toml."""


_KEYS = {f.name for f in fields(Manifest)} - {"overrides"}
_UNKNOWN_KEY = f"unknown key; known are {', '.join(sorted(_KEYS))}"


def read_manifest(text: str) -> Manifest:
    """The manifest in ``text``.

    Raises DocumentError ``invalid_manifest`` naming the key: bad TOML, an unknown key, a wrong type, a value that
    is too long or too large.
    """
    data = _read_toml(text)
    for key, value in data.items():
        if key not in _KEYS:
            raise DocumentError(Code.INVALID_MANIFEST, _UNKNOWN_KEY, _quoted(key))
        _check_type(key, value)
    expect = {name: _bounds(value) for name, value in data.get("expect", {}).items()}
    return Manifest(**{**data, "expect": expect})


# tomllib remembers every beginning of a dotted key: 30,000 parts, in 60 kB, cost 3 GB and 20 seconds.
_DEEPEST_KEY = 16
_KEY_PART = r"""(?:[A-Za-z0-9_-]{1,64}+|"[^"\n]{0,64}"|'[^'\n]{0,64}')"""
_DEEP_KEY = re.compile(rf"(?<![A-Za-z0-9_-])(?:{_KEY_PART}[ \t]*+\.[ \t]*+){{{_DEEPEST_KEY}}}{_KEY_PART}")


def _read_toml(text: str) -> dict[str, Any]:
    if deep := _DEEP_KEY.search(text):
        what = f"release.toml has a key of more than {_DEEPEST_KEY} parts"
        raise DocumentError(Code.INVALID_MANIFEST, what, _quoted(deep[0]))
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        n_open = text.count("[") + text.count("{")
        raise DocumentError(Code.INVALID_MANIFEST, "release.toml is nested too deeply", f"{n_open} brackets") from error
    except ValueError as error:  # a number of thousands of digits is not said to be bad TOML
        raise DocumentError(Code.INVALID_MANIFEST, "release.toml is no TOML", str(error)[:LONGEST_STRING]) from error


_repr = Repr()
_repr.maxstring = _repr.maxother = _repr.maxlong = 80


def _shown(value: Any) -> str:
    try:
        return _repr.repr(value)
    except ValueError:  # Python writes no numbers of thousands of digits
        return "a number of thousands of digits"


def _quoted(key: str) -> str:
    return key if len(key) <= _repr.maxstring and key.isprintable() else _shown(key)


def _bounds(value: Any) -> Bounds:
    """``20`` or ``{ min = 20, max = 40 }``, checked before."""
    return Bounds(value) if isinstance(value, int) else Bounds(value.get("min", 0), value.get("max"))


def _check_type(key: str, value: Any) -> None:
    if key in ("expect", "fill"):
        _check_table(key, value)
    elif key == "year":
        _check_year(value)
    elif not isinstance(value, str) or not value:
        raise DocumentError(Code.INVALID_MANIFEST, f"{key} must be a string that is not empty", _shown(value))
    else:
        _check_string(key, value)


def _check_table(key: str, value: Any) -> None:
    if not isinstance(value, dict):
        raise DocumentError(Code.INVALID_MANIFEST, f"[{key}] must be a table", _shown(value))
    for name, entry in value.items():
        _check_bounds(name, entry) if key == "expect" else _check_fill(name, entry)


def _check_year(value: Any) -> None:
    if type(value) is not int or not FIRST_YEAR <= value <= LAST_YEAR:
        what = f"year must be a whole number from {FIRST_YEAR} to {LAST_YEAR}"
        raise DocumentError(Code.INVALID_MANIFEST, what, _shown(value))


def _check_string(key: str, value: str) -> None:
    longest = {"url": LONGEST_URL, "file": LONGEST_FILE_NAME}.get(key, LONGEST_STRING)
    if len(value) > longest:
        what = f"{key} must be no longer than {longest} characters"
        raise DocumentError(Code.INVALID_MANIFEST, what, f"{len(value)} characters")
    if any(unicodedata.category(character) in ("Cc", "Cf", "Cs") for character in value):
        what = f"{key} must hold no control or format characters"
        raise DocumentError(Code.INVALID_MANIFEST, what, _shown(value))
    if key == "jurisdiction" and not _JURISDICTION.fullmatch(value):
        what = "jurisdiction must be cn, mo, hk or a province of ISO 3166-2 (CN-GD)"
        raise DocumentError(Code.INVALID_MANIFEST, what, _shown(value))
    if key == "encoding" and not _ENCODINGS.fullmatch(value.strip()):
        what = "encoding names no known codec of Chinese text"
        raise DocumentError(Code.INVALID_MANIFEST, what, _shown(value))
    if key == "url" and not value.startswith(("http://", "https://")):
        raise DocumentError(Code.INVALID_MANIFEST, "url must begin with http:// or https://", _shown(value))


def _check_bounds(name: str, value: Any) -> None:
    if name not in EXPECTABLE:
        raise DocumentError(Code.INVALID_MANIFEST, f"[expect] knows {', '.join(EXPECTABLE)}", _quoted(name))
    bounds = value if isinstance(value, dict) else {"min": value}
    is_whole = all(type(count) is int and 0 <= count <= LARGEST_BOUND for count in bounds.values())
    if not bounds or not is_whole or not set(bounds) <= {"min", "max"}:
        what = f"[expect] {name} must be a whole number or {{ min = …, max = … }}"
        raise DocumentError(Code.INVALID_MANIFEST, what, _shown(value))
    if bounds.get("min", 0) > bounds.get("max", bounds.get("min", 0)):
        raise DocumentError(Code.INVALID_MANIFEST, f"[expect] {name}: min is above max", _shown(value))


def _check_fill(name: str, share: Any) -> None:
    table, _, _ = name.partition(".")
    known = [f"{table}.{f.name}" for f in BY_NAME[table].fields if f.null_means] if table in FILLABLE else []
    if name not in known:
        what = f"[fill] takes columns that can be null of {', '.join(FILLABLE)}, in quotes"
        raise DocumentError(Code.INVALID_MANIFEST, what, _quoted(name))
    if type(share) not in (int, float) or not 0 <= share <= 1:
        raise DocumentError(Code.INVALID_MANIFEST, f"[fill] {name} must be a share from 0 to 1", _shown(share))
