"""Look at the sources and take what is new: the work of `qingdan watch` and of `qingdan add URL`.

Every problem is a finding on its source; the other sources and links go on. Nothing is built here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from extractors.media import HTML, read_format, sniff
from pipeline import fingerprints as keys
from pipeline.archive.held_editions import held_edition, hold, let_go
from pipeline.archive.raw_archive import Annex, ArchivedRelease, Edition, RawArchive, locked_archive
from pipeline.archive.snapshot import make_release_id
from pipeline.errors import QingdanError
from pipeline.paths import SOURCES_NAME
from pipeline.settings import Settings
from pipeline.watching.addresses import FetchError
from pipeline.watching.crawl_state import CrawlRecord, CrawlState, Listing, read_crawl_state
from pipeline.watching.doubts import doubts_of_edition
from pipeline.watching.error_pages import is_login_or_error_url
from pipeline.watching.examining import Examined, Examiner, open_examiner
from pipeline.watching.fetching import Fetched, Fetcher, Permit, Validators
from pipeline.watching.page_links import Hyperlink
from pipeline.watching.robots import Robots
from pipeline.watching.sources import Sources, WatchedSource, read_sources
from schemas.findings import Code, DocumentError, Finding
from schemas.language import localized
from schemas.release import Manifest

_MOST_LISTING_BYTES = 16 * 1024**2
_MOST_ATTACHMENTS = 20
"""Files attached to one page."""
_WILL_PASS = frozenset((Code.SOURCE_UNREACHABLE, Code.SOURCE_OVER_TIME))
_GONE = (401, 403, 404, 410)


class Outcome(StrEnum):
    """What a look at one link came to."""

    TAKEN = "taken"  # a new release
    NEW_EDITION = "new edition"  # of a release that is there, which keeps the edition before
    UNCHANGED = "unchanged"
    SAME_CONTENT = "same content"  # as a release that came from another address
    LEFT_OUT = "left out"  # with a finding


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What was found at one link. ``release_id``: the release that has its content, where one has."""

    source: str
    url: str
    outcome: Outcome
    release_id: str = ""
    finding: Finding | None = None


@dataclass(frozen=True, slots=True)
class WatchReport:
    """What a look at all sources came to. ``findings``: of sources and of links."""

    looks: tuple[CheckResult, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def news(self) -> tuple[CheckResult, ...]:
        """The releases and editions that were taken."""
        return tuple(look for look in self.looks if look.outcome in (Outcome.TAKEN, Outcome.NEW_EDITION))


Progress = Callable[[CheckResult], None]


def watch_file(
    file: Path, raw: Path, progress: Progress | None = None, settings: Settings | None = None
) -> WatchReport:
    """Look at the sources that ``file`` names and put what is new into ``raw``.

    Raises QingdanError when ``file`` cannot be read, ``raw`` cannot be written, or another run holds it.
    """
    given = read_sources(file)
    fetcher = Fetcher(given.agent, given.allow_hosts)
    with locked_archive(raw) as archive, open_examiner(settings or Settings()) as examiner:
        report = watch(given.sources, archive, read_crawl_state(raw), fetcher, examiner, progress)
    return WatchReport(report.looks, (*given.findings, *report.findings))


def watch(
    sources: Sequence[WatchedSource],
    archive: RawArchive,
    crawl_state: CrawlState,
    fetcher: Fetcher,
    examiner: Examiner,
    progress: Progress | None = None,
) -> WatchReport:
    """Look at each enabled source and store what is new in the archive; the crawl state is saved after each source.

    A source takes at most its ``most_seconds``. One whose time was over at the last look comes after the others.

    Raises QingdanError when the crawl state cannot be written; never for what a source does.
    """
    robots = Robots(fetcher)
    looks: list[CheckResult] = []
    findings: list[Finding] = []
    enabled = [source for source in sources if source.enabled]
    for source in sorted(enabled, key=lambda s: s.name in crawl_state.resume):
        watcher = _Watcher(source, archive, crawl_state, fetcher, examiner, robots)
        try:
            with fetcher.within(source.most_seconds):
                for look in watcher.look():
                    looks.append(look)
                    if look.finding:
                        findings.append(look.finding)
                    if progress:
                        progress(look)
            findings += watcher.findings
        except (FetchError, DocumentError) as error:
            findings.append(Finding(error.code, error.message, error.value, source_name=source.name))
        except Exception as error:  # one bad source must not end the look at the others
            message = f"{type(error).__name__}: {error}"[:300]
            findings.append(
                Finding(Code.INTERNAL_ERROR, "the source could not be looked at", message, None, source.name)
            )
        crawl_state.save(archive.raw)
    return WatchReport(tuple(looks), tuple(findings))


def add_address(
    url: str, release_id: str | None, raw: Path, allowed: Sequence[str] = (), settings: Settings | None = None
) -> CheckResult:
    """Fetch one release by its address into ``raw``; sources.toml there, if there is one, says who asks.

    ``allowed``: hosts that may be asked though they are not public, besides those of sources.toml.
    Raises QingdanError with what is wrong when nothing was taken.
    """
    file = raw / SOURCES_NAME
    given = read_sources(file) if file.exists() else Sources()
    fetcher = Fetcher(given.agent, (*given.allow_hosts, *allowed))
    with locked_archive(raw) as archive, open_examiner(settings or Settings()) as examiner:
        return add_url(url, release_id, archive, fetcher, examiner)


def add_url(url: str, release_id: str | None, archive: RawArchive, fetcher: Fetcher, examiner: Examiner) -> CheckResult:
    """Fetch one release by its address, by the same rules.

    Raises QingdanError with what is wrong when nothing was taken.
    """
    if release_id and make_release_id(release_id) != release_id:
        raise QingdanError(f"--id must be a plain slug, such as {make_release_id(release_id)}: {release_id}")
    source = WatchedSource(name="", url=url, kind="release", delay=0.0)
    crawl_state = CrawlState()
    watcher = _Watcher(source, archive, crawl_state, fetcher, examiner, Robots(fetcher), release_id)
    (look,) = watcher.look()
    if look.finding:
        finding = look.finding
        raise QingdanError(f"{finding.code}: {finding.message} [{finding.value}]")
    if look.outcome not in (Outcome.TAKEN, Outcome.NEW_EDITION):
        raise QingdanError(f"the release is there already: {look.release_id}")
    return look


@dataclass
class _Watcher:
    """A look at one source."""

    source: WatchedSource
    archive: RawArchive
    crawl_state: CrawlState
    fetcher: Fetcher
    examiner: Examiner
    robots: Robots
    release_id: str | None = None

    def __post_init__(self) -> None:
        self.findings: list[Finding] = []

    def look(self) -> Iterator[CheckResult]:
        """What each link comes to, until the time for the source is over.

        Raises FetchError and DocumentError for the source itself.
        """
        name = self.source.name
        links = self._in_turn(self._links())
        for number, link in enumerate(links):
            look = self._look_at(link)
            if look.finding and look.finding.code is Code.SOURCE_OVER_TIME:
                self.crawl_state.resume[name] = links[
                    (number + 1) % len(links)
                ].url  # a slow link does not hold the rest
                message = f"{len(links) - number} of {len(links)} links are left for the next look"
                self._find(Code.SOURCE_OVER_TIME, message, self.source.url)
                return
            yield look
        self.crawl_state.resume.pop(name, None)

    def _in_turn(self, links: Sequence[Hyperlink]) -> list[Hyperlink]:
        """The links as listed; after a look that ended early, the new ones, then those it did not come to."""
        resume = self.crawl_state.resume.get(self.source.name)
        if resume is None:
            return list(links)
        start = next((number for number, link in enumerate(links) if link.url == resume), 0)
        return sorted([*links[start:], *links[:start]], key=lambda link: link.url in self.crawl_state.seen)

    def _links(self) -> Sequence[Hyperlink]:
        source = self.source
        if source.kind == "release":
            return [Hyperlink(source.url, "")]
        listing = self._listing()
        href, title = re.compile(source.href), re.compile(source.title)
        links = [link for link in listing if href.search(link.url) and title.search(link.title)]
        if not links:
            self._find(Code.NO_LINKS, f"none of {len(listing)} links counts as a release", source.url)
        if len(links) > source.most_links:
            left_out = len(links) - source.most_links
            self._find(Code.LINKS_LEFT_OUT, f"{left_out} links after the first {source.most_links}", source.url)
        return links[: source.most_links]

    def _listing(self) -> Sequence[Hyperlink]:
        """All links of the page or feed: read anew, or as they were when the server says that nothing has changed."""
        source = self.source
        asked = keys.digest_of([source.url, source.kind, source.links, keys.code_digest()])
        before = self.crawl_state.listings.get(source.name)
        if before and before.asked != asked:
            before = None
        fetched = self._fetch(source.url, before.validators if before else None, _MOST_LISTING_BYTES)
        if fetched.data is None:
            assert before is not None
            return before.links
        if source.kind == "feed":
            links = self.examiner.feed_links(fetched.data, fetched.final_url)
        else:
            links = self.examiner.page_links(fetched.data, fetched.final_url, source.links)
        self.crawl_state.listings[source.name] = Listing(asked, fetched.validators, links)
        return links

    def _look_at(self, link: Hyperlink) -> CheckResult:
        try:
            return self._take(link)
        except (FetchError, DocumentError) as error:
            finding = Finding(error.code, error.message, error.value, source_name=self.source.name)
        except QingdanError as error:
            finding = Finding(Code.NOT_TAKEN, str(error), link.url, source_name=self.source.name)
        except Exception as error:  # one bad document must not end the look at the others
            message = f"{link.url} {type(error).__name__}: {error}"[:300]
            finding = Finding(Code.INTERNAL_ERROR, "the link could not be looked at", message, None, self.source.name)
        return CheckResult(self.source.name, link.url, Outcome.LEFT_OUT, finding=finding)

    def _take(self, link: Hyperlink) -> CheckResult:
        before = self._before(link.url)
        fetched = self._fetch(link.url, before.validators if before else None)
        if fetched.data is None:
            assert before is not None
            return self._as_before(link, before)
        held = self.archive.with_content(hashlib.sha256(fetched.data).hexdigest())
        if held is None:
            try:
                edition, held = self._read_unheld(link, fetched, fetched.data)
            except DocumentError as error:
                return self._left_out(link, fetched, error)
        outcome = Outcome.UNCHANGED
        if held is None:
            outcome, held = self._put(link, edition)
        elif link.url not in held.urls:
            outcome = Outcome.SAME_CONTENT
        if link.url in held.urls:
            let_go(held)  # the address has a good edition again
        self.crawl_state.seen[link.url] = CrawlRecord(fetched.validators, held.release_id)
        return CheckResult(self.source.name, link.url, outcome, held.release_id)

    def _read_unheld(self, link: Hyperlink, fetched: Fetched, data: bytes) -> tuple[Edition, ArchivedRelease | None]:
        """A document whose bytes the archive does not hold, with the release that holds the same text, if there is one.

        Raises DocumentError for what is no release, or may be none.
        """
        edition, found = self._read(link, fetched, data)
        held = self.archive.with_content(edition.sha256, edition.text_sha256)
        held = held or self.archive.once_with_content(edition.sha256, edition.text_sha256, link.url)
        if held is None:
            self._refuse_doubtful(link, edition, found)
        return edition, held

    def _before(self, url: str) -> CrawlRecord | None:
        """What the address gave, if that still tells what it would come to now."""
        before = self.crawl_state.seen.get(url)
        if before is None:
            return None
        if before.left_out:
            was_accepted = before.left_out[0] == Code.EDITION_HELD and not any(
                held_edition(release.folder) for release in self.archive.at(url)
            )
            return before if before.code == keys.code_digest() and not was_accepted else None
        return before if self.archive.get(before.release_id) else None

    def _as_before(self, link: Hyperlink, before: CrawlRecord) -> CheckResult:
        if before.left_out:
            code, message, value = before.left_out
            finding = Finding(Code(code), message, value, source_name=self.source.name)
            return CheckResult(self.source.name, link.url, Outcome.LEFT_OUT, finding=finding)
        return CheckResult(self.source.name, link.url, Outcome.UNCHANGED, before.release_id)

    def _left_out(self, link: Hyperlink, fetched: Fetched, error: DocumentError) -> CheckResult:
        """A document that is no release; it is asked for again when it, or the code that reads it, has changed."""
        code = Code.NOT_A_RELEASE if error.code in (Code.NO_ITEMS, Code.EMPTY_FILE) else error.code
        message = f"{error.message} ({error.value})" if error.value not in ("", link.url) else error.message
        value = link.url
        seen = CrawlRecord(fetched.validators, left_out=(code.value, message, value), code=keys.code_digest())
        self.crawl_state.seen[link.url] = seen
        return self._as_before(link, seen)

    def _read(self, link: Hyperlink, fetched: Fetched, data: bytes) -> tuple[Edition, Examined]:
        """The document as an edition, and what it is. Raises DocumentError for one that is no release."""
        if is_login_or_error_url(link.url, fetched.final_url):
            raise DocumentError(Code.NOT_A_RELEASE, "the link leads to a login or error page", fetched.final_url)
        held = self.archive.at(link.url)
        manifest = held[-1].manifest if held else Manifest()
        name = _file_name(fetched.final_url) or _file_name(link.url) or "release"
        annexes = tuple(self._annexes(data, fetched.final_url))
        found = self.examiner.examine(data, name, manifest, [(annex.name, annex.data) for annex in annexes])
        suffixed = _with_suffix(name, found.media_type)
        whence = (link.url, fetched.final_url)
        edition = Edition(data, suffixed, *whence, found.media_type, found.text_sha256, found.period, annexes)
        return edition, found

    def _annexes(self, data: bytes, base: str) -> Iterator[Annex]:
        """The files attached to the document on a page, fetched one after the other.

        One that is not there, or is no document, is a finding. Raises FetchError for one that cannot be fetched now:
        the page is looked at again next time, and taken as a whole.
        """
        links = self.examiner.attachment_links(data, base)
        if len(links) > _MOST_ATTACHMENTS:
            left_out = f"{len(links) - _MOST_ATTACHMENTS} files after the first {_MOST_ATTACHMENTS}"
            self._find(Code.ANNEX_UNREAD, left_out, base)
        for number, link in enumerate(links[:_MOST_ATTACHMENTS], 1):
            try:
                yield self._annex(link, number)
            except FetchError as error:
                if error.code in _WILL_PASS and error.status not in _GONE:
                    raise
                self._find(Code.ANNEX_UNREAD, error.message, link.url)
            except DocumentError as error:
                self._find(Code.ANNEX_UNREAD, error.message, link.url)

    def _annex(self, link: Hyperlink, number: int) -> Annex:
        fetched = self._fetch(link.url, None)
        assert fetched.data is not None
        name = _file_name(fetched.final_url) or _file_name(link.url) or "annex"
        media_type = sniff(fetched.data, name)
        if media_type == HTML:
            raise DocumentError(Code.ANNEX_UNREAD, "the link of an attachment leads to a page", link.url)
        return Annex(f"{number:02d}-{_with_suffix(name, media_type)}", fetched.data, link.url)

    def _refuse_doubtful(self, link: Hyperlink, edition: Edition, found: Examined) -> None:
        """Raise DocumentError for what may be no release, or no edition of the release at this address.

        ``not_a_release``: it looks like a page that is served in place of one. ``edition_held``: the address has a
        release, and the document is kept beside that.
        """
        known = self.archive.at(link.url)
        reasons: tuple[str, ...] = ()
        if found.signs:
            reasons = (f"it looks like an error, login or waiting page ({', '.join(found.signs)})",)
            if not known:
                raise DocumentError(Code.NOT_A_RELEASE, reasons[0], link.url)
        replaced = self._replaced(link, edition) or (known[-1] if found.signs else None)
        if replaced is None:
            return
        reasons += doubts_of_edition(found, replaced, self.examiner)
        if reasons:
            hold(replaced, edition, reasons)
            message = f"the new edition of {replaced.release_id} is held: {'; '.join(reasons)}"
            raise DocumentError(Code.EDITION_HELD, message, link.url)

    def _replaced(self, link: Hyperlink, edition: Edition) -> ArchivedRelease | None:
        """The release from this address that a document is an edition of.

        An address that leads to another year's list each year has a release for each.
        """
        for held in reversed(self.archive.at(link.url)):
            if held.period is None or edition.period is None or held.period == edition.period:
                return held
        return None

    def _put(self, link: Hyperlink, edition: Edition) -> tuple[Outcome, ArchivedRelease]:
        """Store in the archive: a corrected edition of the release that came from this address, or a new release."""
        if held := self._replaced(link, edition):
            return Outcome.NEW_EDITION, self.archive.add_edition(held, edition)
        release_id = self.release_id or self.archive.free_id(self._wish(edition))
        whence = f"qingdan watch, source {self.source.name}" if self.source.name else "qingdan add"
        remark = localized(f"Taken by {whence}. All keys may be edited and others added: see README.")
        return Outcome.TAKEN, self.archive.take(release_id, edition, self.source.manifest_keys, remark)

    def _wish(self, edition: Edition) -> str:
        """A telling id: series and years, else the source and the name of the file."""
        if self.source.series and edition.period:
            return "-".join([self.source.series, *map(str, dict.fromkeys(edition.period))])
        start = self.source.series or self.source.name
        stem = PurePosixPath(edition.source_name).stem
        return f"{start}-{stem}" if start else stem

    def _fetch(self, url: str, validators: Validators | None, most_bytes: int | None = None) -> Fetched:
        permit: Permit | None = self.robots.check if self.source.robots else None
        delay = max(self.source.delay, self.robots.delay(url)) if permit else self.source.delay
        return self.fetcher.fetch(url, validators, permit, delay, most_bytes)

    def _find(self, code: Code, message: str, value: str) -> None:
        self.findings.append(Finding(code, message, value, source_name=self.source.name))


def _file_name(url: str) -> str:
    """The last part of an address as a file name, empty where it has none."""
    name = make_release_id(unquote(PurePosixPath(urlsplit(url).path).name, errors="replace"))
    return "" if name == "release" else name


def _with_suffix(name: str, media_type: str) -> str:
    """The name with the ending of what the document is, whatever its address ends in."""
    form = read_format(media_type)
    return name if form.has_suffix(name) else f"{name}{form.suffixes[0]}"
