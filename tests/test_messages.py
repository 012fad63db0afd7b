"""The catalogue has every message of the code, and no other; what is shown in Chinese is Chinese."""

from __future__ import annotations

import argparse
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from flows.cli import COMMANDS, main
from flows.language import language_of
from pipeline.run import run
from pipeline.run_summary import RunResult, run_summary
from pipeline.watching.watch import WatchReport
from schemas.catalogue import Catalogue, chinese, fields_of, read_catalogue
from schemas.findings import MEANINGS, Code, Finding
from schemas.language import Language, default_language, either, language_named, localized, set_language
from schemas.terminal import width_of, wrapped
from tests.tools.messages import ARGPARSE, SYSTEM, is_internal, messages, skeleton

_LATIN = re.compile("[A-Za-z]{2,}")


def test_every_message_has_its_chinese() -> None:
    known = {skeleton(english) for english in chinese()}
    missing = {f"{m.place}: {m.template}" for m, is_prose in messages() if is_prose and not is_internal(m)
               if m.skeleton not in known}  # fmt: skip
    assert not missing, "python -m tests.tools.messages adds them to schemas/data/zh.po; then translate"


def test_the_catalogue_has_nothing_that_is_not_said() -> None:
    said = {message.skeleton for message, _ in messages()} | {skeleton(e) for e in ARGPARSE | SYSTEM}
    assert not [english for english in chinese() if skeleton(english) not in said]


def test_what_the_standard_library_says_is_what_the_catalogue_has() -> None:
    source = re.sub(r"%\(\w+\)[sr]|%[sr]", "{x}", inspect.getsource(argparse).replace('"\n', "").replace("' + '", ""))
    source = re.sub(r"""['"]\s*['"]""", "", source)
    for english in ARGPARSE:
        assert re.sub(r"\{\w+\}", "{x}", english) in source, english


def test_translations_have_the_fields_and_lines_of_their_english() -> None:
    for english, translation in chinese().items():
        assert re.search("[\u4e00-\u9fff：，（）、；]", translation), f"not translated: {english}"
        assert fields_of(translation) == fields_of(english), english
        assert re.findall(r"%\(\w+\)\w", translation) == re.findall(r"%\(\w+\)\w", english), english
        assert english.count("\n") == translation.count("\n"), english


def test_a_template_has_enough_of_its_own_to_be_known_by() -> None:
    """What is shown is compared with every template: one that is all fields would fit the words of a document."""
    for english in chinese():
        if fields := re.findall(r"\{(\w+)\}", english):
            letters = len(re.findall("[a-z]", re.sub(r"\{\w+\}", "", english)))
            assert letters >= (2 if all(name.startswith("n_") for name in fields) else 3), english


def test_no_two_messages_of_the_catalogue_are_taken_for_each_other() -> None:
    """Each template with values in its fields comes back as its own translation, with the same values."""
    entries = chinese()
    translate = Catalogue(entries)
    for english, translation in entries.items():
        values = {name: f"值{n}" for n, name in enumerate(sorted(fields_of(english)))}
        values |= {name: f"{n}.5" for n, name in enumerate(values) if name.startswith("n_")}
        values |= {name: f" {values[name]}" for name in re.findall(r"\}\{([a-z]\w*)\}", english)}
        filled = {name: values.get(name, "s") for name in re.findall(r"\{(\w+)\}", english)}
        text = re.sub(r"\{(\w+)\}", lambda match, f=filled: f[match[1]], english)  # type: ignore[misc]
        expected = re.sub(r"\{(\w+)(?::m)?\}", lambda match, f=filled: f[match[1]], translation)  # type: ignore[misc]
        assert translate(text) == expected


@pytest.mark.parametrize("code", Code)
def test_a_finding_says_in_chinese_what_is_wrong_and_what_to_do(code: Code) -> None:
    set_language(Language.ZH)
    meaning = MEANINGS[code]
    for text in (meaning.meaning, meaning.what_to_do):
        assert localized(text) != text
    assert code.shown != code.value


@pytest.mark.parametrize(
    ("english", "expected", "why"),
    [
        ("the file is empty", "文件是空的", "a whole message"),
        ("cannot publish to /a: permission denied", "无法发布到 /a：没有权限", "the reason is a message too"),
        ("qingdan: cannot publish to /a: No space left on device", "qingdan：无法发布到 /a：磁盘空间不足",
         "the words of the system"),
        ("argument PATH: https://a/x.html is an address: qingdan add https://a/x.html takes it, then qingdan run",
         "参数 PATH：https://a/x.html 是网址：先用 qingdan add https://a/x.html 收取，再运行 qingdan run",
         "a message in a message"),
        ("3 problems", "3 个问题", "the English plural goes"),
        ("may mean cn-mofcom, mo-dse", "可能是 cn-mofcom、mo-dse", "a list is joined as Chinese joins it"),
        ("x: this format is not read (PDF, table in a text file (CSV, TSV), text are); unpack it",
         "x：不支持这种格式（支持 PDF、文本表格（CSV、TSV）、文本）；请先解压", "a member of a list has a comma"),
        ("may mean cn-mofcom, mo-dse, 2 times", "可能是 cn-mofcom、mo-dse，共 2 处", "with a remark behind it"),
        ("exit status:\n  0  answered, whether the name is known or not", "退出码：\n  0  已回答，不论名称是否收录",
         "several lines"),
        ("支持结算业务。", "支持结算业务。", "the words of a document stay"),
        ("Global Tourism Economy Forum", "Global Tourism Economy Forum", "its Latin words, too"),
    ],
)  # fmt: skip
def test_messages_in_chinese(english: str, expected: str, why: str) -> None:
    set_language(Language.ZH)
    assert localized(english) == expected, why


def test_traditional_is_converted_from_the_catalogue_and_values_are_not() -> None:
    set_language(Language.ZH_HANT, lambda text: text.replace("发", "發").replace("无", "無"))
    assert localized("cannot publish to 发/a: permission denied") == "無法發布到 发/a：没有权限"
    assert either("lead", "发") == "發"


def test_tables_keep_the_english() -> None:
    set_language(Language.ZH)
    finding = Finding(Code.EMPTY_FILE, "the file is empty", "0 bytes", source_name="a.txt")
    assert (finding.message, finding.value) == ("the file is empty", "0 bytes")
    assert finding.line == "a.txt：空文件：文件是空的 [0 字节]"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, Language.EN),
        ({"LANG": "zh_CN.UTF-8"}, Language.ZH),
        ({"LANG": "zh_HK.UTF-8"}, Language.ZH_HANT),
        ({"LANG": "zh_TW"}, Language.ZH_HANT),
        ({"LANG": "zh_MO.UTF-8@x"}, Language.ZH_HANT),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, Language.EN),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN"}, Language.ZH),
        ({"LANG": "zh_CN.UTF-8", "QINGDAN_LANG": "en"}, Language.EN),
        ({"LANG": "C", "QINGDAN_LANG": "zh-Hant"}, Language.ZH_HANT),
        ({"LANG": "pt_PT", "QINGDAN_LANG": "fr"}, Language.EN),
    ],
)
def test_the_language_of_an_environment(environment: dict[str, str], language: Language) -> None:
    assert default_language(environment) is language


def test_an_option_stands_anywhere_but_behind_two_dashes() -> None:
    assert language_of(["run", "--lang", "zh"]) is Language.ZH
    assert language_of(["--lang=zh-hant", "run"]) is Language.ZH_HANT
    assert language_of(["run", "--", "--lang", "zh"]) is Language.EN
    assert language_of(["run", "--lang"]) is Language.EN
    assert language_of([]) is Language.EN
    assert language_named("fr") is None


def test_a_catalogue_with_a_repeat_or_a_foreign_line_is_refused() -> None:
    entry = ['msgid "a b"', 'msgstr "甲"']
    assert read_catalogue(entry) == {"a b": "甲"}
    for wrong in (entry * 2, ['msgctxt "x"']):
        with pytest.raises(ValueError, match="catalogue"):
            read_catalogue(wrong)


def test_lines_are_wrapped_by_columns() -> None:
    lines = wrapped("显示语言：zh（简体中文）、en（英文）（默认：QINGDAN_LANG，否则按系统区域设置）。", 20)
    assert all(width_of(line) <= 20 for line in lines)
    assert not [line for line in lines if line[0] in "，。、）：" or line[-1] == "（"]
    assert wrapped("one two three", 7) == ["one two", "three"]
    assert wrapped("", 7) == []


def _english(text: str, allowed: str) -> list[str]:
    """The lines with two Latin words side by side that are no command, path, code or name."""
    text = re.sub(allowed, "", text)
    return [line for line in text.splitlines() if re.search(r"[A-Za-z]{2,} [a-z]{2,}", line)]


@pytest.mark.parametrize("command", [(), *((c.name,) for c in COMMANDS)], ids=" ".join)
def test_help_is_in_chinese(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([*command, "--help", "--lang", "zh"])
    printed = capsys.readouterr().out
    assert (
        _english(printed, r"qingdan[ a-z-]*|prefect server start|datasette build.sqlite|`[^`]*`|--[a-z-]+( [A-Z]+)?")
        == []
    )
    assert "用法" in printed
    assert "--lang" in printed


_LIST = """合作清单（2025年）
1. 支持结算业务。（澳门特别行政区政府：经济财政司、不存在局）
3. 支持债券。（市口岸局负责）
4. 推广（会展。
"""


_BAD = {
    "bad.txt": b"\xff\xff\xff\x41",
    "blank.txt": b" \n",
    "control.txt": "甲\x01乙".encode(),
    "empty.pdf": b"",
    "broken.pdf": b"%PDF-1.4 nothing",
    "picture.png": b"\x89PNG\r\n\x1a\n",
    "broken.docx": b"PK\x03\x04broken",
    "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "page.html": b"<html><body><p>nothing</p></body></html>",
    "noitems.txt": "没有序号的一段话。".encode(),
    "other.xyz": b"x",
}
"""Files that cannot be read, or hold no release, by name."""


def _bad_files(folder: Path) -> Path:
    folder.mkdir()
    for name, data in _BAD.items():
        (folder / name).write_bytes(data)
    (folder / "manifest").mkdir()
    (folder / "manifest" / "a.txt").write_text(_LIST, encoding="utf-8")
    (folder / "manifest" / "release.toml").write_text("year = 1\n", encoding="utf-8")
    return folder


def _commands(tmp_path: Path) -> Iterator[list[str]]:
    raw, out = tmp_path / "raw", tmp_path / "out"
    listed = tmp_path / "清单.txt"
    listed.write_text(_LIST, encoding="utf-8")
    bad = _bad_files(tmp_path / "bad")
    at = ["--out", str(out)]
    yield ["add", str(listed), "--raw", str(raw), "--id", "list-2025"]
    yield ["add", str(listed), "--raw", str(raw), "--id", "list-2025"]
    yield ["run", str(raw), str(bad), "nosuch", "--plain", *at]
    yield ["run", str(raw), "--plain", *at]
    yield ["run", str(raw), "--plain", *at]
    yield ["check", *at]
    yield ["resolve", "贸促会"]
    yield ["resolve", "不存在局"]
    yield ["series", "nosuch", *at]
    yield ["show", "list-2025/1", "--why", "--raw", str(raw), *at]
    yield ["show", "list-2025/1#1.1", "--raw", str(raw), *at]
    yield ["show", "list-2025/9", *at]
    yield ["verify", *at]
    yield ["verify", "--all", *at]
    yield ["diff", *at]
    yield ["builds", *at]
    yield ["builds", "--use", "ffff", *at]
    yield ["builds", "--accept", "list-2025", "--raw", str(raw), *at]
    yield ["runn"]
    yield ["run", "--engine", "nosuch"]
    yield ["run", "--nosuch"]
    yield ["series"]


def test_commands_answer_in_chinese(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QINGDAN_LANG", "zh")
    found: list[str] = []
    for command in _commands(tmp_path):
        try:
            main(command)
        except SystemExit as end:
            assert end.code == 2
        printed = "".join(capsys.readouterr())
        assert "Traceback" not in printed
        found += [f"{' '.join(command)}: {line}" for line in _english(printed, _allowed(tmp_path))]
    assert not found, "\n".join(found)


def _allowed(tmp_path: Path) -> str:
    """Commands, options, paths, names and quoted values; what a library says of a file."""
    libraries = r"File is not a zip file|Failed to load document.*"
    return rf"{libraries}|{re.escape(str(tmp_path))}\S*|qingdan [a-z]+[a-z -]*|用法.*|'[a-z_]+'"


def test_the_summary_of_a_run_is_in_chinese(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text(_LIST, encoding="utf-8")
    inputs = [tmp_path / "list.txt", _bad_files(tmp_path / "bad")]
    set_language(Language.ZH)
    first = run_summary(RunResult(run(inputs, tmp_path / "out"), WatchReport(())))
    (tmp_path / "list.txt").write_text(_LIST.replace("4. 推广", "5. 推广"), encoding="utf-8")
    second = run_summary(RunResult(run(inputs, tmp_path / "out")))
    again = run_summary(RunResult(run(inputs, tmp_path / "out")))
    assert "## 已发布" in first and "相比的变化" in second and "## 无需处理" in again
    assert _english(first + second + again, r"qingdan [a-z]+|File is not a zip file|Failed to load document.*") == []


def test_findings_of_the_samples_are_in_chinese(samples: Path) -> None:
    findings = pq.read_table(samples / "latest" / "findings.parquet", columns=["message"]).to_pylist()
    set_language(Language.ZH)
    assert findings
    assert [row["message"] for row in findings if localized(row["message"]) == row["message"]] == []
