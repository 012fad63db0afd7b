"""Which task carries on which, on items written for these tests."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.script.conversion import to_hans
from pipeline.links.releases import OTHER_SERIES, Profile, Subjects, pair_releases
from pipeline.run import run
from qingdan import load
from qingdan.linking.evidence import Task, Wording, gather
from qingdan.linking.index import Index
from qingdan.linking.objects import is_other_object, main_clause
from qingdan.linking.reading import Period, period_of
from qingdan.linking.tasks import ASSERTED, TaskLink, link_tasks, link_wordings
from schemas.records import LinkMethod, LinkRelation, Script

_PARKING = "在老旧小区新增机械式停车位500个，优先安排菜市场和卫生院周边的地块，夜间向居民开放机关车库。"
_LIBRARY = "建成社区图书角20处，每月更新书目，为视力不便的读者配备听书机和大字版读物。"
_RIVER = "清理北门河淤泥，沿岸补种垂柳和水杉，在三座石桥旁设置水质公示牌。"
_SCHOOL = "新建两所公办幼儿园，改造六所小学食堂，聘请营养师编写当季菜单。"
_CLINIC = "为六十五岁以上长者免费体检，体检报告由家庭医生上门讲解，异常指标在两周内复查。"
_MARKET = "改造城西农贸市场，更换冷藏柜和排水沟，设置公平秤与残留农药快速检测台。"
_BUSES = "开通夜间公交线路，延长末班车时间，站台加装遮雨棚和语音报站器。"
_LAST_YEAR = (_PARKING, _LIBRARY, _RIVER, _SCHOOL, _CLINIC, _MARKET)


def _tasks(*bodies: str, called: str = "a", section: str = "") -> list[Task]:
    return [Task(f"{called}/{n}", body, section) for n, body in enumerate(bodies, 1)]


def _links(earlier: tuple[str, ...], later: tuple[str, ...]) -> dict[tuple[str, str], TaskLink]:
    found = link_tasks(_tasks(*earlier, called="a"), _tasks(*later, called="b"))
    return {(link.later, link.earlier): link for link in found}


def test_the_same_words_are_continued_in_whatever_order() -> None:
    links = _links(_LAST_YEAR, tuple(reversed(_LAST_YEAR)))
    assert set(links) == {(f"b/{7 - n}", f"a/{n}") for n in range(1, 7)}
    assert {(k.relation, k.method, k.score) for k in links.values()} == {
        (LinkRelation.CONTINUED, LinkMethod.IDENTICAL, 1.0)
    }


@pytest.mark.parametrize(
    ("before", "after", "relation"),
    [
        ("2025年底前建成", "2026年底前建成", LinkRelation.CONTINUED),
        ("2024—2025年建成", "2025—2026年建成", LinkRelation.CONTINUED),
        ("用3年时间建成", "用5年时间建成", LinkRelation.REVISED),
        ("建成1,200平方米的", "建成2,000平方米的", LinkRelation.REVISED),
    ],
)
def test_a_year_makes_no_revision_but_a_figure_does(before: str, after: str, relation: LinkRelation) -> None:
    earlier, later = (_LIBRARY.replace("建成", words) for words in (before, after))
    (link,) = _links((earlier, _RIVER, _SCHOOL), (later, _BUSES)).values()
    assert (link.relation, link.earlier, link.is_doubtful) == (relation, "a/1", False)


def test_new_and_dropped_have_no_link() -> None:
    links = _links(_LAST_YEAR, (_BUSES, _LIBRARY, _CLINIC, _RIVER))
    assert {pair for pair, k in links.items() if not k.is_doubtful} == {("b/2", "a/2"), ("b/3", "a/5"), ("b/4", "a/3")}


def test_split() -> None:
    both = _SCHOOL.removesuffix("。") + "；" + _MARKET
    links = _links((both, _LIBRARY, _RIVER), (_SCHOOL, _MARKET, _BUSES, _RIVER))
    assert {pair: k.relation for pair, k in links.items()} == {
        ("b/1", "a/1"): LinkRelation.SPLIT,
        ("b/2", "a/1"): LinkRelation.SPLIT,
        ("b/4", "a/3"): LinkRelation.CONTINUED,
    }


def test_merged() -> None:
    both = _SCHOOL.removesuffix("。") + "；" + _MARKET
    links = _links((_SCHOOL, _MARKET, _LIBRARY, _RIVER), (both, _BUSES, _RIVER))
    assert {pair: k.relation for pair, k in links.items()} == {
        ("b/1", "a/1"): LinkRelation.MERGED,
        ("b/1", "a/2"): LinkRelation.MERGED,
        ("b/3", "a/4"): LinkRelation.CONTINUED,
    }


def test_what_every_item_says_links_nothing() -> None:
    phrase = "坚持以人民为中心的发展思想，加强组织领导，压实工作责任，"
    subjects = ("养老", "托育", "供水", "燃气", "绿道", "消防")
    others = ("诉讼", "档案", "殡葬", "气象", "地震", "粮食")
    links = _links(tuple(f"{phrase}抓好{s}。" for s in subjects), tuple(f"{phrase}抓好{s}。" for s in others))
    assert not [k for k in links.values() if k.score >= ASSERTED]


def test_scripts_do_not_matter() -> None:
    printed = "為長者提供免費體檢，體檢報告由家庭醫生上門講解，異常指標在兩週內複查。"
    hans = to_hans(printed, Script.HANT)
    links = _links((_PARKING, _CLINIC, _RIVER), (hans, _BUSES))
    assert [(k.earlier, k.is_doubtful) for k in links.values()] == [("a/2", False)]


def test_a_phrase_repeated_in_each_section_goes_on_in_its_section() -> None:
    closing = "完成上级交办的其他任务。"
    earlier = [*_tasks(_RIVER, closing, section="环境"), *_tasks(_SCHOOL, closing, called="c", section="教育")]
    later = [*_tasks(closing, called="b", section="教育"), *_tasks(closing, called="d", section="环境")]
    links = {(k.later, k.earlier): k for k in link_tasks(earlier, later)}
    assert {pair for pair, k in links.items() if not k.is_doubtful} == {("b/1", "c/2"), ("d/1", "a/2")}


def test_nothing_to_compare() -> None:
    assert link_tasks([], _tasks(_RIVER)) == link_tasks(_tasks(_RIVER), []) == []
    assert link_tasks(_tasks("", "——"), _tasks("", "——", called="b")) == []


Entries = set[tuple[int, int]]
_BODIES = st.lists(st.text("停车位图书河桥学校。，；12年a", max_size=40), max_size=12)


@given(_BODIES, _BODIES)
def test_links_hold_together(earlier: list[str], later: list[str]) -> None:
    """Scores in range, no pair twice, doubt as the score says; the same whatever order the items come in."""
    left, right = _tasks(*earlier, called="a"), _tasks(*later, called="b")
    links = link_tasks(left, right)
    ids = {task.item_id for task in left}, {task.item_id for task in right}
    assert all(k.earlier in ids[0] and k.later in ids[1] and 0 < k.score <= 1 for k in links)
    assert len({(k.later, k.earlier) for k in links}) == len(links)
    scores = {(k.later, k.earlier): k.score for k in links if k.method == "identical"}
    turned = link_tasks(left[::-1], right[::-1])
    assert scores == {(k.later, k.earlier): k.score for k in turned if k.method == "identical"}


@pytest.mark.parametrize("n", [10, 400])
def test_few_candidates_are_weighed_however_many_share_a_term(n: int) -> None:
    bodies = [f"新增停车位第{chr(0x4E00 + i)}{chr(0x5E00 + i)}处" for i in range(n)]
    found = gather(Wording(_tasks(*bodies)), Wording(_tasks(*bodies, called="b")))
    assert len(found.later) <= 8 * n
    assert set(zip(found.earlier, found.later, strict=True)) >= {(i, i) for i in range(n)}


_ENTRIES = st.sets(st.tuples(st.integers(0, 80), st.integers(0, 12)), max_size=200)


@given(_ENTRIES, _ENTRIES, st.integers(1, 5))
def test_the_best_of_the_index_are_those_a_plain_count_gives(holders: Entries, askers: Entries, most: int) -> None:
    """Also where a row is cut in groups, and where the table is made in slices."""
    (holder, held), (asker, wanted) = (
        np.array(sorted(entries), np.int64).reshape(-1, 2).T for entries in (holders, askers)
    )
    index = Index(holder, held, n_holders=81, n_terms=13)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("qingdan.linking.index.CELLS", 500)
        found = index.best(asker, wanted, np.ones(len(askers)), most, postings=10_000)
    expected = []
    for n in sorted({n for n, _ in askers}):
        shared = Counter(m for m, term in holders if (n, term) in askers)
        expected += [(n, m) for m in sorted(shared, key=lambda m: (-shared[m], m))[:most]]
    assert list(zip(*(column.tolist() for column in found), strict=True)) == expected


def test_an_asker_looks_up_its_rarest_terms_first() -> None:
    """Term 0 is held by three, term 1 by one: with four to look up it sees all, with three only the rare one."""
    index = Index(np.array([0, 1, 2, 3]), np.array([0, 0, 0, 1]), n_holders=4, n_terms=2)
    asker, term, worth = np.zeros(2, np.int64), np.arange(2), np.ones(2)
    assert index.best(asker, term, worth, 9, postings=4)[1].tolist() == [0, 1, 2, 3]
    assert index.best(asker, term, worth, 9, postings=3)[1].tolist() == [3]


def _profile(release_id: str, series: str | None, years: Period | None, *terms: str) -> tuple[Profile, tuple[str, ...]]:
    return Profile(release_id, series, years), terms


def _pairs(*releases: tuple[Profile, tuple[str, ...]]) -> list[tuple[str, str]]:
    entries = [(n, ord(term)) for n, (_, terms) in enumerate(releases) for term in terms]
    places, terms = np.array(entries, np.int64).T
    return pair_releases([profile for profile, _ in releases], Subjects(places, terms, np.ones(len(entries))))


def test_a_release_is_compared_with_the_latest_earlier_one_of_its_series() -> None:
    years = [_profile(f"s-{year}", "s", (year, year), "水") for year in (2020, 2021, 2023)]
    assert _pairs(*years) == [("s-2020", "s-2021"), ("s-2021", "s-2023")]


def test_a_plan_comes_before_the_list_of_its_first_year() -> None:
    plan = _profile("plan", None, (2024, 2028), "水", "桥")
    lists = [_profile(f"s-{year}", "s", (year, year), "水", "桥") for year in (2023, 2024, 2025)]
    assert set(_pairs(plan, *lists)) == {
        *(("s-2023", "s-2024"), ("s-2024", "s-2025")),
        *(("s-2023", "plan"), ("plan", "s-2024"), ("plan", "s-2025")),
    }


def test_releases_of_other_subjects_are_not_compared() -> None:
    water = _profile("water", None, (2020, 2020), "水", "桥", "河", "坝")
    books = _profile("books", None, (2021, 2021), "书", "刊", "报", "馆")
    assert _pairs(water, books) == []


def test_a_release_without_a_year_is_not_compared() -> None:
    assert _pairs(_profile("a", "s", None, "水"), _profile("b", "s", (2021, 2021), "水")) == []


def test_releases_of_one_year_are_not_compared_and_both_go_on() -> None:
    first, second = (_profile(f"s-2024-{n}", "s", (2024, 2024), "水") for n in (1, 2))
    assert _pairs(first, second, _profile("s-2025", "s", (2025, 2025), "水")) == [
        ("s-2024-1", "s-2025"),
        ("s-2024-2", "s-2025"),
    ]


def test_the_pairs_grow_with_the_releases_not_faster() -> None:
    alike = [_profile(f"{s}-{y}", f"s{s}", (y, y), "水", "桥") for s in range(40) for y in range(2020, 2025)]
    assert len(_pairs(*alike)) <= len(alike) * (1 + OTHER_SERIES)


def test_the_period_of_a_release() -> None:
    assert period_of({"effective_year": None, "period_end": None}) is None
    assert period_of({"effective_year": 2019, "period_end": None}) == (2019, 2019)
    assert period_of({"effective_year": 2024, "period_end": 2028}) == (2024, 2028)
    assert period_of({"effective_year": 2025, "period_end": 2024}) == (2025, 2025)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    for year, bodies in ((2024, _LAST_YEAR), (2025, (_BUSES, _LIBRARY, _RIVER)), (2026, (_BUSES, _CLINIC))):
        folder = tmp_path / "raw" / f"list-{year}"
        folder.mkdir(parents=True)
        (folder / "release.toml").write_text(f'series = "lists"\nyear = {year}\n', encoding="utf-8")
        lines = [f"民生实事清单（{year}年）", *(f"{n}. {body}" for n, body in enumerate(bodies, 1))]
        (folder / "list.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path / "raw"


def test_the_table_is_published_and_does_not_depend_on_earlier_builds(raw: Path, tmp_path: Path) -> None:
    once, grown = tmp_path / "once", tmp_path / "grown"
    run([raw], once)
    links = load("item_links", once)
    assert list(zip(links.item_id, links.linked_item_id, links.relation, strict=True)) == [
        ("list-2025/2", "list-2024/2", "continued"),
        ("list-2025/3", "list-2024/3", "continued"),
        ("list-2026/1", "list-2025/1", "continued"),
    ]
    run([raw / "list-2024", raw / "list-2026"], grown)
    assert list(load("item_links", grown).linked_item_id) == ["list-2024/5"], "the neighbour in time"
    run([raw], grown)
    assert load("item_links", grown).equals(links)
    (raw / "list-2025" / "list.txt").write_text(f"民生实事清单（2025年）\n1. {_CLINIC}\n", encoding="utf-8")
    run([raw], grown)
    assert list(load("item_links", grown).linked_item_id) == ["list-2024/5", "list-2025/1"]


def test_links_of_unchanged_releases_are_taken_over(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    run([raw], out)
    before = load("item_links", out)
    compared = []

    def spy(earlier: Wording, later: Wording) -> list[TaskLink]:
        compared.append((earlier.tasks[0].item_id, later.tasks[0].item_id))
        return link_wordings(earlier, later)

    monkeypatch.setattr("pipeline.links.links.link_wordings", spy)
    folder = raw / "list-2027"
    folder.mkdir()
    (folder / "release.toml").write_text('series = "lists"\nyear = 2027\n', encoding="utf-8")
    (folder / "list.txt").write_text(f"民生实事清单（2027年）\n1. {_CLINIC}\n2. {_MARKET}\n", encoding="utf-8")
    run([raw], out)
    assert compared == [("list-2026/1", "list-2027/1")]
    assert load("item_links", out).iloc[: len(before)].equals(before)


@pytest.mark.parametrize(
    ("one", "other", "is_other"),
    [
        ("开展招标投标领域专项整治", "开展政府采购领域专项整治", True),
        ("启动低空经济产业园建设", "推进智能网联汽车产业园建设", True),
        ("推动养老机构食堂“明厨亮灶”建设", "开展校园食堂“明厨亮灶”建设", True),
        ("开工建设轨道交通4号线", "加快建设轨道交通6号线", True),
        ("改造G318沿线", "改造G320沿线", True),
        ("举办长者研习团10团", "举办青年研习团20团", True),
        ("举办长者研习团10团", "举办长者研习团20团", False),
        ("筹备青年研习团", "举办青年研习团", False),
        ("启动轨道交通4号线建设", "完成轨道交通4号线土建60%", False),
        ("扩大电信、医疗等领域开放试点", "扩大医疗领域开放试点", False),
        ("谋划低空经济产业园", "筹建低空经济产业园", False),
        ("2026年底前完成产业园建设", "上半年启动产业园建设", False),
        ("第73届大赛马拉松", "第74届大赛马拉松", False),
        ("推广电子证照应用", "拓展电子营业执照和电子证照应用", False),
        ("", "", False),
        ("开通国际货运航线4条", "开通国际客运航线5条", True),
        ("启动锦河支流治理工程", "完成锦河干流治理工程", True),
        ("推出长者家居复康及日间护理服务", "推出长者家居复康支援服务", False),
    ],
)
def test_two_things_in_one_frame(one: str, other: str, is_other: bool) -> None:
    assert is_other_object(one, other) is is_other_object(other, one) is is_other


def test_what_is_in_one_frame_is_no_link() -> None:
    frame = "启动{}产业园建设，完成一期征地拆迁。"
    links = _links((frame.format("智能网联汽车"), _RIVER, _BUSES), (frame.format("低空经济"), _RIVER))
    assert set(links) == {("b/2", "a/2")}


@pytest.mark.parametrize(
    ("body", "clause"),
    [
        ("2026年6月底前，建成社区图书角20处，每月更新。", "建成社区图书角20处"),
        ("清淤。补种垂柳。", "补种垂柳"),
        ("更换冷藏柜和排水沟（市商务局负责）。", "更换冷藏柜和排水沟"),
        ("", ""),
    ],
)
def test_the_main_clause(body: str, clause: str) -> None:
    assert main_clause(body) == clause


def test_brief_items_are_weighed_by_their_main_clause() -> None:
    links = _links(("检验电梯900台，开展按需维保试点。", _RIVER, _MARKET), ("检验电梯960台。", _BUSES))
    assert {pair for pair, link in links.items() if not link.is_doubtful} == {("b/1", "a/1")}
