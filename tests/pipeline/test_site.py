"""The site of a build: its files, their bytes, and what documents may do to them."""

from __future__ import annotations

import html
import json
import re
import shutil
import zlib
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import OutputError, UnreadableBuildError
from pipeline.run import run
from pipeline.site.boxes import Box, Sheets, pieces_of
from pipeline.site.make import SiteReport, make_site
from pipeline.site.markup import cleaned, script_of
from pipeline.site.packing import dictionary, encoded, packed, printable
from pipeline.site.pictures import boxes_of
from pipeline.site.places import POLICY
from pipeline.site.repaired import Repaired
from pipeline.site.scripts import converted, difference
from schemas.records import Script
from tests.conftest import ROOT
from tests.forge.forge import forge_text

_TEXTS = st.text(alphabet=st.sampled_from("一二三&<>\"'\n\f\u202e\x00a"), max_size=30)
_PLACES = st.integers(0, 30)


@pytest.fixture(scope="module")
def site(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> SiteReport:
    return make_site(samples, tmp_path_factory.mktemp("site") / "site", [ROOT / "raw"], processes=1)


def _files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@given(
    _TEXTS, st.lists(st.tuples(st.integers(0, 30), st.integers(0, 4), _TEXTS), max_size=6), _TEXTS, st.integers(0, 30)
)
def test_a_text_is_made_again_from_the_repaired_text(
    text: str, repairs: list[tuple[int, int, str]], wanted: str, start: int
) -> None:
    repaired = Repaired(text, [(at, at + length, after) for at, length, after in repairs])
    for words in (wanted, repaired.text[start : start + 9], repaired.text[:4] + wanted + repaired.text[6:20]):
        assert repaired.paste(repaired.copied(words, start), start) == words


def test_a_row_that_is_a_stretch_of_the_text_is_its_length() -> None:
    repaired = Repaired("1. 推动\n数据,共享。（甲\n负责）", [(5, 6, ""), (8, 9, "，")])
    assert repaired.text == "1. 推动数据，共享。（甲\n负责）"
    assert repaired.copied("推动数据，共享。", 3) == 8
    assert repaired.copied("推动数据，共享。负责）", 3) == [0, 8, 3, 3]


@given(st.binary(max_size=60))
def test_bytes_become_printable_and_back(data: bytes) -> None:
    made = printable(data)
    assert made.isascii()
    assert made.isprintable()
    assert not set(made) & set('"\\<&')
    assert _bytes(made) == data


def _bytes(made: str) -> bytes:
    """The bytes that `printable` printed, as the browser has them back."""
    digits = [chr(code) for code in range(0x20, 0x7F) if chr(code) not in '"\\<&']
    numbers = [digits.index(c) for c in made]
    bits = "".join(f"{a * 91 + b:013b}" for a, b in zip(numbers[1::2], numbers[2::2], strict=True))
    found = bytes(int(bits[at : at + 8], 2) for at in range(0, len(bits), 8))
    return found[: len(found) - numbers[0]]


@pytest.mark.parametrize("value", ["一带一路", "\u202e髒\U00020000é", {"a": [1, None, "，“’—￥·〇"]}])
def test_packed_data_are_the_value_with_what_pages_obey_replaced(value: object) -> None:
    found = re.fullmatch(r'qingdan\.pack\("k","(.*)"\);\n', packed("k", value).decode())
    assert found
    words = encoded(dictionary())
    stored = b"\0" + len(words).to_bytes(2, "little") + (len(words) ^ 0xFFFF).to_bytes(2, "little") + words
    inflated = zlib.decompressobj(-15).decompress(stored + _bytes(found[1]))
    assert json.loads(inflated[len(words) :].decode("gb18030")) == cleaned(value)


def test_the_dictionary_is_what_a_compressed_stream_may_refer_to() -> None:
    """However many bodies the registry has."""
    assert 30_000 < len(encoded(dictionary())) <= 32 * 1024 - 262


@pytest.mark.parametrize(
    ("printed", "script", "wanted"),
    [
        ("发展", Script.HANT, "發展"),
        ("头发", Script.HANT, "頭髮"),
        ("后天", Script.HANT, "後天"),
        ("雜誌", Script.HANS, "杂志"),
        ("ab", Script.HANT, "abc"),
        ("", Script.HANT, ""),
    ],
)
def test_the_other_script_is_kept_as_a_difference(printed: str, script: Script, wanted: str) -> None:
    """The scripts of the pages do the same as this test: the plain table, then what is different."""
    printed_in = Script.HANS if script is Script.HANT else Script.HANT
    made = converted(printed, printed_in, script)
    found = difference(made, wanted)
    if isinstance(found, str):
        assert found == wanted
        return
    characters = list(made)
    places, own = (found or [])[::2], (found or [])[1::2]
    for place, character in zip(places, own, strict=True):
        characters[int(place)] = str(character)
    assert "".join(characters) == wanted


def test_characters_are_found_on_the_page_in_any_order() -> None:
    characters = "甲乙丙丁戊己"
    boxes = [value for i in range(6) for value in (10 * i, 0, 10 * i + 10, 12)]
    found = boxes_of("丁戊己\n甲乙丙\f", [(characters, boxes)])
    assert found[0] == Box(1, 30, 0, 40, 12)
    assert found[4] == Box(1, 0, 0, 10, 12)
    assert 3 not in found
    assert list(pieces_of(found, [(0, 2)])) == [(0, 2, Box(1, 30, 0, 50, 12))]


def test_the_text_is_cut_where_a_mark_ends_and_where_a_line_does() -> None:
    boxes = {at: Box(1, 10 * at, 0, 10 * at + 10, 12) for at in range(4)} | {4: Box(1, 0, 20, 10, 32)}
    found = list(pieces_of(boxes, [(0, 5), (1, 3)]))
    assert [(piece.start, piece.end) for piece in found] == [(0, 1), (1, 3), (3, 4), (4, 5)]
    assert Sheets([(900, 1200, 595.0, 842.0)], found[:2]).data() == [
        [[900, 1200, 1190, 1684]],
        [[0, 0], [1, 2], [1, 0], [0, 0], [0, 0], [2, 4], [2, 2]],
    ]
    assert Sheets().data() == []


def test_data_of_short_releases_take_less_room_than_their_sources(tmp_path: Path) -> None:
    """Extracted text, rows, repairs and links of a release, and its page, in at most 1.5 x its source."""
    raw = tmp_path / "raw"
    raw.mkdir()
    for seed in range(12):
        (raw / f"list-{seed}.txt").write_bytes(forge_text(Random(seed)).data)
    sources = sum(file.stat().st_size for file in raw.iterdir())
    run([raw], tmp_path / "out")
    files = _files(make_site(tmp_path / "out", tmp_path / "site", processes=1).folder)
    made = sum(len(data) for name, data in files.items() if name.startswith(("r/", "data/r/")))
    assert made <= 1.5 * sources


def test_a_site_has_the_pages_of_every_release(site: SiteReport) -> None:
    names = _files(site.folder).keys()
    for release_id in ("sample-arrangement", "sample-table-pdf", "sample-regional-hant"):
        assert {f"r/{release_id}.html", f"data/r/{release_id}.js"} <= names
    assert {f"p/sample-table-pdf/{page}.webp" for page in (1, 2, 3)} <= names
    assert {"series/sample-belt-and-road-worklists.html", "due/2026.html", "findings/agency_out_of_time.html"} <= names


def test_every_page_has_a_strict_policy_and_nothing_inline(site: SiteReport) -> None:
    pages = {name: data.decode() for name, data in _files(site.folder).items() if name.endswith(".html")}
    assert len(pages) > 15
    for name, page in pages.items():
        assert html.unescape(page).count(f'content="{POLICY}"') == 1, name
        assert not re.search(r"<script>|<style| on[a-z]+=| style=|javascript:", page), name
        for address in re.findall(r'(?:src|href)="([^"#]*)', page):
            if not address.startswith("http"):
                assert (site.folder / name).parent.joinpath(address).resolve().is_file() or not address, (name, address)


def test_the_same_build_gives_the_same_bytes_and_writes_nothing(
    site: SiteReport, samples: Path, tmp_path: Path
) -> None:
    again = make_site(samples, site.folder, [ROOT / "raw"], processes=1)
    assert (again.made, again.written) == (0, 0)
    other = make_site(samples, tmp_path / "other", [ROOT / "raw"], processes=2)
    assert _files(other.folder) == _files(site.folder)


def test_only_the_changed_release_is_made_again(samples: Path, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    shutil.copytree(ROOT / "raw", raw)
    out = tmp_path / "out"
    run([raw], out)
    folder = make_site(out, tmp_path / "site", processes=1).folder
    text = raw / "sample-arrangement" / "sample-arrangement.txt"
    text.write_text(
        text.read_text(encoding="utf-8").replace("葡语国家投资信息服务站", "葡语国家投资信息中心"), encoding="utf-8"
    )
    shutil.rmtree(raw / "sample-regional-hant")
    run([raw], out)
    before = _files(folder)
    report = make_site(out, folder, processes=1)
    after = _files(folder)
    assert report.made == 1
    data = {name for name in before if name.startswith("data/r/") and before[name] != after.get(name)}
    assert data == {"data/r/sample-arrangement.js", "data/r/sample-regional-hant.js"}
    assert not any("sample-regional-hant" in name for name in after if not name.startswith("data/s/"))


def test_feeds_of_all_tasks_of_bodies_and_of_series(site: SiteReport) -> None:
    import feedparser

    names = [n for n in _files(site.folder) if n.endswith(".xml")]
    assert {"feed.xml", "feeds/cn-natcm.xml", "series/sample-belt-and-road-worklists.xml"} <= set(names)
    for name in names:
        feed = feedparser.parse(_files(site.folder)[name])
        assert (feed.bozo, bool(feed.entries)) == (False, True), name
        ids = [entry.id for entry in feed.entries]
        assert len(set(ids)) == len(ids), name
    (body,) = [feedparser.parse((site.folder / n).read_bytes()) for n in names if n.endswith("cn-natcm.xml")]
    assert body.feed.title == "国家中医药管理局"
    assert len(body.entries) == 3
    assert body.entries[0].link.startswith("../task.html#sample-")


def test_a_folder_of_something_else_is_not_written_into(samples: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="something else"):
        make_site(samples, tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_damaged_build_gives_a_page_that_says_so(samples: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(samples, out, symlinks=True)
    (out / "latest").resolve().joinpath("items.parquet").write_bytes(b"PAR1 no more")
    with pytest.raises(UnreadableBuildError):
        make_site(out, tmp_path / "site")
    page = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert "此版本无法显示" in page
    assert "items.parquet" in page


def test_a_damaged_build_leaves_an_old_site_as_it_is(site: SiteReport, samples: Path, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    shutil.copytree(site.folder, folder)
    out = tmp_path / "out"
    shutil.copytree(samples, out, symlinks=True)
    (out / "latest").resolve().joinpath("items.parquet").write_bytes(b"")
    with pytest.raises(UnreadableBuildError):
        make_site(out, folder)
    assert _files(folder) == _files(site.folder)


def test_scripts_of_data_hold_no_direction_marks_or_lone_halves() -> None:
    made = script_of("r/x", {"a": "\u202e</script>\ud800", "b": ["\x00\u2028"]}).decode()
    assert made == 'qingdan.put("r/x",{"a":"\ufffd</script>\ufffd","b":["\ufffd\ufffd"]});\n'
