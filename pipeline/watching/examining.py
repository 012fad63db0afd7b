"""What the look at a source must know of bytes that a server sent. They are parsed in a limited child only.

The functions with ``body`` run in the child; `Examiner` asks for them and takes back plain values.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from typing import Any

from extractors.media import HTML, sniff
from extractors.outline.title import find_period
from pipeline.archive.snapshot import make_release_id
from pipeline.release.batches import limited_tools
from pipeline.release.parsing import ParsedRelease, ReleaseInput, read_release
from pipeline.sandbox.conversion import readable
from pipeline.sandbox.orders import read_request, write_request
from pipeline.sandbox.worker import Server, Worker
from pipeline.settings import Limits, Settings
from pipeline.watching.error_pages import signs_of_error
from pipeline.watching.page_links import Hyperlink, attachment_links, feed_links, page_links
from schemas.findings import Code, DocumentError
from schemas.records import BlockKind
from schemas.release import Manifest

_HERE = "pipeline.watching.examining"
_FUNCTIONS = {name: f"{_HERE}:{name}" for name in ("examine", "list_page", "list_feed", "list_attachments")}
_PRELOAD = ("pipeline.release.batches:load_tools",)


@dataclass(frozen=True, slots=True)
class Examined:
    """What a document is.

    ``text_sha256``: of its text. ``period``: the years its title names. ``signs``: the kinds of signs by which it is a
    page of an error, a login or a wait, and no document. ``title``, ``title_years``: by the document itself, whatever
    release.toml says.
    """

    media_type: str
    text_sha256: str
    period: tuple[int, int] | None
    signs: tuple[str, ...]
    n_items: int
    n_notes: int
    title: str
    title_years: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class _Question:
    source_name: str
    manifest: Manifest
    settings: Settings
    annexes: tuple[tuple[str, int], ...] = ()
    """Names and sizes of the files attached to it, whose bytes follow its own."""


class Examiner:
    """Asks a limited child about documents and pages of links.

    All methods raise DocumentError: with the code of the reader, or ``too_big``, ``timeout``, ``out_of_memory``,
    ``engine_crashed`` where the limits were reached, ``internal_error`` for a fault of qingdan.
    """

    def __init__(self, worker: Worker, settings: Settings) -> None:
        self._worker = worker
        self._settings = settings

    def examine(
        self, data: bytes, source_name: str, manifest: Manifest, annexes: Sequence[tuple[str, bytes]] = ()
    ) -> Examined:
        """What a document is, with the files attached to it.

        Raises DocumentError ``no_items`` too, for a text without a numbered item.
        """
        limits = self._settings.limits
        given, media_type = readable(data, source_name, limits)
        attached = [(name, _readable_annex(content, name, limits)) for name, content in annexes]
        sizes = tuple((name, len(content)) for name, content in attached)
        question = _Question(source_name, manifest, self._settings, sizes)
        body = b"".join((given, *(content for _, content in attached)))
        head, _ = self._worker.ask("examine", write_request(question, body), size=len(body))
        period, title_years = (tuple(years) if years else None for years in (head["period"], head["title_years"]))
        made = {"signs": tuple(head["signs"]), "period": period, "title_years": title_years, "media_type": media_type}
        return Examined(**{**head, **made})

    def page_links(self, data: bytes, base: str, selector: str) -> tuple[Hyperlink, ...]:
        """As `pipeline.watching.page_links.page_links`."""
        return self._links("list_page", data, {"base": base, "selector": selector})

    def attachment_links(self, data: bytes, base: str) -> tuple[Hyperlink, ...]:
        """As `pipeline.watching.page_links.attachment_links`; none for what is no page."""
        return self._links("list_attachments", data, {"base": base})

    def feed_links(self, data: bytes, base: str) -> tuple[Hyperlink, ...]:
        """As `pipeline.watching.page_links.feed_links`."""
        return self._links("list_feed", data, {"base": base})

    def _links(self, kind: str, data: bytes, options: dict[str, str]) -> tuple[Hyperlink, ...]:
        head, _ = self._worker.ask(kind, data, options)
        return tuple(Hyperlink(**link) for link in head["links"])


def _readable_annex(data: bytes, source_name: str, limits: Limits) -> bytes:
    """An attached file as a limited child can read it; as it is where that cannot be, which the child then says."""
    with suppress(DocumentError):
        return readable(data, source_name, limits)[0]
    return data


@contextmanager
def open_examiner(settings: Settings) -> Iterator[Examiner]:
    """An examiner; its child is started when first needed, and ends here."""
    server = Server(_PRELOAD)
    try:
        with Worker(settings.limits, _FUNCTIONS, server) as worker:
            yield Examiner(worker, settings)
    finally:
        server.close()


def examine(body: bytes) -> tuple[dict[str, Any], bytes]:
    """In a limited child: what a document is. Raises as `Examiner.examine` does."""
    question, content = read_request(body, _Question)
    name, release_id = question.source_name, make_release_id(question.source_name)
    end = len(content) - sum(size for _, size in question.annexes)
    data, annexes = content[:end], []
    for annex, size in question.annexes:
        annexes.append(ReleaseInput(release_id, annex, content[end : end + size], question.manifest))
        end += size
    media_type = sniff(data, name)
    given = ReleaseInput(release_id, name, data, question.manifest, annexes=tuple(annexes))
    try:
        found = _examined(data, media_type, read_release(given, limited_tools(question.settings)))
    except (DocumentError, MemoryError):
        raise
    except Exception as error:  # one bad document must not end the look at the others
        raise DocumentError(Code.INTERNAL_ERROR, "the document could not be looked at", f"{error!r:.300}") from error
    return asdict(found), b""


def _examined(data: bytes, media_type: str, release: ParsedRelease) -> Examined:
    title = str(release.source.metadata.get("title") or release.outline.title or "")
    return Examined(
        media_type,
        hashlib.sha256(release.source.text.encode("utf-8", "surrogatepass")).hexdigest(),
        release.period,
        signs_of_error(data, media_type == HTML, release),
        len(release.of(BlockKind.ITEM)),
        sum(len(unit.notes) for unit in release.units),
        title,
        find_period(title),
    )


def list_page(body: bytes, base: str, selector: str) -> tuple[dict[str, Any], bytes]:
    """In a limited child: the links of a page."""
    return _listed(page_links(body, base, selector))


def list_attachments(body: bytes, base: str) -> tuple[dict[str, Any], bytes]:
    """In a limited child: the links of a page to files attached to the document on it."""
    return _listed(attachment_links(body, base) if sniff(body, "") == HTML else ())


def list_feed(body: bytes, base: str) -> tuple[dict[str, Any], bytes]:
    """In a limited child: the links of a feed."""
    return _listed(feed_links(body, base))


def _listed(links: Sequence[Hyperlink]) -> tuple[dict[str, Any], bytes]:
    return {"links": [asdict(link) for link in links]}, b""
