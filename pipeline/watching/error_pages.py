"""Pages that stand where a document should: a login, an error, a check for robots - served as if all were well."""

from __future__ import annotations

import re

from extractors.html.reader import decode_page
from extractors.html.tree import parse_document
from schemas.findings import DocumentError

# The whole title, or all of it before the name of the site: 登录系统建设清单 is a document.
_SITE = r"(?:\s*[-_|—–·:：].*)?"
_TITLE = re.compile(
    r"(?:欢迎|请|請)?(?:用户|用戶|会员|會員|统一|統一|单点|單點|后台|後台|系统|系統|您?尚未|请先|請先)*"
    r"(?:身份认证|身份認證|登录|登錄|登陆|登陸|登入|注册|註冊)(?:页面|頁面|页|頁|中心|平台|系统|系統|界面)?"
    + _SITE
    + r"|(?:HTTP\s*)?(?:错误|錯誤|error|status)?\s*[-:：]?\s*[45]\d\d\b.{0,40}"
    r"|.{0,12}(?:页面|頁面|网页|網頁|文件|您?访问的.{0,6})(?:不存在|未找到|找不到|无法找到|無法找到|已删除|已刪除|出错了?|走丢了).{0,20}"
    r"|(?:出错了|出錯了|系统错误|系統錯誤|系统繁忙|系统维护中?|系統維護中?|网站维护中?|服务器错误|访问受限|访问被拒绝|禁止访问|拒绝访问)[！!。]?"
    + _SITE
    + r"|(?:安全|人机|人機|滑动|滑動|访问)?(?:验证码?|驗證碼?)(?:页面|页|中心)?"
    + _SITE
    + r"|(?:sign[ -]?in|log[ -]?in|(?:page )?not found|access denied|forbidden|unauthorized|just a moment\W*"
    r"|(?:internal )?server error|error|attention required!?|service unavailable|bad gateway|captcha)" + _SITE,
    re.IGNORECASE,
)
# Where a redirect takes a visitor who is not let in.
_DOOR = re.compile(r"/(?:log-?in|sign-?in|passport|sso|cas|error|err|40[134]|50[0-4])(?=[/._?]|$)", re.IGNORECASE)


def front_door(data: bytes) -> str:
    """The title of a page that is a login, an error or a check by its title; else empty."""
    try:
        document = parse_document(decode_page(data)[0])
    except DocumentError:
        return ""
    for node in document.css("title, h1"):
        words = re.sub(r"\s+", " ", node.text()[:500]).strip()
        if _TITLE.fullmatch(words):
            return words
    return ""


def leads_to_door(url: str, final_url: str) -> bool:
    """Whether a redirect ended at what is, by its address, a login or an error page."""
    return final_url != url and bool(_DOOR.search(final_url.partition("://")[2])) and not _DOOR.search(url)
