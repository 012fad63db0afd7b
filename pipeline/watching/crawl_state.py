"""What was seen at each address, so that the next look asks only for what has changed.

A file of JSON beside the releases, replaced whole. It saves work and is never needed: which releases there are,
and from where, is written in raw/ itself. No entry depends on a clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pipeline.errors import QingdanError
from pipeline.files import json_bytes, read_json, write_aside
from pipeline.paths import CRAWL_STATE_NAME
from pipeline.watching.fetching import Validators
from pipeline.watching.page_links import Hyperlink
from schemas.findings import Code, DocumentError

_VERSION = 1


@dataclass(frozen=True, slots=True)
class Listing:
    """The links of a source when it was last read. ``asked``: a digest of the entry in sources.toml it was read by."""

    asked: str
    validators: Validators
    links: tuple[Hyperlink, ...]


@dataclass(frozen=True, slots=True)
class CrawlRecord:
    """What an address gave when it was last read.

    ``release_id``: the release that has its content. ``left_out``: else, code, message and value of the finding
    that says why not, and ``code``: a digest of the code that decided so.
    """

    validators: Validators
    release_id: str = ""
    left_out: tuple[str, str, str] | None = None
    code: str = ""


@dataclass
class CrawlState:
    """The entries by name of the source and by address; `save` makes them last.

    ``resume``: of a source whose time was over at the last look, the address to go on with.
    """

    listings: dict[str, Listing] = field(default_factory=dict)
    seen: dict[str, CrawlRecord] = field(default_factory=dict)
    resume: dict[str, str] = field(default_factory=dict)

    def save(self, raw: Path) -> None:
        """Write the crawl state into ``raw``. Raises QingdanError when the disk refuses."""
        value = {
            "version": _VERSION,
            "listings": {name: asdict(entry) for name, entry in sorted(self.listings.items())},
            "seen": {url: asdict(entry) for url, entry in sorted(self.seen.items())},
            "resume": dict(sorted(self.resume.items())),
        }
        path = raw / CRAWL_STATE_NAME
        try:
            if not path.exists() or path.read_bytes() != json_bytes(value):
                write_aside(path, json_bytes(value))
        except OSError as error:
            raise QingdanError(f"cannot write {path}: {error.strerror or error}") from error


def read_crawl_state(raw: Path) -> CrawlState:
    """The crawl state in ``raw``; an empty one if there is none or it is damaged: then everything is asked again."""
    try:
        data = read_json(raw / CRAWL_STATE_NAME)
        if data["version"] != _VERSION:
            return CrawlState()
        listings = {name: _listing(entry) for name, entry in data["listings"].items()}
        resume = {str(name): str(url) for name, url in data.get("resume", {}).items()}
        return CrawlState(listings, {url: _seen(entry) for url, entry in data["seen"].items()}, resume)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, DocumentError):
        return CrawlState()


def _listing(entry: Mapping[str, Any]) -> Listing:
    links = tuple(Hyperlink(**link) for link in entry["links"])
    return Listing(entry["asked"], Validators(**entry["validators"]), links)


def _seen(entry: Mapping[str, Any]) -> CrawlRecord:
    left_out = None
    if entry["left_out"]:
        code, message, value = entry["left_out"]
        left_out = (Code(code).value, str(message), str(value))
    return CrawlRecord(Validators(**entry["validators"]), entry["release_id"], left_out, entry["code"])
