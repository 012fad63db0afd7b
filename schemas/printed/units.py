"""Measure words and currencies: what a numeral counts in official documents, in simplified characters.

``MEASURES`` and ``CURRENCIES`` are the only lists of them. A new word is a new row: its normal form, the words that it
is only the beginning of, and an example.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """A word that a number counts.

    ``example`` is a number with the word. ``other_words`` begin with its characters and are no measure words: 3期 is a
    figure, 3期间 is none; ``but`` are words that begin like one of these and count all the same (个人口, not 个人).
    ``normal`` is the form that sums go by where the word has several. ``is_behind_han``: it counts behind a numeral in
    Chinese characters too; the others are there more often part of another word (三轮, 五官).
    """

    word: str
    example: str
    other_words: str = ""
    normal: str = ""
    is_behind_han: bool = False
    but: str = ""

    @property
    def unit(self) -> str:
        """The form that sums go by."""
        return self.normal or self.word


@dataclass(frozen=True, slots=True)
class Currency:
    """A name of money. ``code`` is the ISO 4217 code, empty where the release decides whose money it is."""

    word: str
    code: str
    example: str
    normal: str = ""
    is_in_front: bool = False
    """Whether it is also printed in front of the number: 人民币500万元."""

    @property
    def unit(self) -> str:
        """The form that sums go by."""
        return self.normal or self.word


def _han(word: str, example: str, other_words: str = "", normal: str = "", but: str = "") -> Measure:
    return Measure(word, example, other_words, normal, is_behind_han=True, but=but)


MEASURES: tuple[Measure, ...] = (
    # --- time ---
    _han("个月", "24个月", normal="月"),
    _han("个工作日", "5个工作日", normal="工作日"),
    _han("个工作天", "4.5个工作天", normal="工作日"),
    _han("工作日", "10工作日"),
    _han("工作天", "10工作天", normal="工作日"),
    _han("个自然日", "30个自然日", normal="自然日"),
    Measure("自然日", "30自然日"),
    _han("个季度", "2个季度", normal="季度"),
    Measure("季度", "2季度", "季度末 季度初"),
    _han("个星期", "4个星期", normal="周"),
    Measure("星期", "4星期", normal="周"),
    _han("个小时", "24个小时", normal="小时"),
    Measure("个学期", "2个学期", normal="学期"),
    _han("周年", "25周年"),
    _han("小时", "6小时"),
    _han("分钟", "15分钟"),
    _han("周", "8周", "周边 周期 周围 周岁 周转 周末 周到 周报 周知 周密 周一 周二 周三 周四 周五 周六 周日 周年"),
    _han("天", "7天", "天津 天然 天河 天下 天空 天文 天气 天使 天际 天地"),
    Measure("学年", "3学年", "学年度"),
    Measure("学期", "2学期"),
    Measure("学时", "40学时"),
    Measure("课时", "40课时"),
    Measure("学分", "3学分"),
    _han("岁", "60岁", "岁月 岁末 岁首"),
    _han("周岁", "60周岁", normal="岁"),
    # --- shares ---
    _han("个百分点", "1.2个百分点", normal="百分点"),
    _han("百分点", "1.2百分点"),
    _han("倍", "3倍", "倍增"),
    # --- lengths, areas, weights, energy ---
    _han("平方公里", "106平方公里"),
    Measure("平方千米", "106平方千米", normal="平方公里"),
    _han("平方米", "350平方米"),
    _han("立方米", "20立方米"),
    _han("平方公尺", "350平方公尺", normal="平方米"),
    _han("立方公尺", "20立方公尺", normal="立方米"),
    Measure("㎡", "350㎡", normal="平方米"),
    Measure("m²", "350m²", normal="平方米"),
    Measure("m³", "350m³", normal="立方米"),
    Measure("km²", "35km²", normal="平方公里"),
    Measure("km", "35km", normal="公里"),
    _han("公顷", "30公顷"),
    _han("公里", "800公里"),
    Measure("千米", "800千米", normal="公里"),
    Measure("海里", "12海里"),
    Measure("公斤", "5公斤", normal="千克"),
    Measure("千克", "5千克"),
    Measure("毫克", "5毫克"),
    Measure("微克", "35微克"),
    Measure("毫升", "500毫升"),
    Measure("毫米", "50毫米"),
    Measure("厘米", "50厘米"),
    _han("亩", "85亩"),
    _han("吨", "12吨", "吨级"),
    Measure("斤", "130斤"),
    Measure("公吨", "12公吨", normal="吨"),
    Measure("公尺", "400公尺", normal="米"),
    Measure("公分", "40公分", normal="厘米"),
    Measure("公升", "40公升", normal="升"),
    Measure("坪", "300坪"),
    Measure("克", "50克", "克服 克罗 克制 克隆"),
    Measure("升", "50升", "升级 升至 升到 升学 升降 升为"),
    Measure("米", "400米", "米其林"),
    Measure("千瓦时", "60千瓦时"),
    Measure("千瓦", "60千瓦"),
    Measure("瓩", "60瓩", normal="千瓦"),
    Measure("度", "60度", "度假 度夏 度冬 度过 度电 度汛 度量 度数 度日"),
    Measure("度电", "60度电", normal="度"),
    Measure("兆瓦", "60兆瓦"),
    Measure("吉瓦", "60吉瓦"),
    Measure("kW", "60kW", normal="千瓦"),
    Measure("MW", "60MW", normal="兆瓦"),
    Measure("GW", "60GW", normal="吉瓦"),
    Measure("kWh", "60kWh", normal="千瓦时"),
    Measure("兆瓦时", "60兆瓦时"),
    Measure("MWh", "60MWh", normal="兆瓦时"),
    Measure("吉瓦时", "60吉瓦时"),
    Measure("GWh", "60GWh", normal="吉瓦时"),
    Measure("千伏", "500千伏"),
    Measure("千卡", "500千卡"),
    Measure("℃", "18℃"),
    Measure("摄氏度", "18摄氏度", normal="℃"),
    Measure("分贝", "60分贝"),
    # --- computing ---
    Measure("P", "3000P"),
    Measure("Ｐ", "3000Ｐ", normal="P"),
    Measure("PFLOPS", "3000PFLOPS", normal="P"),
    Measure("EFLOPS", "30EFLOPS"),
    Measure("TB", "30TB"),
    Measure("PB", "30PB"),
    Measure("Mbps", "300Mbps"),
    Measure("Gbps", "30Gbps"),
    # --- traffic ---
    Measure("标准箱", "600标准箱"),
    Measure("标箱", "600标箱", normal="标准箱"),
    _han("人次", "350人次"),
    *(_han(f"{counted}次", f"300{counted}次") for counted in "家件处项所头亩"),
    _han("户次", "350户次"),
    Measure("班次", "20班次"),
    Measure("架次", "20架次"),
    Measure("车次", "20车次"),
    _han("场次", "20场次"),
    Measure("例次", "20例次"),
    Measure("台次", "20台次"),
    Measure("艘次", "20艘次"),
    Measure("辆次", "20辆次"),
    Measure("班", "20班", "班子 班列 班轮 班级 班次 班车 班长 班主任"),
    _han("趟", "60趟"),
    # --- people, bodies, things ---
    _han("床位", "200床位"),
    _han("张床位", "200张床位", normal="床位"),
    _han("人口", "5万人口", normal="人"),
    _han(
        "人",
        "500人",
        "人民 人才 人均 人工 人士 人员 人类 人文 人力 人数 人事 人大 人行 人社 人物 人生 人居 人选 人口 人次 人机",
    ),
    _han("户", "500户", "户籍 户外 户口 户次"),
    _han("家", "30家", "家庭 家长 家具 家电 家园 家居 家政"),
    _han(
        "个",
        "12个",
        "个人 个体 个性 个别 个税 个意识 个自信 个维护 个确立 个全面 个代表 个不摘 个务必 个毫不动摇 个面向",
        but="个人口 个人次",
    ),
    _han(
        "项",
        "12项",
        "项目 项下",
    ),
    _han("次", "3次", "次产业 次生 次元 次方 次级 次要 次日 次年 次开发 次会议室"),
    _han("届", "5届"),
    _han(
        "所",
        "6所",
        "所有 所在 所属 所需 所得 所长 所以 所谓 所述 所提",
    ),
    _han("座", "6座", "座谈 座位 座右"),
    _han("条", "6条", "条件 条例 条款 条码"),
    _han("只", "6只", "只有 只要 只能 只是 只为 只在 只需 只会"),
    _han("种", "6种", "种植 种子 种业 种族 种质"),
    _han("类", "6类", "类别 类型 类似"),
    _han("名", "20名", "名义 名称 名城 名录 名单 名优 名牌 名胜 名额"),
    _han("位", "20位", "位一体 位居 位于 位列 位置 位数"),
    _han("套", "20套", "套餐 套利"),
    _han("批", "2批", "批准 批发 批复 批次"),
    Measure("批次", "2批次"),
    _han("件", "20件", "件套"),
    _han("间", "20间", "间接 间隔"),
    _han("场", "20场", "场所 场馆 场地 场景 场外 场内 场域 场次"),
    Measure("门", "20门", "门户 门槛 门类 门诊"),
    _han("辆", "20辆", "辆次"),
    _han("艘", "2艘", "艘次"),
    _han("架", "2架", "架构 架次 架桥"),
    _han("台", "20台", "台湾 台账 台胞 台商 台独 台州 台北 台次"),
    Measure("列", "20列", "列入 列为 列出 列表 列席"),
    _han("支", "20支", "支一扶 支持 支付 支出 支撑 支行 支部 支点 支援"),
    _han("份", "20份", "份额"),
    _han("篇", "20篇", "篇章"),
    _han("册", "20册"),
    Measure("本", "20本", "本地 本土 本级 本部 本次 本年 本市 本省 本区 本科 本金 本人 本质 本色"),
    Measure("页", "20页", "页面 页岩"),
    _han("宗", "20宗", "宗教 宗旨"),
    _han("笔", "20笔", "笔试 笔记"),
    _han("处", "20处", "处理 处置 处于 处罚 处级 处长"),
    Measure(
        "对",
        "20对",
        "对外 对内 对接 对口 对于 对方 对照 对标 对应 对话 对手 对澳 对港 对中 对葡 对国 对所",
    ),
    Measure("道", "3道", "道路 道德 道理"),
    Measure("枚", "20枚"),
    _han("株", "20株", "株洲 株式"),
    _han("棵", "20棵"),
    Measure("颗", "20颗", "颗粒"),
    _han("块", "20块", "块状"),
    _han("幅", "20幅", "幅员 幅度"),
    _han("栋", "20栋"),
    _han("幢", "20幢"),
    _han("张", "20张", "张床位 张家 张贴 张江 张北"),
    _han("部", "20部", "部委 部门 部分 部署 部长 部队 部级 部件 部位 部省 部曲 部制"),
    Measure("根", "20根", "根据 根本 根治 根源"),
    Measure("口", "20口", "口岸 口径 口号 口腔 口头"),
    Measure("盏", "20盏"),
    Measure("孔", "20孔"),
    Measure("眼", "20眼", "眼光 眼科"),
    Measure("尾", "20尾", "尾气 尾矿 尾款"),
    Measure("羽", "20羽", "羽毛 羽绒"),
    Measure("组", "20组", "组织 组成 组合 组建 组长"),
    _han("轮", "3轮", "轮换 轮训 轮岗 轮船 轮候 轮流 轮车 轮电动 轮摩托 轮驱动 轮胎 轮椅"),
    Measure("首", "20首", "首次 首批 首席 首届 首创 首府 首家 首个 首要 首发 首季"),
    Measure("股", "20股", "股份 股权 股东 股票"),
    Measure("头", "20头", "头部 头等"),
    _han("例", "20例", "例如 例会 例外 例行 例次"),
    _han("剂次", "200剂次"),
    _han("剂", "200剂", "剂次 剂量 剂型"),
    Measure("针", "20针", "针对 针灸 针织"),
    Measure("人份", "200人份"),
    Measure("桶", "200桶"),
    Measure("箱", "200箱", "箱包 箱体"),
    Measure("款", "20款", "款项 款式"),
    Measure("层", "20层", "层级 层面 层次 层层"),
    Measure("席", "20席", "席位"),
    _han("席位", "20席位"),
    _han("名额", "20名额", normal="个"),
    Measure("片", "20片", "片区 片面 片段"),
    Measure("段", "20段", "段落"),
    Measure("集", "20集", "集团 集中 集成 集群 集体 集聚 集合 集装 集约 集散 集市 集采"),
    Measure("单", "20单", "单位 单元 单独 单一 单项 单个 单次 单日 单月 单笔 单行 单身"),
    Measure("桩", "20桩"),
    Measure("队", "20队", "队伍 队员 队列"),
    Measure("具", "450具", "具体 具有 具备"),
    Measure("双", "20双", "双向 双方 双语 双创 双碳 双减 双边 双月 双休"),
    Measure("把", "20把", "把握 把关 把好 把控"),
    Measure("顶", "20顶", "顶层 顶尖 顶级"),
    Measure("面", "20面", "面向 面临 面积 面对 面上 面试 面议"),
    Measure("盒", "20盒"),
    Measure("袋", "20袋"),
    Measure("瓶", "20瓶", "瓶颈"),
    Measure("罐", "20罐"),
    Measure("包", "20包", "包括 包含 包容 包装 包干 包联 包机 包保"),
    Measure("餐", "20餐", "餐饮 餐厅 餐具"),
    Measure("柜", "20柜", "柜台 柜面"),
    Measure("校", "120校", "校园 校长 校区 校舍 校车 校企"),
    Measure("案", "20案", "案件 案例 案卷"),
    Measure("站", "20站", "站点 站位 站式 站前"),
    Measure("店", "20店", "店铺 店面 店家"),
    Measure("村", "20村", "村级 村庄 村民 村居 村镇 村落 村卫生"),
    Measure("乡镇", "20乡镇"),
    Measure("县市", "20县市"),
    Measure("车位", "300车位"),
    Measure("泊位", "300泊位"),
    Measure("学位", "300学位", "学位证"),
    Measure("座位", "300座位"),
    Measure("讲", "20讲", "讲座 讲话 讲解 讲好 讲述"),
    Measure("堂", "20堂", "堂区"),
    Measure("卷", "20卷", "卷宗"),
    _han("期", "27期", "期间 期望 期限 期末 期刊 期货 期待 期满 期初 期内 期中 期权"),
    Measure("节", "64节", "节能 节约 节日 节点 节水 节目 节省 节假 节选 节气 节庆 节电 节奏"),
    Measure("字", "500字", "字号 字样 字体 字典 字幕 字段 字符"),
)

CURRENCIES: tuple[Currency, ...] = (
    Currency("元人民币", "CNY", "500万元人民币", "元"),
    Currency("人民币", "CNY", "人民币500万元", "元", is_in_front=True),
    Currency("澳门元", "MOP", "二千万澳门元"),
    Currency("澳门币", "MOP", "澳门币500万元", "澳门元", is_in_front=True),
    Currency("葡元", "MOP", "500万葡元", "澳门元"),
    Currency("澳币", "MOP", "澳币500万元", "澳门元", is_in_front=True),
    Currency("葡币", "MOP", "三万葡币", "澳门元", is_in_front=True),
    Currency("港元", "HKD", "一百亿港元"),
    Currency("港币", "HKD", "港币500万元", "港元", is_in_front=True),
    Currency("美元", "USD", "3亿美元"),
    Currency("美金", "USD", "3亿美金", "美元", is_in_front=True),
    Currency("欧元", "EUR", "3亿欧元"),
    Currency("日元", "JPY", "3亿日元"),
    Currency("日圆", "JPY", "3亿日圆", "日元"),
    Currency("英镑", "GBP", "3亿英镑"),
    Currency("新台币", "TWD", "新台币3千元", is_in_front=True),
    Currency("台币", "TWD", "台币3千元", "新台币", is_in_front=True),
    Currency("RMB", "CNY", "RMB500万", "元", is_in_front=True),
    Currency("￥", "CNY", "￥500万", "元", is_in_front=True),
    Currency("¥", "CNY", "¥500万", "元", is_in_front=True),
    Currency("MOP", "MOP", "MOP500万", "澳门元", is_in_front=True),
    Currency("HK$", "HKD", "HK$500万", "港元", is_in_front=True),
    Currency("US$", "USD", "US$500万", "美元", is_in_front=True),
    Currency("NT$", "TWD", "NT$500万", "新台币", is_in_front=True),
    Currency("MOP$", "MOP", "MOP$500万", "澳门元", is_in_front=True),
    Currency("HKD", "HKD", "HKD500万", "港元", is_in_front=True),
    Currency("USD", "USD", "USD500万", "美元", is_in_front=True),
    Currency("$", "", "$500万", "元", is_in_front=True),
    Currency("元", "", "500万元"),
)
NOT_BEHIND_YUAN = "化素旦宵朗"
"""What 元 is not followed by as money: 元旦, 多元化, 元朗."""

CODES = {currency.word: currency.code for currency in CURRENCIES}
"""The ISO 4217 codes by the printed name."""
NORMAL_UNITS = {
    **{row.word: row.unit for row in MEASURES if row.normal},
    **{row.word: row.unit for row in CURRENCIES if row.normal},
    "％": "%",
    "日": "天",
}
"""Units that are printed in several ways, by the one that a sum goes by."""


def any_measure(is_behind_han: bool) -> str:
    """A pattern of all measure words, or of those behind numerals in Chinese characters; the longest first."""
    rows = [row for row in MEASURES if row.is_behind_han or not is_behind_han]
    return _alternatives((row.word, _not_another_word(row)) for row in rows)


def any_currency(is_in_front: bool = False) -> str:
    """A pattern of all names of money, or of those in front of the number; the longest first."""
    words = [row.word for row in CURRENCIES if row.is_in_front or not is_in_front]
    return _alternatives((word, f"(?![{NOT_BEHIND_YUAN}])" if word.endswith("元") else "") for word in words)


def _alternatives(words: Iterable[tuple[str, str]]) -> str:
    by_length = sorted(words, key=lambda entry: len(entry[0]), reverse=True)
    return "|".join(re.escape(word) + guard for word, guard in by_length)


def _not_another_word(row: Measure) -> str:
    """A guard for a measure word: no other word begins with it here."""
    tails, kept = ([word[len(row.word) :] for word in words.split()] for words in (row.other_words, row.but))
    guard = f"(?!{'|'.join(map(re.escape, tails))})" if tails else ""
    if row.word.isascii():  # 3000P, not 3000PM
        return "(?![A-Za-z0-9·])"
    return f"(?:(?={'|'.join(map(re.escape, kept))})|{guard})" if kept and guard else guard
