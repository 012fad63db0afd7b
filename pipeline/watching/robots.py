"""robots.txt: what a site asks of programs that visit it, and how long it wants them to wait.

The file is read as RFC 9309 says: ``*`` and ``$`` in a path, and the longest rule that matches decides.
"""

from __future__ import annotations

import httpx
from protego import Protego

from extractors.decode import BLANKS
from pipeline.watching.addresses import FetchError, check_url
from pipeline.watching.fetching import Fetcher
from schemas.findings import Code

_MOST_BYTES = 512 * 1024
_LONGEST_DELAY = 60.0


class Robots:
    """The robots.txt of each site, read once a look.

    A site that has none (404 and the like) allows everything; one that refuses to show it (401, 403), or does not
    answer, allows nothing until it does.
    """

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._product = fetcher.agent.partition("/")[0]
        self._rules: dict[str, Protego | FetchError] = {}

    def check(self, url: str) -> None:
        """Raise FetchError for an address that the site asks not to fetch, or whose site does not say."""
        rules = self._of(check_url(url))
        if isinstance(rules, FetchError):
            raise rules
        if not rules.can_fetch(url, self._product):
            raise FetchError(Code.ROBOTS_DISALLOWED, "robots.txt asks not to fetch this", url)

    def delay(self, url: str) -> float:
        """Seconds between two requests that the site asks for, up to a minute."""
        rules = self._of(check_url(url))
        if isinstance(rules, FetchError):
            return 0.0
        return min(rules.crawl_delay(self._product) or 0.0, _LONGEST_DELAY)

    def _of(self, url: httpx.URL) -> Protego | FetchError:
        site = f"{url.scheme}://{url.netloc.decode('ascii')}"
        if site not in self._rules:
            self._rules[site] = self._read(f"{site}/robots.txt")
        return self._rules[site]

    def _read(self, url: str) -> Protego | FetchError:
        try:
            data = self._fetcher.fetch(url, most_bytes=_MOST_BYTES).data or b""
        except FetchError as error:
            if error.code is Code.SOURCE_OVER_TIME:  # the next source at this site asks again
                raise
            if error.status in (401, 403):
                return FetchError(Code.ROBOTS_DISALLOWED, "the site does not show its robots.txt", url)
            if error.status is None or error.status >= 500 or error.status == 429:
                return error
            data = b""
        return Protego.parse(data.decode("utf-8", "replace").lstrip(BLANKS))
