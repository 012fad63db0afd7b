"""Whose document it is, and whose side a label names."""

from __future__ import annotations

import pytest

from normalizers.registry.names import ANYWHERE, NamingContext, Registry
from pipeline.release.build import build_release
from pipeline.release.context import party_context, release_context
from pipeline.release.parsing import ReleaseInput, Tools
from schemas.findings import Code
from schemas.release import Manifest

_NOTHING = Manifest()


@pytest.mark.parametrize(
    ("title", "jurisdictions", "city"),
    [
        ("澳门全面参与和助力“一带一路”建设五年工作清单（2024-2028年）", ("mo",), ""),
        ("国家发展和改革委员会与澳门特别行政区政府关于支持澳门参与建设的安排", ("cn", "mo"), ""),
        ("国务院关于支持海南全面深化改革开放的意见", ("cn",), ""),
        ("文化和旅游部关于印发《清单》的通知", ("cn",), ""),
        ("国务院港澳事务办公室关于印发工作清单的通知", ("cn",), ""),
        ("广东省人民政府办公厅关于印发重点任务分工方案的通知", ("CN-GD",), ""),
        ("中共广东省委宣传部关于工作要点的通知", ("CN-GD",), ""),
        ("国家税务总局广东省税务局关于工作要点的通知", ("CN-GD",), ""),
        ("广州市人民政府关于推进工作的实施意见", ("CN-GD",), "cn-gd-guangzhou"),
        ("粤澳合作年度重点工作", ("mo", "CN-GD"), ""),
        ("粵港合作年度重點工作", ("hk", "CN-GD"), ""),
        ("粤港澳大湾区发展规划纲要", ("mo", "hk", "CN-GD"), ""),
        ("澳門特別行政區參與粵港澳大灣區建設年度重點工作", ("mo",), ""),
        ("广东省推进粤港澳大湾区建设年度工作要点", ("CN-GD",), ""),
        ("海南自由贸易港建设总体方案", (), ""),
        ("珠海市服务澳门产业多元发展年度任务分工", ("CN-GD",), "cn-gd-zhuhai"),
        ("中山市2026年对接澳门工作要点", ("CN-GD",), "cn-gd-zhongshan"),
        ("深圳市支持香港北部建设任务分工", ("CN-GD",), "cn-gd-shenzhen"),
        ("广东省2026年推进粤澳合作重点任务", ("CN-GD",), ""),
        ("广东省与澳门合作要点", ("mo", "CN-GD"), ""),
        ("澳門特別行政區推進粵澳合作工作", ("mo",), ""),
        ("關於支持福建探索融合發展新路的意見", (), ""),
        ("福建省2025年重点工作清单", ("CN-FJ",), ""),
        ("广州市2025年重点工作清单", ("CN-GD",), "cn-gd-guangzhou"),
        ("河北省石家庄市2025年重点工作清单", ("CN-HE",), "cn-he-shijiazhuang"),
        ("河北省正定县2025年重点工作清单", ("CN-HE",), "cn-he-130123"),
        ("河北省青山县2025年重点工作清单", ("CN-HE",), "unlisted"),
        ("大理州2025年重点工作清单", ("CN-YN",), "cn-yn-dali"),
        ("杭州市余杭区2025年重点工作清单", ("CN-ZJ",), "cn-zj-330110"),
        ("广州市关于支持天河区的意见", ("CN-GD",), "cn-gd-guangzhou"),
        ("龙门县人民政府关于任务分工的通知", ("CN-GD",), "cn-gd-441324"),
        ("鼓楼区人民政府关于任务分工的通知", (), ""),
        ("内蒙古自治区人民政府关于任务分工的通知", ("CN-NM",), ""),
        ("浙江省杭州市人民政府关于任务分工的通知", ("CN-ZJ",), "cn-zj-hangzhou"),
        ("浙江省义乌市人民政府关于任务分工的通知", ("CN-ZJ",), "cn-zj-330782"),
        ("关于加强与上海合作组织交流的意见", (), ""),
        ("关于推进人才集聚工程的实施意见", (), ""),
        ("2025年南宁市为民办实事项目", ("CN-GX",), "cn-gx-nanning"),
        ("交通运输部办公厅关于印发工作要点的通知", ("cn",), ""),
        ("", (), ""),
    ],
)
def test_the_title_tells(title: str, jurisdictions: tuple[str, ...], city: str) -> None:
    assert release_context(_NOTHING, "", title, "", None) == NamingContext(jurisdictions, city)


@pytest.mark.parametrize(
    ("issuer", "title"),
    [
        ("", "横琴粤澳深度合作区2026年重点工作任务清单"),
        ("", "橫琴粵澳深度合作區年度重點工作"),
        ("横琴粤澳深度合作区执行委员会", "关于印发任务清单的通知"),
    ],
)
def test_the_zone_of_two_sides_is_of_neither(issuer: str, title: str, registry: Registry) -> None:
    context = release_context(_NOTHING, issuer, title, "", 2026)
    assert context.zone == "横琴粤澳深度合作区"
    names = ("财政局", "民生事務局", "统计局", "省司法厅", "拱北海关", "市场监管局")
    found = [registry.find(name, context).agency for name in names]
    assert [agency and agency.agency_id for agency in found] == [
        "cn-gd-hq-treasury",
        "cn-gd-hq-social",
        "cn-gd-hq-stats",
        "cn-gd-justice",
        "cn-gd-customs-gongbei",
        None,
    ]


def test_what_is_said_goes_before_the_title() -> None:
    title = "关于支持澳门的工作清单"
    assert release_context(_NOTHING, "国务院办公厅", title, "", 2020) == NamingContext(("cn",), year=2020)
    assert release_context(_NOTHING, "", title, "国办发〔2018〕117号", None) == NamingContext(("cn",))
    assert release_context(_NOTHING, "", title, "粤府办〔2020〕3号", None) == NamingContext(("CN-GD",))
    assert release_context(_NOTHING, "", title, "", None) == NamingContext(("mo",))
    by_hand = Manifest(jurisdiction="CN-GD", publisher="广州市人民政府")
    assert release_context(by_hand, "国务院", title, "", None) == NamingContext(("CN-GD",), "cn-gd-guangzhou")
    assert release_context(Manifest(jurisdiction="mo"), "国务院", title, "", None) == NamingContext(("mo",))


_MACAO, _GUANGDONG = NamingContext(("mo",), year=2025), NamingContext(("CN-GD", "mo"), "cn-gd-guangzhou", 2025)


@pytest.mark.parametrize(
    ("release", "label", "jurisdictions", "city"),
    [
        (_MACAO, "澳门特别行政区政府", ("mo",), ""),
        (_MACAO, "內地相關單位", ("cn",), ""),
        (_MACAO, "牵头单位", ("mo",), ""),
        (_GUANGDONG, "内地相关单位", ("cn", "CN-GD"), "cn-gd-guangzhou"),
        (_GUANGDONG, "澳方", ("mo",), ""),
        (_GUANGDONG, "粤方", ("CN-GD",), "cn-gd-guangzhou"),
        (_GUANGDONG, "广东省", ("CN-GD",), "cn-gd-guangzhou"),
        (ANYWHERE, "香港特区政府", ("hk",), ""),
        (ANYWHERE, "负责", (), ""),
    ],
)
def test_labels_name_sides(release: NamingContext, label: str, jurisdictions: tuple[str, ...], city: str) -> None:
    assert party_context(release, label) == NamingContext(jurisdictions, city, release.year)


_LIST = """合作清单（2025年）
1. 支持甲。（澳门特别行政区政府：民航局、审计署，内地相关单位：民航局、审计署）
2. 支持乙。（牵头单位：民航局）
3. 支持丙。（牵头单位：民航局，配合单位：省科技厅）
"""


def _ids(tools: Tools, manifest: Manifest) -> tuple[list[str | None], list[tuple[Code, str]]]:
    release = build_release(ReleaseInput("a", "a.txt", _LIST.encode(), manifest), tools)
    return [p["agency_id"] for p in release.rows["item_agencies"]], [(f.code, f.message) for f in release.findings]


def test_the_build_reads_names_in_their_context(tools: Tools) -> None:
    sides = ["mo-aacm", "mo-ca", "cn-caac", "cn-cnao"]
    ids, findings = _ids(tools, Manifest())
    assert ids == [*sides, None, None, None]
    assert findings == [
        (Code.AMBIGUOUS_AGENCY, "may mean cn-caac, mo-aacm, 2 times"),
        (Code.UNKNOWN_AGENCY, "not in the registry of agencies"),
    ]
    assert _ids(tools, Manifest(jurisdiction="mo"))[0] == [*sides, "mo-aacm", "mo-aacm", None]
    assert _ids(tools, Manifest(jurisdiction="cn"))[0] == [*sides, "cn-caac", "cn-caac", None]
    assert _ids(tools, Manifest(publisher="江苏省人民政府"))[0][-1] == "cn-js-sti"


@pytest.mark.parametrize(
    ("title", "name", "said"),
    [
        (
            "国务院关于2026年重点工作分工的意见",
            "文化部",
            "cn-x-moc existed … to 2018, the document is of 2026; its successor is cn-mct",
        ),
        (
            "国务院关于2026年重点工作分工的意见",
            "卫生部",
            "cn-x-moh existed … to 2013, the document is of 2026; its successor is cn-nhc",
        ),
        (
            "珠海市2026年重点工作分工",
            "卫生局",
            "cn-gd-zhuhai-x-health existed … to 2015, the document is of 2026; its successor",
        ),
        ("国务院关于2012年重点工作分工的意见", "国家数据局", "cn-nda existed 2023 to …, the document is of 2012"),
        ("国务院关于2012年重点工作分工的意见", "文化部", None),
        ("国务院关于2018年重点工作分工的意见", "文化部", None),
        ("国务院关于2016—2020年重点工作分工的意见", "文化部", None),
        ("国务院关于2021—2025年重点工作分工的意见", "国家数据局", None),
        ("国务院关于重点工作分工的意见", "文化部", None),
    ],
)
def test_bodies_out_of_their_time(tools: Tools, title: str, name: str, said: str | None) -> None:
    text = f"{title}\n1. 完善制度。（{name}牵头，财政局配合）\n2. 推动工作。（{name}负责）\n"
    built = build_release(ReleaseInput("a", "a.txt", text.encode(), Manifest()), tools)
    found = [f for f in built.findings if f.code is Code.AGENCY_OUT_OF_TIME]
    assert [f.value for f in found] == ([name] if said else [])
    assert all(f.message.startswith(said or "") for f in found)


@pytest.mark.parametrize(
    ("label", "jurisdictions"),
    [("川方", ("CN-SC",)), ("滬方牽頭單位", ("CN-SH",)), ("港方", ("hk",)), ("地方", ("CN-CQ",)), ("资方", ("CN-CQ",))],
)
def test_one_character_signs_for_a_side(label: str, jurisdictions: tuple[str, ...]) -> None:
    assert party_context(NamingContext(("CN-CQ",)), label).jurisdictions == jurisdictions


@pytest.mark.parametrize(
    ("issuers", "name", "agency_id"),
    [
        ("财政部办公厅", "国库司", "cn-mof"),
        ("财政部办公厅", "中国铁路公司", None),
        ("财政部 商务部", "国库司", None),
        ("广东省人民政府办公厅", "国库司", None),
    ],
    ids=["its own", "a company", "two ministries", "a province"],
)
def test_departments_of_the_ministry_whose_document_it_is(
    issuers: str, name: str, agency_id: str | None, tools: Tools
) -> None:
    text = (
        f"{issuers}关于印发重点任务分工的通知\n1. 完善国库制度。（{name}、商务部负责）\n2. 清理收费。（商务部负责）\n"
    )
    release = build_release(ReleaseInput("a", "a.txt", text.encode()), tools)
    assert [p["agency_id"] for p in release.rows["item_agencies"]] == [agency_id, "cn-mofcom", "cn-mofcom"]
