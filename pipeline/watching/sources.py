"""raw/sources.toml: the pages and feeds to watch, and what counts as a release on them.

[defaults]                    # all optional; each source may set its own, but for agent and allow_hosts
agent = "qingdan/0.1 (+mailto:you@example.org)"   # who asks; robots.txt is obeyed for the word before the "/"
delay = 2.0                   # least seconds between two requests to one host
robots = true                 # obey robots.txt
most_links = 200              # of one source; the rest is a finding
most_seconds = 600            # for one source; the next look begins with the links that are left
allow_hosts = []              # hosts of a private network that may be asked, by name

[[source]]
name = "ministry-lists"       # of letters, digits and "-"; begins the release_id where there is no series
url = "https://…"
kind = "page"                 # "page", "feed" (RSS, Atom), or "release": the address itself is the release
links = "ul.list a"           # page: CSS selector of its links (default "a[href]")
href = "/content_[0-9]+"      # only links whose address holds this pattern
title = "工作清单"             # only links whose words hold this pattern
publisher = "…"               # these four go into release.toml of what is taken
series = "…"
licence = "…"
jurisdiction = "mo"
enabled = true
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from pipeline.errors import QingdanError
from pipeline.watching.addresses import FetchError, check_url
from pipeline.watching.page_links import is_selector
from schemas.findings import Code, DocumentError, Finding
from schemas.release import read_manifest

_AGENT = "qingdan/0.1"
KINDS = ("page", "feed", "release")
_NAME = re.compile(r"[A-Za-z0-9一-鿿]+(?:-[A-Za-z0-9一-鿿]+)*")
_MANIFEST_KEYS = ("publisher", "series", "licence", "jurisdiction")


@dataclass(frozen=True, slots=True)
class WatchedSource:
    """A page or feed to watch; the keys are explained above."""

    name: str
    url: str
    kind: str = "page"
    links: str = "a[href]"
    href: str = ""
    title: str = ""
    publisher: str = ""
    series: str = ""
    licence: str = ""
    jurisdiction: str = ""
    delay: float = 2.0
    robots: bool = True
    most_links: int = 200
    most_seconds: float = 600.0
    enabled: bool = True

    @property
    def manifest_keys(self) -> dict[str, str]:
        """What goes into release.toml of a release taken from here."""
        return {key: getattr(self, key) for key in _MANIFEST_KEYS if getattr(self, key)}


@dataclass(frozen=True, slots=True)
class Sources:
    """What sources.toml says. ``findings``: entries that cannot be used; the others are watched."""

    agent: str = _AGENT
    allow_hosts: tuple[str, ...] = ()
    sources: tuple[WatchedSource, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_sources(path: Path) -> Sources:
    """The sources in a file. Raises QingdanError when it cannot be read, is no TOML, or its [defaults] are wrong."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise QingdanError(f"cannot read {path}: {error.strerror or error}") from error
    except ValueError as error:  # no UTF-8, no TOML
        raise QingdanError(f"{path} is no TOML: {error}") from error
    if unknown := set(data) - {"defaults", "source"}:
        raise QingdanError(f"{path}: unknown key {sorted(unknown)[0]!r}; known are [defaults] and [[source]]")
    entries = data.get("source", [])
    if not isinstance(entries, list):
        raise QingdanError(f"{path}: write each source as [[source]]")
    try:
        agent, allow_hosts, defaults = _read_defaults(data.get("defaults", {}))
    except ValueError as error:
        raise QingdanError(f"{path}: [defaults] {error}") from error
    sources: dict[str, WatchedSource] = {}
    findings: list[Finding] = []
    for number, entry in enumerate(entries, 1):
        name = _name_of(entry, number)
        try:
            source = _read_source(entry, defaults)
            if source.name in sources:
                raise ValueError("name is taken by a source above")
        except ValueError as error:
            findings.append(Finding(Code.INVALID_SOURCE, str(error), name, source_name=name))
        else:
            sources[source.name] = source
    return Sources(agent, allow_hosts, tuple(sources.values()), tuple(findings))


def _name_of(entry: Any, number: int) -> str:
    """What findings call an entry: its name, else its place in the file."""
    return str(entry.get("name", f"source {number}")) if isinstance(entry, dict) else f"source {number}"


def _read_defaults(given: Any) -> tuple[str, tuple[str, ...], Mapping[str, Any]]:
    if not isinstance(given, dict):
        raise ValueError("must be a table")
    rest = dict(given)
    agent = rest.pop("agent", _AGENT)
    hosts = rest.pop("allow_hosts", [])
    if not isinstance(agent, str) or not re.fullmatch(r"[!-~]+(?: [!-~]+)*", agent):
        raise ValueError(f"agent must be a line of ASCII text: {agent!r}")
    if not isinstance(hosts, list) or not all(isinstance(h, str) and re.fullmatch(r"[^\s/@]+", h) for h in hosts):
        raise ValueError(f"allow_hosts must be a list of host names, without ports: {hosts!r}")
    for key in rest:
        if key not in ("delay", "robots", "most_links", "most_seconds"):
            raise ValueError(f"does not know {key!r}")
        _check_key(key, rest[key])
    return agent, tuple(hosts), rest


def _read_source(entry: Any, defaults: Mapping[str, Any]) -> WatchedSource:
    """One entry. Raises ValueError with the message of its finding."""
    if not isinstance(entry, dict):
        raise ValueError("write each source as [[source]]")
    for key, value in entry.items():
        _check_key(key, value)
    for key in ("name", "url"):
        if key not in entry:
            raise ValueError(f"{key} is missing")
    try:
        check_url(entry["url"])
        read_manifest("\n".join(f"{key} = {_quoted(entry[key])}" for key in _MANIFEST_KEYS if key in entry))
    except (FetchError, DocumentError) as error:
        raise ValueError(f"{error.message}: {error.value}") from error
    return WatchedSource(**{**defaults, **entry})


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a JSON string is a TOML string too


def _check_key(key: str, value: Any) -> None:
    """Raises ValueError for a key that is unknown or of a wrong kind."""
    known = [f.name for f in fields(WatchedSource)]
    if key not in known:
        raise ValueError(f"unknown key {key!r}; known are {', '.join(known)}")
    message, holds = _CHECKS.get(key, _TEXT)
    if not holds(value):
        raise ValueError(f"{key} must be {message}: {value!r}")


def _is_pattern(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(re.compile(value))
    except re.error:
        return False


def _is_selector(value: Any) -> bool:
    return isinstance(value, str) and is_selector(value)


_Check = tuple[str, Callable[[Any], bool]]
_TEXT: _Check = ("a string that is not empty", lambda v: isinstance(v, str) and v != "")
_YES_OR_NO: _Check = ("true or false", lambda v: isinstance(v, bool))
_CHECKS: dict[str, _Check] = {
    "robots": _YES_OR_NO,
    "enabled": _YES_OR_NO,
    "name": ("of letters, digits and single -", lambda v: isinstance(v, str) and _NAME.fullmatch(v) is not None),
    "kind": (f"one of {', '.join(KINDS)}", lambda v: v in KINDS),
    "links": ("a CSS selector", _is_selector),
    "href": ("a regular expression", _is_pattern),
    "title": ("a regular expression", _is_pattern),
    "delay": ("seconds from 0 to 3600", lambda v: type(v) in (int, float) and 0 <= v <= 3600),
    "most_seconds": ("seconds from 1 to 86400", lambda v: type(v) in (int, float) and 1 <= v <= 86400),
    "most_links": ("a whole number of 1 or more", lambda v: type(v) is int and v >= 1),
}
