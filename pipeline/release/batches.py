"""A few releases → their rows as Arrow tables: what a limited child does for `pipeline.release.supervised`."""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from normalizers.registry.names import default_registry
from normalizers.script.conversion import both_scripts
from pipeline.archive.snapshot import Source
from pipeline.release.build import ReleaseBuild, build_release, failed_build
from pipeline.release.entity_rows import agency_row, entity_rows
from pipeline.release.finding_rows import findings_table
from pipeline.release.lexicon import phrase_finder
from pipeline.release.parsing import ReleaseInput, Tools
from pipeline.release.registry import kept_registry
from pipeline.release.supervised import BODIES, Batch, Order, Told, make_order, write_batch, write_tables
from pipeline.sandbox.orders import read_request
from pipeline.sandbox.worker import InThisProcess, Worker
from pipeline.settings import Settings
from schemas.findings import Code, Finding
from schemas.tables import PER_RELEASE, SchemaError, in_columns, joined, make_table

_pending: list[ReleaseBuild] = []
"""Releases that this process has built and not handed over."""


def build(body: bytes) -> tuple[dict[str, Any], bytes]:
    """In a limited child: build the release of an order, and keep what came of it.

    Answers whether it has rows, and the seconds of processor time that it took.
    """
    started = time.process_time()
    order, data = read_request(body, Order)
    built = build_release(_given(order, data), limited_tools(order.settings))
    _pending.append(built)
    return {"is_read": built.is_read, "seconds": time.process_time() - started}, b""


def _given(order: Order, data: bytes) -> ReleaseInput:
    """The release of an order; the bytes of its files stand one behind the other."""
    files: list[ReleaseInput] = []
    annexes: list[ReleaseInput] = []
    start = 0
    for file in order.files:
        one = ReleaseInput(order.release_id, file.name, data[start : start + file.size], order.manifest, file.problem)
        one = replace(one, member=file.member, converted=file.converted)
        (annexes if file.is_annex else files).append(one)
        start += file.size
    first, *renditions = (replace(file, annexes=tuple(annexes)) for file in files)
    return replace(first, renditions=tuple(renditions), compares=order.compares)


def hand_over(body: bytes) -> Told:
    """In a limited child: what was built since the last time."""
    batch = to_batch(_pending)
    _pending.clear()  # rows of a long document take more memory than its tables, which are written next
    return write_batch(batch)


def bodies(body: bytes) -> Told:
    """In a limited child: the tables of bodies and entities; ``body`` is JSON, the ids that a build names."""
    agencies = default_registry().with_derived(json.loads(body))
    rows = {"agencies": map(agency_row, agencies), "entities": entity_rows(agencies)}
    return write_tables(make_table(name, in_columns(rows[name])) for name in BODIES)


@lru_cache(maxsize=1)
def limited_tools(settings: Settings) -> Tools:
    """In a limited child: what its releases share; it reads their documents itself."""
    return Tools(default_registry(), settings, InThisProcess())


_DEFAULTS = Settings()


def build_sources(sources: Sequence[Source], settings: Settings = _DEFAULTS) -> Iterator[ReleaseBuild]:
    """Build each source; a release that fails gives a quarantined build."""
    tools = _tools(settings)
    for source in sources:
        yield _build_source(source, tools)


@lru_cache(maxsize=1)
def _tools(settings: Settings) -> Tools:
    """What all batches of a process share; the process that reads documents ends with this one."""
    load_tools()
    gc.freeze()  # a collector that marked dictionaries and registry with each release would take a tenth of the time
    return Tools(default_registry(), settings, Worker(settings.limits))


def load_tools() -> None:
    """Load what every release is built with, ahead of the first. Starts neither threads nor processes."""
    phrase_finder(kept_registry())
    both_scripts("制定并发布\n制定並發佈")  # a line in each script: the tables of both ways


def close_tools() -> None:
    """End the process that reads documents, where this process has one."""
    _tools.cache_clear()
    gc.unfreeze()  # else libraries that count their objects when a process ends find some left


def _build_source(source: Source, tools: Tools) -> ReleaseBuild:
    order, data = make_order(source, tools.settings)
    return build_release(_given(order, data), tools)


def to_batch(builds: Sequence[ReleaseBuild]) -> Batch:
    """The rows of ``builds`` as tables. A release whose rows violate a schema is quarantined with its finding."""
    try:
        return _to_batch(builds)
    except SchemaError:
        return _to_batch([_checked(build) for build in builds])


def _to_batch(builds: Sequence[ReleaseBuild]) -> Batch:
    published = [build for build in builds if build.is_published]
    tables = {name: make_table(name, joined([build.rows[name] for build in published])) for name in _ROWS}
    tables["findings"] = findings_table([finding for build in builds for finding in build.findings])
    failed = tuple(build.release_id for build in builds if not build.is_published)
    return Batch(tables, {build.release_id: build.text for build in published}, failed)


_ROWS = tuple(name for name in PER_RELEASE if name != "findings")


def _checked(build: ReleaseBuild) -> ReleaseBuild:
    """``build``, quarantined when its rows violate a schema."""
    try:
        for name in _ROWS if build.is_published else ():
            make_table(name, build.rows[name])
    except SchemaError as error:
        problem = Finding(Code.INTERNAL_ERROR, "a value violates the schema of its table", str(error))
        return failed_build(build.release_id, build.source_name, problem)
    return build
