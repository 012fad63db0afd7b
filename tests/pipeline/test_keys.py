"""The key of a release covers all code that shapes its rows, and no more."""

from __future__ import annotations

import grimp
import pytest

from extractors.media import DOCX, HTML, PDF, TEXT
from pipeline import fingerprints as keys
from pipeline.paths import PACKAGES

_IN_THE_KEY_BY_VALUE = {"pipeline.archive.snapshot", "pipeline.archive.seen"}
"""What they find out of a release is part of the key itself."""


@pytest.fixture(scope="module")
def shaping() -> set[str]:
    graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    return graph.find_upstream_modules("pipeline.release.batches") | {"pipeline.release.batches"}


def _modules(places: tuple[str, ...]) -> set[str]:
    files = (name.removesuffix(".py") for name in keys._names(places) if name.endswith(".py"))
    return {name.replace("/", ".").removesuffix(".__init__") for name in files}


def test_every_module_that_shapes_rows_is_in_the_key(shaping: set[str]) -> None:
    assert shaping - _modules(keys._SHAPES_ROWS) - {*PACKAGES, "pipeline.archive"} == _IN_THE_KEY_BY_VALUE


def test_no_other_module_of_the_pipeline_is(shaping: set[str]) -> None:
    # The child process imports its readers by name.
    named = {name for name in _modules(keys._SHAPES_ROWS) if name.count(".") > 1 and name.startswith("pipeline.")}
    modules = ("sandbox.server", "release.decisions", "release.tracing")
    not_asked = {f"pipeline.{name}" for name in modules}
    assert named - shaping == not_asked


@pytest.mark.parametrize("kind", [DOCX, PDF, HTML, TEXT])
def test_readers_of_one_media_type_are_used_by_no_other(kind: str, shaping: set[str]) -> None:
    graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    prefix = keys.reads_only()[kind].replace("/", ".")
    own = {m for m in graph.modules if m.startswith(prefix)}
    users = {user for m in own for user in graph.find_modules_that_directly_import(m)} - own
    assert not users & shaping, "pipeline.release.parsing imports it by the table of formats"


def test_keys_differ_by_media_type() -> None:
    assert len({keys._rows_digest(kind) for kind in (DOCX, PDF, HTML, TEXT)}) == 4
