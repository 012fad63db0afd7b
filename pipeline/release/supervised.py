"""Releases are built in limited child processes: whatever a document does, it costs that release only.

This side knows files, limits and answers; the child (`pipeline.release.batches`) has everything that reads. Nothing
that reads documents is imported here.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import pyarrow as pa

from extractors.media import READ
from pipeline.archive.snapshot import Source
from pipeline.files import read_regular
from pipeline.release.finding_rows import findings_table
from pipeline.release.under_way import under_way
from pipeline.sandbox.conversion import Converted
from pipeline.sandbox.inside import as_docx
from pipeline.sandbox.orders import write_request
from pipeline.sandbox.worker import Answer, Overrun, Server, Worker, WorkerError
from pipeline.settings import Limits, Settings
from schemas.findings import Code, DocumentError, Finding, cause_of
from schemas.release import Manifest
from schemas.tables import PER_RELEASE, arrow_schema, make_table

_FUNCTIONS = {
    "build": "pipeline.release.batches:build",
    "hand_over": "pipeline.release.batches:hand_over",
    "bodies": "pipeline.release.batches:bodies",
    "links": "pipeline.links.shared_out:links",
}
Told = tuple[dict[str, Any], memoryview]
"""The head and the body of an answer, where a child gives it."""
BODIES = ("agencies", "entities")
"""The tables of what is known of bodies and other things with a name."""
_PRELOAD = ("pipeline.release.batches:load_tools",)
_MODULES = {form.media_type: form.reader.partition(":")[0] for form in READ}
"""What reads documents of a media type; once one was met, children are forked with it."""
_MOST_AT_STAKE = 0.5
"""Seconds of work that a child keeps before it hands it over: as much is done again when it dies."""
_LONG_FAILURE = 2.0
"""Seconds from which on a release that cannot be read counts among those that took too long."""
_LARGE = 1 << 18
"""Bytes of a document that is built with nothing else at stake."""


@dataclass(frozen=True, slots=True)
class Work:
    """Releases to be built together, in order of their ids. ``run``: what the works of one run have in common."""

    sources: tuple[Source, ...]
    settings: Settings
    run: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """What was built: tables sorted by their keys, the extracted text of each published release, and which failed."""

    tables: Mapping[str, pa.Table]
    texts: Mapping[str, str]
    failed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class File:
    """A file of an order: its name, the bytes that are sent of it, and why it cannot be read, where that is known.

    ``converted``: what the file was, where other bytes are sent of it.
    """

    name: str
    size: int
    problem: Finding | None = None
    member: str = ""
    converted: Converted | None = None
    is_annex: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """What a child is told of a release besides its bytes. ``files``: the file to be read, its renditions, its annexes.

    ``compares``: renditions that can be read are compared with it.
    """

    release_id: str
    files: tuple[File, ...]
    manifest: Manifest
    settings: Settings
    compares: bool = True


def build_batch(work: Work) -> Batch:
    """Build the releases of ``work``; one that fails is quarantined with its finding, never an exception.

    Raises WorkerError when the system gives no process to build in.
    """
    with _children.one_for(work.settings, work.run) as worker:
        return _Building(worker, work.settings).build(work.sources)


def body_tables(named: Collection[str], settings: Settings, run: str) -> dict[str, pa.Table]:
    """The tables ``agencies`` and ``entities``, with the bodies ``named`` that are derived when met.

    Made where the registry is loaded already, in a child that has read no document. Raises WorkerError when the system
    gives no process.
    """
    try:
        head, body = ask_clean_child("bodies", json.dumps(sorted(named)).encode(), settings, run)
        return read_tables(BODIES, head["tables"], body)
    except (DocumentError, pa.ArrowException, ValueError, KeyError, TypeError) as error:
        raise WorkerError(f"the process that knows the bodies gave none: {error}") from error


def ask_clean_child(kind: str, request: bytes, settings: Settings, run: str) -> Answer:
    """The answer of a child that has read no document, and done nothing but what is asked for.

    It is of no document: it may take as long as the largest. Raises DocumentError where the child does not come to an
    end, WorkerError when the system gives no process.
    """
    with _children.one_for(settings, run) as worker:
        if worker.last_asked != kind:
            worker.drop_child()
        return worker.ask(kind, request, size=settings.limits.most_bytes)


def warm_up(settings: Settings, run: str) -> None:
    """Have what builds releases loaded while this process does something else; `build_batch` says what goes wrong."""
    with _children.one_for(settings, run), suppress(OSError):
        if _children.server:
            _children.server.start()


def close_tools() -> None:
    """End the processes that build releases, where this process has some."""
    _children.close()


@dataclass
class _Children:
    """The workers of this process that are idle, all with children of one server. Threads share it."""

    idle: list[Worker] = field(default_factory=list)
    server: Server | None = None
    settings: Settings | None = None
    run: str = ""
    overrun: Overrun = field(default_factory=Overrun)
    """What documents that took too long have cost the run."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def one_for(self, settings: Settings, run: str) -> Iterator[Worker]:
        """A worker that nobody else uses meanwhile, for work of a run."""
        with self.lock:
            if self.run != run:
                self.run, self.overrun = run, Overrun()
            if self.settings != settings:
                self._close()
                self.settings, self.server = settings, Server(_PRELOAD)
            worker = self.idle.pop() if self.idle else Worker(settings.limits, _FUNCTIONS, self.server)
            worker.overrun = self.overrun
            server = self.server
        try:
            yield worker
        finally:
            with self.lock:
                if self.server is server:
                    self.idle.append(worker)
                else:
                    worker.close()

    def close(self) -> None:
        with self.lock:
            self._close()

    def _close(self) -> None:
        for worker in self.idle:
            worker.close()
        self.idle.clear()
        if self.server:
            self.server.close()
        self.server = self.settings = None


_children = _Children()


@dataclass
class _Building:
    """A batch being built: ``pending`` are built releases that the child has not handed over yet."""

    worker: Worker
    settings: Settings
    pending: list[Source] = field(default_factory=list)
    pieces: list[Batch] = field(default_factory=list)
    bytes_at_stake: int = 0
    since: float = 0.0
    is_wary: bool = False
    """Whether each release is handed over by itself: the hand-over of several has failed."""
    alone: set[str] = field(default_factory=set)
    """Releases that are built without a look at their renditions: a child has died with all of them."""
    given_up: set[str] = field(default_factory=set)
    """Releases whose very finding no child hands over: it is recorded without one."""

    def build(self, sources: Sequence[Source]) -> Batch:
        left = deque(sources)
        while left or self.pending:
            is_built = bool(left) and not self._is_enough(left[0])
            try:
                if is_built:
                    with under_way(left[0].release_id):
                        self._build_one(left)
                else:
                    self._hand_over()
            except DocumentError as error:
                self._do_again(left, error, is_built)
        return _joined(self.pieces)

    def _is_enough(self, following: Source) -> bool:
        if not self.pending:
            return False
        is_long = time.monotonic() - self.since > _MOST_AT_STAKE
        is_large = self.bytes_at_stake > _LARGE or _size(following) > _LARGE
        return self.is_wary or is_long or is_large or following.release_id in self.given_up

    def _build_one(self, left: deque[Source]) -> None:
        source = left[0]
        if source.release_id in self.given_up:
            self.pieces.append(_record(left.popleft()))
            return
        if not self.pending:
            self.since, self.bytes_at_stake = time.monotonic(), 0
        started, overrun = time.monotonic(), self.worker.overrun
        limits = self.settings.limits.after(overrun.seconds)
        order, data = make_order(source, self.settings, source.release_id not in self.alone, limits)
        converted = time.monotonic() - started
        if module := _MODULES.get(source.media_type):
            self.worker.modules.add(module)
        head, _ = self.worker.ask("build", write_request(order, data), goes_on=bool(self.pending))
        spent = converted + min(_seconds(head), self.settings.limits.cpu_seconds)
        if not head.get("is_read") and spent > _LONG_FAILURE:
            overrun.seconds += spent
        self.bytes_at_stake += len(data)
        self.pending.append(left.popleft())

    def _hand_over(self) -> None:
        head, body = self.worker.ask(
            "hand_over", bytes(self.bytes_at_stake and 1), size=self.bytes_at_stake, goes_on=True
        )
        self.pieces.append(_read_batch(head, body, {source.release_id for source in self.pending}))
        self.pending.clear()

    def _do_again(self, left: deque[Source], error: DocumentError, is_built: bool) -> None:
        """Put a release that failed down to its finding, and what was at stake back into the queue.

        ``is_built``: the first of ``left`` was being built; else what is pending was handed over.
        """
        self.worker.drop_child()
        if is_built or len(self.pending) == 1:
            culprit = left.popleft() if is_built else self.pending.pop()
            left.appendleft(self._without_fault(culprit, error))
        else:
            self.is_wary = True
        left.extendleft(reversed(self.pending))
        self.pending.clear()

    def _without_fault(self, culprit: Source, error: DocumentError) -> Source:
        """A release that a child died of, so that the next one does not.

        First its renditions are not looked at, then the next of them takes its place, at last only the finding is left.
        """
        if culprit.problem:
            self.given_up.add(culprit.release_id)
            return culprit
        failed = replace(culprit, problem=Finding(error.code, error.message, error.value), renditions=())
        if not culprit.renditions:
            return failed
        if culprit.release_id not in self.alone:
            self.alone.add(culprit.release_id)
            return culprit
        following, *others = culprit.renditions
        if following.problem:
            return replace(failed, renditions=culprit.renditions)
        return replace(following, renditions=(*others, failed))


def _seconds(head: Mapping[str, Any]) -> float:
    """The processor time that a release took, as its child says: on a busy machine the clock says more."""
    seconds = head.get("seconds")
    return float(seconds) if isinstance(seconds, int | float) and seconds >= 0 else 0.0


def _record(source: Source) -> Batch:
    """A release of which there is only the finding, made without a child."""
    assert source.problem is not None
    named = replace(source.problem, release_id=source.release_id, source_name=source.source_name)
    tables = {name: make_table(name, []) for name in PER_RELEASE} | {"findings": findings_table([named])}
    return Batch(tables, {}, (source.release_id,))


def make_order(
    source: Source, settings: Settings, compares: bool = True, limits: Limits | None = None
) -> tuple[Order, bytes]:
    """A release as an order, and the bytes of its files; a file that cannot be read is there with its problem.

    ``limits``: those that hold here, where they are tighter than those of ``settings``.
    """
    limits = limits or settings.limits
    left = limits.most_bytes
    files: list[File] = []
    pieces: list[bytes] = []
    for one in (source, *source.renditions, *source.annexes):
        problem, data, converted = one.problem, b"", None
        if problem is None:
            try:
                data, converted = as_docx(_read(one, left), one.media_type, one.sha256, one.member, limits)
            except DocumentError as error:
                problem = Finding(error.code, error.message, error.value)
        name = (problem and problem.source_name) or one.source_name
        is_annex = one in source.annexes
        files.append(File(name, len(data), problem, one.member, converted, is_annex))
        pieces.append(data)
        left -= len(data)
    return Order(source.release_id, tuple(files), source.manifest, settings, compares), b"".join(pieces)


def _size(source: Source) -> int:
    try:
        return source.path.stat().st_size
    except OSError:
        return 0


def _read(source: Source, most_bytes: int) -> bytes:
    try:
        data = read_regular(source.path, most_bytes)
    except OSError as error:
        raise DocumentError(Code.UNREADABLE_FILE, error.strerror or "cannot be read", source.source_name) from error
    if hashlib.sha256(data).hexdigest() != source.sha256:
        raise DocumentError(Code.SNAPSHOT_MISMATCH, "the file changed while the run was going on", source.source_name)
    return data


def write_batch(batch: Batch) -> Told:
    """A batch as the answer of a child."""
    texts = {release_id: text.encode("utf-8", "surrogatepass") for release_id, text in batch.texts.items()}
    head, body = write_tables([batch.tables[name] for name in PER_RELEASE], b"".join(texts.values()))
    lengths = [[release_id, len(text)] for release_id, text in texts.items()]
    return head | {"texts": lengths, "failed": list(batch.failed)}, body


def write_tables(tables: Iterable[pa.Table], rest: bytes = b"") -> Told:
    """Tables, and ``rest`` behind them, as the answer of a child."""
    tables = list(tables)
    # Written once to know how long they are: a stream that grows takes a long document three times.
    ends = _write_streams(pa.MockOutputStream(), tables)
    body = pa.allocate_buffer(ends[-1] + len(rest))
    sink = pa.FixedSizeBufferWriter(body)
    _write_streams(sink, tables)
    sink.write(rest)
    return {"tables": [end - start for start, end in pairwise(ends)]}, memoryview(body)


def _write_streams(sink: pa.NativeFile, tables: Iterable[pa.Table]) -> list[int]:
    """Write tables one behind the other; where each begins, and where the last one ends."""
    ends = [0]
    for table in tables:
        with pa.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table)
        ends.append(sink.tell())
    return ends


def _read_batch(head: Mapping[str, Any], body: bytearray, expected: set[str]) -> Batch:
    """The batch in an answer. Raises DocumentError ``engine_crashed`` for what is none: the child is not trusted."""
    try:
        tables = read_tables(PER_RELEASE, head["tables"], body)
        start = sum(head["tables"])
        texts = {}
        for release_id, length in head["texts"]:
            texts[release_id] = body[start : start + length].decode("utf-8", "surrogatepass")
            start += length
        failed = tuple(head["failed"])
        if {*texts, *failed} != expected or start != len(body):
            raise ValueError("the releases are others")
    except (pa.ArrowException, ValueError, KeyError, TypeError) as error:
        what = "the process that built the release gave no rows"
        raise DocumentError(Code.ENGINE_CRASHED, what, cause_of(error)) from error
    return Batch(tables, texts, failed)


def read_tables(names: Sequence[str], lengths: Sequence[int], body: bytearray) -> dict[str, pa.Table]:
    """The tables at the beginning of an answer. Raises ValueError or an error of Arrow for what is none of these."""
    tables: dict[str, pa.Table] = {}
    for name, table in zip(names, open_tables(lengths, body), strict=True):
        table.validate(full=True)
        schema = arrow_schema(name)
        if not table.schema.equals(schema):
            raise ValueError(f"the columns of {name} are others")
        tables[name] = table.replace_schema_metadata(schema.metadata)
    return tables


def open_tables(lengths: Iterable[int], body: bytes | bytearray) -> Iterator[pa.Table]:
    """What `write_tables` wrote, as it is. Raises an error of Arrow for what is none of these."""
    buffer, start = pa.py_buffer(body), 0
    for length in lengths:
        yield pa.ipc.open_stream(buffer.slice(start, length)).read_all()
        start += length


def _joined(pieces: Sequence[Batch]) -> Batch:
    if len(pieces) == 1:
        return pieces[0]
    tables = {name: pa.concat_tables([piece.tables[name] for piece in pieces]) for name in PER_RELEASE}
    texts = {release_id: text for piece in pieces for release_id, text in piece.texts.items()}
    return Batch(tables, texts, tuple(release_id for piece in pieces for release_id in piece.failed))
