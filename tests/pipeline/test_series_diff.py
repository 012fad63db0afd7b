"""A year of a series against another, as printed and as a table."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from flows.cli import main
from pipeline.compare.series_diff import print_comparison
from pipeline.errors import NoBuildError, QingdanError
from pipeline.run import run
from qingdan import changes
from qingdan.changing import changed_words, compare, mark
from qingdan.store import open_build

_ROOT = Path(__file__).parents[2]
_SERIES = "sample-belt-and-road-worklists"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    run([_ROOT / "raw" / "sample-worklist-2025", _ROOT / "raw" / "sample-worklist-2026"], folder)
    return folder


def _row(body: str, tokens: str, hans: str | None = None) -> dict[str, object]:
    return {"item_id": "x", "body": body, "body_hans": hans or body, "tokens": tokens.split()}


def test_the_samples_come_out_as_a_reader_would_say(out: Path) -> None:
    found = compare(_SERIES, open_build(out / "latest"), 2025, 2026)
    assert {fate: n for fate, n in found.counts().items() if n} == {
        "continued": 1,
        "revised": 14,
        "new": 5,
        "dropped": 11,
    }
    assert compare(_SERIES, open_build(out / "latest")) == found, "the last two years are the default"


def test_the_words_that_changed_are_shown(out: Path) -> None:
    table = changes(_SERIES, 2025, 2026, out)
    assert list(table.columns) == [
        *("change", "is_doubtful", "score", "item", "text"),
        *("earlier_item", "earlier_text", "changed_words"),
    ]
    words = table.changed_words[table["item"] == "sample-worklist-2026/1/2"]
    assert words.str.endswith("笔数比上年增加[-12.5-]{+10+}%以上。").all()
    new = table[table.change == "new"]
    assert list(new.earlier_item.dropna()) == ["sample-worklist-2025/2/1/4"], "the doubtful one"


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [
        (("开通 夜间 公交，", "开通 夜间 公交"), ("开通 夜间 公交，", "开通 夜间 公交"), "开通 夜间 公交，"),
        (("开通公交。", "开通 公交"), ("增开公交。", "增开 公交"), "[-开通-]{+增开+}公交。"),
        (("开通公交。", "开通 公交"), ("开通公交，", "开通 公交"), "开通公交[-。-]{+，+}"),
        (("", ""), ("开通公交", "开通 公交"), "{+开通公交+}"),
    ],
)
def test_words_are_compared_whole(before: tuple[str, str], after: tuple[str, str], marked: str) -> None:
    words = changed_words(_row(*before), _row(*after))
    assert mark(words) == marked
    assert "".join(p.before for p in words) == before[0]
    assert "".join(p.after for p in words) == after[0]


def test_the_other_script_is_no_change() -> None:
    words = changed_words(_row("开通公交", "开通 公交"), _row("開通公交", "開通 公交", "开通公交"))
    assert [(p.before, p.after, p.is_changed) for p in words] == [("开通公交", "開通公交", False)]


def test_an_item_too_long_to_compare_is_one_piece() -> None:
    long = "车" * 3000
    (piece,) = changed_words(_row(long, "车 " * 3000), _row("站", "站"))
    assert piece.is_changed


def test_printed_without_colours_it_says_all(out: Path) -> None:
    stream = io.StringIO()
    print_comparison(compare(_SERIES, open_build(out / "latest")), Console(file=stream, width=80, color_system=None))
    printed = stream.getvalue()
    assert printed.startswith(f"{_SERIES}: 2026 against 2025: 1 continued, 14 revised, 5 new, 11 dropped\n")
    for words in ("[-300-]{+360+}人次以上", "new in 2026 (5)", "perhaps goes on from sample-worklist-2025/2/1/4"):
        assert words in printed


def test_printed_with_colours_it_needs_no_marks(out: Path) -> None:
    stream = io.StringIO()
    print_comparison(
        compare(_SERIES, open_build(out / "latest")), Console(file=stream, force_terminal=True, color_system="standard")
    )
    assert "{+" not in stream.getvalue()
    assert "\x1b[4;32m360" in stream.getvalue()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nothing"], f"no series is named nothing; there are {_SERIES}"),
        ([_SERIES, "2024", "2026"], "it has no release of 2024; there are 2025, 2026"),
        ([_SERIES, "2026", "2025"], "the earlier first"),
        ([_SERIES, "2026"], "give two years or none, not 1"),
    ],
)
def test_a_wrong_request_is_one_line(
    arguments: list[str], said: str, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["series", *arguments, "--out", str(out)]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_releases_without_a_year_are_named(tmp_path: Path) -> None:
    for name in ("first", "second"):
        folder = tmp_path / "raw" / name
        folder.mkdir(parents=True)
        (folder / "release.toml").write_text('series = "lists"\n', encoding="utf-8")
        (folder / "list.txt").write_text("民生实事清单\n1. 开通夜间公交。\n2. 延长末班车时间。\n", encoding="utf-8")
    run([tmp_path / "raw"], tmp_path / "out")
    with pytest.raises(QingdanError, match="there are none; no year is known of first, second"):
        compare("lists", open_build(tmp_path / "out" / "latest"))


def test_the_command_prints(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["series", _SERIES, "2025", "2026", "--out", str(out)]) == 0
    assert "continued (15)" in capsys.readouterr().out


def test_without_a_build(tmp_path: Path) -> None:
    with pytest.raises(NoBuildError):
        changes("lists", source=tmp_path)
