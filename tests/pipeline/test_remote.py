"""Publishing to S3-compatible storage, on a real server on loopback."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import obstore
import pandas as pd
import pytest
from obstore.store import S3Store

from flows.cli import main
from pipeline.publishing import remote
from pipeline.publishing.remote import RemoteError, is_remote, publishing_to
from pipeline.run import run
from qingdan import NoBuildError, load

_LIST = "合作清单（{year}年）\n1. 支持结算业务。（澳门特别行政区政府：经济财政司）\n2. 支持债券市场。\n"
_KEYS = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "us-east-1"}
_PATIENCE = 60


def _free_port() -> int:
    """A port that is free, as is the one 10,000 above it, where the server answers too."""
    for port in range(20_000 + os.getpid() % 20_000, 50_000):
        with suppress(OSError), socket.socket() as low, socket.socket() as high:
            low.bind(("127.0.0.1", port))
            high.bind(("127.0.0.1", port + 10_000))
            return port
    raise AssertionError("no port is free")


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A SeaweedFS server with one bucket, ``releases``."""
    folder = tmp_path_factory.mktemp("weed")
    rights = {"credentials": [{"accessKey": "key", "secretKey": "secret"}], "name": "tests", "actions": ["Admin"]}
    (folder / "s3.json").write_text(json.dumps({"identities": [rights]}), encoding="utf-8")
    port = _free_port()
    ports = [f"-{name}.port={port + n}" for n, name in enumerate(("master", "volume", "filer"), 1)]
    command = [str(Path(sys.executable).with_name("weed")), "server", f"-dir={folder}", "-ip=127.0.0.1", *ports]
    command += [
        "-s3",
        f"-s3.port={port}",
        f"-s3.config={folder}/s3.json",
        "-volume.max=20",
        "-s3.port.iceberg=0",
        "-s3.port.lance=0",
    ]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        _create_bucket(f"127.0.0.1:{port}", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.kill()
        server.wait()


def _create_bucket(address: str, server: subprocess.Popen[bytes]) -> None:
    from pyarrow.fs import S3FileSystem

    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            files = S3FileSystem(
                endpoint_override=address,
                scheme="http",
                access_key="key",
                secret_key="secret",
                region="us-east-1",
                allow_bucket_creation=True,
            )
            files.create_dir("releases")
            return
        except OSError:
            assert server.poll() is None, "the server ended"
            assert time.monotonic() < deadline, "the server does not answer"
            time.sleep(0.2)


@pytest.fixture
def url(endpoint: str, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A place of its own for each test, on a machine that never published there."""
    for name, value in {**_KEYS, "AWS_ENDPOINT_URL": endpoint}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(remote, "cache_dir", lambda: tmp_path / "cache")
    return f"s3://releases/{request.node.name}"


@pytest.fixture
def given(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "list.txt").write_text(_LIST.format(year=2025), encoding="utf-8")
    return folder


def _objects(url: str) -> dict[str, bytes]:
    store = S3Store.from_url(url, client_options={"allow_http": True})
    names = [meta["path"] for page in obstore.list(store) for meta in page]
    return {name: bytes(obstore.get(store, name).bytes()) for name in names}


def _latest(url: str) -> dict[str, bytes]:
    """The files of the build that the pointer leads to."""
    objects = _objects(url)
    prefix = f"builds/{json.loads(objects['latest.json'])['build_id']}/"
    return {name.removeprefix(prefix): data for name, data in objects.items() if name.startswith(prefix)}


def _bytes(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_places_in_storage_are_told_from_folders() -> None:
    assert is_remote("s3://bucket/prefix")
    assert not is_remote("processed")


def test_the_bytes_are_those_of_a_folder(url: str, given: Path, tmp_path: Path) -> None:
    assert main(["run", str(given), "--out", url, "--plain"]) == 0
    run([given], tmp_path / "out")
    assert _latest(url) == _bytes(tmp_path / "out" / "latest")


def test_the_reader_reads_where_it_was_published(url: str, given: Path, tmp_path: Path) -> None:
    main(["run", str(given), "--out", url, "--plain"])
    run([given], tmp_path / "out")
    pd.testing.assert_frame_equal(load("tasks", url), load("tasks", tmp_path / "out"))
    build_id = json.loads(_objects(url)["latest.json"])["build_id"]
    assert len(load("items", f"{url}/builds/{build_id}")) == len(load("items", url, build=build_id)) == 2
    with pytest.raises(NoBuildError, match=r"no published build at s3://.*/nothing; latest\.json"):
        load("items", f"{url}/nothing")


def test_another_machine_goes_on_where_the_last_run_was(url: str, given: Path, tmp_path: Path) -> None:
    main(["run", str(given), "--out", url, "--plain"])
    shutil.rmtree(tmp_path / "cache")
    (given / "more.txt").write_text(_LIST.format(year=2026), encoding="utf-8")
    with publishing_to(url) as out:
        assert run_in(out, given) == 1
    assert b"2026" in _latest(url)["text/more.txt"]
    assert len([name for name in _objects(url) if name.endswith("build.json")]) == 2, "the build before stays"


def run_in(out: Path, given: Path) -> int:
    from pipeline.run import begin, complete

    return complete(begin([given], out)).built


def test_a_rerun_uploads_nothing(url: str, given: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    main(["run", str(given), "--out", url, "--plain"])
    before = _objects(url)

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("nothing is to be written")

    monkeypatch.setattr(obstore, "put", refuse)
    assert main(["run", str(given), "--out", url, "--plain"]) == 0
    assert _objects(url) == before


def test_of_two_runs_at_once_the_second_says_so(url: str, given: Path, tmp_path: Path) -> None:
    main(["run", str(given), "--out", url, "--plain"])
    first = _latest(url)
    (given / "more.txt").write_text(_LIST.format(year=2026), encoding="utf-8")
    with pytest.raises(RemoteError, match="another run published there meanwhile"), publishing_to(url) as out:
        run_in(out, given)
        store = S3Store.from_url(url, client_options={"allow_http": True})
        obstore.put(store, "latest.json", _objects(url)["latest.json"] + b"\n")
    assert _latest(url) == first, "the pointer is the other run's"


def test_an_interrupted_upload_is_finished_by_the_next_run(
    url: str, given: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = remote._Storage.create

    def fail_at_text(self: remote._Storage, name: str, data: bytes) -> None:
        if "/text/" in name:
            raise RemoteError(url, "the line went dead")
        create(self, name, data)

    monkeypatch.setattr(remote._Storage, "create", fail_at_text)
    assert main(["run", str(given), "--out", url, "--plain"]) == 2
    assert "latest.json" not in _objects(url), "no reader sees half a build"
    monkeypatch.setattr(remote._Storage, "create", create)
    assert main(["run", str(given), "--out", url, "--plain"]) == 0
    assert "text/list.txt" in _latest(url)


def test_a_damaged_remote_build_is_told(url: str, given: Path, tmp_path: Path) -> None:
    main(["run", str(given), "--out", url, "--plain"])
    name = next(name for name in _objects(url) if name.endswith("items.parquet"))
    obstore.put(S3Store.from_url(url, client_options={"allow_http": True}), name, b"half")
    shutil.rmtree(tmp_path / "cache")
    with pytest.raises(RemoteError, match="are not those it records"), publishing_to(url):
        pass


@pytest.mark.parametrize(
    ("name", "value"), [("AWS_SECRET_ACCESS_KEY", "wrong"), ("AWS_ENDPOINT_URL", "http://127.0.0.1:9")]
)
def test_storage_that_refuses_is_one_line(
    url: str, given: Path, name: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(name, value)
    monkeypatch.setattr(remote, "_RETRIES", 0)
    assert os.environ[name] == value
    assert main(["run", str(given), "--out", url, "--plain"]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"qingdan: cannot publish to {url}: ") and said.count("\n") == 1
