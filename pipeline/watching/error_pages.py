"""Pages that are served where a document should be, as if all were well.

They tell of an error, ask for a login, check for robots, announce maintenance or ask to wait.

One sign proves nothing: a list of tasks may tell users to log in, and a notice may announce maintenance. A page is
taken for one of these by several kinds of signs, one of them a telling one, and more than it has marks of a document.
All patterns are of simplified Chinese in lower case; the page is converted first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extractors.html.reader import decode_page
from extractors.html.tree import parse_document
from normalizers.script.conversion import to_hans
from pipeline.release.parsing import ParsedRelease
from schemas.findings import DocumentError
from schemas.printed.kinds import DOCUMENT_KIND_END

_LONGEST = 1500
"""Characters of the content: pages of this kind are short."""
_FEWEST = 2
"""Kinds of signs beyond the marks of a document."""
_SEVERAL, _MANY = 2, 3
"""So many different phrases of one telling kind, or of another kind, count as one more kind."""
_MOST_TITLE = 500


@dataclass(frozen=True, slots=True)
class Sign:
    """A kind of sign. ``is_telling``: it is not met in documents without a reason. ``phrases``: regular expressions."""

    kind: str
    is_telling: bool
    phrases: tuple[str, ...]


_PAGE = "(?:页面|网页|网址|文件|文章|内容|信息|资源|栏目|链接|网站|地址|站点|服务)"
_ASKED = "(?:您|你)?(?:所|要|想|正在|刚才|试图)*(?:访问|请求|查找|浏览|查看|打开)的"
_GONE = (
    "(?:并?不存在|无法(?:正常)?(?:显示|访问|找到|打开)|找不到|未找到|没有找到|(?:已经?)?(?:被)?(?:删除|移除|撤销|下线|失效)|已过期|走丢|飞走|"
    "跑丢|失联|不见了|暂时?(?:无法|不能|不可用)|不可用|出错|出了?点?(?:问题|差错|状况)|"
    "(?:出现|发生)(?:了)?(?:错误|异常)|加载失败)"
)
TITLES = Sign(
    "title",
    True,
    (
        "(?:欢迎|请)?(?:用户|会员|统一|单点|后台|系统|管理员?|您?尚未|请先)*(?:身份认证|登录|登陆|登入|注册)"
        "(?:页面|页|中心|平台|系统|界面|入口|窗口|超时|失效)?",
        r"(?:http)?\s*(?:错误|error|status)?\s*[45]\d\d\b.{0,40}",
        rf".{{0,12}}(?:{_PAGE}|{_ASKED}.{{0,6}}){_GONE}.{{0,20}}",
        "(?:哎呀|糟糕|很)?(?:抱歉|对不起|出错啦?了?|系统错误|服务器错误|服务器繁忙|系统繁忙|程序异常|请求失败|访问失败|访问异常)[!！。~]*",
        "(?:系统|网站|平台|站点|服务|停机)?(?:升级|维护|改版|建设|检修)+(?:中|公告|通知|提示|页面?)?[!！。.…]*",
        "(?:访问|请求|操作)(?:受限|被拒绝?|被拦截|被阻断|过于频繁|限制|验证|异常|超时)|(?:禁止|拒绝|没有权限|无权)访问",
        "(?:安全|人机|滑动|滑块|访问|图形|身份)?(?:验证码?|校验|检测|检查|防护|拦截)(?:页面|页|中心|提示)?",
        "(?:温馨|错误|系统|信息|友情|操作|跳转|访问)(?:提示|信息)(?:信息|页面|页)?|提示(?:信息)?|出错页面?|错误页面?",
        "(?:页面|正在)?(?:加载中|跳转中?|排队中?|请稍候|请稍等|正在加载|正在跳转)[.…。]*|排队等候(?:中)?|等候室",
        r"sign[ -]?in|log[ -]?in|register|(?:page )?not found|access denied|forbidden|unauthorized|just a moment\W*|"
        r"(?:internal )?server error|error|oops\W*|attention required!?|service unavailable|bad gateway|"
        r"gateway time-?out|"
        r"captcha|security check|please wait\W*|loading\W*|redirecting\W*|(?:under )?maintenance|coming soon|"
        r"waiting room",
    ),
)
"""The whole of a title or a heading, or one of its parts: 登录系统建设清单 is a document."""
SIGNS = (
    Sign(
        "failure",
        True,
        (
            rf"{_ASKED}{_PAGE}?.{{0,8}}{_GONE}",
            rf"(?:该|此|本|当前|目标)?(?:页面|网页){_GONE}",
            rf"(?:找不到|没有找到|无法(?:显示|打开|找到)|暂时?无法)(?:您|你)?.{{0,8}}{_PAGE}",
            "(?:服务器|系统|网络|程序|数据库|接口|后台)(?:内部)?(?:发生|出现|遇到)?了?(?:一个|未知)?"
            "(?:错误|异常|繁忙|超时|故障|开小差|无响应|忙|不可用)",
            "(?:请求|访问|操作|连接|加载|跳转|处理)(?:失败|超时|被拒绝|受限|出错|中断)|(?:没有|无)(?:访问)?权限|"
            "(?:拒绝|禁止)(?:您的)?访问",
            "not found|internal server error|bad gateway|service (?:is )?(?:temporarily )?unavailable|"
            "gateway time-?out|"
            "access (?:is )?denied|forbidden|(?:can ?not|can't|could not|couldn't) be (?:found|displayed|reached)|"
            "something went wrong|an? (?:unexpected )?error (?:has )?occurred|does not exist|no longer available",
        ),
    ),
    Sign(
        "captcha",
        True,
        (
            "(?:安全|人机|滑动|滑块|行为|图形|访问|真人)(?:验证|校验|检测|检查)",
            "(?:拖动|按住|滑动|向右)(?:左边|下方|下面|图中)?的?(?:滑块|滑条|拼图|滑动)|"
            "完成(?:下方|以下|下面|上方)?的?(?:验证|拼图|校验)",
            "(?:您|你)(?:是|不是)(?:真人|人类|机器人)|不是机器人|(?:依次|顺序)点击|点击(?:下图|图中)|看不清|换一张",
            "(?:访问|请求|操作|点击)(?:过于|太|过)频繁|"
            "(?:ip|网络环境|访问行为|流量|请求)(?:地址)?(?:存在|出现)?(?:异常|被限制|被封|被拦截|风险)",
            "防火墙|(?:已被|被)(?:拦截|阻断|屏蔽)|(?:存在|疑似|恶意)(?:攻击|爬虫)",
            "captcha|(?:not|are) a robot|checking your browser|verif(?:y|ying) (?:that )?you|(?:are|is) (?:a )?human|"
            "unusual traffic|ray id|web application firewall|too many requests|ddos",
        ),
    ),
    Sign(
        "maintenance",
        True,
        (
            "(?:系统|网站|平台|站点|服务器|服务|栏目|页面|数据库|我们|本站|本网|门户)(?:目前)?(?:正在|正|处于)(?:进行|例行|紧急|停机|系统)*"
            "(?:升级|维护|改版|检修|迁移|建设|调整|更新)",
            "(?:升级|维护|改版|检修|建设)(?:进行)?中|(?:停机|系统|例行|升级|网站)维护|维护(?:时间|期间|窗口|完成|结束)",
            "暂停(?:对外)?(?:访问|服务|开放|使用)|暂时(?:关闭|停止)|恢复(?:正常)?(?:访问|服务|时间)|敬请期待|"
            "即将(?:上线|推出|开放)",
            "(?:under|scheduled|for) maintenance|be back (?:soon|shortly|online)|coming soon|down ?time|being upgraded",
        ),
    ),
    Sign(
        "waiting",
        True,
        (
            r"(?:\d+|几|数|[一二三四五六七八九十])\s*秒(?:之?后|内)(?:将)?(?:自动)?(?:跳转|返回|刷新|关闭|进入|转到)|"
            r"自动(?:跳转|刷新)|正在(?:为您)?"
            "(?:加载|跳转|排队|检测|连接)|加载中",
            "排队(?:人数|中|等候)|(?:前面|前方)(?:还)?有.{0,8}(?:人|位)|当前(?:访问|在线)人数(?:过|较)",
            "(?:开启|启用|打开|支持|允许|禁用了?)(?:浏览器)?的?\\s*(?:javascript|cookie|js)",
            "please wait|redirect(?:ing|ed)|enable (?:javascript|cookies)|in (?:the )?queue|waiting room|just a moment",
        ),
    ),
    Sign(
        "code",
        True,
        (
            r"(?:http|错误|状态|error|status|异常|响应)\s*(?:状态|错误)?(?:码|代码|编号|code)?\s*[:：为是]?\s*[45]\d\d\b",
            r"^\W*(?:\d+[.、])?\s*[45]0\d\W*$",
            "nginx|tomcat|openresty|apache/|iis|错误(?:代码|编号|码)|(?:event|trace|request|incident) ?id|exception|"
            "stack ?trace",
        ),
    ),
    Sign(
        "credentials",
        False,
        (
            "(?:输入|填写)您?的?(?:用户名|账号|帐号|账户|登录名|手机号|证件号|身份证号)",
            "(?:输入|填写)您?的?(?:登录)?(?:密码|口令)",
            "(?:输入|填写)您?的?(?:图形|短信|右侧|图片)?(?:验证码|校验码)|获取验证码",
            "(?:忘记|找回|重置)(?:登录)?密码",
            "记住(?:我|密码|登录|用户名|账号)|自动登录",
            "(?:立即|免费|新用户|用户|现在|马上)注册|(?:没有|还没有?)(?:账号|帐号|账户)",
            "(?:扫码|短信|微信|证书|ca|密码|一键|个人|法人|第三方)登录",
            "(?:用户名|账号|帐号)(?:或|和|及|与|/)密码",
            "登录(?:已)?(?:超时|失效|过期)|(?:尚未|还没有?|没有|未|请先|请您先|需要|需|重新)登录|"
            "(?:会话|session|身份).{0,4}(?:过期|超时|失效|认证)",
            "user ?name",
            "password|passcode",
            r"(?:sign|log)(?:ged)? ?in\b",
            "forgot|remember me|create (?:an )?account",
        ),
    ),
    Sign(
        "apology",
        False,
        (
            "抱歉|对不起|很遗憾|不好意思|(?:带来|造成).{0,6}不便|"
            "(?:敬请|请您?|恳请|望)(?:广大用户|大家)?(?:谅解|理解|见谅)|哎呀|糟糕|sorry|oops|apologi[sz]e",
        ),
    ),
    Sign(
        "advice",
        False,
        (
            "检查(?:您|你)?(?:所|的|输入的?)*(?:网址|地址|链接|网络|url|拼写)|"
            "(?:返回|回到|前往|访问)(?:网站|本站|我们的)?(?:首页|主页|上一?页|上一?级)",
            "(?:刷新|重新加载|重新打开)(?:页面|本页|一下|试试|重试|浏览器)?|"
            "稍(?:后|候|等)片?刻?(?:再|重)(?:新)?(?:试|访问|登录|刷新|来|次)|请稍[候等后]",
            "(?:联系|咨询|告知|反馈给)(?:网站|系统|我们的?|本站|本网)*(?:管理员|技术支持|客服|维护人员|站长|技术人员)",
            "(?:点击|请点|单击)(?:这里|此处|此链接|下面|下方|按钮)|(?:使用|通过)(?:站内)?搜索|"
            "清[除空](?:浏览器)?(?:的)?缓存|更换浏览器",
            "try again|go back|(?:return|go) to (?:the )?(?:home|main)|"
            "contact (?:the |us|your )?(?:site |web|system )?(?:admin|support|owner)|"
            "check (?:the |your )(?:url|address|connection|spelling)|refresh|reload",
        ),
    ),
    Sign(
        "cause",
        False,
        (
            "可能的?(?:原因|因为|由于)|原因(?:可能|如下)|"
            "(?:网址|地址|链接)(?:可能)?(?:输入|拼写)?(?:有误|错误|不正确)|输入的?(?:网址|地址|链接)",
            "(?:页面|链接|网址|地址|文件|内容|栏目|文章)(?:可能)?(?:已经?)?(?:被)?(?:移动|移走|删除|更名|改名|失效|改变|变更|转移|撤销|关闭)",
            "网络(?:连接)?(?:异常|不稳定|故障|问题)|(?:访问|在线)(?:量|人数|用户)(?:过大|过多|较大|太多)|url|"
            "mistyped|moved|renamed",
        ),
    ),
)
_TELLING = {sign.kind for sign in (TITLES, *SIGNS) if sign.is_telling} | {"several of credentials", "password field"}
_ABOUT = re.compile(
    r"关于.{2,}(?:的|之).{0,2}[一-鿿]{2}|(?:指南|须知|手册|流程|规程|公示|名单|简报|纪要|批复|复函|函)$"
)
_TITLE_PARTS = re.compile(r"\s*[-_|—–·:：]+\s*")


@cache
def _compiled(sign: Sign) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(phrase, re.MULTILINE) for phrase in sign.phrases)


def signs_of_error(data: bytes, is_page: bool, release: ParsedRelease) -> tuple[str, ...]:
    """The kinds of signs by which what was read from ``data`` is no document; empty for a document."""
    text = _normal(release.source.text)
    if len("".join(text.split())) > _LONGEST:
        return ()
    titles, has_password = _page_parts(data) if is_page else ([text.strip().partition("\n")[0]], False)
    found = _kinds_of_signs(titles, text, has_password)
    n_marks = _marks_of_document(release, titles, "title" in found)
    return tuple(found) if not _TELLING.isdisjoint(found) and len(found) - n_marks >= _FEWEST else ()


def _normal(text: str) -> str:
    return to_hans(text).lower()


def _page_parts(data: bytes) -> tuple[list[str], bool]:
    """The title and headings of a page, and whether it asks for a password."""
    try:
        document = parse_document(decode_page(data)[0])
    except DocumentError:
        return [], False
    titles = [_normal(" ".join(node.text()[:_MOST_TITLE].split())) for node in document.css("title, h1, h2")]
    return titles, document.css_first("input[type=password]") is not None


def _kinds_of_signs(titles: list[str], text: str, has_password: bool) -> list[str]:
    found = ["title"] if any(map(names_no_document, titles)) else []
    for sign in SIGNS:
        n_phrases = sum(any(p.search(place) for place in (text, *titles)) for p in _compiled(sign))
        found += [sign.kind] if n_phrases else []
        if n_phrases >= (_SEVERAL if sign.is_telling else _MANY):
            found.append(f"several of {sign.kind}")
    return [*found, "password field"] if has_password else found


def names_no_document(title: str) -> bool:
    """Whether a title in `_normal` form, or a part of it, is that of an error, a login, a check or a waiting page."""
    parts = [title, *_TITLE_PARTS.split(title)]
    return any(p.fullmatch(part.strip()) for part in parts if part.strip() for p in _compiled(TITLES))


def _marks_of_document(release: ParsedRelease, titles: list[str], has_sign: bool) -> int:
    """How many marks of an official document a release has: title, number, date of issue, responsible bodies."""
    names = [title for title in (*titles, _normal(release.title)) if title]
    is_titled = not has_sign and any(_ABOUT.search(name) or DOCUMENT_KIND_END.search(name) for name in names)
    has_bodies = any(note.parties for unit in release.units for note in unit.notes)
    has_date = release.date_issued is not None
    # A named subject, 关于……的通知, counts beside the kind: pages of errors have none.
    is_about = any("关于" in name and _ABOUT.search(name) for name in names)
    return sum((is_titled, 2 * is_about, bool(release.doc_number), has_date, bool(release.period), 2 * has_bodies))


# Where a redirect takes a visitor who is not let in.
_DOOR = re.compile(r"/(?:log-?in|sign-?in|passport|sso|cas|error|err|40[134]|50[0-4])(?=[/._?]|$)", re.IGNORECASE)


def is_login_or_error_url(url: str, final_url: str) -> bool:
    """Whether a redirect ended at what is, by its address, a login or an error page."""
    return final_url != url and bool(_DOOR.search(final_url.partition("://")[2])) and not _DOOR.search(url)
