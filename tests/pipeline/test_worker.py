"""The child process that reads documents: what it costs, how it dies, that the run goes on."""

from __future__ import annotations

import os
import resource
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.archive.snapshot import discover
from pipeline.paths import CHECKOUT
from pipeline.release import supervised
from pipeline.release.supervised import Work, build_batch
from pipeline.run import run
from pipeline.sandbox.worker import Worker
from pipeline.settings import Limits, Settings
from schemas.findings import Code, DocumentError
from tests.make_pdf import document

_LIMITS = Limits(
    memory_bytes=1024**3,
    cpu_seconds=3,
    least_cpu_seconds=3,
    wall_seconds=8,
    most_bytes=1 << 22,
    documents_per_process=50,
)


@pytest.fixture
def worker() -> Iterator[Worker]:
    with Worker(_LIMITS, {"test": "tests.pipeline.hostile:read", "pdf": "extractors.pdf.reader:read_pdf"}) as worker:
        yield worker


def test_a_page_read_from_its_picture_is_given_more_time(worker: Worker) -> None:
    """Else the child would be ended after 3 seconds of processor time, of which this takes 4.5."""
    assert worker.extract("test", b"more", {"word": "1"}).text == "busy for 4.5"
    with pytest.raises(DocumentError) as raised:
        worker.extract("test", b"spin")
    assert raised.value.code is Code.TIMEOUT, "the next document has the time of any other"


def _pid(worker: Worker) -> str:
    return worker.extract("test", b"fine").text.split()[0]


def test_one_child_reads_many_documents(worker: Worker) -> None:
    first = _pid(worker)
    assert first != str(os.getpid())
    assert worker.extract("test", b"fine", {"word": "海"}).text == f"{first} 海 b'fine'"
    assert worker.extract("test", b"print").text.startswith(first), "noise does not reach the answer"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"crash", Code.ENGINE_CRASHED),
        (b"abort", Code.ENGINE_CRASHED),
        (b"exit", Code.ENGINE_CRASHED),
        (b"raise", Code.ENGINE_CRASHED),
        (b"spin", Code.TIMEOUT),
        (b"sleep", Code.TIMEOUT),
        (b"memory", Code.OUT_OF_MEMORY),
        (b"x" * (1 << 23), Code.TOO_BIG),
    ],
)
def test_a_document_that_misbehaves_costs_itself_only(worker: Worker, data: bytes, code: Code) -> None:
    with pytest.raises(DocumentError) as caught:
        worker.extract("test", data)
    assert caught.value.code is code
    assert "\n" not in str(caught.value)
    assert _pid(worker), "the next document is read"


@pytest.mark.skipif(sys.platform != "linux", reason="Landlock and network namespaces are of Linux")
def test_a_child_can_neither_write_nor_reach_the_network(worker: Worker, tmp_path: Path) -> None:
    """Where the system has neither namespaces nor Landlock, no file can grow at least."""
    taken = set(worker.extract("test", b"confined").text.split())
    assert "files" in taken
    path = tmp_path / "file"
    wrote = worker.extract("test", b"write", {"word": str(path)}).text
    assert wrote.startswith("refused: ") and not (path.exists() and path.read_bytes())
    if "disk" in taken:
        assert not path.exists()
    if taken & {"network", "tcp"}:
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = str(server.getsockname()[1])
            assert worker.extract("test", b"connect", {"word": port}).text.startswith("refused: ")


def test_a_library_that_aborts_for_want_of_memory() -> None:
    # A child starts with the peak of its parent; its own must rise above that of a whole test run to be told from it.
    # Touching that much memory costs a slow machine many seconds of CPU, which are not what is tried here.
    own_peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    limits = Limits(
        memory_bytes=max(4 * 1024**3, 3 * own_peak), cpu_seconds=120, least_cpu_seconds=120, wall_seconds=240
    )
    with Worker(limits, {"test": "tests.pipeline.hostile:read"}) as worker:
        with pytest.raises(DocumentError) as caught:
            worker.extract("test", b"starve")
        assert caught.value.code is Code.OUT_OF_MEMORY
        assert _pid(worker), "the next document is read"


def test_a_child_is_replaced_after_its_share_of_documents() -> None:
    with Worker(Limits(documents_per_process=2), {"test": "tests.pipeline.hostile:read"}) as worker:
        pids = [_pid(worker) for _ in range(4)]
    assert pids[0] == pids[1] != pids[2] == pids[3]


def test_a_release_is_handed_over_by_the_child_that_built_it(tmp_path: Path) -> None:
    """Also where that child has had its share of documents when the release was built."""
    for number in range(3):
        text = f"合作清单（202{number}年）\n1. 支持结算业务。\n2. 支持债券市场。\n"
        (tmp_path / f"list-{number}.txt").write_text(text, encoding="utf-8")
    settings = Settings(limits=Limits(documents_per_process=1))
    batch = build_batch(Work(discover([tmp_path]).sources, settings))
    assert (sorted(batch.texts), batch.failed) == (["list-0", "list-1", "list-2"], ())


def _misbehave(monkeypatch: pytest.MonkeyPatch) -> None:
    functions = {name: f"tests.pipeline.hostile:{name}" for name in ("build", "hand_over")}
    monkeypatch.setattr(supervised, "_FUNCTIONS", functions)


@pytest.mark.parametrize("bad", [("list-1",), ("list-1", "list-2"), ("list-1", "list-2", "list-3", "list-4")])
def test_a_release_that_takes_too_long_is_not_blamed_on_the_one_before(
    tmp_path: Path, bad: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where that one is itself the finding of a release that took too long."""
    for number in range(5):
        text = "\n".join([*_TASKS, "spin" if f"list-{number}" in bad else ""])
        (tmp_path / f"list-{number}.txt").write_text(text, encoding="utf-8")
    _misbehave(monkeypatch)
    settings = Settings(limits=Limits(least_cpu_seconds=1, cpu_seconds_per_mib=0, memory_bytes=1 << 29))
    batch = build_batch(Work(discover([tmp_path]).sources, settings))
    assert batch.failed == bad
    assert batch.tables["findings"]["code"].to_pylist() == ["timeout"] * len(bad)
    assert sorted([*batch.texts, *bad]) == [f"list-{number}" for number in range(5)]


def test_a_finding_that_no_child_hands_over_is_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b-fatal", "c"):
        (tmp_path / f"{name}.txt").write_text("\n".join(_TASKS), encoding="utf-8")
    _misbehave(monkeypatch)
    batch = build_batch(Work(discover([tmp_path]).sources, Settings(limits=Limits(memory_bytes=1 << 29))))
    assert (sorted(batch.texts), batch.failed) == (["a", "c"], ("b-fatal",))
    assert batch.tables["findings"].select(["release_id", "code"]).to_pylist() == [
        {"release_id": "b-fatal", "code": "engine_crashed"}
    ]


def test_hostile_documents_together_cost_little_more_than_their_number() -> None:
    limits = Limits(cpu_seconds=3, cpu_seconds_per_mib=3 * 1024**2, hasty_cpu_seconds=1, most_overrun_seconds=1)
    with Worker(limits, {"test": "tests.pipeline.hostile:read"}) as worker:
        values = []
        for _ in range(2):
            with pytest.raises(DocumentError) as caught:
                worker.extract("test", b"spin")
            values.append(caught.value.value)
    assert values == ["3 seconds of CPU", "1 seconds of CPU"]


def test_threads_take_turns(worker: Worker) -> None:
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda n=n: found.append(worker.extract("test", b"fine", {"word": str(n)}).text))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(text.split()[1] for text in found) == [str(n) for n in range(8)]


def test_the_child_ends_with_its_worker() -> None:
    worker = Worker(_LIMITS, {"test": "tests.pipeline.hostile:read"})
    pid = int(_pid(worker))
    worker.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_errors_of_the_reader_arrive_as_they_are(worker: Worker) -> None:
    with pytest.raises(DocumentError) as caught:
        worker.extract("pdf", b"%PDF-1.7")
    assert caught.value.code is Code.DAMAGED_FILE
    found = worker.extract("pdf", document(["1. 支持两地青年交流。"]))
    assert "支持两地青年交流" in found.text and found.page_count == 1


def test_the_child_imports_only_what_it_needs() -> None:
    code = (
        "import sys\nimport pipeline.sandbox.child\nimport extractors.pdf.reader\n"
        "heavy = {'prefect', 'pandas', 'pyarrow', 'jieba', 'opencc', 'pdfplumber', 'normalizers'} & set(sys.modules)\n"
        "sys.exit(repr(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


_TASKS = ["合作清单（2026年）", "1. 支持青年交流。（牵头单位：教育部）", "2. 举办联合展览。（牵头单位：商务部）"]


def test_pdfs_in_a_run(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / "good.pdf").write_bytes(document(_TASKS))
    (source / "locked.pdf").write_bytes(document(_TASKS, password="ocean"))
    (source / "broken.pdf").write_bytes(b"%PDF-1.7 broken")
    report = run([source], tmp_path / "out")
    assert report.exit_code == 1
    assert {(f.source_name, f.code) for f in report.findings if f.severity == "error"} == {
        ("locked.pdf", Code.PASSWORD_REQUIRED),
        ("broken.pdf", Code.DAMAGED_FILE),
    }
    (source / "broken.pdf").unlink()
    again = run([source], tmp_path / "out", settings=Settings(password="ocean"))
    assert [(s.release_id, s.status, s.items, s.pages) for s in again.summaries] == [
        ("good", "published", 2, 1),
        ("locked", "published", 2, 1),
    ]
    assert all(b"ocean" not in p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file())


def test_releases_are_built_in_children(tmp_path: Path) -> None:
    """A release that spins or eats memory is a finding; those built with it are published once."""
    source = tmp_path / "in"
    source.mkdir()
    for number in range(40):
        (source / f"list-{number:02d}.txt").write_text("\n".join(_TASKS), encoding="utf-8")
    limits = Limits(memory_bytes=1 << 28, least_cpu_seconds=2, cpu_seconds_per_mib=0, most_answer_bytes=1 << 24)
    (source / "list-20.txt").write_text(
        "\n".join([*_TASKS, *("3. 举办展览。" for _ in range(400_000))]), encoding="utf-8"
    )
    report = run([source], tmp_path / "out", settings=Settings(limits=limits))
    assert report.exit_code == 1
    assert [s.release_id for s in report.summaries if s.status != "published"] == ["list-20"]
    assert {f.code for f in report.findings if f.severity == "error"} <= {
        Code.TIMEOUT,
        Code.OUT_OF_MEMORY,
        Code.TOO_BIG,
    }
    assert {s.items for s in report.summaries if s.status == "published"} == {2}


def test_limits_tighten_when_documents_have_cost_their_total() -> None:
    limits = Limits()
    assert limits.after(limits.most_overrun_seconds) == limits
    assert limits.after(limits.most_overrun_seconds + 1).office_seconds == limits.hasty_office_seconds
    assert limits.cpu_for(1 << 30, limits.most_overrun_seconds) == limits.cpu_seconds
    spent = limits.most_overrun_seconds + 1
    assert limits.cpu_for(1 << 10, spent) == limits.hasty_cpu_seconds
    assert limits.cpu_for(1 << 20, spent) == limits.hasty_cpu_seconds + limits.hasty_cpu_seconds_per_mib
    assert limits.cpu_for(1 << 30, spent) == limits.most_hasty_cpu_seconds
