"""Where things lie in a site, as paths from its folder."""

from __future__ import annotations

import hashlib
import re

PAGES = (
    ("releases", "index.html"),
    ("search", "search.html"),
    ("bodies", "bodies.html"),
    ("series", "series.html"),
    ("due", "due.html"),
    ("network", "charts.html"),
    ("findings", "findings.html"),
)
"""The main pages: key of the label, file."""
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
    )
)
"""The Content-Security-Policy of every page: nothing from elsewhere, nothing inline, no forms that send."""
RECORD = "site.json"
FEED = "feed.xml"


def release_page(release_id: str) -> str:
    """The page of a release."""
    return f"r/{release_id}.html"


def picture(release_id: str, page: int) -> str:
    """The picture of a page of a PDF, from 1."""
    return f"p/{release_id}/{page}.webp"


def body_feed(agency_id: str) -> str:
    """The feed of a body."""
    return f"feeds/{agency_id.replace(':', '_')}.xml"


def series_feed(series: str) -> str:
    """The feed of a series."""
    return series_page(series).removesuffix(".html") + ".xml"


def findings_page(code: str) -> str:
    """The page of a kind of findings."""
    return f"findings/{code}.html"


_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}")


def series_page(series: str) -> str:
    """The page of a series: named by it where that makes a plain file name, else by a part of its checksum."""
    name = series.encode("utf-8", "surrogatepass")
    return f"series/{series if _PLAIN.fullmatch(series) else hashlib.sha256(name).hexdigest()[:16]}.html"


def series_key(series: str) -> str:
    """The key of the data of a series: its years against each other."""
    return f"y/{series_page(series).removeprefix('series/').removesuffix('.html')}"
