"""Whose document it is, by the names and places in it alone."""

from __future__ import annotations

import pytest

from normalizers.registry.names import ANYWHERE, NamingContext, Registry
from pipeline.release.jurisdiction import infer_context

_CITY = ("市财政局", "市教育局", "团市委")
_PROVINCE = ("省财政厅", "省教育厅", "团省委")


@pytest.mark.parametrize(
    ("title", "text", "names", "context", "why"),
    [
        (
            "实施意见",
            "广州品牌。到广州来。打造广州平台。",
            _CITY,
            NamingContext(("CN-GD",), "cn-gd-guangzhou"),
            "most named",
        ),
        ("数字天津行动清单", "", _CITY, NamingContext(("CN-TJ",)), "the title counts three"),
        ("实施意见", "江苏主场。在江苏省。到江苏。", _PROVINCE, NamingContext(("CN-JS",)), "a province"),
        ("实施意见", "广州品牌。广州平台。", _CITY, ANYWHERE, "named twice only"),
        ("实施意见", "广州、深圳。广州、深圳。广州、深圳。广州。", _CITY, ANYWHERE, "two cities"),
        ("实施意见", "广州。广州。广州。", ("市财政局", "市教育局"), ANYWHERE, "two names"),
        ("实施意见", "广州。广州。广州。", ("财政部", "教育部", "商务部"), NamingContext(("cn",)), "about a city"),
        ("实施意见", "广州。广州。广州。", (*_PROVINCE, "市财政局"), ANYWHERE, "a province's, about a city"),
        ("实施意见", "在义乌市。全义乌市。为义乌市，金华市、金华市、金华市。", _CITY, ANYWHERE, "a city of no table"),
        (
            "政策",
            "香港",
            ("發展局", "創新科技及工業局", "香港警務處"),
            NamingContext(("hk",)),
            "bodies of Hong Kong only",
        ),
        ("政策", "檢討本市發展", ("發展局", "創新科技及工業局", "香港警務處"), NamingContext(("hk",)), "traditional"),
        ("政策", "本市", ("发展局", "创新科技及工业局", "香港警务处"), ANYWHERE, "Hong Kong is not named"),
        ("施政方針", "發佈統計", ("統計暨普查局", "藥物監督管理局", "市政署"), NamingContext(("mo",)), "traditional"),
        ("施政方針", "長者照顧", ("衛生局", "文化局", "體育局"), ANYWHERE, "bodies that cities of Taiwan have, too"),
        ("施政", "澳門", ("行政公職局", "市政署", "財政部"), ANYWHERE, "bodies of two jurisdictions"),
    ],
)
def test_inferred(
    title: str, text: str, names: tuple[str, ...], context: NamingContext, why: str, registry: Registry
) -> None:
    assert infer_context(title, text, names, registry) == context, why


def test_many_unknown_names_make_nothing_clear(registry: Registry) -> None:
    names = ("行政公職局", "市政署", "招商投資促進局", "甲局", "乙局")
    assert infer_context("施政", "澳門", names, registry) == ANYWHERE
    assert infer_context("施政", "澳門", names[:4], registry) == NamingContext(("mo",))
