"""Figures and dates of the kinds that people sum and filter by: printed → value, bounds, unit, year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.mentions.dates import find_dates
from extractors.mentions.figures import find_figures
from extractors.mentions.reader import find_mentions
from normalizers.registry.names import Registry
from pipeline.release.lexicon import phrase_finder
from schemas.mentions import Aspect, DateKind, Mention, MentionKind, Precision
from schemas.printed.numerals import POWERS, fold_full_width, han_value
from schemas.printed.units import CURRENCIES, MEASURES, Currency, Measure

Find = Callable[[str], list[Mention]]


@pytest.mark.parametrize(
    ("text", "printed", "value", "unit"),
    [
        ("拨付补助13万2千元。", "13万2千元", 132_000, "元"),
        ("授信1亿3000万元。", "1亿3000万元", 130_000_000, "元"),
        ("投入5亿2025年到位。", "5亿", 500_000_000, None),
        ("惠及一百九十万零三千九百七十一户。", "一百九十万零三千九百七十一户", 1_903_971, "户"),
        ("扩大三点五倍。", "三点五倍", 3.5, "倍"),
        ("投资3. 5亿元。", "3. 5亿元", 350_000_000, "元"),
        ("新增站点1 2个。", "1 2个", 12, "个"),
        ("周期为24个月。", "24个月", 24, "月"),
        ("冷库保持-18℃以下。", "-18℃以下", -18, "℃"),
        ("引进外资USD 3.5 million。", "USD 3.5 million", 3_500_000, "美元"),
        ("引进外资3 billion美元。", "3 billion美元", 3_000_000_000, "美元"),
        ("零下20摄氏度的地区。", "零下20摄氏度", -20, "℃"),
        ("工业品价格-2.3%。", "-2.3%", -2.3, "%"),
        ("编号A-18%的样品。", "18%", 18, "%"),
        ("4.5个工作天内答复。", "4.5个工作天", 4.5, "工作日"),
        ("全文1,015.2万字。", "1,015.2万字", 10_152_000, "字"),
        ("开课64节、27期。", "64节", 64, "节"),
        ("下降1.2个百分点。", "1.2个百分点", 1.2, "百分点"),
        ("占四分之三。", "四分之三", 75, "%"),
        ("手续费千分之五。", "千分之五", 5, "‰"),
        ("超六成企业。", "超六成", 60, "%"),
        ("票价八折。", "八折", 80, "%"),
        ("票价7.5折。", "7.5折", 75, "%"),
        ("近百家机构。", "近百家", 100, "家"),
        ("上千人到场。", "上千人", 1000, "人"),
        ("葡币5,000万元。", "葡币5,000万元", 50_000_000, "元"),
        ("增拨三亿五千万港元。", "三亿五千万港元", 350_000_000, "港元"),
        ("长者达七成三。", "七成三", 73, "%"),
        ("死亡率十万分之七。", "十万分之七", 0.007, "%"),
        ("电价0.5元/千瓦时。", "0.5元/千瓦时", 0.5, "元/千瓦时"),
        ("为期60日。", "60日", 60, "天"),
        ("参与人数超八万。", "超八万", 80_000, "人"),
        ("检测桥梁2万3,000座。", "2万3,000座", 23_000, "座"),
        ("拨款1亿2,500万元。", "1亿2,500万元", 125_000_000, "元"),
        ("旅客3,800万至4,000万人次。", "3,800万至4,000万人次", 38_000_000, "人次"),
        ("排放减少一半。", "一半", 50, "%"),
        ("发放消费券三轮。", "三轮", 3, "轮"),
        ("装机5.7百万瓩。", "5.7百万瓩", 5_700_000, "千瓦"),
        ("发电120亿度。", "120亿度", 12_000_000_000, "度"),
        ("百余人到场。", "百余人", 100, "人"),
        ("过亿元投入。", "过亿元", 100_000_000, "元"),
        ("预算HK$500。", "HK$500", 500, "港元"),
        ("举办培训三期。", "三期", 3, "期"),
        ("共六架。", "六架", 6, "架"),
        ("提供约9 000个车位。", "约9 000个", 9000, "个"),
        ("涉及1 234 500名学生。", "1 234 500名", 1_234_500, "名"),
        ("总经费3兆2,500亿元。", "3兆2,500亿元", 3_250_000_000_000, "元"),
        ("产值翻一番。", "翻一番", 2, "倍"),
        ("产值翻两番。", "翻两番", 4, "倍"),
        ("规模扩大一倍。", "一倍", 1, "倍"),
        ("学生票半价。", "半价", 50, "%"),
        ("保费减半。", "减半", 50, "%"),
        ("班次缩短至两分半钟。", "两分半钟", 2.5, "分钟"),
        ("车程一个半小时。", "一个半小时", 1.5, "小时"),
        ("伤亡人数三成。", "三成", 30, "%"),
        ("参与户数三百户。", "三百户", 300, "户"),
        ("5P算力。", "5P", 5, "P"),
        ("由45日降为28日。", "45日", 45, "天"),
        ("压缩至20日。", "20日", 20, "天"),
        ("算力规模达到2万P。", "2万P", 20_000, "P"),
        ("装机3.6GW。", "3.6GW", 3.6, "吉瓦"),
        ("清淤600万立方公尺。", "600万立方公尺", 6_000_000, "立方米"),
        ("24小时内响应。", "24小时内", 24, "小时"),
        ("每月$3,500。", "$3,500", 3500, "元"),
        ("约NT$300亿元。", "约NT$300亿元", 30_000_000_000, "元"),
        ("用地1000m²。", "1000m²", 1000, "平方米"),
        ("绿道35km。", "35km", 35, "公里"),
        ("检查企业300家次。", "300家次", 300, "家次"),
        ("公示期间为30日。", "30日", 30, "天"),
        ("服务延长至24小时。", "24小时", 24, "小时"),
    ],
)
def test_values(text: str, printed: str, value: float, unit: str | None) -> None:
    figure = find_figures(text, "CNY")[0]
    assert text[figure.start : figure.end] == printed
    assert (figure.value, figure.unit) == (value, unit)


@pytest.mark.parametrize(
    "text",
    [
        "完成三成立案。",
        "第三成果。",
        "五成功。",
        "打折合算。",
        "2025年中央财政。",
        "百家姓。",
        "千人计划。",
        "分三期建设。",
        "分两批推出。",
        "一半会儿。",
        "过半百老人。",
        "不得超过半年。",
        "三轮车。",
        "两轮电动车。",
        "增强四个意识。",
        "启动二期工程，一期投产。",
        "每10万人配备。",
        "每三名长者。",
        "前10名。",
        "15分钟生活圈。",
        "1小时交通圈。",
        "三支一扶。",
        "番茄翻番茄地。",
        "半价值。",
        "减半年。",
        "一个半月板。",
        "数三成。",
        "5P管理。",
        "用电30GW·h。",
        "24小时自助取件。",
        "二十四小时不间断值守。",
        "全年7×24小时响应。",
        "拍摄1080P画面。",
        "由5日起。",
        "6月5日降至冰点。",
        "展期至8月20日。",
    ],
)
def test_no_figures(text: str) -> None:
    assert find_figures(text) == []


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("培训500人。", 500, 500),
        ("培训逾500人。", 500, None),
        ("培训500人以上。", 500, None),
        ("培训近500人。", None, 500),
        ("控制在500人以内。", None, 500),
        ("约500人。", None, None),
        ("多达500人。", 500, 500),
        ("实习4至8周。", 4, 8),
        ("四至八周。", 4, 8),
        ("不低于30%。", 30, None),
        ("不得低于30%。", 30, None),
        ("不得超过30%。", None, 30),
        ("成本至少降低20%。", 20, None),
        ("每宗上限为60万澳门元。", None, 600_000),
        ("以250万元为上限。", None, 2_500_000),
        ("一半以上。", 50, None),
        ("过半数家庭。", 50, None),
        ("下降三到五成。", 30, 50),
        ("增长百分之三到五。", 3, 5),
        ("降低千分之三至千分之五。", 3, 5),
        ("6月底前10名完成。", 10, 10),
        ("10亿至50亿元。", 1_000_000_000, 5_000_000_000),
        ("1,200元至6,000元。", 1200, 6000),
        ("每宗上限50万元。", None, 500_000),
        ("累积上限维持8,000元。", None, 8000),
        ("上限提高至80万元。", None, 800_000),
        ("上限由50万元提高。", 500_000, 500_000),
        ("下限30%。", 30, None),
        ("附件1 200户。", 200, 200),
        ("满60周岁以上。", 60, None),
    ],
)
def test_bounds(text: str, low: float | None, high: float | None) -> None:
    figure = find_figures(text)[0]
    assert (figure.low, figure.high) == (low, high)


@pytest.mark.parametrize("row", MEASURES, ids=lambda row: row.word)
def test_measure_words(row: Measure) -> None:
    (figure,) = find_figures(f"共{row.example}。")
    assert (figure.unit, figure.unit_printed) == (row.unit, row.word)
    for word in row.other_words.split():
        found = find_figures(f"共20{word}。")
        assert all(figure.unit_printed != row.word for figure in found), word


@pytest.mark.parametrize("row", [row for row in MEASURES if row.is_behind_han], ids=lambda row: row.word)
def test_measure_words_behind_chinese_numerals(row: Measure) -> None:
    (figure,) = find_figures(f"共三十{row.word}。")
    assert (figure.value, figure.unit) == (30, row.unit)


@pytest.mark.parametrize("row", CURRENCIES, ids=lambda row: row.word)
def test_currencies(row: Currency) -> None:
    (figure,) = find_figures(f"共{row.example}。", "MOP")
    assert figure.currency == (row.code or "MOP")
    assert find_figures("共500元。")[0].currency is None


@pytest.mark.parametrize(
    ("text", "value", "low", "high", "unit"),
    [
        ("期限不超过10年。", 10, None, 10, "年"),
        ("用五年左右建成。", 5, None, None, "年"),
        ("两年半后评估。", 2.5, 2.5, 2.5, "年"),
        ("20个工作日内答复。", 20, None, 20, "工作日"),
        ("七个工作天内答复。", 7, None, 7, "工作日"),
        ("贷款最长为八年。", 8, None, 8, "年"),
        ("未来三年重点发展。", 3, 3, 3, "年"),
        ("力争三至五年见效。", 3, 3, 5, "年"),
        ("5至10年内实现。", 5, 5, 10, "年"),
    ],
)
def test_lengths_of_time(
    mentions: Find, text: str, value: float, low: float | None, high: float | None, unit: str
) -> None:
    (length,) = mentions(text)
    assert (length.value, length.low, length.high, length.unit) == (value, low, high, unit)
    assert length.precision is Precision.RELATIVE


@pytest.mark.parametrize(
    ("text", "aspects"),
    [
        ("增长5%", [Aspect.INCREASE]),
        ("同比下降了约5%", [Aspect.DECREASE]),
        ("增加到15个", [Aspect.LEVEL]),
        ("由3个增至69个", [Aspect.BASE, Aspect.LEVEL]),
        ("分别新增10个、20个", [Aspect.INCREASE, Aspect.INCREASE]),
        ("由3个单位负责", [Aspect.LEVEL]),
        ("费用减半", [Aspect.DECREASE]),
    ],
)
def test_levels_and_changes(text: str, aspects: list[Aspect]) -> None:
    assert [figure.aspect for figure in find_figures(text)] == aspects


@pytest.fixture(scope="module")
def mentions(registry: Registry) -> Find:
    finder = phrase_finder(registry)
    return lambda text: find_mentions([text], finder)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2027年、2028年覆盖率分别达到85%、95%。", [2027, 2028]),
        ("到2026年、2027年，分别新增10个、20个。", [2026, 2027]),
        ("2027年、2028年分别达到85%。", [2028]),
        ("自2015年推行以来，已资助318名。", [None]),
        ("2003年起举办，迄今已举行五届。", [None]),
        ("2025年11月，部门多达153个；如今增至169个。", [2025, 2025]),
        ("2021—2025年累计建成40个。", [None]),
        ("较2024年增长5%。", [None]),
    ],
)
def test_years_of_figures(mentions: Find, text: str, years: list[int | None]) -> None:
    assert [m.year for m in mentions(text) if m.kind is MentionKind.FIGURE] == years


def test_full_width_numbers(mentions: Find) -> None:
    found = mentions("２０２６年６月３０日前占１２．５％以上，覆盖１，２００家。")
    assert found[0].date_to == date(2026, 6, 30)
    assert [m.value for m in found[1:]] == [12.5, 1200]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("采购不少于壹亿元。", [100_000_000]),
        ("罚款贰拾万元，奖励叁仟伍佰元。", [200_000, 3500]),
        ("大陆元首与队伍个人。", []),
    ],
)
def test_formal_sums(mentions: Find, text: str, values: list[float]) -> None:
    assert [m.value for m in mentions(text) if m.kind is MentionKind.FIGURE] == values


@given(st.text("０１２３４５６７８９．，％。年1", max_size=20))
def test_folding_keeps_places(text: str) -> None:
    assert len(fold_full_width(text)) == len(text)


@given(st.integers(1, 99_999_999))
def test_han_numerals_of_any_size(number: int) -> None:
    assert han_value(_in_han(number)) == number


def _in_han(number: int) -> str:
    for power in ("亿", "万", "千", "百", "十"):
        if number >= POWERS[power]:
            whole, rest = divmod(number, POWERS[power])
            gap = "零" if 0 < rest < POWERS[power] // 10 else ""
            return _in_han(whole) + power + gap + (_in_han(rest) if rest else "")
    return "零一二三四五六七八九"[number]


@pytest.mark.parametrize(
    ("text", "printed", "first", "last"),
    [
        ("较上年底增加。", "上年底", "2025-12-01", "2025-12-31"),
        ("截至2025年底有10家，较上年底多。", "上年底", "2024-12-01", "2024-12-31"),
        ("互换上一季度进展。", "上一季度", None, None),
        ("年中前完成。", "年中前", None, "2026-06-30"),
        ("十二月月底前报送。", "十二月月底前", None, "2026-12-31"),
        ("20260307前报送。", "20260307前", None, "2026-03-07"),
        ("2026/9/1起施行。", "2026/9/1起", "2026-09-01", None),
        ("2026.05.01至2026.10.31举办。", "2026.05.01至2026.10.31", "2026-05-01", "2026-10-31"),
        ("二零二五至二六学年开设。", "二零二五至二六学年", "2025-09-01", "2026-08-31"),
        ("2025/26学年开设。", "2025/26学年", "2025-09-01", "2026-08-31"),
        ("2025/26年度拨款。", "2025/26年度", "2025-04-01", "2026-03-31"),
        ("“十五五”前两年见效。", "“十五五”前两年", "2026-01-01", "2027-12-31"),
        ("自民国110年起办理，于111年6月30日前完成。", "111年6月30日前", None, "2022-06-30"),
        ("民国113年至116年编列。", "民国113年至116年", "2024-01-01", "2027-12-31"),
        ("113学年度实施。", "113学年度", "2024-08-01", "2025-07-31"),
        ("2017-18年报公布。", "2017-18年", "2017-04-01", "2018-03-31"),
        ("2023-24至2027-28年度推行。", "2023-24至2027-28年度", "2023-04-01", "2028-03-31"),
        ("民国制度下，本（109）年9月4日公告。", "本（109）年9月4日", "2020-09-04", "2020-09-04"),
        ("第三季完成。", "第三季", "2026-07-01", "2026-09-30"),
        ("2026年首季推出。", "2026年首季", "2026-01-01", "2026-03-31"),
        ("2026-27年度拨款。", "2026-27年度", "2026-04-01", "2027-03-31"),
        ("2026年中推出。", "2026年中", "2026-06-01", "2026-06-30"),
        ("“十五五”开局之年。", "“十五五”开局之年", "2026-01-01", "2026-12-31"),
        ("2029年或之前落成。", "2029年或之前", None, "2029-12-31"),
        ("2026年5月1日起草案公布。", "2026年5月1日", "2026-05-01", "2026-05-01"),
        ("截止日期为2026年9月1日。", "2026年9月1日", None, "2026-09-01"),
        ("每年6月底前报送。", "6月底前", None, None),
        ("全年举办30场。", "全年", "2026-01-01", "2026-12-31"),
        ("2027年全年举办30场。", "2027年全年", "2027-01-01", "2027-12-31"),
        ("今明两年新建6所。", "今明两年", "2026-01-01", "2027-12-31"),
        ("二、三季度整治。", "二、三季度", "2026-04-01", "2026-09-30"),
        ("第一至第三季度摸底。", "第一至第三季度", "2026-01-01", "2026-09-30"),
        ("2026/27学年起调整。", "2026/27学年起", "2026-09-01", None),
        ("2027学年前配齐。", "2027学年前", None, "2027-08-31"),
        ("由2027年开始实施。", "2027年开始", "2027-01-01", None),
        ("6月30日（含）前报送。", "6月30日（含）前", None, "2026-06-30"),
        ("3月5日（星期四）前报送。", "3月5日（星期四）前", None, "2026-03-05"),
        ("10月1日零时起施行。", "10月1日零时起", "2026-10-01", None),
        ("年尾前公布。", "年尾前", None, "2026-12-31"),
        ("2027年春节前付清。", "2027年春节前", None, "2027-02-05"),
        ("民国115年元旦起调整。", "民国115年元旦起", "2026-01-01", None),
        ("国庆节之前开放。", "国庆节之前", None, "2026-09-30"),
        ("秋季学期前完工。", "秋季学期前", None, "2026-08-31"),
        ("2099年春节前。", "2099年春节前", None, None),
        ("本届任期内建成。", "本届任期内", None, None),
        ("本财政年度内安排。", "本财政年度内", None, "2027-03-31"),
        ("下一财政年度起提供。", "下一财政年度起", "2027-04-01", None),
        ("上个财年支出。", "上个财年", "2025-04-01", "2026-03-31"),
        ("收到后2小时内答复。", "2小时内", None, None),
        ("“五一”国际劳动节前开放。", "“五一”国际劳动节前", None, "2026-04-30"),
        ("2027年端午前完工。", "2027年端午前", None, "2027-06-08"),
        ("教师节假期前表彰。", "教师节假期前", None, "2026-09-09"),
        ("2026年底前后完成。", "2026年底", "2026-12-01", "2026-12-31"),
        ("「十五五」时期达标。", "「十五五」时期", "2026-01-01", "2030-12-31"),
        ("2025-26财政年度内完成。", "2025-26财政年度内", None, "2026-03-31"),
        ("2026至27年度拨款。", "2026至27年度", "2026-04-01", "2027-03-31"),
        ("6月中下旬举办。", "6月中下旬", "2026-06-11", "2026-06-30"),
        ("“十五五”时期末达标。", "“十五五”时期末", "2030-01-01", "2030-12-31"),
        ("2026年12月31日24时前提交。", "2026年12月31日24时前", None, "2026-12-31"),
        ("申请于2027年6月30日截止。", "2027年6月30日", None, "2027-06-30"),
        ("首三季处理查询。", "首三季", "2026-01-01", "2026-09-30"),
        ("首八个月接待旅客。", "首八个月", "2026-01-01", "2026-08-31"),
        ("2025年前7个月增长。", "2025年前7个月", "2025-01-01", "2025-07-31"),
        ("首两个季度达标。", "首两个季度", "2026-01-01", "2026-06-30"),
        ("114学年度第2学期起补助。", "114学年度第2学期起", "2026-02-01", None),
        ("2026学年第一学期开设。", "2026学年第一学期", "2026-09-01", "2027-01-31"),
        ("民国一百一十三年至一百一十六年编列。", "民国一百一十三年至一百一十六年", "2024-01-01", "2027-12-31"),
        ("自2026年3月起至次年2月止办理。", "2026年3月起至次年2月止", "2026-03-01", "2027-02-28"),
        ("自2015年起至今已办。", "2015年起", "2015-01-01", None),
        ("到“十五五”末达标。", "“十五五”末", None, "2030-12-31"),
        ("到“十五五”中期达标。", "“十五五”中期", None, "2028-12-31"),
        ("开展“十五五”中期评估。", "“十五五”", "2026-01-01", "2030-12-31"),
    ],
)
def test_dates(text: str, printed: str, first: str | None, last: str | None) -> None:
    found = {text[m.start : m.end]: m for m in find_dates(text, 2026, fiscal_month=4)}
    assert printed in found, found
    got = found[printed]
    assert (got.date_from and str(got.date_from), got.date_to and str(got.date_to)) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        *("20260307元", "编号2026.5.1.3", "3/4的企业", "20261345前", "全年龄段", "春节联欢", "前任期限"),
        *(
            "目录（2024年本）",
            "2026年版目录",
            "搭乘人次年增一成",
            "5年存活率",
            "九年义务教育",
            "三年制学校",
            "五一前街",
        ),
    ],
)
def test_numbers_that_are_no_days(text: str) -> None:
    assert find_dates(text, 2026) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2026年6月底前完成。", DateKind.DEADLINE),
        ("自2026年9月起施行。", DateKind.START),
        ("自2015年推行以来见效。", DateKind.START),
        ("三季度验收。", DateKind.PERIOD),
        ("截至2026年3月底已办结。", DateKind.PAST),
        ("较上年底增加。", DateKind.PAST),
        ("2024年建成。", DateKind.PAST),
        ("3年内建成。", DateKind.RELATIVE),
        ("“十五五”末，覆盖率达到九成。", DateKind.DEADLINE),
        ("“十三五”末，覆盖率达到九成。", DateKind.PAST),
    ],
)
def test_kinds_of_dates(text: str, kind: DateKind) -> None:
    assert [found.date_kind for found in find_dates(text, 2026)] == [kind]


def test_a_level_of_a_year_is_no_deadline() -> None:
    (found,) = find_dates("由5个增加到2026年的15个。", 2026)
    assert found.kind is MentionKind.DATE


@pytest.mark.parametrize(
    ("text", "printed", "low", "high"),
    [
        ("温度-5℃至10℃。", "-5℃至10℃", -5, 10),
        ("储存于-20～-10℃。", "-20～-10℃", -20, -10),
        ("运输于-25℃~-15℃。", "-25℃~-15℃", -25, -15),
        ("零下20至30摄氏度。", "零下20至30摄氏度", -30, -20),
        ("温度5-10℃。", "5-10℃", 5, 10),
        ("覆盖85%-95%的村。", "85%-95%", 85, 95),
        ("不低于-5℃。", "-5℃", -5, None),
    ],
)
def test_figures_below_zero(text: str, printed: str, low: float | None, high: float | None) -> None:
    (figure,) = find_figures(text)
    assert (text[figure.start : figure.end], figure.low, figure.high) == (printed, low, high)
