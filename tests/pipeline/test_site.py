"""The site of a build: its files, their bytes, and what documents may do to them."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import OutputError, UnreadableBuildError
from pipeline.run import run
from pipeline.site.make import SiteReport, make_site
from pipeline.site.markup import Mark, marked, script_of, shown
from pipeline.site.pictures import Box, boxes_of, lines_of
from pipeline.site.places import POLICY
from pipeline.site.scripts import difference, to_traditional
from tests.conftest import ROOT

_TAG = re.compile(r"<[^>]*>")
_TEXTS = st.text(alphabet=st.sampled_from("一二三&<>\"'\n\f\u202e\x00a"), max_size=30)


@pytest.fixture(scope="module")
def site(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> SiteReport:
    return make_site(samples, tmp_path_factory.mktemp("site") / "site", [ROOT / "raw"], processes=1)


def _files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@given(_TEXTS, st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6))
def test_marks_keep_every_character_in_its_place(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [Mark(min(a, b), max(a, b), "u", f"k{i}") for i, (a, b) in enumerate(spans) if max(a, b) <= len(text)]
    made = str(marked(text, (m for m in marks if m.start < m.end)))
    assert html.unescape(_TAG.sub("", made)) == shown(text)
    assert len(re.findall(r"<mark", made)) == made.count("</mark>")
    for mark in marks:
        pieces = re.findall(rf'data-s="{mark.key}"', made)
        assert bool(pieces) == (mark.start < mark.end)


def test_a_mark_that_crosses_another_is_cut() -> None:
    made = str(marked("一二三四", [Mark(0, 2, "a", "x"), Mark(1, 3, "b", "y")]))
    assert _TAG.sub("|", made) == "|一|二|||三|四"
    assert made.count('id="y"') == 1


@pytest.mark.parametrize(
    ("hans", "hant"),
    [("发展", "發展"), ("头发", "頭髮"), ("一带一路", "一帶一路"), ("后天", "後天"), ("ab", "abc"), ("", "")],
)
def test_the_other_script_is_kept_as_a_difference(hans: str, hant: str) -> None:
    """The scripts of the pages do the same as this test: the plain table, then what is different."""
    found = difference(hans, hant)
    if isinstance(found, str):
        assert found == hant
        return
    characters = list(hans.translate(to_traditional()))
    places, own = (found or [])[::2], (found or [])[1::2]
    for place, character in zip(places, own, strict=True):
        characters[int(place)] = str(character)
    assert "".join(characters) == hant


def test_characters_are_found_on_the_page_in_any_order() -> None:
    characters = "甲乙丙丁戊己"
    boxes = [value for i in range(6) for value in (10 * i, 0, 10 * i + 10, 12)]
    found = boxes_of("丁戊己\n甲乙丙\f", [(characters, boxes)])
    assert found[0] == Box(1, 30, 0, 40, 12)
    assert found[4] == Box(1, 0, 0, 10, 12)
    assert 3 not in found
    assert list(lines_of([found[0], None, found[1]])) == [Box(1, 30, 0, 50, 12)]


def test_boxes_on_two_lines_are_two_rectangles() -> None:
    assert len(list(lines_of([Box(1, 90, 0, 100, 12), Box(1, 0, 20, 10, 32), Box(2, 10, 20, 20, 32)]))) == 3


def test_a_site_has_the_pages_of_every_release(site: SiteReport) -> None:
    names = _files(site.folder).keys()
    for release_id in ("sample-arrangement", "sample-table-pdf", "sample-regional-hant"):
        assert {f"r/{release_id}.html", f"data/r/{release_id}.js"} <= names
    assert {f"p/sample-table-pdf/{page}.webp" for page in (1, 2, 3)} <= names
    assert {"series/sample-belt-and-road-worklists.html", "due/2026.html", "findings/unknown_agency.html"} <= names


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
    pages = {name for name in before if name.startswith("r/") and before[name] != after.get(name)}
    assert pages == {"r/sample-arrangement.html", "r/sample-regional-hant.html"}
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
    assert all("cn-natcm" in [tag.term for tag in entry.tags] for entry in body.entries)
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
