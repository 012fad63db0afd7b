"""Lines of a web page that are its tools alone: 打印, 返回顶部, 【字体：大 中 小】, 无障碍浏览 长者模式."""

from __future__ import annotations

import re

_TOOL = (
    r"打印(?:本页|本頁|此页|本文|文章)?|列印|关闭|关闭窗口|关闭本页|關閉|關閉視窗|收藏|加入收藏|保存|字体|字體|字号|字號|大|中|小|默认|超大|分享到?|分享至"
    r"|转发|微信|微信好友|朋友圈|新浪微博|微博|QQ空间|QQ好友|QQ|人人网|更多|纠错|我要纠错|返回|返回首页|返回顶部|返回上一页|回到顶部|回頂部"
    r"|首页|首頁|网站首页|上一篇|下一篇|上一页|下一页|末页|尾页|TOP|Top|朗读|无障碍|繁体|简体|繁體|簡體|繁體版|简体版|EN|English|Português"
    r"|網站導覽|回首頁|意見信箱|常見問答|雙語詞彙|兒童版|網站地圖|RSS|下載專區"
    r"|(?:跳至|跳到|跳转到|跳轉至|跳轉到|移至|直达)主要(?:內容|内容)(?:區塊?|区)?|ENG|Eng|簡|簡體版|聯絡我們|联系我们|聯繫我們|網頁指南|網站指南"
    r"|(?:进入|退出)?(?:无障碍|关怀|长者|适老|老年|大字|长辈)(?:模式|版|浏览|阅读)"
    r"|手机版|登录|注册|登入|搜索|搜尋|检索|语音播报|我要评论|点赞"
)
_LINE = re.compile(rf"(?:{_TOOL}|[\s\u00a0\u3000【】\[\]()（）|｜·•/／：:+\-—T<>＜＞×✕])+")
_BLANKS = re.compile(r"[\s\u00a0\u3000]+")


def is_tools(text: str) -> bool:
    """Whether a line holds nothing but tools of a page; the characters of one may be set apart (返 回)."""
    return _LINE.fullmatch(_BLANKS.sub("", text)) is not None
