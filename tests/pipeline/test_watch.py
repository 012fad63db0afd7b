"""Watching sources on a real web server: what is taken, what is not, and what raw/ holds afterwards."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path

import pytest

from flows.cli import main
from pipeline.archive.held_editions import accept, held_editions, held_lines
from pipeline.archive.raw_archive import RawArchive, locked_archive
from pipeline.archive.snapshot import discover
from pipeline.errors import QingdanError
from pipeline.run import begin, complete, run
from pipeline.settings import Limits, Settings
from pipeline.watching.addresses import FetchError
from pipeline.watching.crawl_state import read_crawl_state
from pipeline.watching.examining import Examiner, open_examiner
from pipeline.watching.fetching import Fetcher, FetchLimits
from pipeline.watching.page_links import MOST_LINKS
from pipeline.watching.robots import Robots
from pipeline.watching.sources import read_sources
from pipeline.watching.watch import Outcome, WatchReport, add_url, watch
from schemas.findings import Code
from tests.make_office import docx, p, table
from tests.web import SITE, Names, Page, Site, endless, serving

_SAMPLES = Path(__file__).parents[2] / "raw"
_SLEEP: list[float] = []


def _list(year: int, word: str = "结算") -> bytes:
    text = f"合作年度工作清单（{year}年）\n1. 支持{word}业务。（澳门特别行政区政府：经济财政司）\n2. 支持债券市场。\n"
    return text.encode()


def _page(*links: tuple[str, str]) -> bytes:
    rows = "".join(f'<li><a href="{href}">{title}</a></li>' for href, title in links)
    menu = '<a href="/about.html">关于我们</a>'
    return f"<html><head><title>清单</title></head><body>{menu}<ul class='list'>{rows}</ul></body></html>".encode()


_LOGIN = "<html><head><title>用户登录</title></head><body>1. 请输入用户名。<br>2. 请输入密码。</body></html>".encode()
_SORRY = "<html><head><title>提示</title></head><body><p>您访问的内容暂时无法显示。</p></body></html>".encode()


@dataclass
class Desk:
    """A raw folder, and looks at the sources in its sources.toml."""

    raw: Path
    site: Site
    examiner: Examiner

    def say(self, *sources: str, head: str = "") -> None:
        self.raw.mkdir(exist_ok=True)
        defaults = f'[defaults]\nallow_hosts = ["{SITE}"]\ndelay = 0\n{head}\n'
        text = "\n".join([defaults, *(f"[[source]]\n{source}" for source in sources)])
        (self.raw / "sources.toml").write_text(text, encoding="utf-8")

    def fetcher(self, names: Names | None = None) -> Fetcher:
        limits = FetchLimits(most_bytes=500_000, seconds=3.0, quiet_seconds=1.0, attempts=1, first_pause=0.0)
        return Fetcher("qingdan-test/1", {SITE}, limits, names or Names(), _SLEEP.append)

    def look(self) -> WatchReport:
        sources = read_sources(self.raw / "sources.toml")
        with locked_archive(self.raw) as archive:
            found = watch(sources.sources, archive, read_crawl_state(self.raw), self.fetcher(), self.examiner)
        return WatchReport(found.looks, (*sources.findings, *found.findings))

    def outcomes(self) -> list[str]:
        return [look.outcome.value for look in self.look().looks]

    def ids(self) -> list[str]:
        found = discover([self.raw])
        assert all(source.problem is None for source in found.sources)
        assert not found.findings or not found.sources
        return [source.release_id for source in found.sources]


@pytest.fixture(scope="module")
def examiner() -> Iterator[Examiner]:
    with open_examiner(Settings(limits=Limits(memory_bytes=1 << 29, least_cpu_seconds=3))) as opened:
        yield opened


@pytest.fixture
def desk(tmp_path: Path, examiner: Examiner) -> Iterator[Desk]:
    with serving() as site:
        desk = Desk(tmp_path / "raw", site, examiner)
        desk.say(f'name = "lists"\nurl = "{site.url("/")}"\nlinks = "ul.list a"\nseries = "worklists"')
        yield desk


def _three(site: Site) -> None:
    """A page with three releases: a text, a PDF, a web page."""
    pdf, page = "sample-worklist-pdf", "sample-notice-html"
    site.pages["/2025.txt"] = Page((_SAMPLES / "sample-worklist-2025" / "sample-worklist-2025.txt").read_bytes())
    site.pages["/files/list.pdf"] = Page((_SAMPLES / pdf / f"{pdf}.pdf").read_bytes())
    site.pages["/notice/"] = Page((_SAMPLES / page / f"{page}.html").read_bytes())
    links = (("2025.txt", "2025年清单"), ("files/list.pdf#page=1", "2026年清单"), ("/notice/", "实施意见"))
    site.pages["/"] = Page(_page(*links))


def test_three_then_none_then_one_then_a_correction(desk: Desk, tmp_path: Path) -> None:
    site, out = desk.site, tmp_path / "out"
    _three(site)

    assert desk.outcomes() == ["taken"] * 3
    assert site.statuses() == [200] * 4
    ids = desk.ids()
    assert ids == ["worklists-2025", "worklists-2026", "worklists-notice"]
    manifest = discover([desk.raw]).sources[1].manifest
    assert (manifest.series, manifest.url) == ("worklists", site.url("/files/list.pdf"))
    first = run([desk.raw], out)
    assert (first.exit_code, first.is_new) == (0, True)

    before = {path: path.read_bytes() for path in desk.raw.rglob("*") if path.is_file()}
    assert desk.outcomes() == ["unchanged"] * 3
    assert site.statuses() == [304] * 4
    assert {path: path.read_bytes() for path in desk.raw.rglob("*") if path.is_file()} == before
    assert run([desk.raw], out).is_new is False

    site.pages["/2027.txt"] = Page(_list(2027))
    site.pages["/"] = Page(site.pages["/"].body.replace(b"<li>", b'<li><a href="/2027.txt">2027</a></li><li>', 1))
    assert sorted(desk.outcomes()) == ["taken", "unchanged", "unchanged", "unchanged"]
    second = run([desk.raw], out)
    assert {s.release_id for s in second.summaries} - {s.release_id for s in first.summaries} == {"worklists-2027"}

    site.statuses()
    site.pages["/2027.txt"] = Page(_list(2027, "清算"))
    report = desk.look()
    assert [look.release_id for look in report.news] == ["worklists-2027"]
    assert report.news[0].outcome is Outcome.NEW_EDITION
    folder = desk.raw / "worklists-2027"
    assert (folder / "2027.txt").read_bytes() == _list(2027), "the old edition is kept"
    newest = discover([folder]).sources[0]
    assert newest.path.read_bytes() == _list(2027, "清算")
    record = json.loads((folder / "snapshot.json").read_text(encoding="utf-8"))
    assert record["file"] == "snapshots/0002/2027.txt"
    assert [entry["file"] for entry in record["history"]] == ["2027.txt"]
    third = run([desk.raw], out)
    assert third.folder is not None
    assert "清算" in (third.folder / "text" / "worklists-2027.txt").read_text(encoding="utf-8")
    assert desk.outcomes() == ["unchanged"] * 4

    site.pages["/2027.txt"] = Page(_list(2027))  # the correction is taken back
    assert len(desk.look().news) == 1
    assert discover([folder]).sources[0].path.read_bytes() == _list(2027)
    assert len(list((folder / "snapshots").iterdir())) == 2


def test_an_address_that_leads_to_the_newest_list_gives_a_release_each_year(desk: Desk) -> None:
    desk.say(f'name = "newest"\nurl = "{desk.site.url("/newest.txt")}"\nkind = "release"')
    for year in (2025, 2026, 2027):
        desk.site.pages["/newest.txt"] = Page(_list(year))
        assert desk.outcomes() == ["taken"]
        assert desk.outcomes() == ["unchanged"]
    desk.site.pages["/newest.txt"] = Page(_list(2027, "清算"))
    assert desk.outcomes() == ["new edition"]
    assert len(desk.ids()) == 3


def test_the_same_content_elsewhere_is_not_new(desk: Desk) -> None:
    desk.site.pages |= {
        "/": Page(_page(("/a.txt", "a"), ("/b.txt", "b"), ("/c.txt", "c"))),
        "/a.txt": Page(_list(2026)),
        "/b.txt": Page(_list(2026)),
        "/c.txt": Page(b"\xef\xbb\xbf" + _list(2026)),  # other bytes, the same text
    }
    assert desk.outcomes() == ["taken", "same content", "same content"]
    assert desk.outcomes() == ["unchanged"] * 3
    desk.site.pages["/a.txt"] = Page(_list(2026, "清算"))
    assert desk.outcomes() == ["new edition", "unchanged", "unchanged"], "they hold the edition before"
    (desk.raw / "ledger.json").unlink()
    assert desk.outcomes() == ["unchanged", "same content", "same content"]
    assert desk.ids() == ["worklists-2026"]


def test_other_bytes_of_the_same_text_are_no_correction(desk: Desk) -> None:
    """Pages carry counters and dates of their own around the document."""
    body = (_SAMPLES / "sample-notice-html" / "sample-notice-html.html").read_bytes()
    desk.site.pages |= {"/": Page(_page(("/a.html", "a"))), "/a.html": Page(body + b"<!-- 1 -->")}
    assert desk.outcomes() == ["taken"]
    desk.site.pages["/a.html"] = Page(body + b"<!-- 2 -->")
    assert desk.outcomes() == ["unchanged"]
    assert 200 in desk.site.statuses()[-1:], "it was fetched and read"


@pytest.mark.parametrize(
    ("page", "code"),
    [
        pytest.param(Page(_LOGIN), Code.NOT_A_RELEASE, id="login page as 200, with numbers"),
        pytest.param(Page(_SORRY), Code.NOT_A_RELEASE, id="error page as 200"),
        pytest.param(Page(b""), Code.NOT_A_RELEASE, id="empty"),
        pytest.param(Page("通知：今日停机维护。".encode()), Code.NOT_A_RELEASE, id="text without a numbered item"),
        pytest.param(Page(b"%PDF-1.7 torn"), Code.DAMAGED_FILE, id="damaged PDF"),
        pytest.param(Page(b"PK\x03\x04"), Code.DAMAGED_FILE, id="torn archive"),
        pytest.param(Page(b"Rar!\x1a\x07\x00"), Code.UNSUPPORTED_MEDIA_TYPE, id="archive"),
        pytest.param(Page(status=302, headers={"Location": "/login.jsp"}), Code.NOT_A_RELEASE, id="sent to a login"),
        pytest.param(
            Page(status=302, headers={"Location": "http://10.0.0.1/"}), Code.FORBIDDEN_ADDRESS, id="sent inside"
        ),
        pytest.param(Page(status=302, headers={"Location": "file:///a"}), Code.FORBIDDEN_ADDRESS, id="sent to a file"),
        pytest.param(Page(status=302, headers={"Location": "/private/a"}), Code.ROBOTS_DISALLOWED, id="robots"),
        pytest.param(Page(play=endless()), Code.TOO_BIG, id="endless"),
        pytest.param(Page(status=500), Code.SOURCE_UNREACHABLE, id="server error"),
    ],
)
def test_what_is_no_release_is_a_finding_and_the_others_go_on(page: Page, code: Code, desk: Desk) -> None:
    desk.site.pages |= {
        "/robots.txt": Page(b"User-agent: *\nDisallow: /private/\n"),
        "/": Page(_page(("/bad.pdf", "坏"), ("/good.txt", "好"))),
        "/bad.pdf": page,
        "/login.jsp": Page(_list(2031)),
        "/good.txt": Page(_list(2026)),
    }
    report = desk.look()
    assert [look.outcome.value for look in report.looks] == ["left out", "taken"]
    (finding,) = report.findings
    assert (finding.code, finding.source_name) == (code, "lists")
    assert desk.site.url("/bad.pdf") in finding.value or code in (Code.FORBIDDEN_ADDRESS, Code.ROBOTS_DISALLOWED)
    assert desk.ids() == ["worklists-2026"]
    assert not [path.name for path in desk.raw.rglob(".taking*")]
    again = desk.look()
    assert [f.code for f in again.findings] == [code], "said at every look until it is mended"
    desk.site.pages["/bad.pdf"] = Page(_list(2030))
    assert desk.outcomes() == ["taken", "unchanged"]


def _long(count: int, head: str = "合作年度工作清单（2026年）", note: str = "（商务部牵头）") -> bytes:
    tasks = "".join(f"{n}. 支持第{n}项业务。{note}\n" for n in range(1, count + 1))
    return f"{head}\n{tasks}".encode()


_NO_EDITIONS = {
    "login page": _LOGIN,
    "error page with the title of the site": (
        "<html><head><title>示例部</title></head><body><h1>抱歉，您访问的页面暂时无法显示</h1>"
        "<p>1. 检查网址</p><p>2. 返回首页</p></body></html>"
    ).encode(),
    "fewer than half of the items": _long(4),
    "fewer than half of the notes": _long(10, note=""),
    "no year": _long(10, "合作工作清单"),
    "no title": _long(10, "").lstrip(),
}


@pytest.mark.parametrize("bad", _NO_EDITIONS.values(), ids=_NO_EDITIONS)
def test_a_bad_edition_never_replaces_a_good_one(bad: bytes, desk: Desk, tmp_path: Path) -> None:
    site, good, out = desk.site, _long(10), tmp_path / "out"
    site.pages |= {"/": Page(_page(("/a.txt", "a"))), "/a.txt": Page(good)}
    assert desk.outcomes() == ["taken"]
    (release_id,) = desk.ids()
    first = run([desk.raw], out)
    site.pages["/a.txt"] = Page(bad)
    for _ in range(3):  # said at every look until it is mended
        report = desk.look()
        assert [f.code for f in report.findings] == [Code.EDITION_HELD]
        assert release_id in report.findings[0].message
    assert discover([desk.raw]).sources[0].path.read_bytes() == good
    second = complete(begin([desk.raw], out, findings=report.findings))
    assert (second.exit_code, first.exit_code) == (1, 0)
    assert [s.items for s in second.summaries] == [10]
    (held,) = held_editions(desk.raw)
    assert held.edition.data == bad and held.reasons
    assert "held" in held_lines(desk.raw, release_id)[0]

    site.pages["/a.txt"] = Page(good)
    assert desk.outcomes() == ["unchanged"]
    assert list(held_editions(desk.raw)) == [], "the site was mended"


def test_a_held_edition_is_accepted(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    site = desk.site
    site.pages |= {"/": Page(_page(("/a.txt", "a"))), "/a.txt": Page(_long(10))}
    desk.look()
    (release_id,) = desk.ids()
    site.pages["/a.txt"] = Page(_long(3))
    desk.look()
    site.pages["/a.txt"] = Page(_long(4))
    desk.look()
    (held,) = held_editions(desk.raw)
    assert held.edition.data == _long(4), "the last one, and no more than one"
    options = ["builds", "--raw", str(desk.raw), "--accept"]
    assert main([*options, "another"]) == 2
    assert "no edition of another is held" in capsys.readouterr().err
    assert main([*options, release_id]) == 0
    assert discover([desk.raw]).sources[0].path.read_bytes() == _long(4)
    assert not (desk.raw / release_id / "held").exists()
    assert desk.outcomes() == ["unchanged"]
    site.pages["/a.txt"] = Page(_long(5))
    assert desk.outcomes() == ["new edition"], "compared with the edition that was accepted"


def test_a_held_edition_that_the_disk_refuses_is_held_the_next_night(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.site.pages |= {"/": Page(_page(("/a.txt", "a"))), "/a.txt": Page(_long(10))}
    desk.look()
    desk.site.pages["/a.txt"] = Page(_long(3))
    for name in ("mkdir", "write_bytes", "rename"):
        with monkeypatch.context() as patch:
            patch.setattr(Path, name, _refusing(getattr(Path, name)))
            assert [f.code for f in desk.look().findings] == [Code.NOT_TAKEN], name
        assert discover([desk.raw]).sources[0].path.read_bytes() == _long(10), name
        assert list(held_editions(desk.raw)) == [], name
    assert [f.code for f in desk.look().findings] == [Code.EDITION_HELD]


@pytest.mark.parametrize("good", [_long(5), _long(30), _long(10, "合作年度工作清单（2026年）（修订）")])
def test_a_correction_is_taken(good: bytes, desk: Desk) -> None:
    desk.site.pages |= {"/": Page(_page(("/a.txt", "a"))), "/a.txt": Page(_long(10))}
    desk.look()
    desk.site.pages["/a.txt"] = Page(good)
    assert desk.outcomes() == ["new edition"]


def test_a_pdf_that_is_a_web_page_is_taken_as_what_it_is(desk: Desk) -> None:
    body = (_SAMPLES / "sample-notice-html" / "sample-notice-html.html").read_bytes()
    desk.site.pages |= {
        "/": Page(_page(("/a.pdf", "a"))),
        "/a.pdf": Page(body, headers={"Content-Type": "application/pdf"}),
    }
    assert desk.outcomes() == ["taken"]
    (source,) = discover([desk.raw]).sources
    assert source.source_name == "a.pdf.html"


def test_sources_fail_one_by_one(desk: Desk) -> None:
    site = desk.site
    site.pages |= {
        "/robots.txt": Page(b"User-agent: qingdan-test\nDisallow: /closed\n"),
        "/good": Page(_page(("/a.txt", "a"))),
        "/a.txt": Page(_list(2026)),
        "/bare": Page(_page()),
        "/many": Page(_page(*((f"/m{i}.txt", "m") for i in range(5)))),
        "/nofeed": Page(b"<html>no feed</html>"),
        **{f"/m{i}.txt": Page(_list(2000 + i)) for i in range(5)},
    }
    desk.say(
        'name = "dead"\nurl = "http://nowhere.example/"',
        'name = "inside"\nurl = "http://192.168.0.1/"',
        f'name = "closed"\nurl = "{site.url("/closed")}"',
        f'name = "gone"\nurl = "{site.url("/gone")}"',
        f'name = "bare"\nurl = "{site.url("/bare")}"\nlinks = "ul.list a"',
        f'name = "nofeed"\nurl = "{site.url("/nofeed")}"\nkind = "feed"',
        'name = "wrong"\nurl = "http://x.example/"\ncolour = "red"',
        f'name = "many"\nurl = "{site.url("/many")}"\nlinks = "ul.list a"\nmost_links = 2',
        'name = "off"\nurl = "http://nowhere.example/"\nenabled = false',
        f'name = "good"\nurl = "{site.url("/good")}"\nlinks = "ul.list a"',
    )
    report = desk.look()
    assert {(f.source_name, f.code) for f in report.findings} == {
        ("dead", Code.SOURCE_UNREACHABLE),
        ("inside", Code.FORBIDDEN_ADDRESS),
        ("closed", Code.ROBOTS_DISALLOWED),
        ("gone", Code.SOURCE_UNREACHABLE),
        ("bare", Code.NO_LINKS),
        ("nofeed", Code.UNSUPPORTED_MEDIA_TYPE),
        ("wrong", Code.INVALID_SOURCE),
        ("many", Code.LINKS_LEFT_OUT),
    }
    assert all(f.message and "\n" not in f.line for f in report.findings)
    assert desk.ids() == ["good-a", "many-m0", "many-m1"]


@pytest.mark.parametrize(
    ("rules", "refused"),
    [
        ("User-agent: *\nDisallow: /*.pdf$", {"/a.pdf", "/zwgk/b.pdf"}),
        ("User-agent: *\nAllow: /\nDisallow: /zwgk/", {"/zwgk/b.pdf", "/zwgk/lists/c.txt"}),
        ("User-agent: *\nDisallow: /zwgk/\nAllow: /zwgk/lists/", {"/zwgk/b.pdf"}),
        ("User-agent: *\nDisallow: /*?print=", {"/d.txt?print=1"}),
        ("User-agent: qingdan-test\nDisallow:\n\nUser-agent: *\nDisallow: /", set()),
        ("\ufeffUser-agent: QINGDAN-TEST\nDisallow: /a", {"/a.pdf"}),
        ("User-agent: *\nDisallow: /" + "*a" * 5000, set()),
        ("<html>1. no rules</html>", set()),
    ],
)
def test_robots_by_wildcards_and_the_longest_match(rules: str, refused: set[str], desk: Desk) -> None:
    paths = ("/a.pdf", "/zwgk/b.pdf", "/zwgk/lists/c.txt", "/d.txt?print=1")
    desk.site.pages["/robots.txt"] = Page(rules.encode())
    robots, found = Robots(desk.fetcher()), set()
    for path in paths:
        try:
            robots.check(desk.site.url(path))
        except FetchError as error:
            assert error.code is Code.ROBOTS_DISALLOWED
            found.add(path)
    assert found == refused


def test_a_slow_source_does_not_hold_the_others_and_goes_on_where_it_was(desk: Desk) -> None:
    site = desk.site
    names = [f"m{number}" for number in range(4)]
    site.pages |= {
        "/slow": Page(_page(*((f"/{name}.txt", name) for name in names))),
        **{f"/{name}.txt": Page(_list(2020 + number)) for number, name in enumerate(names)},
        "/m1.txt": Page(play=endless(b"x", 0.05)),
        "/good": Page(_page(("/a.txt", "a"))),
        "/a.txt": Page(_list(2030)),
    }
    desk.say(
        f'name = "slow"\nurl = "{site.url("/slow")}"\nlinks = "ul.list a"\nmost_seconds = 1',
        f'name = "good"\nurl = "{site.url("/good")}"\nlinks = "ul.list a"',
    )
    first = desk.look()
    assert [(f.code, f.source_name) for f in first.findings] == [(Code.SOURCE_OVER_TIME, "slow")]
    assert [look.source for look in first.looks] == ["slow", "good"]
    second = desk.look()
    assert second.looks[0].source == "good", "the others first"
    assert desk.ids() == ["good-a", "slow-m0", "slow-m2", "slow-m3"], "the slow link does not hold the rest"
    site.pages["/m1.txt"] = Page(_list(2021))
    assert desk.look().findings == ()
    assert read_crawl_state(desk.raw).resume == {}


def test_feeds_and_filters(desk: Desk) -> None:
    site = desk.site
    entries = "".join(
        f"<item><title>{title}</title><link>{site.url(path)}</link></item>"
        for title, path in (("2026年工作清单", "/a.txt"), ("会议新闻", "/news.txt"), ("2025年工作清单", "/b.doc"))
    )
    rss = f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{entries}</channel></rss>'
    site.pages |= {"/rss": Page(rss.encode()), "/a.txt": Page(_list(2026))}
    desk.say(f'name = "feed"\nurl = "{site.url("/rss")}"\nkind = "feed"\ntitle = "工作清单"\nhref = "\\\\.txt$"')
    report = desk.look()
    assert [(look.url, look.outcome) for look in report.looks] == [(site.url("/a.txt"), Outcome.TAKEN)]
    assert report.findings == ()


def test_a_changed_entry_is_read_anew_and_a_deleted_release_taken_again(desk: Desk) -> None:
    desk.site.pages |= {"/": Page(_page(("/a.txt", "甲"), ("/b.txt", "乙")))}
    desk.site.pages |= {"/a.txt": Page(_list(2025)), "/b.txt": Page(_list(2026))}
    base = f'name = "lists"\nurl = "{desk.site.url("/")}"\nlinks = "ul.list a"\n'
    desk.say(base + 'title = "甲"')
    assert desk.outcomes() == ["taken"]
    desk.say(base)
    assert desk.outcomes() == ["unchanged", "taken"]
    shutil.rmtree(desk.raw / "lists-a")
    assert desk.outcomes() == ["taken", "unchanged"]


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"version": 1, "seen": 3, "listings": {}}'])
def test_a_lost_or_damaged_ledger_costs_requests_only(damage: bytes, desk: Desk) -> None:
    _three(desk.site)
    desk.look()
    (desk.raw / "ledger.json").write_bytes(damage)
    desk.site.statuses()
    assert desk.outcomes() == ["unchanged"] * 3
    assert desk.site.statuses() == [200] * 4


def test_a_clock_that_jumps_decides_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """No wall clock is asked but for the date that people read; servers' dates go back as they came."""
    ahead = formatdate(4_102_444_800, usegmt=True)  # 2100
    desk.site.pages |= {
        "/": Page(_page(("/a.txt", "a"))),
        "/a.txt": Page(_list(2026), headers={"Last-Modified": ahead}),
    }
    year = [2040]

    class Clock:
        @staticmethod
        def now(zone: object = None) -> Clock:
            return Clock()

        def isoformat(self, timespec: str = "") -> str:
            return f"{year[0]}-01-01T00:00:00+00:00"

    monkeypatch.setattr("pipeline.archive.raw_archive.datetime", Clock)
    assert desk.outcomes() == ["taken"]
    year[0] = 1970  # back to the beginning
    desk.site.pages["/a.txt"] = Page(_list(2026, "清算"), headers={"Last-Modified": formatdate(0, usegmt=True)})
    assert desk.outcomes() == ["new edition"]
    assert discover([desk.raw]).sources[0].path.read_bytes() == _list(2026, "清算")
    assert desk.outcomes() == ["unchanged"]


def test_releases_put_there_by_hand_are_known(desk: Desk) -> None:
    folder = desk.raw / "by-hand"
    folder.mkdir(parents=True)
    (folder / "list.txt").write_bytes(_list(2026))
    (folder / "release.toml").write_text(f'file = "list.txt"\nurl = "{desk.site.url("/a.txt")}"\n', encoding="utf-8")
    desk.site.pages |= {"/": Page(_page(("/a.txt", "a"))), "/a.txt": Page(_list(2026))}
    assert desk.outcomes() == ["unchanged"]
    desk.site.pages["/a.txt"] = Page(_list(2026, "清算"))
    assert desk.outcomes() == ["new edition"]
    assert desk.ids() == ["by-hand"]
    assert discover([folder]).sources[0].path.read_bytes() == _list(2026, "清算")
    record = json.loads((folder / "snapshot.json").read_text(encoding="utf-8"))
    assert record["history"][0]["file"] == "list.txt"


def test_nothing_is_half_taken(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk refuses at each step in turn: raw/ holds whole releases, and the next look takes what is missing."""
    desk.site.pages |= {"/": Page(_page(("/a.txt", "a"))), "/a.txt": Page(_list(2026))}
    for name in ("mkdir", "write_bytes", "write_text", "rename"):
        with monkeypatch.context() as patch:
            patch.setattr(Path, name, _refusing(getattr(Path, name)))
            assert [f.code for f in desk.look().findings] == [Code.NOT_TAKEN], name
        assert discover([desk.raw]).sources == (), name
        assert not list(desk.raw.rglob("a.txt")), name
    assert desk.outcomes() == ["taken"]
    desk.site.pages["/a.txt"] = Page(_list(2026, "清算"))
    for name in ("mkdir", "write_bytes", "rename", "replace"):
        with monkeypatch.context() as patch:
            patch.setattr(Path, name, _refusing(getattr(Path, name)))
            assert [f.code for f in desk.look().findings] == [Code.NOT_TAKEN], name
        assert discover([desk.raw]).sources[0].path.read_bytes() == _list(2026), name
    assert desk.outcomes() == ["new edition"]
    assert [p.name for p in (desk.raw / "worklists-2026" / "snapshots").iterdir()] == ["0002"]


def _refusing(method: Callable[..., object]) -> Callable[..., object]:
    """A method of Path that finds the disk full wherever a release is written."""

    def refuse(path: Path, *arguments: object, **options: object) -> object:
        if ".taking" in str(path) or path.name.startswith(".snapshot.json"):
            raise OSError(28, "No space left on device")
        return method(path, *arguments, **options)

    return refuse


@pytest.mark.parametrize("name", ["a.txt", "release.toml"])
def test_a_release_damaged_on_the_disk_is_not_taken_twice(name: str, desk: Desk) -> None:
    desk.site.pages |= {"/": Page(_page(("/a.txt", "a"))), "/a.txt": Page(_list(2026))}
    desk.look()
    (desk.raw / "worklists-2026" / name).write_text("= 1. 别的", encoding="utf-8")
    for _ in range(2):
        assert desk.outcomes() == ["unchanged"]
        (desk.raw / "ledger.json").unlink()
    (source,) = discover([desk.raw]).sources
    assert source.problem is not None, "the build says so"


def test_two_looks_at_once(desk: Desk) -> None:
    with locked_archive(desk.raw), pytest.raises(QingdanError, match="another run"), locked_archive(desk.raw):
        pass


def test_add_url(desk: Desk) -> None:
    desk.site.pages |= {"/a.txt": Page(_list(2026)), "/login.html": Page(_LOGIN)}
    archive = RawArchive(desk.raw)
    look = add_url(desk.site.url("/a.txt"), "mine", archive, desk.fetcher(), desk.examiner)
    assert (look.outcome, look.release_id, desk.ids()) == (Outcome.TAKEN, "mine", ["mine"])
    with pytest.raises(QingdanError, match="there already: mine"):
        add_url(desk.site.url("/a.txt"), None, archive, desk.fetcher(), desk.examiner)
    for path, code in (("/login.html", "not_a_release"), ("/none", "source_unreachable")):
        with pytest.raises(QingdanError, match=code):
            add_url(desk.site.url(path), None, archive, desk.fetcher(), desk.examiner)
    with pytest.raises(QingdanError, match="plain slug"):
        add_url(desk.site.url("/a.txt"), "a b", archive, desk.fetcher(), desk.examiner)
    assert desk.ids() == ["mine"]


@pytest.mark.parametrize("kind", ["page", "feed"])
def test_a_page_of_links_that_costs_too_much_is_a_finding(desk: Desk, kind: str) -> None:
    """It is parsed in the limited child, as documents are; the other sources are looked at."""
    rows = "".join(f"<a href='/{number}'>x</a>" for number in range(MOST_LINKS + 1))
    items = "".join(f"<item><link>http://a.example/{number}</link></item>" for number in range(MOST_LINKS + 1))
    flood = f"<html><ul class='list'>{rows}</ul></html>" if kind == "page" else f"<rss version='2.0'>{items}</rss>"
    desk.site.pages["/flood"] = Page(flood.encode())
    desk.site.pages["/2026.txt"] = Page(_list(2026))
    flooded = f'name = "flood"\nurl = "{desk.site.url("/flood")}"\nkind = "{kind}"'
    desk.say(flooded, f'name = "good"\nurl = "{desk.site.url("/2026.txt")}"\nkind = "release"')
    fetcher = Fetcher("qingdan-test/1", {SITE}, FetchLimits(attempts=1, first_pause=0.0), Names(), _SLEEP.append)
    with locked_archive(desk.raw) as archive:
        sources = read_sources(desk.raw / "sources.toml").sources
        report = watch(sources, archive, read_crawl_state(desk.raw), fetcher, desk.examiner)
    assert [finding.source_name for finding in report.findings] == ["flood"]
    assert {finding.code for finding in report.findings} <= {Code.TOO_BIG, Code.TIMEOUT}
    assert [look.outcome for look in report.looks] == [Outcome.TAKEN]


def test_nothing_that_a_server_sent_is_parsed_in_this_process(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where every parser of this process is broken, releases are taken as ever."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("parsed in the parent")

    _three(desk.site)
    for name in ("pipeline.watching.examining.read_release", "pipeline.watching.examining.page_links"):
        monkeypatch.setattr(name, refuse)
    for name in ("selectolax.lexbor.LexborHTMLParser", "extractors.decode.decode", "pypdfium2.PdfDocument"):
        monkeypatch.setattr(name, refuse)
    assert desk.outcomes() == ["taken"] * 3


# --- files attached to a page ---

_NOTICE = (
    "<html><head><title>关于印发清单的通知</title></head>"
    "<body><nav><a href='/guide.pdf'>网站指南</a></nav>"
    "<h1>惠州市人民政府办公室关于印发2026年重点任务清单的通知</h1>"
    "<p>各单位：</p><p>现将清单印发给你们，请认真落实。</p>"
    "<p>附件：<a href='files/list.docx'>1.重点任务清单</a></p>"
    "<p><a href='get?id=7'>2.填报说明.txt</a></p>{}</body></html>"
)


def _attached(site: Site, more: str = "") -> None:
    rows = [("序号", "任务", "牵头单位"), ("1", "公开政务服务目录", "市财政局"), ("2", "开设服务窗口", "市公安局")]
    site.pages["/notice.html"] = Page(_NOTICE.format(more).encode())
    site.pages["/files/list.docx"] = Page(docx(p("重点任务清单") + table(rows)))
    site.pages["/get?id=7"] = Page("请各单位按季度报送进展。".encode())
    site.pages["/guide.pdf"] = Page(b"%PDF-")
    site.pages["/"] = Page(_page(("notice.html", "清单")))


def test_files_attached_to_a_notice_are_annexes_of_its_release(desk: Desk, tmp_path: Path) -> None:
    site = desk.site
    _attached(site)
    assert desk.outcomes() == ["taken"]
    assert ("/guide.pdf", 200) not in site.asked, "a file of the site, not of the notice"
    (folder,) = [path.parent for path in desk.raw.glob("*/release.toml")]
    assert sorted(path.name for path in (folder / "annexes").iterdir()) == ["01-list.docx", "02-get.txt"]
    record = json.loads((folder / "snapshot.json").read_text(encoding="utf-8"))
    assert [annex["url"] for annex in record["annexes"]] == [site.url("/files/list.docx"), site.url("/get?id=7")]
    report = run([desk.raw], tmp_path / "out")
    assert [summary.items for summary in report.summaries] == [2]
    assert desk.outcomes() == ["unchanged"]


def test_an_attached_file_that_cannot_be_had(desk: Desk) -> None:
    _attached(desk.site, "<p>附件：<a href='gone.pdf'>3.图</a><a href='page.doc'>4.表</a></p>")
    desk.site.pages["/page.doc"] = Page(_SORRY)
    desk.site.pages["/files/list.docx"] = Page(status=503)
    assert [look.finding.code for look in desk.look().looks if look.finding] == [Code.SOURCE_UNREACHABLE]
    _attached(desk.site, "<p>附件：<a href='gone.pdf'>3.图</a><a href='page.doc'>4.表</a></p>")
    report = desk.look()
    assert [look.outcome for look in report.looks] == [Outcome.TAKEN], "taken as a whole when all can be had"
    assert [finding.code for finding in report.findings] == [Code.ANNEX_UNREAD] * 2


def test_a_held_edition_keeps_its_annexes(desk: Desk) -> None:
    _attached(desk.site)
    assert desk.outcomes() == ["taken"]
    (release_id,) = desk.ids()
    rows = [("序号", "任务", "牵头单位"), *((str(n), f"推进第{n}项公开工作", "市财政局") for n in range(1, 9))]
    desk.site.pages["/files/list.docx"] = Page(docx(table(rows)))
    desk.site.pages["/notice.html"] = Page(_NOTICE.format("<p>修订</p>").encode())
    assert desk.outcomes() == ["new edition"]
    desk.site.pages["/files/list.docx"] = Page(docx(table(rows[:2])))
    desk.site.pages["/notice.html"] = Page(_NOTICE.format("<p>再修订</p>").encode())
    assert desk.outcomes() == ["left out"]
    (held,) = held_editions(desk.raw)
    assert [annex.name for annex in held.edition.annexes] == ["01-list.docx", "02-get.txt"]
    with locked_archive(desk.raw) as archive:
        accept(archive, release_id)
    (source,) = discover([desk.raw]).sources
    assert [annex.source_name for annex in source.annexes] == ["01-list.docx", "02-get.txt"]
