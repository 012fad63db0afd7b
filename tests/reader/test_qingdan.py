"""The package `qingdan` as its users have it: alone, from anywhere, with one line for every mistake."""

from __future__ import annotations

import doctest
import http.server
import importlib
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

import qingdan
from pipeline.paths import PACKAGES, READER
from qingdan import NoBuildError, QingdanError, UnreadableBuildError, body, load, resolve, search, tasks
from qingdan.layout import BUILD_RECORD
from qingdan.scripts import Folding
from schemas.tables import arrow_schema

_RELEASES = len(list((Path(__file__).parents[2] / "raw").glob("*/release.toml")))
_MODULES = sorted(f"qingdan.{path.stem}" for path in READER.glob("*.py") if path.stem != "__init__")


@pytest.fixture
def at_home(samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a build in it, and one below."""
    (tmp_path / "processed").symlink_to(samples)
    (tmp_path / "notebooks" / "deep").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("QINGDAN_BUILD", raising=False)
    return tmp_path


@pytest.mark.parametrize("module", ["qingdan", *_MODULES])
def test_the_examples_of_the_docstrings(module: str, at_home: Path) -> None:
    found = doctest.testmod(importlib.import_module(module), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert found.failed == 0


def test_every_public_function_has_an_example() -> None:
    functions = [getattr(qingdan, name) for name in qingdan.__all__ if name[0].islower()]
    assert len(functions) >= 10
    for function in functions:
        assert ">>> " in function.__doc__, function.__name__


_ONLY = """
import sys
allowed = {"qingdan", "pandas", "pyarrow", "numpy", "dateutil", "pytz", "six", "tzdata", *sys.stdlib_module_names}

class Only:
    def find_spec(self, name, *rest):
        if name[0] != "_" and name.partition(".")[0] not in allowed:
            raise ModuleNotFoundError(f"not here: {name}", name=name)

sys.meta_path.insert(0, Only())
"""
_ALONE = """
import qingdan
assert "pandas" not in sys.modules and "pyarrow" not in sys.modules, "importing it costs nothing"
from qingdan import *
for name in ("items", "tasks", "agencies", "mentions"):
    assert len(load(name)) > 50
assert len(search("中医药")) and len(resolve("贸促会")) and len(body("贸促会").tasks) and len(due(2026))
assert len(changes("sample-belt-and-road-worklists")) and len(releases()) > 5 and len(tasks(year=2026))
assert len(describe()) and len(describe("tasks", "zh")) and len(labelled(load("items").head()))
print("fine")
"""


def test_it_needs_pandas_and_pyarrow_only(at_home: Path) -> None:
    """Beside a pipeline.py of the user, and a folder schemas/, none of which it touches."""
    (at_home / "pipeline.py").write_text("raise AssertionError('imported')", encoding="utf-8")
    for package in PACKAGES[:-1]:
        (at_home / package).mkdir()
        (at_home / package / "__init__.py").write_text("raise AssertionError('imported')", encoding="utf-8")
    assert _run_alone(_ALONE, at_home) == ("fine\n", "")


def _run_alone(code: str, folder: Path) -> tuple[str, str]:
    """What a program prints in which only pandas, pyarrow and what they need can be imported."""
    settings = {**os.environ, "PYTHONPATH": str(READER.parent)}
    command = [sys.executable, "-c", _ONLY + code]
    done = subprocess.run(command, cwd=folder, env=settings, capture_output=True, text=True, check=False)
    return done.stdout, done.stderr


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md", "docs/questions.md", "docs/questions.zh.md"])
def test_the_questions_of_the_pages_need_no_more(page: str, at_home: Path) -> None:
    """Elsewhere, each in the file of a user; those for DuckDB and polars need these."""
    text = (Path(__file__).parents[2] / page).read_text(encoding="utf-8")
    found = re.findall(r"^```python\n(.*?)^```", text, re.S | re.M)
    blocks = [block for block in found if "duckdb" not in block and "polars" not in block]
    assert len(blocks) >= (7 if "questions" in page else 1)
    program = "\n".join(f"exec({block!r}, {{}})" for block in blocks) + "\nprint('fine')"
    printed, errors = _run_alone(program, at_home)
    assert printed.endswith("fine\n") and errors == ""


def test_a_build_is_found_above_the_working_folder(at_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(at_home / "notebooks" / "deep")
    assert len(load("releases")) == _RELEASES


def test_a_build_is_found_by_the_environment(
    at_home: Path, samples: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    with pytest.raises(NoBuildError, match=r"no published build at /.*; `qingdan run` makes one.*QINGDAN_BUILD"):
        load("releases")
    monkeypatch.setenv("QINGDAN_BUILD", str(samples))
    assert len(load("releases")) == _RELEASES


def test_the_ways_to_name_a_build(at_home: Path, samples: Path) -> None:
    latest = (samples / "latest").resolve()
    for source in (samples, str(samples), at_home, latest, samples / "latest", f"file://{samples}"):
        assert len(load("releases", source)) == _RELEASES
    assert len(load("releases", latest, build=latest.name[:6])) == _RELEASES


@pytest.fixture
def url(samples: Path) -> Iterator[str]:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(samples))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_build_behind_a_web_server(url: str, samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    latest = (samples / "latest").resolve().name
    pd.testing.assert_frame_equal(load("tasks", url), load("tasks", samples))
    for source in (f"{url}/latest", f"{url}/builds/{latest}"):
        assert len(load("releases", source)) == _RELEASES
    assert len(load("releases", url, build=latest)) == _RELEASES
    with pytest.raises(NoBuildError, match=r"no published build at http://.*/builds; latest\.json, latest/build\.json"):
        load("releases", f"{url}/builds")


def test_an_address_that_does_not_answer_is_one_line() -> None:
    for address, said in {"http://127.0.0.1:9/x": "cannot be read: ", "ftp://host/x": "ftp:// are not read"}.items():
        with pytest.raises(QingdanError, match=said) as caught:
            load("items", address)
        assert "\n" not in str(caught.value)


@pytest.fixture
def copy(samples: Path, tmp_path: Path) -> Path:
    shutil.copytree(samples, tmp_path / "copy", symlinks=True)
    return tmp_path / "copy"


def test_a_build_that_was_copied_in_part_is_one_line(copy: Path) -> None:
    latest = (copy / "latest").resolve()
    items = latest / "items.parquet"
    whole = items.read_bytes()
    items.write_bytes(whole[:-100])
    with pytest.raises(UnreadableBuildError, match=rf"items\.parquet: it has {len(whole) - 100} of {len(whole)} bytes"):
        load("items", copy)
    items.unlink()
    with pytest.raises(UnreadableBuildError, match=r"items\.parquet: it is missing; was the build copied in part\?"):
        load("items", copy)
    (copy / "latest").unlink()  # programs that pack folders leave links behind
    with pytest.raises(NoBuildError, match=rf'its link latest was not copied; name a build: build="{latest.name}"'):
        load("items", copy)
    assert len(load("releases", copy, build=latest.name)) == _RELEASES
    (latest / BUILD_RECORD).unlink()
    with pytest.raises(UnreadableBuildError, match=r"build\.json: it is missing; was the build copied in part\?"):
        load("releases", latest)


_ANSWERS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "items": ("body_hans", lambda source: search("中医药", source)),
    "releases": ("title", lambda source: search("中医药", source)),
    "agencies": ("succeeded_by", lambda source: resolve("贸促会", source=source)),
    "mentions": ("entity_id", lambda source: body("贸促会", source=source)),
    "item_links": ("is_doubtful", lambda source: tasks(source=source)),
    "item_agencies": ("role", lambda source: qingdan.due(2026, source=source)),
}
"""By table a column, and an answer that needs it."""


@pytest.mark.parametrize("table", _ANSWERS)
def test_an_answer_from_a_build_without_its_column_is_one_line(table: str, copy: Path) -> None:
    """As an older, or a newer, qingdan may have made it; what needs no such column is answered."""
    column, answer = _ANSWERS[table]
    path = copy / "latest" / f"{table}.parquet"
    pq.write_table(pq.read_table(path).drop_columns([column]), path)
    with pytest.raises(QingdanError, match=column) as caught:
        answer(copy)
    assert "\n" not in str(caught.value)
    assert len(load(table, copy)) > 0 and len(load("sections", copy)) > 0


def test_a_record_of_another_version_is_one_line(copy: Path) -> None:
    record = copy / "latest" / BUILD_RECORD
    kept = json.loads(record.read_bytes())
    del kept["seal"]
    record.write_text(json.dumps(kept), encoding="utf-8")
    with pytest.raises(UnreadableBuildError, match="has no seal: made by an older qingdan, or by something else"):
        load("items", copy)


@pytest.mark.parametrize("locked", ["latest", "builds"])
def test_a_build_that_may_not_be_read_is_one_line(copy: Path, locked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As root every folder may be read: the refusal is that of the system call."""

    def refuse(*arguments: object, **_: object) -> int:
        raise PermissionError(13, "Permission denied", str(arguments[0]))

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(QingdanError, match=r"build\.json may not be read: permission denied"):
        load("items", copy / locked / ("" if locked == "latest" else (copy / "latest").resolve().name))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: load("item"), "no table is named item; did you mean items? there are "),
        (lambda: load("Items"), "did you mean items?"),
        (lambda: load("items", columns=["bodyhans"]), "items: no column is named bodyhans; did you mean body_hans?"),
        (lambda: load("tasks", columns=["officialhans"]), "did you mean official_hans?"),
        (lambda: load("items", engine="panda"), "no engine is named panda; did you mean pandas?"),  # type: ignore[call-overload]
        (lambda: tasks(role="leed"), "no role is named leed; did you mean lead?"),
        (lambda: tasks(series="sample-belt"), "no series is named sample-belt; "),
        (lambda: tasks(body="国际贸易促进会"), "did you mean 中国国际贸易促进委员会 (cn-ccpit)"),
        (lambda: body("财政局", place="CN-GD"), "财政局"),
        (lambda: qingdan.changes("sample-belt-and-road-worklist"), "did you mean sample-belt-and-road-worklists?"),
        (lambda: qingdan.due("soon"), "no time: 'soon'; a year (2026)"),
        (lambda: qingdan.describe("items", "fr"), "no language is named fr; there are en, zh"),  # type: ignore[arg-type]
        (lambda: load("items", build="previous"), "there is only one build under "),
        (lambda: load("items", build="0000"), "no build 0000 under "),
    ],
)
def test_a_wrong_name_is_one_line_with_the_nearest(call: object, said: str, at_home: Path) -> None:
    with pytest.raises(QingdanError) as caught:
        call()  # type: ignore[operator]
    assert said in str(caught.value) and "\n" not in str(caught.value)


def test_the_join_is_explained_as_the_dictionary_has_it(samples: Path) -> None:
    """The reader makes the schema of the join from what the files say; it is the one of the definitions."""
    assert load("tasks", samples, engine="arrow").schema.equals(arrow_schema("tasks"), check_metadata=True)


@pytest.mark.parametrize("name", ["贸促会", "貿促會", "中国贸促会", "中國國際貿易促進委員會", "cn-ccpit"])
def test_a_body_has_one_answer_under_all_its_names(name: str, samples: Path) -> None:
    found = body(name, source=samples)
    assert found.registry["agency_id"].tolist() == ["cn-ccpit"]
    everything = load("tasks", samples)
    assert set(found.tasks["item_id"]) == set(everything[everything["agency_id"] == "cn-ccpit"]["item_id"])
    assert found.years["all"].sum() == found.tasks["item_id"].nunique() > 0
    assert "cn-ccpit" not in set(found.partners["agency_id"])
    assert "中国国际贸易促进委员会: " in str(found) and "<table" in found._repr_html_()


def test_a_body_has_those_before_and_after_it(samples: Path) -> None:
    """银保监会 went into 金融监管总局 in 2023: the tasks of the one are found under the name of the other."""
    assert resolve("银保监会", source=samples)["succeeded_by"][0] == "cn-nfra"
    before, after = (body(name, source=samples) for name in ("银保监会", "金融监管总局"))
    assert before.registry["agency_id"].tolist() == after.registry["agency_id"].tolist()
    assert before.registry["agency_id"].tolist()[-1] == "cn-nfra" == after.tasks["agency_id"][0]
    pd.testing.assert_frame_equal(before.tasks, after.tasks)


def test_a_name_that_only_a_note_prints_is_answered_by_its_rows(samples: Path) -> None:
    everything = load("tasks", samples)
    unknown = everything[everything["agency_id"].isna() & everything["name"].notna()]["name"].iloc[0]
    found = body(unknown, source=samples)
    assert (found.name, set(found.tasks["name"]), len(found.registry)) == (unknown, {unknown}, 0)


def test_resolving_minds_place_and_year(samples: Path) -> None:
    assert resolve("财政局", "珠海市", source=samples)["agency_id"].tolist() == ["cn-gd-zhuhai-finance"]
    assert set(resolve("财政局", "mo", source=samples)["jurisdiction"]) == {"mo"}
    assert "cn-x-cbirc" in set(resolve("银保监会", year=2020, source=samples)["agency_id"])
    assert "cn-x-cbirc" not in set(resolve("银保监会", year=2026, source=samples)["agency_id"])
    assert resolve("完全不相干", source=samples).empty


def test_searching_ranks_and_marks_every_word(samples: Path) -> None:
    found = search("中醫藥 葡语国家", samples)
    assert found["snippet"].str.contains("【").all() and found["score"].is_monotonic_decreasing
    assert set(search("中医药", samples, year=2026)["effective_year"]) == {2026}
    assert search("cepa", samples)["item_id"].tolist() == search("CEPA", samples)["item_id"].tolist()


def test_due_takes_years_quarters_months_and_days(samples: Path) -> None:
    year, quarter = qingdan.due(2026, source=samples), qingdan.due("2026Q4", source=samples)
    assert 0 < len(quarter) <= len(year)
    assert len(qingdan.due("2026-01", "2026-12-31", samples)) == len(year)
    assert year["due"].is_monotonic_increasing


def test_labels_hold_after_a_merge(samples: Path) -> None:
    merged = load("items", samples).merge(load("item_agencies", samples), on="item_id").head()
    merged.attrs = {}
    shown = qingdan.labelled(merged.assign(mine=1)[["item_id", "role", "note_status", "mine"]], "zh", samples)
    assert shown.columns.tolist()[::3] == ["事项编号", "mine"]
    assert set(shown["职责"]) <= {"牵头", "负责", "对口", "配合", "指导", "落实"}


def test_characters_are_folded_as_the_texts_pair_them() -> None:
    folding = Folding([("医药", "醫藥"), ("着名", "著名"), ("着陆", "著陸"), ("著作", "著作"), ("长短不一", "長")])
    assert folding.fold("醫藥著作 CEPA") == "医药着作 cepa"
    assert Folding([]).fold("醫藥") == "醫藥"


def test_a_typed_package_under_strict_mypy(at_home: Path) -> None:
    """A user's program is checked against the types of the package, which say so by py.typed."""
    assert (READER / "py.typed").is_file()
    program = at_home / "program.py"
    program.write_text(
        "from qingdan import body, load, search\n"
        "reveal_type(load('items'))\nreveal_type(search('x', most=3))\nreveal_type(body('x').tasks)\n"
        "reveal_type(load('items', engine='arrow', columns=['a']))\n",
        encoding="utf-8",
    )
    settings = {**os.environ, "MYPYPATH": str(READER.parent)}
    command = [sys.executable, "-m", "mypy", "--strict", "--ignore-missing-imports", "--config-file=", "program.py"]
    said = subprocess.run(command, cwd=at_home, env=settings, capture_output=True, text=True, check=False).stdout
    assert said.count('Revealed type is "pandas.core.frame.DataFrame"') == 3, said
    assert "error" not in said, said
