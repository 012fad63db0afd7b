"""Rules of context: which form a character has beside numbers, in names, as a verb.

Each says what it knows of a text as matches, and leaves open what it does not know.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from normalizers.script.matcher import Match

Rule: TypeAlias = Callable[[str], Iterable[Match]]
"""Gives what it says of a text, as matches in order that do not overlap."""

_NUMBER = "[0-9０-９〇零一二三四五六七八九十百千万亿两几数半廿卅]"
_KINDS = "[犬牛羊猪鸡鸭鹅鸟禽兔猫猴船舰艇]"
_COUNTED_THING = (
    "(?:[犬狗牛羊猪鸡鸭鹅鸟兔猫猴鸽熊虎狼象鹿龟虾蟹船舰艇手耳眼脚股]|小[猫狗鸟熊船]|大?熊猫|流浪|动物|宠物|基金)"
)
_NO_COUNT = "(?<![统唯单专逐合归划如若均万][一1]只)(?<!第[一二三四五六七八九十]只)"
_COUNTED = re.compile(
    f"只(?:(?<={_NUMBER}只)|(?<={_NUMBER}[多余来]只)|(?<=[每逐]只)|(?<={_KINDS}只)(?![能有是])"
    f"|(?<=[这那哪]只)(?={_COUNTED_THING})){_NO_COUNT}(?![剩许准允])"
)
"""只 after a number counts animals, ships and hands: 二十只; not 单一只能. After 这 it does before such a thing."""
_ONLY = re.compile(f"只(?<!{_KINDS}只)(?=[能有是要会限需可得够应须用])")
"""只 before such a verb is the adverb, whatever number is in front of it."""
_MILES = re.compile(f"里(?:(?<={_NUMBER}里)|(?<={_NUMBER}[多余]里))(?![面头边外])")
"""里 after a number is the mile: 两万五千里."""
_QUASI = re.compile("准(?<![批核不获报]准)(?=[一二三四五六七八九]级)")
"""准 before a grade is "nearly": 准七级航道."""
_TYPHOON = re.compile("台风(?<![平后前阳舞讲站看吧柜]台风)(?![险格貌采情气度味])")

# Characters that write foreign names and hardly ever stand before the 里 of 心里, 城里.
_FOREIGN = (
    "[阿埃艾奥贝弗葛戈赫霍基卡凯坎克肯库奎莱兰勒雷鲁伦洛玛曼姆穆纳娜尼诺帕佩皮珀普萨塞斯塔坦廷瓦维沃乌希锡耶伊尤兹佐格腾马尔特"
    "亚巴比布达德迪费哈加拉利罗莫蒙墨摩]"
)
_FOREIGN_NAME = re.compile(f"里(?:(?<={_FOREIGN}{_FOREIGN}里)|(?<={_FOREIGN}里)(?={_FOREIGN}))")

_STAFF_WORD = "行政|事业|事业单位|教师|教职工"
"""编制 after these means posts."""
_STAFF_BODY = "(?<![办理务业作计估价测询治划术])机构|人员"
"""编制 after these means posts, but in front of what is drawn up (由专业机构编制报告)."""
_STAFF_BEFORE = (
    "核定的|批准的|下达的|现有的|空缺的|机构、|机构和|机构及|核定|核增|核减|核销|控制|体制|军队|政法专项|公务员|周转|超|空|满|缺|压缩|精简|"
    "盘活|调剂|收回|下达|占用|纳入|纳入部门|占用部门|员额|三定|、定|工勤|入|列"
)
"""编制 after these means posts, but in front of a document."""
_STAFF_MAYBE_BEFORE = "各类|党政|总|使用|岗位|内部|专项|增加|减少|人事|医院|高校|学校|干部|队伍|执法|公安|消防"
"""编制 after these means posts where nothing follows that could be drawn up."""
_STAFF_AFTER = (
    "表(?![格《])|总量|总数|资源|使用|紧张|数(?!据)|员额|名额|人员|外|内(?![容部])|管理(?!办法|规定|细则|制度)|委员会|法(?!律|定)|办(?![法公理])|部门(?!预算|决算|中期|整体)|职数|限额|核定|周转|"
    "池|保障|供给|结构|身份|待遇|规模|空缺|配备|法定化|和(?:领导)?职数|、(?:岗位|职数|领导职数|经费|人员)|和(?:人员|经费|岗位)|以[内外]"
)
_DRAWN_UP_BEFORE = re.compile(
    "(?:(?:规划|计划|预算|报告|方案|标准)的?|规定|要求|书|文件|组织|主要|参与|支出|收入|目录|清单|名录|负责)$"
)
"""编制 after these means drawing up."""
_AFTER_POSTS = "$|[^一-鿿]|[的和及与或不未已均应由]"
"""What follows 编制 where it is the end of what is named, not a verb with an object."""
_POSTS_BEFORE = re.compile(
    f"(?:(?P<always>{_STAFF_WORD})|(?P<body>{_STAFF_BODY})|(?P<surely>{_STAFF_BEFORE})|{_STAFF_MAYBE_BEFORE})$"
)
_POSTS_AFTER = re.compile(_STAFF_AFTER)
_OBJECT = re.compile(
    "(?:了|的|并|和|好)?(?:《|[一-鿿]{0,6}(?:规划|计划|方案|预算|决算|报告|目录|清单|指南|标准|预案|图|教材|大纲|程序|说明|手册|规程|导则|文件|书))"
)
_DRAWN_UP = re.compile(
    "(?:了|的|好)?《|[一-鿿]{0,8}(?:报告|规划|预案|预算|决算|目录|大纲|手册|教材|文件|说明|清单|图|书)"
)
_ENDED = re.compile(_AFTER_POSTS)
_LONGEST_BEFORE = 4

_COPULA = re.compile(
    "系(?:(?<=[如若倘即均皆亦乃仅纯]系)(?![统列数谱])"
    "|(?<![体联关维派院科学谱星水山根直旁母父嫡一本该各两同此银色菜中干]系)(?=[指由以因按据为向]|澳门|香港|内地|中国|外国|本澳|本地|永久|一[名位家间]))"
)


_PLAY = re.compile(
    f"出(?:(?<={_NUMBER}出)(?<!第[一二三四五六七八九十]出)(?=[大好历古新]?(?:戏|剧|话剧|舞剧|歌剧|折子|粤剧|京剧|音乐剧|喜剧|悲剧))"
    f"|(?<=[演看赏排编]{_NUMBER}出)(?![现台去来口手色自入发]))"
)
"""出 after a number counts plays: 公演一出."""

_GINGER = re.compile("姜(?:(?<=[生老嫩子干沙腌]姜)|(?=[汁茶糖片蓉醋汤饼粉葱蒜制酒酱末撞]|黄(?!某)))(?!某|先生|女士)")
"""姜 is 薑 as a plant and in dishes, a surname elsewhere."""
_DRIED = re.compile(
    "干(?<![若骨树才精能主枝躯军公相包]干)(?=海[参带产味虾]|鲍|香菇|瑶柱|虾|木耳|辣椒|枣|蘑菇|菌|笋|桂圆|荔枝|葡萄|豆角|红枣|百合|银耳"
    "|姜(?!某)|混砂浆|挂面|鱼片|燕窝|垃圾|玉米|茶|竹荪|坚果)"
)
"""干 before what is dried is 乾, and not in 若干 and 骨干."""
_CREEK = re.compile(
    "涌(?<=[一-鿿]涌)(?<![汹喷奔泉潮蜂翻腾云狂上浪滚突]涌)(?![现入出动向来上进起流泉至到往过在了着回去满浪水砂沙])"
)
"""涌 at the end of a name is a creek, elsewhere a verb (湧)."""
_CENT = re.compile(f"厘(?:(?<={_NUMBER}厘)|(?=印))(?!米)")
"""厘 after a number is a rate of interest or a coin, and no 釐."""
_PLAIN = re.compile("了(?<=[够单晰加较俗楚不]明了)")
"""了 is 瞭 in 简单明了, and not after a verb (查明了)."""
_NOTE = re.compile("注(?<![\u4e00-\u9fff]注)(?=[：:])")
"""注 as a label is 註."""
_SAID = re.compile("云(?<=[古前诗谚书经人语曰]云)(?=[，：:“「『]|$)")
"""云 before what was said: 古人云."""
_TIED = re.compile("系(?<=[运责心益誉任旨脉命望情]所系)(?=[，。；、！？”]|$)")
"""系 is 繫 in 职责所系."""
_MADE_OF = re.compile(
    "制(?:(?<=塑料制)|(?<=塑胶制)|(?<=玻璃制)|(?<=陶瓷制)|(?<=金属制)|(?<=皮革制)|(?<=橡胶制)|(?<=[石骨]制))(?=[的成，。、；]|$)"
)
"""制 after what something is made of."""

_TITLE = re.compile(
    "(?:先生|女士|小姐|太太|某|姓|主任|局长|司长|厅长|处长|科长|部长|市长|省长|区长|县长|镇长|乡长|书记|院长|校长|馆长|署长|"
    "关长|教授|博士|院士|医生|医师|律师|老师|工程师|研究员|委员|议员|代表|主席|会长|理事长|秘书长|总经理|董事长|经理|法官|"
    "检察长|检察官|大使|参赞|总理|顾问|专员|组长|队长|警官|副)"
)
_AFTER_TITLE = re.compile("(?:先生|女士|小姐|主任|[局司厅处部市省院校]长|书记|主席|议员|委员|秘书长|教授|院士)$")
_IN_LIST = re.compile("[、）]|[两三四五六七八九十几][位人]")
_HAN = re.compile("[\u4e00-\u9fff]")
_SURNAME = re.compile("[于余范钟郁涂]")
_NOT_AFTER = {
    "于": "",
    "余": "其剩业多盈节冗残结百千十万亿年月元天人名个岁家有次项",
    "范": "示师规模典防就轨",
    "钟": "分时秒点刻闹警电编",
    "郁": "忧抑浓馥葱沉",
    "涂": "糊",
}
"""What makes a word with the character after it."""
_NOT_BEFORE = {
    "于": "",
    "余": "下额款数热地量震",
    "范": "围例本畴式文",
    "钟": "表声头点",
    "郁": "郁闷金葱",
    "涂": "料改抹层装写画鸦",
}
"""What makes a word with the character before it."""
_PERSONAL = frozenset(["先生", "女士", "小姐", "太太", "某", "姓"])
_SOMETHING = re.compile("某[一个些年月日种类项地处时方]")
_POSTS = frozenset(["主任", "局长", "教授", "博士", "书记", "院士", "副"])
_BEFORE_YU = "人和与及请任名员长"
"""于 is a surname after these, elsewhere it is 於 (由于主任的决定)."""
_SURNAME_FORMS = {"钟": "鍾"}


def macao_rules() -> tuple[Rule, ...]:
    """The rules into Macao's traditional, in order of precedence."""
    return (
        _spelled(_ONLY, {}),
        _spelled(_COUNTED, {"只": "隻"}),
        _spelled(_MILES, {}),
        _spelled(_QUASI, {"准": "準"}),
        _spelled(_TYPHOON, {"台": "颱", "风": "風"}),
        _spelled(_FOREIGN_NAME, {}),
        _staff,
        _spelled(_PLAY, {"出": "齣"}),
        _surnames,
        _spelled(_COPULA, {"系": "係"}),
        _spelled(_TIED, {"系": "繫"}),
        _spelled(_GINGER, {"姜": "薑"}),
        _spelled(_DRIED, {"干": "乾"}),
        _spelled(_CREEK, {}),
        _spelled(_CENT, {}),
        _spelled(_PLAIN, {"了": "瞭"}),
        _spelled(_NOTE, {"注": "註"}),
        _spelled(_SAID, {}),
        _spelled(_MADE_OF, {"制": "製"}),
    )


# 周 as the week, in Taiwan's own form.
_WEEK = re.compile(
    "周(?:(?<=[每本上下逾隔雙两兩單这這該首逐逢前後按]周)|(?<=[一二三四五六七八九十0-9數幾]周)(?<!第[一二三四五六七八九十]周)|(?<=第[一二三四五六七八九十]周)"
    "|(?<=[傳技食金保全化放聘動節運]周)(?=[，。、；（）“”「」《》活期內]|$)|(?=[一二三四五六日末年期歲刊報記薪會休][^恩]?))"
    "(?![邊圍遭知全密到旋詳身長恩])"
)


def taiwan_rules() -> tuple[Rule, ...]:
    """The rules from Macao's forms into Taiwan's."""
    return (_spelled(_WEEK, {"周": "週"}),)


def _spelled(pattern: re.Pattern[str], forms: dict[str, str]) -> Rule:
    """What ``pattern``, which begins with a character, finds is written with ``forms``."""
    table = str.maketrans(forms)
    anchor = pattern.pattern[0]

    def matches(text: str) -> Iterable[Match]:
        if anchor not in text:
            return ()
        return ((found.start(), found.end(), found[0].translate(table)) for found in pattern.finditer(text))

    return matches


def _staff(text: str) -> Iterator[Match]:
    """编制 as the number of posts of a body (編制), or as the drawing up of a plan (編製)."""
    start = text.find("编制")
    while start >= 0:
        end = start + 2
        yield start, end, "編制" if _means_posts(text, start, end) else "編製"
        start = text.find("编制", end)


def _means_posts(text: str, start: int, end: int) -> bool:
    """Whether 编制 at ``start`` is a number of posts, by what is in front of it and after it."""
    in_front = text[max(start - _LONGEST_BEFORE, 0) : start]
    if _DRAWN_UP_BEFORE.search(in_front):
        return False
    if _POSTS_AFTER.match(text, end):
        return True
    before = _POSTS_BEFORE.search(in_front)
    if before is None or before["always"]:
        return before is not None
    if before["body"]:
        return not _DRAWN_UP.match(text, end)
    return bool(_ENDED.match(text, end)) or (before["surely"] is not None and not _OBJECT.match(text, end))


def _surnames(text: str) -> Iterator[Match]:
    """Surnames that traditional Chinese writes unlike the word, where a title or a list shows them (余主任)."""
    for found in _SURNAME.finditer(text):
        start, end = found.span()
        if _is_surname(found[0], text[max(start - 3, 0) : start], text, end):
            yield start, end, _SURNAME_FORMS.get(found[0], found[0])


def _is_surname(name: str, before: str, text: str, end: int) -> bool:
    """Whether a character is a surname, by the three characters before it and what follows its ``end``."""
    last = before[-1:]
    if last and last in "、（及和与包括" and _IN_LIST.match(text, end):
        return True
    title = None if _SOMETHING.match(text, end) else _TITLE.match(text, end)
    if title:
        return _has_title(name, last, title[0])
    follows_name = _HAN.match(text, end) and text[end] not in _NOT_BEFORE[name]
    return bool(name != "于" and follows_name and _AFTER_TITLE.search(before))


def _has_title(name: str, last: str, title: str) -> bool:
    """Whether a title behind a character makes it a surname; ``last`` is the character before it.

    于 is a preposition more often: it needs a title that only persons have, or that of a post, and before it a gap or
    a conjunction.
    """
    is_apart = not _HAN.match(last)
    if name == "于":
        return title in _PERSONAL or (title in _POSTS and (is_apart or last in _BEFORE_YU))
    return is_apart or last not in _NOT_AFTER[name]


# 著 as the particle and in verbs becomes 着; these words keep it.
_KEPT_AFTER = "[作名者述录錄称稱书書论論译譯有]"
_KEPT_BEFORE = "[顯显名原專专編编譯译論论巨土卓昭合遺遗拙所新大較较彰炳]"
_PARTICLE = re.compile(f"著(?<!{_KEPT_BEFORE}著)(?!{_KEPT_AFTER})")


_TOWN = re.compile("乾(?![旱燥淨净涸枯濕湿果貨货糧粮])(?=[\u4e00-\u9fff]?[鎮縣鄉镇县乡])")
"""乾 in the name of a town or county stays: 乾務鎮."""


def hans_rules() -> tuple[Rule, ...]:
    """The rules into simplified Chinese, in order of precedence."""
    return (_spelled(_PARTICLE, {"著": "着"}), _spelled(_TOWN, {}))
