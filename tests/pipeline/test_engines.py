"""Engines: the same results in the same order, whoever does the work."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.engines import SERIAL, Engine, EngineError, map_ordered, read_engine
from pipeline.links import shared_out
from pipeline.links.links import Piece, links_of
from pipeline.links.shared_out import LinkWork, link_piece
from pipeline.paths import READER
from pipeline.run import run
from pipeline.settings import Settings
from schemas.findings import Code, DocumentError

_ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("text", "engine"),
    [
        ("serial", SERIAL),
        ("processes:3", Engine(3)),
        ("processes", Engine(os.cpu_count() or 1)),
        ("dask://127.0.0.1:8786", Engine(0, "tcp://127.0.0.1:8786")),
    ],
)
def test_engines_by_name(text: str, engine: Engine) -> None:
    assert read_engine(text) == engine


@pytest.mark.parametrize("text", ["", "threads", "processes:0", "processes:two", "processes:-1", "dask://", "serial:2"])
def test_other_names_are_refused(text: str) -> None:
    with pytest.raises(EngineError, match="no such engine"):
        read_engine(text)


def test_a_scheduler_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.engines._PATIENCE", 1.0)
    with pytest.raises(EngineError, match="no Dask scheduler answers"):
        list(map_ordered(str, [1], Engine(0, "tcp://127.0.0.1:9")))


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """A real scheduler and two workers on loopback."""
    environment = {**os.environ, "PYTHONPATH": f"{_ROOT}{os.pathsep}{READER.parent}"}
    with ExitStack() as stack:

        def start(*arguments: str) -> subprocess.Popen[str]:
            command = [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:]]
            process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
            stack.callback(process.wait)
            stack.callback(process.kill)
            return process

        scheduler = start("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        assert scheduler.stderr
        address = next(m[1] for line in scheduler.stderr if (m := re.search(r"tcp://([\d.]+:\d+)", line)))
        for _ in range(2):
            worker = start("dask_worker", f"tcp://{address}", "--nthreads", "1", "--no-dashboard", "--no-nanny")
            assert worker.stderr
            next(line for line in worker.stderr if "Registered to" in line)
        yield f"dask://{address}"


def test_all_engines_give_the_same_bytes(cluster: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.links.links._PAIRS", 1)  # links are shared out, however few
    samples = len(list((_ROOT / "raw").glob("*/release.toml")))
    for name in ("serial", "processes:2", cluster):
        out = tmp_path / name.partition(":")[0]
        assert run([_ROOT / "raw"], out, engine=read_engine(name)).built == samples

    def content(out: Path) -> dict[str, bytes]:
        latest = out / "latest"
        return {p.relative_to(latest).as_posix(): p.read_bytes() for p in latest.rglob("*") if p.is_file()}

    serial = content(tmp_path / "serial")
    assert serial
    assert content(tmp_path / "processes") == serial
    assert content(tmp_path / "dask") == serial
    assert pq.read_metadata(tmp_path / "dask" / "latest" / "item_links.parquet").num_rows > 0


@pytest.mark.parametrize(
    "answer", [({"tables": [3]}, bytearray(b"abc")), ({}, bytearray()), DocumentError(Code.TIMEOUT, "", "")]
)
def test_links_that_a_child_does_not_give_are_made_here(answer: object, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [f"{year}/{n}" for year in (2025, 2026) for n in (1, 2)]
    items = {"item_id": ids, "release_id": [i[:4] for i in ids], "ordinal": [1, 2, 1, 2], "section_id": [None] * 4}
    items |= {"body_hans": ["新建停车场五座。", "修缮河堤十公里。"] * 2, "due": [None] * 4}
    sections: dict[str, list[str]] = {"section_id": [], "release_id": [], "title_hans": []}
    piece = Piece((("2025", "2026"),), {"sections": pa.table(sections), "items": pa.table(items)})

    def ask(*_: object) -> object:
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(shared_out, "ask_clean_child", ask)
    made = link_piece(LinkWork(piece, Settings(), ""))
    assert made.num_rows == 2 and made.equals(links_of(piece))
