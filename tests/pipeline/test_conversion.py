"""Old Word documents: converted by LibreOffice within limits, or a finding that says what to do."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from extractors.media import ZIP, read_format, sniff
from pipeline.run import run
from pipeline.sandbox.conversion import to_docx
from pipeline.sandbox.inside import as_docx
from pipeline.settings import Limits
from pipeline.show import show
from qingdan import load
from schemas.findings import Code, DocumentError
from tests.make_office import docx, p, packed, rtf_line

_RTF = "application/rtf"
_LINES = (
    "东莞市2026年便民服务任务清单",
    "1.增设社区服务站12处。（市民政局牵头，市财政局配合）",
    "2.更新公交候车亭三十座。（市交通运输局牵头）",
)


def _rtf(lines: tuple[str, ...] = _LINES) -> bytes:
    """A document of paragraphs."""
    text = "\\par\n".join(map(rtf_line, lines))
    return ("{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 SimSun;}}\\uc1 " + text + "}").encode()


@pytest.fixture
def office() -> str:
    """LibreOffice: a skip without it, a failure where .ci/run promised it."""
    found = shutil.which("soffice")
    if not found and os.environ.get("QINGDAN_OFFICE") == "required":
        pytest.fail("soffice is not on the PATH")
    if not found:
        pytest.skip("needs LibreOffice (soffice)")
    return found


def test_a_converted_document_is_published_as_what_it_was(office: str, tmp_path: Path) -> None:
    (tmp_path / "list.rtf").write_bytes(_rtf())
    report = run([tmp_path / "list.rtf"], tmp_path / "out")
    assert report.folder is not None
    items = load("items", tmp_path / "out")
    assert list(items["body"]) == ["增设社区服务站12处。", "更新公交候车亭三十座。"]
    row = load("releases", tmp_path / "out").iloc[0]
    assert (row["media_type"], row["sha256"]) == (_RTF, hashlib.sha256(_rtf()).hexdigest())
    (said,) = [f for f in report.findings if f.code is Code.CONVERTED_FILE]
    assert said.value.startswith("LibreOffice ")
    assert json.loads((report.folder / "build.json").read_text(encoding="utf-8"))["versions"]["soffice"] == said.value


def _archive(**files: bytes) -> bytes:
    return packed({name.replace("_", "."): data for name, data in files.items()})


def _mail(data: bytes) -> bytes:
    mail = EmailMessage()
    mail["Subject"], mail["From"] = "清单", "a@example.invalid"
    mail.set_content("见附件。")
    mail.add_attachment(data, "application", "octet-stream", filename="清单.rtf")
    return mail.as_bytes()


@pytest.mark.parametrize(
    ("name", "data", "beside"),
    [
        ("list.zip", _archive(list_rtf=_rtf(), seal_png=b"x"), ["seal.png"]),
        ("list.eml", _mail(_rtf()), []),
    ],
)
def test_a_document_in_another_file_is_taken_out_and_converted(
    name: str, data: bytes, beside: list[str], office: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    report = run([tmp_path / name], tmp_path / "out")
    assert list(load("items", tmp_path / "out")["body"]) == ["增设社区服务站12处。", "更新公交候车亭三十座。"]
    row = load("releases", tmp_path / "out").iloc[0]
    assert (row["media_type"], row["sha256"]) == (_RTF, hashlib.sha256(data).hexdigest())
    assert [f.value for f in report.findings if f.code is Code.ATTACHMENT_LEFT_OUT] == beside
    assert sum(f.code is Code.CONVERTED_FILE for f in report.findings) == 1
    assert "place     paragraph 3" in list(show("list/2", tmp_path / "out", tmp_path))


def test_a_better_rendition_in_an_archive_is_read_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.sandbox.inside.convert", lambda *given: pytest.fail("was converted"))
    given = _archive(list_rtf=_rtf(), list_docx=docx(p("1. 公开目录。")))
    assert as_docx(given, ZIP, "", "", Limits()) == (given, None)
    assert as_docx(_archive(a_txt=b"1."), ZIP, "", "", Limits())[1] is None
    assert as_docx(b"no archive", ZIP, "", "a.doc", Limits()) == (b"no archive", None)


def test_what_libreoffice_cannot_open_is_damaged(office: str) -> None:
    broken = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") + bytes(600)
    with pytest.raises(DocumentError) as raised:
        to_docx(broken, "application/msword", Limits(office_seconds=20))
    assert raised.value.code is Code.DAMAGED_FILE


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes a script the program that is called soffice."""

    def write(script: str) -> None:
        program = tmp_path / "soffice"
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")

    return write


def test_a_conversion_that_takes_too_long_is_ended(tmp_path: Path, fake: Callable[[str], None]) -> None:
    fake(f"sleep 60 & echo $! > {tmp_path}/pid; wait")
    with pytest.raises(DocumentError) as raised:
        to_docx(_rtf(), _RTF, Limits(office_seconds=1))
    assert raised.value.code is Code.TIMEOUT
    child = Path("/proc") / (tmp_path / "pid").read_text(encoding="ascii").strip() / "stat"
    assert not child.exists() or child.read_text(encoding="ascii").split()[2] == "Z", "nothing it started goes on"


def test_processor_time_that_a_program_hides_is_a_timeout(tmp_path: Path, fake: Callable[[str], None]) -> None:
    fake("sh -c 'while :; do :; done'; exit 0")
    with pytest.raises(DocumentError) as raised:
        to_docx(_rtf(), _RTF, Limits(office_seconds=1))
    assert (raised.value.code, raised.value.value) == (Code.TIMEOUT, "1 seconds of CPU")


def test_text_behind_the_end_is_named_and_what_has_no_end_is_not_converted(
    tmp_path: Path, fake: Callable[[str], None]
) -> None:
    (tmp_path / "made.docx").write_bytes(docx(p("清单") + p("1. 公开目录。")))
    fake(f'touch {tmp_path}/started; mkdir "$HOME/made"; cp {tmp_path}/made.docx "$HOME/made/given.docx"')
    (tmp_path / "cut.rtf").write_bytes(_rtf()[:-1])
    report = run([tmp_path / "cut.rtf"], tmp_path / "out")
    assert [f.code for f in report.findings] == [Code.DAMAGED_FILE]
    assert not (tmp_path / "started").exists()
    (tmp_path / "behind.rtf").write_bytes(_rtf() + _rtf(("2. 增设驿站。",)))
    report = run([tmp_path / "behind.rtf"], tmp_path / "out")
    (said,) = [f for f in report.findings if f.code is Code.HIDDEN_TEXT]
    assert said.value.endswith("2.增设驿站。")


def test_the_socket_of_a_killed_libreoffice_is_removed_and_no_other(
    tmp_path: Path, fake: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.sandbox.conversion._SOCKETS", tmp_path)
    other = tmp_path / f"OSL_PIPE_{os.getuid()}_SingleOfficeIPC_0123"
    other.touch()
    name = f"'{tmp_path}/OSL_PIPE_{os.getuid()}_SingleOfficeIPC_'"
    url = "import hashlib,os;u='file://'+os.environ['HOME']+'/profile'"
    digest = f"{url};print(''.join('%x'%b for b in hashlib.md5(u.encode('utf-16-le')).digest()))"
    fake(f'touch {name}$({sys.executable} -c "{digest}"); ls {tmp_path} > {tmp_path}/seen; sleep 60')
    with pytest.raises(DocumentError):
        to_docx(_rtf(), _RTF, Limits(office_seconds=1))
    assert (tmp_path / "seen").read_text(encoding="utf-8").count("OSL_PIPE") == 2, "it was there"
    assert [path.name for path in tmp_path.glob("OSL_PIPE*")] == [other.name]


def test_the_program_has_its_own_profile_without_macros_and_no_secrets(
    tmp_path: Path, fake: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    fake(f'env > {tmp_path}/env; cat "$HOME/profile/user/registrymodifications.xcu" > {tmp_path}/profile')
    monkeypatch.setenv("QINGDAN_PASSWORD", "a secret")
    with pytest.raises(DocumentError, match="cannot open"):
        to_docx(_rtf(), _RTF, Limits())
    profile = (tmp_path / "profile").read_text(encoding="utf-8")
    assert '"DisableMacrosExecution" oor:op="fuse"><value>true' in profile
    given = dict(
        line.split("=", 1) for line in (tmp_path / "env").read_text(encoding="utf-8").splitlines() if "=" in line
    )
    assert "QINGDAN_PASSWORD" not in given
    assert given["HOME"].startswith(given["TMPDIR"])
    assert not Path(given["HOME"]).exists(), "nothing is left behind"


def test_without_libreoffice_the_finding_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.media.which", lambda program: None)
    with pytest.raises(DocumentError) as raised:
        sniff(_rtf(), "list.rtf")
    assert raised.value.code is Code.READER_NOT_INSTALLED
    assert "soffice is not on the PATH: install it, or save it as DOCX or PDF" in raised.value.message
    assert read_format(_RTF).is_converted
