"""Every body of the real lists is found. Needs the real documents (QINGDAN_SHARED)."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.archive.snapshot import discover
from pipeline.release.batches import build_sources
from pipeline.release.build import ReleaseBuild, build_release
from pipeline.release.parsing import ReleaseInput, Tools
from schemas.findings import Code
from schemas.release import Manifest

# The bodies of the 40 names of 001 in the order of the list, as before contexts decided: they must not change.
_SEED_001 = """
mo-sef cn-mofcom cn-ccpit cn-ndrc mo-saj cn-spc cn-moj cn-mfa mo-stop cn-mee cn-mct cn-chinca mo-ss cn-nia
cn-most cn-nda cn-gd cn-sta cn-pbc cn-safe cn-cdb cn-nfra cn-sinosure cn-mof cn-mps mo-sasc mo-dsepdr cn-fj-ct
cn-gd-ct mo-fm cn-moe cn-cyl cn-nhc cn-natcm cn-ncha cn-gacc cn-mot cn-nea cn-nmpa cn-ndcpa
"""


@pytest.fixture(scope="module")
def builds(shared: Path) -> dict[str, ReleaseBuild]:
    files = [*sorted((shared / "seeds").glob("*.txt")), *sorted((shared / "corpus").glob("govcn_*.html"))]
    files.append(shared / "corpus" / "guangzhou_633_rencai_ABRIDGED.txt")
    return {build.release_id: build for build in build_sources(discover(files).sources)}


def test_no_party_of_the_seeds_is_unknown(builds: dict[str, ReleaseBuild]) -> None:
    (seed,) = (build for build in builds.values() if build.release_id.startswith("001"))
    parties = seed.rows["item_agencies"]
    assert len(parties) == 178
    found = dict.fromkeys((p["name"], p["agency_id"]) for p in parties)
    assert [agency_id for _, agency_id in found] == _SEED_001.split()
    for build in builds.values():
        if not build.release_id.startswith("guangzhou"):
            codes = {f.code for f in build.findings}
            assert not codes & {Code.UNKNOWN_AGENCY, Code.AMBIGUOUS_AGENCY}, build.release_id


def test_elided_names_are_the_citys(builds: dict[str, ReleaseBuild], shared: Path, tools: Tools) -> None:
    """The abridged list does not say whose it is: its names and the city it names do, as release.toml would."""
    silent = next(b for b in builds.values() if b.release_id.startswith("guangzhou"))
    assert [f.value for f in silent.findings if f.code is Code.JURISDICTION_INFERRED] == ["cn-gd-guangzhou"]
    path = shared / "corpus" / "guangzhou_633_rencai_ABRIDGED.txt"
    manifest = Manifest(publisher="广州市人民政府")
    told = build_release(ReleaseInput("guangzhou", path.name, path.read_bytes(), manifest), tools)
    for build in (silent, told):
        parties = [p for p in build.rows["item_agencies"] if p["party_kind"] == "agency"]
        of_the_city = ("cn-gd-guangzhou-", "cn-gd-4401")  # its departments, and the governments of its districts
        assert all(p["agency_id"].startswith(of_the_city) for p in parties if p["agency_id"])
        # What is left is an office that is no department.
        assert (sum(bool(p["agency_id"]) for p in parties), len(parties)) == (93, 96)
