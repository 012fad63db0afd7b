"""A build as a file for other programs: what each format holds, and that nothing in a document runs in them."""

from __future__ import annotations

import csv
import json
import re
import shutil
import sqlite3
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyarrow as pa
import pytest

import pipeline.export.workbook as workbook_module
from flows.cli import main
from flows.commands.export import SUFFIXES_SAID, WRITINGS_SAID
from pipeline.errors import OutputError, QingdanError
from pipeline.export.cells import MOST_CHARACTERS, Sheet, cut_to_a_cell, fits_a_cell, is_formula_like
from pipeline.export.database import SEARCH_KEY, SEARCH_TABLE, VIEWS
from pipeline.export.datasette import _ARRAY_FACETS, _FACETS, _TITLES
from pipeline.export.export import SUFFIXES, export
from pipeline.export.selection import Selection, known_tables
from pipeline.export.tasks import COLUMN_OF, WRITINGS, task_title
from pipeline.export.text_files import write_csv, write_jsonl, write_markdown
from pipeline.export.workbook import write_workbook
from qingdan import load
from qingdan.store import BuildReader, open_build
from schemas.fields import BY_NAME, TASK_LIST, TASKS
from schemas.labels import LANGUAGES, Language, column_label, table_label
from schemas.records import Role
from schemas.tables import arrow_schema

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_FORMULAS = ("=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", '=HYPERLINK("http://x")')


@pytest.fixture
def build(samples: Path) -> BuildReader:
    return open_build(samples / "latest")


def _sheets(path: Path) -> dict[str, list[list[str]]]:
    """The texts of the cells of a workbook, by sheet; read from its XML, as any program does."""
    with zipfile.ZipFile(path) as archive:
        names = [
            s.attrib["name"] for s in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(f"{_MAIN}sheet")
        ]
        return {name: _rows(archive.read(f"xl/worksheets/sheet{n}.xml")) for n, name in enumerate(names, 1)}


def _rows(data: bytes) -> list[list[str]]:
    rows = []
    for row in ElementTree.fromstring(data).iter(f"{_MAIN}row"):
        cells: dict[int, str] = {}
        for cell in row.iter(f"{_MAIN}c"):
            assert cell.find(f"{_MAIN}f") is None, "a formula"
            letters = re.sub(r"\d", "", cell.attrib["r"])
            column = sum((ord(c) - 64) * 26**i for i, c in enumerate(reversed(letters))) - 1
            cells[column] = "".join(text.text or "" for text in cell.iter() if text.tag in (f"{_MAIN}t", f"{_MAIN}v"))
        rows.append([cells.get(i, "") for i in range(max(cells, default=-1) + 1)])
    return rows


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_workbook_has_a_sheet_for_each_table_tasks_first(
    language: Language, build: BuildReader, tmp_path: Path
) -> None:
    written = export(build, tmp_path / "all.xlsx", language=language)
    sheets = _sheets(tmp_path / "all.xlsx")
    assert next(iter(sheets)) == {"zh": "任务", "en": "tasks"}[language]
    assert {table_label(name, language) for name in BY_NAME if name not in ("tasks", "agency_items")} < set(sheets)
    heads, *rows = sheets[table_label("task_list", language)]
    assert heads == [column_label("task_list", field.name, language) for field in TASK_LIST.fields]
    assert len(rows) == build.count("items") == written.rows[table_label("task_list", language)]
    assert written.messages == ()
    words = {word for row in rows for word in row}
    assert ({"完全识别", "是", "否"} if language == "zh" else {"parsed", "yes", "no"}) < words


def test_the_list_of_tasks_says_what_the_tables_say(build: BuildReader, tmp_path: Path) -> None:
    export(build, tmp_path / "tasks.jsonl")
    tasks = [json.loads(line) for line in (tmp_path / "tasks.jsonl").read_text(encoding="utf-8").splitlines()]
    items = {row["item_id"]: row for row in build.rows("items")}
    parties = build.rows("item_agencies")
    assert [task["item_id"] for task in tasks] == list(items)
    for task in tasks:
        assert task["text"] == items[task["item_id"]]["body"]
        assert task["title"].rstrip("…") in task["text"]
        for role, column in COLUMN_OF.items():
            own = [p for p in parties if p["item_id"] == task["item_id"] and p["role"] == role]
            assert len(task[column]) == len({p["agency_id"] or p["name"] for p in own}), column
    (first,) = (task for task in tasks if task["item_id"] == "sample-notice-html/2/1/1")
    assert first["leads"] == ["商务部"]
    assert first["supports"] == ["国家市场监督管理总局", "工业和信息化部"], "official names"
    assert " › " in first["section"]


def test_every_role_has_its_column() -> None:
    assert set(COLUMN_OF) == set(Role)
    assert set(COLUMN_OF.values()) < {field.name for field in TASK_LIST.fields}


@pytest.mark.parametrize("writing", ["hans", "hant"])
def test_texts_in_one_script(writing: str, build: BuildReader, tmp_path: Path) -> None:
    assert main(["export", str(build.folder), "--to", str(tmp_path / "t.jsonl"), "--script", writing]) == 0
    tasks = [json.loads(line) for line in (tmp_path / "t.jsonl").read_text(encoding="utf-8").splitlines()]
    items = {row["item_id"]: row for row in build.rows("items")}
    assert all(task["text"] == items[task["item_id"]][f"body_{writing}"] for task in tasks)
    names = {name for task in tasks for name in task["leads"]}
    assert ({"商务部", "经济财政司"} if writing == "hans" else {"商務部", "經濟財政司"}) < names


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("开展核算。制定指南，首批选30个。", "开展核算"),
        ("提升口岸：一、设点", "提升口岸"),
        ("甲" * 40 + "，" + "乙" * 40, "甲" * 40 + "…"),
        ("甲" * 80, "甲" * 59 + "…"),
        ("", ""),
        ("。", "。"),
    ],
)
def test_a_title_is_the_first_clause(text: str, title: str) -> None:
    assert task_title(text) == title
    assert len(title) <= 60


def _narrow(build: BuildReader, tmp_path: Path, **wanted: tuple[Any, ...]) -> list[dict[str, Any]]:
    export(build, tmp_path / "t.jsonl", Selection(**wanted))
    return [json.loads(line) for line in (tmp_path / "t.jsonl").read_text(encoding="utf-8").splitlines()]


def test_a_selection_by_body_role_year_and_series(build: BuildReader, tmp_path: Path) -> None:
    parties = build.rows("item_agencies")
    of_mofcom = [p for p in parties if p["agency_id"] == "cn-mofcom"]
    for name in ("商务部", "商務部", "cn-mofcom"):
        found = _narrow(build, tmp_path, bodies=(name,))
        assert {task["item_id"] for task in found} == {p["item_id"] for p in of_mofcom}
    leads = _narrow(build, tmp_path, bodies=("商务部",), roles=("lead",))
    assert {t["item_id"] for t in leads} == {p["item_id"] for p in of_mofcom if p["role"] == "lead"}
    assert all("商务部" in task["leads"] for task in leads)
    unknown = _narrow(build, tmp_path, bodies=("珠海海事局",))
    assert unknown, "a body that the registry does not know is found as printed"
    assert {task["effective_year"] for task in _narrow(build, tmp_path, years=(2026,))} == {2026}
    series = _narrow(build, tmp_path, series=("sample-belt-and-road-worklists",), years=(2025,))
    assert {task["release_id"] for task in series} == {"sample-worklist-2025"}


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ({"bodies": ("商务不",)}, "no task of the releases has a party 商务不; did you mean 商务部"),
        ({"years": (1999,)}, "no release has the year 1999; there are 2025, 2026"),
        ({"series": ("sample-belt-and-road-worklist",)}, "did you mean sample-belt-and-road-worklists?"),
        ({"releases": ("sample-table",)}, "no release has the release sample-table; did you mean sample-table-pdf"),
        ({"bodies": ("商务部",), "roles": ("guide",)}, "no task has body 商务部; role guide"),
    ],
)
def test_what_the_build_does_not_have_is_named(
    wanted: dict[str, Any], message: str, build: BuildReader, tmp_path: Path
) -> None:
    with pytest.raises(QingdanError, match=re.escape(message)):
        export(build, tmp_path / "t.jsonl", Selection(**wanted))
    assert list(tmp_path.iterdir()) == []


def test_a_part_of_a_build_has_the_rows_that_go_with_it(build: BuildReader, tmp_path: Path) -> None:
    path = tmp_path / "part.sqlite"
    export(build, path, Selection(bodies=("商务部",)))
    with closing(sqlite3.connect(path)) as database:
        items = {row[0] for row in database.execute("SELECT item_id FROM items")}
        assert items == {p["item_id"] for p in build.rows("item_agencies") if p["agency_id"] == "cn-mofcom"}
        for table in ("item_agencies", "mentions", "task_list"):
            assert {row[0] for row in database.execute(f"SELECT item_id FROM {table}")} <= items
        agencies = database.execute("SELECT count(*) FROM agencies").fetchone()[0]
        assert 0 < agencies < build.count("agencies")
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_build_gives_the_same_bytes(suffix: str, build: BuildReader, tmp_path: Path) -> None:
    files = [tmp_path / name / f"a{suffix}" for name in ("one", "two")]
    for file in files:
        file.parent.mkdir()
        export(build, file, language="zh")
    assert files[0].read_bytes() == files[1].read_bytes()
    assert [p.name for p in files[0].parent.iterdir()] == [p.name for p in files[1].parent.iterdir()]


def _text_sheet(texts: list[str], language: Language = "en") -> Sheet:
    """A table of repairs whose text after the repair is each of ``texts``."""
    rows = [
        {"release_id": "a", "span_start": n, "span_end": n, "rule": "r", "before": "", "after": text}
        for n, text in enumerate(texts)
    ]
    return Sheet(BY_NAME["repairs"], pa.Table.from_pylist(rows, arrow_schema("repairs")), language)


def test_no_text_becomes_a_formula_or_a_link(tmp_path: Path) -> None:
    sheet = _text_sheet([*_FORMULAS, "http://example.org/", "mailto:a@b", "１－２"])
    assert write_workbook(tmp_path / "a.xlsx", [sheet], []) == []
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        data = archive.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in data and "hyperlink" not in data
        assert "quotePrefix" in archive.read("xl/styles.xml").decode()
    assert [row[5] for row in _sheets(tmp_path / "a.xlsx")["repairs"][1:9]] == [
        text.replace("\r", "_x000D_") for text in _FORMULAS
    ]
    assert write_csv(tmp_path / "a.csv", [sheet]) == []
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [row[5] for row in csv.reader(file)][1:]
    assert cells[: len(_FORMULAS)] == [f"'{text}" for text in _FORMULAS]
    assert cells[len(_FORMULAS) :] == ["http://example.org/", "mailto:a@b", "１－２"]


def test_a_csv_begins_with_the_mark_that_excel_needs(build: BuildReader, tmp_path: Path) -> None:
    export(build, tmp_path / "a.csv", language="zh")
    data = (tmp_path / "a.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf" + "任务,文件,年度".encode())
    rows = list(csv.DictReader(data.decode("utf-8-sig").splitlines(keepends=True)))
    assert len(rows) == build.count("items")
    assert any("、" in row["对方单位"] for row in rows)


def test_a_text_longer_than_a_cell_is_cut_and_said(tmp_path: Path) -> None:
    long, wide = "长" * (MOST_CHARACTERS + 1), "𠀀" * MOST_CHARACTERS
    sheet = _text_sheet(["短", long, wide])
    (message,) = write_workbook(tmp_path / "a.xlsx", [sheet], [])
    assert message.startswith("repairs: 2 texts are longer than the 32,767 characters")
    assert ".sqlite" in message
    cells = [row[5] for row in _sheets(tmp_path / "a.xlsx")["repairs"][1:]]
    assert cells[1] == "长" * (MOST_CHARACTERS - 1) + "…"
    assert cells[2].endswith("𠀀…") and fits_a_cell(cells[2])
    assert fits_a_cell("长" * MOST_CHARACTERS) and cut_to_a_cell("长" * MOST_CHARACTERS) == "长" * MOST_CHARACTERS
    (said,) = write_csv(tmp_path / "a.csv", [sheet])
    assert "2 texts are longer" in said
    assert write_jsonl(tmp_path / "a.jsonl", [sheet]) == []
    assert json.loads((tmp_path / "a.jsonl").read_text(encoding="utf-8").split("\n")[1])["after"] == long


def test_more_rows_than_a_sheet_holds_go_on_in_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_module, "MOST_ROWS", 4)
    texts = [f"第{n}行" for n in range(8)]
    (message,) = write_workbook(tmp_path / "a.xlsx", [_text_sheet(texts)], [])
    assert "8 rows, of which a sheet of Excel holds 3; they go on in 2 further sheets (repairs 2 …)" in message
    sheets = _sheets(tmp_path / "a.xlsx")
    found = [row[5] for name in ("repairs", "repairs 2", "repairs 3") for row in sheets[name][1:]]
    assert found == texts
    assert all(sheets[name][0] == sheets["repairs"][0] for name in ("repairs 2", "repairs 3"))


def test_characters_that_xml_may_not_hold(tmp_path: Path) -> None:
    texts = ["a\x00b", "\x0b", "\ufffe\uffff", "_x0041_", "e\u0301", "\u2028"]
    write_workbook(tmp_path / "a.xlsx", [_text_sheet(texts)], [])
    assert len(_sheets(tmp_path / "a.xlsx")["repairs"]) == len(texts) + 1


def test_markdown_obeys_nothing_in_a_text(tmp_path: Path) -> None:
    write_markdown(tmp_path / "a.md", [_text_sheet(["甲|乙\n丙", "<b>*x*</b>", "[a](http://b) `c`", "&lt;", "~~d~~"])])
    lines = (tmp_path / "a.md").read_text(encoding="utf-8").split("\n")
    assert lines[1] == "|---|---|---|---|---|---|"
    assert [line.rsplit(" | ", 1)[1] for line in lines[2:7]] == [
        "甲\\|乙<br>丙 |",
        "&lt;b>\\*x\\*&lt;/b> |",
        "\\[a\\](http://b) \\`c\\` |",
        "&amp;lt; |",
        "\\~\\~d\\~\\~ |",
    ]


def test_json_lines_are_lines_for_every_reader(tmp_path: Path) -> None:
    text = "甲\u2028乙\u0085丙\n丁"
    write_jsonl(tmp_path / "a.jsonl", [_text_sheet([text])])
    (line,) = (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["after"] == text


@pytest.fixture(scope="module")
def database(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("database") / "build.sqlite"
    export(open_build(samples / "latest"), path)
    with closing(sqlite3.connect(path)) as opened:
        yield opened


def test_a_database_has_keys_views_and_every_row(database: sqlite3.Connection, build: BuildReader) -> None:
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    for table in known_tables()[1:]:
        if table != "agency_items":
            assert database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == build.count(table)
    assert database.execute("PRAGMA foreign_key_list(item_agencies)").fetchall()
    keys = {row[1] for row in database.execute("PRAGMA table_info(items)") if row[5]}
    assert keys == {"item_id"}
    assert "牵头" in {row[0] for row in database.execute("SELECT label_zh FROM code_labels WHERE column_name = 'role'")}


def test_the_view_of_tasks_is_the_join_that_load_makes(database: sqlite3.Connection, samples: Path) -> None:
    cursor = database.execute("SELECT * FROM tasks")
    assert [column[0] for column in cursor.description] == [field.name for field in TASKS.fields]
    rows = [row[:8] + row[11:14] + row[22:] for row in cursor.fetchall()]
    loaded = load("tasks", samples, engine="arrow").to_pylist()
    names = [c for i, c in enumerate(loaded[0]) if i < 8 or 11 <= i < 14 or i >= 22]
    assert sorted(rows, key=str) == sorted((tuple(row[name] for name in names) for row in loaded), key=str)


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("中医药", "中医药"),
        ("中醫藥", "中医药"),
        ("葡语国家", "葡语国家"),
        ("葡語國家 AND 科技", "葡语国家"),
        ("大湾区", "大湾区"),
        ('"葡语国家 贸易"', "葡语国家贸易"),
    ],
)
def test_words_of_either_script_find_tasks(query: str, word: str, database: sqlite3.Connection) -> None:
    select = (
        f"SELECT i.body_hans FROM {SEARCH_TABLE} s JOIN task_list t ON t.{SEARCH_KEY} = s.rowid "
        f"JOIN items i ON i.item_id = t.item_id WHERE {SEARCH_TABLE} MATCH ?"
    )
    found = [row[0] for row in database.execute(select, (query,))]
    held = [row[0] for row in database.execute("SELECT body_hans FROM items") if word in row[0]]
    assert bool(found) is bool(held)
    if word == query:
        assert set(found) <= set(held)
    assert all(word in body for body in found)


def test_bodies_find_their_tasks(database: sqlite3.Connection, build: BuildReader) -> None:
    select = f"SELECT count(*) FROM {SEARCH_TABLE} WHERE {SEARCH_TABLE} MATCH 'bodies:貿促會'"
    items = {p["item_id"] for p in build.rows("item_agencies") if p["agency_id"] == "cn-ccpit"}
    assert database.execute(select).fetchone()[0] == len(items) > 0


def test_metadata_for_datasette_names_what_there_is(build: BuildReader, tmp_path: Path) -> None:
    written = export(build, tmp_path / "build.sqlite")
    assert written.files == (tmp_path / "build.sqlite", tmp_path / "build.metadata.json")
    metadata = json.loads(written.files[1].read_text(encoding="utf-8"))
    tables = metadata["databases"]["build"]["tables"]
    with closing(sqlite3.connect(written.files[0])) as database:
        for name, described in tables.items():
            columns = {row[1] for row in database.execute(f"PRAGMA table_info({name})")}
            assert set(described.get("columns", {})) <= columns, name
            facets = {f if isinstance(f, str) else f["array"] for f in described.get("facets", [])}
            assert facets <= columns, name
            assert {described[key] for key in ("label_column", "fts_pk") if key in described} <= columns
    assert "牵头" in tables["task_list"]["columns"]["leads"]
    assert tables["task_list"]["fts_table"] == SEARCH_TABLE
    assert set(_FACETS) <= {*BY_NAME, "task_list", *VIEWS} and set(_TITLES) <= set(BY_NAME)
    assert set(_ARRAY_FACETS) == {"task_list"}


def test_one_table_of_a_build(build: BuildReader, tmp_path: Path) -> None:
    written = export(build, tmp_path / "a.csv", tables=["agencies"])
    assert written.rows == {"bodies": build.count("agencies")}
    with pytest.raises(QingdanError, match=r"a \.md file holds one table, not items, agencies; export to \.xlsx or"):
        export(build, tmp_path / "a.md", tables=["agencies", "items"])
    with pytest.raises(QingdanError, match="no table is named agencys; did you mean agencies"):
        export(build, tmp_path / "a.md", tables=["agencys"])


@pytest.mark.parametrize("name", ["a.xls", "a", "a.parquet"])
def test_another_ending_is_no_format(name: str, build: BuildReader, tmp_path: Path) -> None:
    with pytest.raises(QingdanError, match=r"there are \.xlsx, \.csv, \.jsonl, \.sqlite, \.md"):
        export(build, tmp_path / name)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_that_cannot_be_written_leaves_what_was_there(suffix: str, build: BuildReader, tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        export(build, tmp_path / "none" / f"a{suffix}")
    folder = tmp_path / f"folder{suffix}"
    folder.mkdir()
    with pytest.raises(OutputError):
        export(build, folder)
    assert [p.name for p in tmp_path.iterdir()] == [folder.name]


def test_the_command_says_what_it_wrote(samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    to = tmp_path / "清单.xlsx"
    assert main(["export", "--out", str(samples), "--to", str(to), "--lang", "zh", "--table", "tasks"]) == 0
    assert re.fullmatch(rf"已写入 {re.escape(str(to))}（任务 \d+）\n", capsys.readouterr().out)
    assert main(["export", "--out", str(samples), "--to", str(to), "--body", "商务不", "--lang", "en"]) == 2
    assert "did you mean 商务部" in capsys.readouterr().err


def test_headings_are_in_the_script_of_the_reader(samples: Path, tmp_path: Path) -> None:
    command = ["export", "--out", str(samples), "--lang", "zh-hant"]
    assert main([*command, "--to", str(tmp_path / "a.csv")]) == 0
    assert (tmp_path / "a.csv").read_text(encoding="utf-8-sig").startswith("任務,文件,年度,章節,序號,牽頭單位,")
    assert main([*command, "--to", str(tmp_path / "a.xlsx")]) == 0
    sheets = _sheets(tmp_path / "a.xlsx")
    assert list(sheets)[:4] == ["任務", "文件", "章節", "事項"] and list(sheets)[-1] == "說明"
    assert {"完全識別", "牽頭"} <= {word for rows in sheets.values() for row in rows for word in row}


def test_what_help_says_is_what_there_is() -> None:
    assert [word.strip(" ,") for word in re.split("or|,", SUFFIXES_SAID) if word.strip()] == list(SUFFIXES)
    assert WRITINGS_SAID == WRITINGS
    assert is_formula_like("=1") and not is_formula_like("1") and not is_formula_like(-1)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_workbook(build: BuildReader, tmp_path: Path) -> None:
    export(build, tmp_path / "a.xlsx", tables=["tasks"], language="zh")
    form = "csv:Text - txt - csv (StarCalc):44,34,76"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", "--headless", profile, "--convert-to", form, "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "a.xlsx")], check=True, timeout=180, capture_output=True)
    rows = list(csv.DictReader((tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines(keepends=True)))
    assert len(rows) == build.count("items")
    assert any(row["完成期限"] == "2026-12-31" for row in rows)
