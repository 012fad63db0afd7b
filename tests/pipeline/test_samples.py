"""The releases that ship in raw/ come out exactly as written down by hand in tests/golden."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from normalizers.canonical import canonicalize
from pipeline.archive.snapshot import discover
from pipeline.release.batches import build_sources
from pipeline.release.build import ReleaseBuild
from schemas.findings import Severity

_ROOT = Path(__file__).parents[2]
_GOLDEN = sorted((_ROOT / "tests" / "golden" / "releases").glob("*.json"))
Compare = Callable[[ReleaseBuild, Path], list[Any]]


@pytest.fixture(scope="module")
def builds() -> dict[str, ReleaseBuild]:
    discovery = discover([_ROOT / "raw"])
    assert discovery.findings == ()
    return {build.release_id: build for build in build_sources(discovery.sources)}


def test_every_sample_has_its_golden_file(builds: dict[str, ReleaseBuild]) -> None:
    assert set(builds) == {path.stem for path in _GOLDEN}


@pytest.mark.parametrize("golden", _GOLDEN, ids=lambda path: path.stem)
def test_sample(
    golden: Path, builds: dict[str, ReleaseBuild], differences: Compare, block_differences: Compare
) -> None:
    build = builds[golden.stem]
    compare = block_differences if "blocks" in json.loads(golden.read_text(encoding="utf-8")) else differences
    assert compare(build, golden) == []
    assert [f.line for f in build.findings if f.severity is Severity.ERROR] == []


def test_samples_are_canonical_once_mended(builds: dict[str, ReleaseBuild]) -> None:
    for build in builds.values():
        for item in build.rows["items"]:
            assert canonicalize(item["text"])[0] == item["text"], item["item_id"]
