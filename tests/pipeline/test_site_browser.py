"""The site in a real browser: pointing, search, switches, phone, print, accessibility, hostile documents."""

from __future__ import annotations

import csv
import io
import os
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest

from pipeline.run import run
from pipeline.site.bundle import Row, SiteBuild
from pipeline.site.desk import Sample
from pipeline.site.make import make_site
from pipeline.site.outline import Unit, units
from pipeline.site.packing import PLAIN
from qingdan.store import open_build
from schemas.overrides import Decision, read_overrides
from tests.conftest import ROOT
from tests.pipeline.reviewing import reviewed
from tests.typeset.browser import find_browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective));
"""


def _skip(reason: str) -> None:
    """Skip, or fail where a browser was promised."""
    if os.environ.get("QINGDAN_BROWSER") == "required":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = find_browser()
    if path is None:
        _skip("needs a browser: chromium")
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        except api.Error as error:
            _skip(f"the browser does not start: {str(error).splitlines()[0]}")
        yield started
        started.close()


@pytest.fixture(scope="module")
def folder(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_site(samples, tmp_path_factory.mktemp("site") / "site", [ROOT / "raw"], processes=1).folder


class Visitor:
    """Opens pages of a site from disk, as a reader does; what a page complains about fails the test."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self._browser = browser
        self._folder = folder
        self.complaints: list[str] = []

    def open(self, address: str, width: int = 1280, scheme: str = "light") -> Page:
        context = self._browser.new_context(
            viewport={"width": width, "height": 800}, accept_downloads=True, reduced_motion="reduce"
        )
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.add_init_script(_WATCH)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        page.on("dialog", self._dismiss)
        name, _, anchor = address.partition("#")
        page.goto((self._folder / name).as_uri() + (f"#{anchor}" if anchor else ""))
        page.evaluate("window.qingdan.ready")
        return page

    def _dismiss(self, dialog: Dialog) -> None:
        self.complaints.append(f"dialog {dialog.message}")
        dialog.dismiss()


@pytest.fixture
def visitor(browser: Browser, folder: Path) -> Iterator[Visitor]:
    visitor = Visitor(browser, folder)
    yield visitor
    for context in browser.contexts:
        for page in context.pages:
            visitor.complaints += page.evaluate("window.violations")
        context.close()
    assert visitor.complaints == []


def test_the_browser_reads_the_rows_of_the_tables(visitor: Visitor, samples: Path) -> None:
    """Texts in three forms, places, parties, repairs and links of every release, made again from the packed data."""
    page = visitor.open("search.html")
    build = SiteBuild(open_build(samples / "latest"))
    for rows in build:
        got = page.evaluate(_READ, rows.release_id)
        assert got["text"] == rows.text
        found = units(rows)
        assert got["units"] == [[unit.kind, unit.path, *_cells(unit.row, _OF_UNITS), *_forms(unit)] for unit in found]
        parties = [(unit.number, note.index, party) for unit in found for note in unit.notes for party in note.parties]
        assert got["parties"] == [
            [unit, note, *_cells(party.row, _OF_PARTIES)]
            for unit, note, party in sorted(parties, key=lambda entry: entry[2].number)
        ]
        repairs = [_cells(row, ("span_start", "span_end", "after", "rule")) for row in rows.tables["repairs"]]
        assert got["repairs"] == sorted(repairs)
        links = [link for both in (rows.back, rows.on) for found_links in both.values() for link in found_links]
        assert sorted(got["links"]) == sorted(
            [link.item_id, link.relation, round(1000 * link.score), list(map(list, link.ranges))] for link in links
        )


_OF_UNITS = ("marker", "span_start", "span_end", "decided_by")
_OF_PARTIES = ("role", "agency_id", "span_start", "span_end", "name", "name_hans", "name_hant")


def _cells(row: Row, columns: Sequence[str]) -> list[Any]:
    return ["" if row.get(name) is None else row[name] for name in columns]


def _forms(unit: Unit) -> list[str]:
    return [unit.text, unit.in_script("hans"), unit.in_script("hant")]


_READ = """async (id) => {
  const q = window.qingdan, release = await q.release(id), forms = ["printed", "hans", "hant"];
  const texts = (number) => forms.map((form) => release.text(number, form));
  const link = (l) => [l.itemId, l.relation, Math.round(1000 * l.score), l.ranges];
  return {
    text: release.data.text,
    units: release.units.map((u) => [u.kind, u.path, u.marker, u.start, u.end, u.rule, ...texts(u.text)]),
    parties: release.all.map((p) => [p.unit, p.note, p.role, p.body, p.start, p.end, ...texts(p.name)]),
    repairs: release.repairs_.map((r) => [r.start, r.end, r.after, r.rule]),
    links: ["back", "on"].flatMap((way) => release.links[way].map(link)),
  };
}"""


def test_the_browser_and_python_have_one_gb18030(visitor: Visitor) -> None:
    """For every character that packed data have as it is, the others are escaped."""
    plain = "".join(c for c in map(chr, range(0x20, 0x10000)) if re.fullmatch(f"[{PLAIN}]", c))
    assert len(plain) > 21_000
    page = visitor.open("index.html")
    decode = "(bytes) => new TextDecoder('gb18030').decode(new Uint8Array(bytes))"
    assert page.evaluate(decode, list(plain.encode("gb18030"))) == plain


def test_marks_keep_every_character_in_its_place(visitor: Visitor) -> None:
    random = Random(1)
    page = visitor.open("r/sample-worklist-2026.html")
    for _ in range(60):
        text = "".join(random.choices("一二三&<>\n\fa", k=random.randrange(30)))
        ends = [sorted(random.choices(range(len(text) + 1), k=2)) for _ in range(random.randrange(7))]
        spans = {f"k{number}": (a, b) for number, (a, b) in enumerate(ends) if a < b}
        marks = [{"start": a, "end": b, "kind": "u", "key": key} for key, (a, b) in spans.items()]
        made, covered = page.evaluate(_MARK, [text, marks])
        assert made == text
        assert covered == {key: text[a:b] for key, (a, b) in spans.items()}


_MARK = """([text, marks]) => {
  const box = document.createElement("div");
  box.append(window.qingdan.marked(text, marks));
  const textOf = (key) => [...box.querySelectorAll(`[data-s="${key}"]`)].map((e) => e.textContent).join("");
  return [box.textContent, Object.fromEntries(marks.map(({ key }) => [key, textOf(key)]))];
}"""


@pytest.mark.parametrize("release", ["sample-worklist-2026", "sample-worklist-pdf", "sample-table-pdf"])
def test_pointing_at_a_row_lights_its_source_and_the_other_way_round(visitor: Visitor, release: str) -> None:
    page = visitor.open(f"r/{release}.html")
    party = page.locator("#rows .parties li").nth(3)
    key = party.get_attribute("data-s")
    party.hover()
    assert page.locator(f'#source [data-s="{key}"].lit').count() > 0
    assert page.locator("#source .lit").count() == page.locator(f'#source [data-s="{key}"]').count()
    page.wait_for_timeout(300)  # the source comes into view
    other = page.locator("#rows .parties li").nth(0).get_attribute("data-s")
    page.locator(f'#source [data-s="{other}"] >> visible=true').first.hover(force=True)
    assert page.locator("#rows .lit").get_attribute("data-s") == other


def test_a_row_far_down_brings_its_source_into_view(visitor: Visitor) -> None:
    page = visitor.open("r/sample-worklist-pdf.html#3/14")
    page.wait_for_selector("#rows .lit")
    page.wait_for_timeout(400)  # it moves there
    box, frame = page.locator("#source path.lit").first.bounding_box(), page.locator("#source").bounding_box()
    assert box and frame and frame["y"] <= box["y"] < frame["y"] + frame["height"]


def test_a_task_on_chinese_medicine_of_one_body_is_found_from_the_first_page(visitor: Visitor) -> None:
    page = visitor.open("index.html")
    page.locator("#query").fill("中醫藥")
    page.keyboard.press("Enter")
    page.wait_for_selector("#results li")
    before = page.locator("#results > li").count()
    page.locator('[data-facet="body"][data-value="cn-natcm"]').click()
    page.wait_for_timeout(200)
    assert page.locator("#results > li").count() == 2 < before
    assert page.locator("#results mark").first.inner_text() == "中医药"
    page.locator("#results li .about a").first.click()
    page.wait_for_selector("#source .lit")
    assert "中医药" in page.locator("#source .lit").first.inner_text()


@pytest.mark.parametrize("query", ["一带一路", "一帶一路", "共建一带一路", "带一路"])
def test_search_finds_pieces_of_words_in_either_script(visitor: Visitor, query: str) -> None:
    page = visitor.open(f"search.html#{query}")
    page.wait_for_selector("#results li")
    assert page.locator("#results mark").first.inner_text() in ("一带一路", "一帶一路", "带一路", "共建")


def test_search_says_when_there_is_nothing(visitor: Visitor) -> None:
    page = visitor.open("search.html#龘龘 中医药")
    page.wait_for_selector("body[data-searched]")
    assert page.locator("#count").inner_text() == "没有同时含有这些词的事项。"


def test_script_and_language_are_switched_and_kept(visitor: Visitor) -> None:
    page = visitor.open("r/sample-worklist-2026.html")
    page.locator("#set-script").select_option("hant")
    page.locator("h1", has_text="年度工作清單").wait_for()
    assert "經濟財政司" in page.locator("#rows").inner_text()
    assert "经济财政司" in page.locator("#source").inner_text()
    assert page.locator("nav a").nth(1).inner_text() == "文件"
    page.locator("#set-language").select_option("en")
    assert page.locator("nav a").nth(1).inner_text() == "Releases"
    page.locator("#rows .marker").nth(1).click()
    page.wait_for_selector(".whole")
    assert page.locator("h2").first.inner_text() == "Parties"
    assert "項目庫" in page.locator(".whole").inner_text()
    page.locator("#set-script").select_option("printed")
    page.locator(".whole", has_text="项目库").wait_for()


def test_a_task_shows_its_history_with_the_changed_words(visitor: Visitor) -> None:
    page = visitor.open("task.html#sample-worklist-2026/1/2")
    page.wait_for_selector(".history")
    assert page.locator(".whole ins").all_inner_texts() == ["10"]
    assert page.locator(".history del").all_inner_texts() == ["12.5"]
    page.locator(".why summary").click()
    why = page.locator(".why").inner_text()
    assert "note:labelled_bracket" in why
    assert "另起一行: join:number" in page.locator(".why ol li").first.inner_text()
    page.locator(".history a").click()
    page.locator("h1", has_text="sample-worklist-2025").wait_for()
    assert page.locator(".history ins").all_inner_texts() == ["10"]


def test_a_task_shows_what_became_of_its_printed_lines(visitor: Visitor) -> None:
    page = visitor.open("task.html#sample-worklist-pdf/2/9")
    page.wait_for_selector(".why")
    page.locator(".why summary").click()
    first, *others = page.locator(".why ol li").all_inner_texts()
    assert "另起一行: join:inset_number" in first
    assert len(others) == 3
    assert all("承接上一行: join:midsentence" in line for line in others)


def test_a_body_shows_its_tasks_by_year_and_with_whom(visitor: Visitor) -> None:
    page = visitor.open("body.html#cn-natcm")
    page.wait_for_selector(".tasks article")
    assert page.locator("h1").inner_text() == "国家中医药管理局"
    assert page.locator(".tasks article").count() == 5
    assert "社会文化司" in page.locator(".parties").inner_text()


def test_rows_are_offered_as_csv_and_json(visitor: Visitor) -> None:
    page = visitor.open("r/sample-table-pdf.html")
    with page.expect_download() as download:
        page.locator('[data-export="csv"]').click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert download.value.suggested_filename == "sample-table-pdf.csv"
    assert text.splitlines()[0].startswith("release_id,year,item_id,marker,body_hans")
    assert len(text.splitlines()) > 40
    with page.expect_download() as download:
        page.locator('[data-export="xlsx"]').click()
    workbook = zipfile.ZipFile(download.value.path())
    assert workbook.testzip() is None
    sheet = ElementTree.fromstring(workbook.read("xl/worksheets/sheet1.xml"))
    rows = [["".join(cell.itertext()) for cell in row] for row in sheet.iter(f"{{{_SHEETS}}}row")]
    assert rows[0][:3] == ["release_id", "year", "item_id"]
    as_booleans = {"false": "0", "true": "1"}  # as a sheet keeps them
    expected = list(csv.reader(io.StringIO(text, newline="")))
    assert rows == [[as_booleans.get(value, value) for value in row] for row in expected]


def test_repairs_and_left_out_lines_are_marked_on_demand(visitor: Visitor) -> None:
    page = visitor.open("r/sample-worklist-2026.html")
    text = page.locator("#source .text").inner_text()
    assert page.locator(".repair").count() == 0
    page.locator("#show-repairs").click()
    page.wait_for_selector(".repair.furniture")
    assert "— 1 —" in page.locator(".repair.furniture").first.inner_text()
    assert page.locator("#source .text").inner_text() == text
    assert page.locator('.repair[title^="join:midsentence"]').count() > 0


def test_a_phone_shows_one_pane_at_a_time_and_never_scrolls_sideways(visitor: Visitor) -> None:
    page = visitor.open("r/sample-worklist-pdf.html", width=360)
    assert page.locator("#rows").is_visible()
    assert not page.locator("#source").is_visible()
    page.locator(".to-source").nth(2).click()
    assert page.locator("#source").is_visible()
    assert not page.locator("#rows").is_visible()
    for name in (
        "index.html",
        "search.html#中医药",
        "charts.html",
        "task.html#sample-worklist-2026/1/2",
        "findings.html",
    ):
        page = visitor.open(name, width=360)
        page.wait_for_load_state("load")
        assert page.evaluate("document.documentElement.scrollWidth <= 360"), name


def test_print_has_the_rows_and_no_switches(visitor: Visitor) -> None:
    page = visitor.open("r/sample-worklist-pdf.html")
    page.emulate_media(media="print")
    assert page.locator("#rows").is_visible()
    assert not page.locator("header nav").is_visible()
    assert not page.locator(".tools").is_visible()
    assert page.evaluate(
        "document.getElementById('rows').scrollHeight <= document.getElementById('rows').clientHeight + 2"
    )


_PAGES = (
    *("index.html", "r/sample-table-pdf.html", "r/sample-regional-hant.html", "task.html#sample-worklist-2026/1/2"),
    *("body.html#cn-natcm", "search.html#中医药", "series/sample-belt-and-road-worklists.html", "due/2026.html"),
    *("findings.html", "charts.html"),
)
_FILLED = {"task.html": ".citation", "body.html": ".tasks article", "search.html": "#results li"}
"""What is there when the scripts of a page have shown it."""
_AXE = {"preload": False, "resultTypes": ["violations"]}
_IN_THE_DARK = ("r/sample-table-pdf.html", "task.html#sample-worklist-2026/1/2", "findings.html")


def test_no_page_has_faults_of_accessibility(visitor: Visitor) -> None:
    """By axe; dark pages by its rules of colours."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    faults: list[str] = []
    for name in _PAGES:
        page = visitor.open(name)
        page.locator(_FILLED.get(name.partition("#")[0], "h1")).first.wait_for()
        found = axe.run(page, options=_AXE).response["violations"]
        if name in _IN_THE_DARK:
            page.emulate_media(color_scheme="dark")
            found += axe.run(page, options={**_AXE, "runOnly": ["color-contrast"]}).response["violations"]
        faults += [f"{name}: {fault['id']}: {fault['nodes'][0]['target']} ({len(fault['nodes'])})" for fault in found]
        page.context.close()
    assert faults == []


_HOSTILE = """关于<script>window.pwned=1</script><img src=x onerror="window.pwned=1">"><svg onload=alert(1)>的工作清单

一、</textarea></title></script>{{ 7*7 }}重点任务

1. 推进<a href="javascript:alert(1)">平台</a>建设，
与\u202e反向\u202c<iframe src="https://example.org"></iframe>对接。（商务部、<b onclick=alert(1)>科技部</b>负责）
2. ${alert(1)}`落实`&lt;script&gt;alert(1)&lt;/script&gt;各项=cmd|' /C calc'!A0制度。（牵头单位：教育部）
"""


def test_hostile_documents_are_inert(browser: Browser, tmp_path: Path) -> None:
    """Nothing of a document is obeyed: no script, no address from elsewhere, no change of direction, no formula."""
    raw = tmp_path / "raw" / "hostile"
    raw.mkdir(parents=True)
    (raw / "a.txt").write_text(_HOSTILE, encoding="utf-8")
    manifest = 'title = "<script>window.pwned=1</script>"\nseries = "a/../<b>"\nyear = 2026\n'
    (raw / "release.toml").write_text(manifest, encoding="utf-8")
    run([tmp_path / "raw"], tmp_path / "out")
    folder = make_site(tmp_path / "out", tmp_path / "site", processes=1).folder
    visitor = Visitor(browser, folder)
    requests: list[str] = []
    for name in (
        "index.html",
        "r/hostile.html",
        "task.html#hostile/1/1",
        "task.html#<script>",
        "search.html#script",
        "due.html",
    ):
        page = visitor.open(name)
        page.on("request", lambda request: requests.append(request.url))
        page.wait_for_timeout(200)
        assert page.evaluate("window.pwned") is None
        assert page.locator("iframe, img, a[href^='javascript'], svg[onload], [onclick]").count() == 0
        assert page.evaluate("window.violations") == []
        assert "\u202e" not in page.content()
        page.context.close()
    page = visitor.open("r/hostile.html")
    assert "<iframe" in page.locator("#source").inner_text()
    assert "{{ 7*7 }}" in page.locator("#source").inner_text()
    page.context.close()
    # Of what an address names but the site has not, the file is missing; nothing else is complained about.
    assert [text for text in visitor.complaints if "ERR_FILE_NOT_FOUND" not in text] == []
    assert [url for url in requests if not url.startswith("file:")] == []


def test_five_faults_are_corrected_in_the_pages_and_seen_after_the_next_run(browser: Browser, tmp_path: Path) -> None:
    text = (
        "关于推动会展业发展的工作清单（2026年）\n\n一、重点任务\n"
        "1. 办好年度博览会，完善展馆设施。（商务部、财政部负责）\n"
        "2. 加强志愿服务，做好宣传。（牵头单位：教育部，配合单位：民政部）\n3. 推动数据共享。\n4. 开放平台。\n"
    )
    with reviewed(tmp_path, text) as review:
        page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.goto(review.address)
        page.locator("#table a").first.click()
        page.locator("#review-who").fill("a reader")
        _correct(page, '[id="1/4"]', "该行承接上一行")
        _correct(page, '[id="1/1"]', "责任单位的角色: 财政部", "lead")
        _correct(page, '[id="1/1"]', "所指机构（编号）: 商务部", "cn-moe")
        _correct(page, '[id="1/2"]', "该行不是事项")
        _correct(page, ".facts", "有效年度", "2027")
        assert page.locator("#review-decided li").count() == 5
        page.locator("#review-run").click()
        page.locator("#rows", has_text="开放平台").wait_for()
        page.locator(".facts", has_text="2027").wait_for(timeout=60_000)
        assert page.locator("#rows article").count() == 2
        assert "开放平台" in page.locator("#rows article").nth(1).inner_text()
        parties = page.locator("#rows article").first.locator(".parties li")
        assert parties.all_inner_texts() == ["负责商务部", "牵头财政部"]
        assert parties.first.locator("a").get_attribute("href") == "../body.html#cn-moe"
        page.locator("#rows .marker").first.wait_for()
        page.locator("#show-repairs").click()
        page.locator('.repair[title*="join:override"]').first.wait_for(state="attached")
        assert complaints == []


def test_a_blind_sample_asks_before_it_shows_the_row(browser: Browser, tmp_path: Path) -> None:
    text = "工作清单（2026年）\n\n一、重点任务\n1. 办好博览会。（牵头单位：商务部，配合单位：财政部）\n"
    with reviewed(tmp_path, text, Sample(1, is_blind=True)) as review:
        page = browser.new_context().new_page()
        page.goto(review.address)
        page.locator("#review-sample button").click()
        assert "博览会" in page.locator(".excerpt").inner_text()
        assert page.locator("#review-form li").count() == 0
        page.locator("#blind-kind").select_option("item")
        page.locator("#blind-leads").fill("商务部")
        page.locator("#blind-others").fill("教育部")
        page.locator("#review-form [type=submit]").click()
        said = page.locator("#review-form li").all_inner_texts()
        assert [line.rsplit(" ", 1)[-1] for line in said] == ["一致", "一致", "不一致", "一致"]
        page.locator("#blind-wrong").click()
        page.locator("#review-sample button", has_text="✓").wait_for()
    (answer,) = read_overrides((tmp_path / "raw" / "list" / "overrides.toml").read_text(encoding="utf-8"))
    assert (answer.decision, answer.answer) == (Decision.RIGHT, "wrong")
    assert answer.reason == "blind: kind same, leads same, others other, due same"


def _correct(page: Page, row: str, choice: str, value: str = "") -> None:
    """Answer the form of a row, as a person does."""
    before = page.locator("#review-decided li").count()
    page.locator(f"{row} button.review").first.click()
    options = page.locator("#review-choice option").all_inner_texts()
    page.locator("#review-choice").select_option(label=next(name for name in options if name.startswith(choice)))
    if page.locator("#review-role").is_visible():
        page.locator("#review-role").select_option(value)
    elif value:
        page.locator("#review-value").fill(value)
    page.locator("#review-form [type=submit]").click()
    page.locator("#review-decided li").nth(before).wait_for()
