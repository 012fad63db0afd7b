"""Taiwan's bodies: meant in its own documents and in no others."""

from __future__ import annotations

import pytest

from normalizers.registry.names import NATIONAL, NamingContext, Registry
from normalizers.registry.taiwan import TAIWAN, city_of_taiwan, counts_years_of_republic, is_of_taiwan
from pipeline.release.build import build_release
from pipeline.release.context import party_context, release_context
from pipeline.release.parsing import ReleaseInput, Tools
from schemas.release import Manifest

_TAIPEI = NamingContext((TAIWAN,), zone="台北市")


@pytest.mark.parametrize(
    ("name", "context", "agency_id"),
    [
        ("財政部", NamingContext((TAIWAN,)), "tw-mof"),
        ("财政部", NamingContext((TAIWAN,)), "tw-mof"),
        ("財政部", NamingContext((NATIONAL,)), "cn-mof"),
        ("財政部", NamingContext(), "cn-mof"),
        ("衛福部", NamingContext((TAIWAN,), year=2025), "tw-mohw"),
        ("環保署", NamingContext((TAIWAN,), year=2019), "tw-epa"),
        ("環保署", NamingContext(("hk",), year=2019), "hk-epd"),
        ("金管會", NamingContext((TAIWAN,), year=2024), "tw-fsc"),
        ("金管會", NamingContext((TAIWAN,), year=2009), "tw-x-fsc"),
        ("金管會", NamingContext((TAIWAN,)), None),
        ("經濟部", NamingContext((NATIONAL,)), None),
        ("生態環境部", NamingContext((TAIWAN,)), None),
        ("數據局", NamingContext((TAIWAN,)), None),
        ("財政部基礎教育司", NamingContext((TAIWAN,)), None),
        ("香港教育局", NamingContext((TAIWAN,)), "hk-edb"),
        ("教育局", _TAIPEI, "tw-taipei-education"),
        ("環保局", _TAIPEI, "tw-taipei-environment"),
        ("海洋局", _TAIPEI, None),
        ("臺北市政府環境保護局", NamingContext((TAIWAN,)), "tw-taipei-environment"),
        ("台北市政府", NamingContext((NATIONAL,)), "tw-taipei"),
    ],
)
def test_who_is_meant(registry: Registry, name: str, context: NamingContext, agency_id: str | None) -> None:
    found = registry.find(name, context).agency
    assert (found and found.agency_id) == agency_id


@pytest.mark.parametrize(
    ("issuer", "title", "jurisdictions", "zone"),
    [
        ("", "行政院108年度重點工作分工表", (TAIWAN,), ""),
        ("行政院", "食品安全行動計畫分工表", (TAIWAN,), ""),
        ("臺北市政府", "淨零排放管理計畫", (TAIWAN,), "台北市"),
        ("", "高雄市政府113年施政計畫", (TAIWAN,), "高雄市"),
        ("", "中華民國114年度施政方針", (TAIWAN,), ""),
        ("国务院", "关于重点工作分工的意见", (NATIONAL,), ""),
        ("", "国务院台湾事务办公室关于工作分工的通知", (NATIONAL,), ""),
        ("", "福建省探索海峡两岸融合发展任务清单", ("CN-FJ",), ""),
    ],
)
def test_whose_document(issuer: str, title: str, jurisdictions: tuple[str, ...], zone: str) -> None:
    assert release_context(Manifest(), issuer, title, "", None) == NamingContext(jurisdictions, zone=zone)


def test_the_code_of_the_standard_is_the_same() -> None:
    assert release_context(Manifest(jurisdiction="CN-TW"), "", "", "", 2025) == NamingContext((TAIWAN,), year=2025)


def test_a_side_of_a_list_of_two() -> None:
    release = NamingContext(("CN-FJ",), year=2025)
    assert party_context(release, "臺方").jurisdictions == (TAIWAN,)
    assert party_context(release, "平台方").jurisdictions == ("CN-FJ",)


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("自民國110年1月1日起施行", True),
        ("中华民国 99 年修正", True),
        ("民国27年旧址", False),
        ("民國初年", False),
        ("2021年1月1日起施行", False),
    ],
)
def test_years_of_the_republic(text: str, is_so: bool) -> None:
    assert counts_years_of_republic(text) == is_so


def test_openings() -> None:
    assert city_of_taiwan("台南市政府教育局") == "台南市"
    assert not is_of_taiwan("台山市人民政府") and not is_of_taiwan("连江县人民政府")


_LIST = "{title}\n一、修正辦法，自民國{year}年起施行。（主辦：教育部；協辦：財政部、{third}）\n"
_MORE = "二、推動訓練。（主辦：教育部）\n"


@pytest.mark.parametrize(
    ("title", "year", "third", "ids"),
    [
        ("教育部重點工作分工表", 110, "法務部", {"tw-moe", "tw-mof", "tw-moj"}),
        ("重點工作分工表", 110, "外交部", {"tw-moe", "tw-mof", "tw-mofa"}),
        ("國務院關於重點工作分工的意見", 110, "外交部", {"cn-moe", "cn-mof", "cn-mfa"}),
        ("教育部關於重點工作分工的意見", 27, "外交部", {"cn-moe", "cn-mof", "cn-mfa"}),
    ],
)
def test_ministries_have_namesakes(tools: Tools, title: str, year: int, third: str, ids: set[str]) -> None:
    text = (_LIST + _MORE).format(title=title, year=year, third=third)
    built = build_release(ReleaseInput("r", "r.txt", text.encode(), Manifest()), tools)
    assert {row["agency_id"] for row in built.rows["item_agencies"]} == ids
