"""Fixtures every test can use. Documents outside the repository are found by QINGDAN_SHARED."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from normalizers.registry.names import Registry, default_registry
from pipeline.release import supervised
from pipeline.release.build import ReleaseBuild, build_release
from pipeline.release.parsing import ReleaseInput, Tools
from pipeline.run import run
from schemas.language import VARIABLE, Language, set_language

ROOT = Path(__file__).resolve().parent.parent
# Helpers of the tests are imported as tests.…; at the end, so that it shadows nothing.
sys.path.append(str(ROOT))
# Processes that tests start run the code of this checkout, too.
_OWN = [str(ROOT), str(ROOT / "pipeline" / "reader")]
os.environ["PYTHONPATH"] = os.pathsep.join([*_OWN, *filter(None, [os.environ.get("PYTHONPATH")])])

Build = Callable[[str], ReleaseBuild]

# The same examples at every run, so that a red run is a change's doing; `make explore` draws new ones.
settings.register_profile("steady", derandomize=True, deadline=None, max_examples=200)
settings.register_profile("explore", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


@pytest.fixture(scope="session", autouse=True)
def private_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests write no cache into the home folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Tests read English whatever the locale; a test of another language leaves none behind."""
    monkeypatch.setenv(VARIABLE, Language.EN.value)
    yield
    set_language(Language.EN)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents: a plain skip where there is none, a failure where one was promised."""
    promised = os.environ.get("QINGDAN_SHARED")
    folder = Path(promised or ROOT.parent / "shared")
    if not (folder / "seeds").is_dir():
        if promised:
            pytest.fail(f"QINGDAN_SHARED names no folder with seeds/: {folder}")
        pytest.skip("needs the real documents; set QINGDAN_SHARED to their folder")
    return folder


@pytest.fixture(scope="session")
def registry() -> Registry:
    return default_registry()


@pytest.fixture(scope="session")
def tools(registry: Registry) -> Tools:
    return Tools(registry)


@pytest.fixture(scope="session")
def build(tools: Tools) -> Build:
    """Build a release from its text."""
    return lambda text: build_release(ReleaseInput("sample", "sample.txt", text.encode()), tools)


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder with a build of the releases in raw/, to be read; copy it to change it."""
    out = tmp_path_factory.mktemp("samples")
    assert run([ROOT / "raw"], out).folder is not None
    return out


Differences = list[tuple[Any, ...]]


@pytest.fixture(scope="session")
def differences() -> Callable[[ReleaseBuild, Path], Differences]:
    """How the rows of a build differ from hand-checked truth (title, period, sections, items, clauses)."""
    return _differences


# The truth is written down as printed; these words of it have traditional characters in simplified text.
_STRAYS = {"研究建設": "研究建设", "澳門打造": "澳门打造", "加強科技": "加强科技", "的培養": "的培养"}


def _differences(release: ReleaseBuild, truth_file: Path) -> Differences:
    written = truth_file.read_text(encoding="utf-8")
    for printed, mended in _STRAYS.items():
        written = written.replace(printed, mended)
    truth = json.loads(written)
    row = release.rows["releases"][0]
    found: Differences = []
    if row["title"] != truth["title"]:
        found.append(("title", row["title"], truth["title"]))
    if [row["period_start"], row["period_end"]] != truth["period"]:
        found.append(("period", row["period_start"], row["period_end"], truth["period"]))
    sections = [s["marker"] + s["title"] for s in release.rows["sections"]]
    if sections != truth["sections"]:
        found.append(("sections", sections, truth["sections"]))
    paragraphs = [p["text"] for p in release.rows["paragraphs"]]
    if paragraphs != truth.get("paragraphs", paragraphs):
        found.append(("paragraphs", paragraphs, truth["paragraphs"]))
    said = {column: value if isinstance(value, int) else str(value) for column, value in row.items()}
    found += [(name, said[name], value) for name, value in truth.get("release", {}).items() if said[name] != value]
    wanted = truth["items"] + truth["clauses"]
    if len(wanted) != len(release.rows["items"]):
        found.append(("count", len(release.rows["items"]), len(wanted)))
    for item, want in zip(release.rows["items"], wanted, strict=False):
        found += _item_differences(release, item, want)
    return found


def _item_differences(release: ReleaseBuild, item: Any, want: dict[str, Any]) -> Differences:
    parties = [p for p in release.rows["item_agencies"] if p["item_id"] == item["item_id"]]
    notes = {p["note_index"]: p["note"] for p in parties}
    pairs = {
        "lead": ([p["name"] for p in parties if p["role"] == "lead"], want["lead"]),
        "counterpart": ([p["name"] for p in parties if p["role"] == "counterpart"], want["counterpart"]),
        "text": (item["text"], want["text"].removeprefix(want.get("marker", "\0"))),
        "others": ([p["role"] for p in parties if p["role"] not in ("lead", "counterpart")], []),
    }
    if "parties" in want:  # all of them, where others than these two have a part
        pairs["others"] = ([[p["role"], p["name"]] for p in parties], want["parties"])
    if "number" in want:
        pairs["number"] = (item["number"], want["number"])
        pairs["body"] = (item["body"], want["body"])
        pairs["note"] = ("".join(notes.values()) or None, want["note"])
    else:
        pairs["marker"] = (item["marker"], want["marker"])
    return [(item["item_id"], name, got, wanted) for name, (got, wanted) in pairs.items() if got != wanted]


_BLOCKS = {"bullet": "-", "bullet nested": "-", "numbered": None}


@pytest.fixture(scope="session")
def block_differences() -> Callable[[ReleaseBuild, Path], Differences]:
    """How a page's sections, bullets and numbered points differ from hand-checked blocks."""
    return _block_differences


def _plain(text: str) -> str:
    """Heads are written down as printed: without the dashes that canonical text mends."""
    return re.sub(r"[\s—－-]", "", text)


def _block_differences(release: ReleaseBuild, truth_file: Path) -> Differences:
    truth = json.loads(truth_file.read_text(encoding="utf-8"))
    rows = [(s["span_start"], "heading", s["title"]) for s in release.rows["sections"]]
    rows += [(p["span_start"], "paragraph", p["text"]) for p in release.rows["paragraphs"]]
    for item in release.rows["items"]:
        kind = "numbered" if item["marker_kind"] == "arabic" else "bullet nested" if item["parent_id"] else "bullet"
        rows.append((item["span_start"], kind, item["text"]))
    got = [(kind, _plain(text)) for _, kind, text in sorted(rows)]
    wanted = [(block["kind"], _plain(block["head"])) for block in truth["blocks"]]
    found: Differences = [
        (g, w) for g, w in zip(got, wanted, strict=False) if g[0] != w[0] or not g[1].startswith(w[1])
    ]
    if len(got) != len(wanted):
        found.append(("count", len(got), len(wanted)))
    if release.rows["releases"][0]["title"] != truth["title"]:
        found.append(("title", release.rows["releases"][0]["title"], truth["title"]))
    return found


@pytest.fixture(scope="session", autouse=True)
def one_server(private_cache: None) -> Iterator[None]:
    """All runs of a session build in children of one process: else each run would take a second to start its own."""
    close, supervised.close_tools = supervised.close_tools, lambda: None
    yield
    supervised.close_tools = close
    close()
