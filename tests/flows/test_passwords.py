"""The password of encrypted PDFs: where it comes from, and that nothing is left or published of it."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from flows.cli import main
from flows.passwords import PASSWORD, PASSWORD_FILE, leave_password, read_password, take_password
from pipeline import fingerprints as keys
from pipeline.archive.snapshot import discover
from pipeline.errors import QingdanError
from pipeline.run import run
from pipeline.settings import Settings
from tests.make_pdf import document

_TASKS = ["合作清单（2026年）", "1. 支持青年交流。（牵头单位：教育部）"]


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (PASSWORD, PASSWORD_FILE):
        monkeypatch.setenv(name, "")  # so that it is put back


def _file(folder: Path, text: str) -> Path:
    path = folder / "password"
    path.write_text(text, encoding="utf-8")
    return path


def test_where_it_comes_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_password() is None
    monkeypatch.setenv(PASSWORD_FILE, str(_file(tmp_path, "river\nmore\n")))
    assert read_password() == "river"
    monkeypatch.setenv(PASSWORD, "sea")
    assert read_password() == "sea"
    assert read_password(_file(tmp_path, " ocean \r\n")) == " ocean ", "blanks are part of it"
    monkeypatch.setattr("getpass.getpass", lambda prompt: "lake")
    assert read_password(ask=True) == "lake"


def test_it_leaves_the_environment_of_a_run_and_stays_in_that_of_a_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSWORD, "sea")
    assert take_password() == "sea"
    assert PASSWORD not in os.environ
    leave_password(_file(tmp_path, "ocean"))
    assert os.environ[PASSWORD_FILE] == str(tmp_path / "password")
    monkeypatch.setattr("getpass.getpass", lambda prompt: "lake")
    leave_password(ask=True)
    assert read_password() == "lake"


@pytest.mark.parametrize("text", ["", "\nocean"])
def test_a_file_without_a_password(text: str, tmp_path: Path) -> None:
    with pytest.raises(QingdanError, match="holds no password"):
        read_password(_file(tmp_path, text))
    with pytest.raises(QingdanError, match="cannot read the password"):
        read_password(tmp_path / "none")


def test_no_terminal_to_ask_at(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(prompt: str) -> str:
        raise EOFError

    monkeypatch.setattr("getpass.getpass", refuse)
    with pytest.raises(QingdanError, match="no password was typed"):
        read_password(ask=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "open.pdf").write_bytes(document(_TASKS))
    (folder / "locked.pdf").write_bytes(document(_TASKS, password="ocean"))
    return folder


def test_a_release_is_read_again_with_another_password_until_it_opens(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    statuses = []
    for password in (None, "river", "river", "ocean", "ocean", "sea"):
        report = run([folder], out, settings=Settings(password=password))
        statuses.append({s.release_id: s.status for s in report.summaries}["locked"])
    assert statuses == ["quarantined"] * 3 + ["published"] * 3, "once open, no password is tried on the same file"
    assert len({path.name for path in (out / "builds").iterdir()}) == 3, "without, with a wrong one, with the right one"


def test_nothing_that_is_published_tells_of_the_password(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run([folder], out, settings=Settings(password="ocean"))
    stored = b"".join(path.read_bytes() for path in out.rglob("*") if path.is_file())
    digests = [hashlib.new(name, b"ocean").hexdigest() for name in ("md5", "sha1", "sha256")]
    assert not any(text.encode() in stored for text in ("ocean", *digests))
    sources = discover([folder]).sources
    ocean, sea, none = ([keys.release_key(s, Settings(password=p)) for s in sources] for p in ("ocean", "sea", None))
    assert ocean == sea != none, "the keys know that there is one, and not which"


def test_no_command_takes_a_password_as_an_argument(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("run", "watch", "serve", "add"):
        with pytest.raises(SystemExit):
            main([command, "--help"])
        printed = capsys.readouterr().out
        assert "--password-file" in printed and "--ask-password" in printed
        assert "--password TEXT" not in printed
