"""`qingdan watch` as a user runs it, with Prefect and without, and the deployments."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import yaml

from flows.cli import main
from pipeline.run_summary import run_summary
from pipeline.watching.watch import watch_file
from tests.flows.lose_server import without_prefect
from tests.web import Page, Site, serving

_ROOT = Path(__file__).parents[2]


def _list(year: int, word: str = "结算") -> bytes:
    text = f"合作年度工作清单（{year}年）\n1. 支持{word}业务。（澳门特别行政区政府：经济财政司）\n2. 支持债券市场。\n"
    return text.encode()


def _local(site: Site, path: str) -> str:
    return f"http://127.0.0.1:{site.port}{path}"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        running.pages["/"] = Page(b'<a href="/a.txt">2026</a>')
        running.pages["/a.txt"] = Page(_list(2026))
        yield running


@pytest.fixture
def raw(tmp_path: Path, site: Site) -> Path:
    raw = tmp_path / "raw"
    raw.mkdir()
    text = (
        f'[defaults]\nallow_hosts = ["127.0.0.1"]\ndelay = 0\n[[source]]\nname = "lists"\nurl = "{_local(site, "/")}"\n'
    )
    (raw / "sources.toml").write_text(text, encoding="utf-8")
    return raw


def _dead(raw: Path) -> None:
    with (raw / "sources.toml").open("a", encoding="utf-8") as file:
        file.write('[[source]]\nname = "inside"\nurl = "http://10.0.0.1/"\n')


def _watch(raw: Path) -> list[str]:
    return ["watch", "--once", "--plain", "--raw", str(raw), "--out", str(raw.parent / "out")]


def test_what_is_new_is_taken_and_published(raw: Path, site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(_watch(raw)) == 0
    printed = capsys.readouterr().out
    for words in ("taken: lists-a from", "1 taken; 1 links of 1 sources looked at", "published build"):
        assert words in printed
    assert main(_watch(raw)) == 0
    assert "nothing to do" in capsys.readouterr().out
    _dead(raw)
    assert main(_watch(raw)) == 1, "a source that cannot be looked at"
    assert capsys.readouterr().out.count("error: inside: forbidden_address:") == 1
    findings = pq.read_table(raw.parent / "out" / "latest" / "findings.parquet").to_pylist()
    (row,) = [row for row in findings if row["code"] == "forbidden_address"]
    assert (row["source_name"], row["severity"], row["release_id"]) == ("inside", "error", None), "it is in the build"
    assert main(_watch(raw)) == 1
    assert "nothing to do" in capsys.readouterr().out, "the same findings make no other build"


def test_watch_brings_a_site_up_to_date(raw: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = raw.parent / "site"
    assert main([*_watch(raw), "--site", str(site)]) == 0
    assert f"site: {site / 'index.html'}" in capsys.readouterr().out
    assert list((site / "r").glob("*.html"))
    (raw.parent / "other").mkdir()
    (raw.parent / "other" / "mine.txt").write_text("", encoding="utf-8")
    assert main([*_watch(raw), "--site", str(raw.parent / "other")]) == 0, "what was published stays"
    assert "something else than a site" in capsys.readouterr().err


def test_watch_without_sources_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["watch", "--once", "--plain", "--raw", str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err.startswith(f"qingdan: cannot read {tmp_path / 'sources.toml'}: ")


def test_add_takes_an_address(raw: Path, site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    (raw / "sources.toml").unlink()
    url = _local(site, "/a.txt")
    assert main(["add", url, "--raw", str(raw)]) == 2
    assert "forbidden_address" in capsys.readouterr().err
    assert main(["add", url, "--raw", str(raw), "--allow-host", "127.0.0.1", "--id", "mine"]) == 0
    assert (raw / "mine" / "a.txt").read_bytes() == _list(2026)


def test_serve_needs_a_server(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    assert main(["serve"]) == 2
    assert "serve needs a Prefect server" in capsys.readouterr().err
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    for wrong in (["--cron", "nightly"], ["--time-zone", "Mars/Base"]):
        assert main(["serve", *wrong]) == 2
        assert capsys.readouterr().err.startswith("qingdan: no such schedule")


def test_the_flow_does_the_same_and_says_how_it_ended(raw: Path, site: Site, tmp_path: Path) -> None:
    """In a process of its own, on the embedded server: taken, published, and one source that cannot be looked at."""
    _dead(raw)
    program = (
        "import sys; from pathlib import Path; from flows.watch import watch, watch_flow\n"
        "raw, out = Path(sys.argv[1]), sys.argv[2]\n"
        "result = watch(raw / 'sources.toml', raw, out)\n"
        "print(result.exit_code, len(result.watched.news), result.report.is_new)\n"
        "for parameters in ((str(raw / 'sources.toml'), str(raw), out), ('none.toml', str(raw), out)):\n"
        "    state = watch_flow(*parameters, return_state=True)\n"
        "    print(state.type.value, state.name, state.message)\n"
        "from prefect.client.orchestration import get_client\n"
        "with get_client(sync_client=True) as client:\n"
        "    print([run.name for run in client.read_flow_runs()][0])\n"
        "    print(next(found.data for found in client.read_artifacts() if found.key == 'qingdan-run'))\n"
    )
    settings = without_prefect()
    settings |= {"XDG_CACHE_HOME": str(tmp_path / "cache"), "PREFECT_LOGGING_LEVEL": "CRITICAL"}
    command = [sys.executable, "-c", program, str(raw), str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, env=settings, timeout=300, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    first, second, third, name, *summary = done.stdout.splitlines()
    assert first == "1 1 True"
    assert second.startswith("COMPLETED Incomplete build ")
    assert third.startswith("FAILED Failed ") and "cannot read none.toml" in third
    assert name.startswith("watch ")
    assert "error" in "".join(summary) and "forbidden\\_address" in "".join(summary)


def test_the_summary_says_what_differs(raw: Path, site: Site, tmp_path: Path) -> None:
    from pipeline.run import run
    from pipeline.run_summary import RunResult

    out = tmp_path / "out"
    watch_file(raw / "sources.toml", raw)
    run([raw], out)
    site.pages["/"] = Page(b'<a href="/a.txt">2026</a><a href="/b.txt">2027</a>')
    site.pages["/a.txt"] = Page(_list(2026).replace(b"2. ", "2. 支持互认。\n3. ".encode()))
    site.pages["/b.txt"] = Page(_list(2027, "|清算"))
    watched = watch_file(raw / "sources.toml", raw)
    second = run([raw], out)
    text = run_summary(RunResult(second, watched))
    assert "## Sources: 2 taken of 2 links" in text
    for line in (
        "|  | added | changed | moved | source |",
        "| releases | 1 | 1 |  | 1 |",
        "| items | 3 |  | 1 |  |",  # two of the new release, and the one put in, which moves the last
        "| added | lists-a | items 2 | 支持互认。 |  |",
        "| added | lists-b | releases | 合作年度工作清单（2027年） |  |",
    ):
        assert f"{line}\n" in text
    assert "n\\_items: \\[-2-\\]{+3+}" in text
    assert "Pages" not in text
    linked = run_summary(RunResult(second, pages="https://lists.example/a/index.html"))
    assert linked.endswith("### Pages to look at\n\n<https://lists.example/a/index.html>\n\n")
    assert "/srv/a\\_b/index.html" in run_summary(RunResult(second, pages="/srv/a_b/index.html"))
    assert "What changed" not in run_summary(RunResult(run([raw], out))), "nothing was published"


def test_a_break_with_the_build_before_is_in_the_summary_and_no_failure(tmp_path: Path) -> None:
    from pipeline.run import run
    from pipeline.run_summary import RunResult

    source = tmp_path / "list.txt"
    for count in (12, 5):
        tasks = "".join(f"{n}. 支持第{n}项业务。\n" for n in range(1, count + 1))
        source.write_text(f"合作清单（2026年）\n{tasks}", encoding="utf-8")
        result = RunResult(run([source], tmp_path / "out"))
    assert "| warning | list.txt: series\\_break: 12 items in list of the build before \\[5\\] |" in run_summary(result)
    assert result.exit_code == 0


def test_deployments_name_flows_that_take_their_parameters() -> None:
    deployments = yaml.safe_load((_ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    assert {d["name"] for d in deployments} == {"nightly", "on-demand", "everything-again"}
    for deployment in deployments:
        file, _, function = deployment["entrypoint"].partition(":")
        module = importlib.import_module(file.removesuffix(".py").replace("/", "."))
        flow = getattr(module, function)
        assert set(deployment["parameters"]) == set(flow.parameters.properties)
    (schedule,) = deployments[0]["schedules"]
    assert schedule == {"cron": "30 2 * * *", "timezone": "Asia/Macau"}


def test_the_sources_in_the_repository_are_read_and_switched_off() -> None:
    from pipeline.watching.sources import read_sources

    given = read_sources(_ROOT / "raw" / "sources.toml")
    assert given.findings == ()
    assert given.sources and not any(source.enabled for source in given.sources)
