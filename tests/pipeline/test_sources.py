"""sources.toml, the links of pages and feeds, and pages that stand where a document should."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from normalizers.script.conversion import to_hans
from pipeline.errors import QingdanError
from pipeline.watching.addresses import FetchError, check_url
from pipeline.watching.error_pages import is_login_or_error_url, names_no_document
from pipeline.watching.page_links import feed_links, page_links
from pipeline.watching.sources import read_sources
from schemas.findings import Code, DocumentError

_GOOD = 'name = "a"\nurl = "https://a.example/"\n'


def _read(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "sources.toml"
    path.write_text(text, encoding="utf-8")
    given = read_sources(path)
    assert all(f.code is Code.INVALID_SOURCE for f in given.findings)
    return [f"{f.source_name}: {f.message}" for f in given.findings]


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ('name = "a"', "url is missing"),
        ('url = "https://a.example/"', "name is missing"),
        (_GOOD + "colour = 1", "unknown key 'colour'"),
        (_GOOD + 'kind = "book"', "kind must be one of page, feed, release"),
        (_GOOD + 'links = "a[["', "links must be a CSS selector"),
        (_GOOD + "links = 1", "links must be a CSS selector"),
        (_GOOD + 'href = "("', "href must be a regular expression"),
        (_GOOD + "delay = -1", "delay must be seconds from 0 to 3600"),
        (_GOOD + "delay = nan", "delay must be seconds from 0 to 3600"),
        (_GOOD + "most_links = 0", "most_links must be a whole number"),
        (_GOOD + 'enabled = "no"', "enabled must be true or false"),
        (_GOOD + 'publisher = ""', "publisher must be a string that is not empty"),
        (_GOOD + 'jurisdiction = "xx"', "jurisdiction must be"),
        ('name = "a b"\nurl = "https://a.example/"', "name must be of letters"),
        ('name = "../a"\nurl = "https://a.example/"', "name must be of letters"),
        ('name = "a"\nurl = "file:///etc/passwd"', "only http and https are asked: file:///etc/passwd"),
    ],
)
def test_an_entry_with_a_mistake_is_named_and_the_others_are_read(entry: str, words: str, tmp_path: Path) -> None:
    text = f'[[source]]\n{entry}\n[[source]]\nname = "good"\nurl = "https://b.example/"\n'
    (found,) = _read(tmp_path, text)
    assert words in found
    assert [s.name for s in read_sources(tmp_path / "sources.toml").sources] == ["good"]


def test_a_name_given_twice(tmp_path: Path) -> None:
    assert _read(tmp_path, f"[[source]]\n{_GOOD}[[source]]\n{_GOOD}") == ["a: name is taken by a source above"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x", "is no TOML"),
        ("colour = 1", "unknown key 'colour'"),
        ("source = 1", "[[source]]"),
        ("defaults = 1", "[defaults] must be a table"),
        ('[defaults]\nagent = "a\\nb"', "agent must be a line"),
        ('[defaults]\nallow_hosts = "a"', "allow_hosts must be a list"),
        ('[defaults]\nallow_hosts = ["http://a/"]', "allow_hosts must be a list"),
        ("[defaults]\nurl = 1", "does not know 'url'"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_line(text: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(QingdanError) as caught:
        _read(tmp_path, text)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_links_of_a_page() -> None:
    page = """<html><head><base href="/lists/"></head><body><div class="menu"><a href="/about">x</a></div>
    <ul><li><a href="a.pdf#page=2" title="全名">短…</a></li><li><a href="a.pdf">又</a></li><li><a href=" b.html ">
    乙 <b>丙</b></a></li><li><a href="#top">上</a><a>无</a><a href="javascript:x()">x</a><a href="mailto:a@b">m</a>
    <a href="//other.example/c">c</a><a href="http://[">坏</a></li></ul></body></html>""".encode()
    found = page_links(page, "https://a.example/index.html", "ul")
    assert [(link.url, link.title) for link in found] == [
        ("https://a.example/lists/a.pdf", "全名"),
        ("https://a.example/lists/b.html", "乙 丙"),
        ("https://other.example/c", "c"),
        ("http://[", "坏"),
    ]
    gbk = '<meta charset="gb2312"><a href="a">工作清单</a>'.encode("gb18030")
    assert page_links(gbk, "https://a.example/", "a")[0].title == "工作清单"


def test_links_of_feeds() -> None:
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>甲</title><link href="a.html"/></entry>
    <entry><title>无</title></entry></feed>""".encode()
    assert [(x.url, x.title) for x in feed_links(atom, "https://a.example/f/")] == [
        ("https://a.example/f/a.html", "甲")
    ]
    for data in (b"", b"<html></html>", b"\0\1", "通知".encode()):
        with pytest.raises(DocumentError):
            feed_links(data, "https://a.example/")


@pytest.mark.parametrize(
    "title",
    [
        *("用户登录", "统一身份认证", "登录 - 某某网", "欢迎登录", "会员登录页面", "請先登錄", "系統登入"),
        *("404", "404 Not Found", "错误 500", "HTTP Status 403 – Forbidden", "403 Forbidden", "您访问的页面不存在"),
        *("页面不存在", "网页未找到", "出错了！", "系统维护中", "访问被拒绝", "安全验证", "人机验证", "Access Denied"),
        *("Sign in", "Log in | Portal", "Just a moment...", "Error", "502 Bad Gateway", "Page Not Found"),
    ],
)
def test_a_title_of_no_document(title: str) -> None:
    assert names_no_document(to_hans(title).lower())


@pytest.mark.parametrize(
    "title",
    [
        *("2026年登录系统建设工作清单", "统一身份认证平台建设任务分工", "关于清理错误收费的通知", "400家企业名单"),
        *("安全验证工作方案", "系统维护管理办法（2026年）", "2026年度工作清单", "关于注册登记制度改革的实施意见", ""),
    ],
)
def test_a_title_of_a_document_about_such_things(title: str) -> None:
    assert not names_no_document(to_hans(title).lower())


def test_where_a_redirect_leads() -> None:
    assert is_login_or_error_url("http://a.example/a.pdf", "http://a.example/login.jsp?back=a.pdf")
    assert is_login_or_error_url("http://a.example/a.pdf", "http://sso.example/cas/login")
    assert not is_login_or_error_url("http://a.example/a.pdf", "http://a.example/2026/a.pdf")
    assert not is_login_or_error_url("http://a.example/login/a.pdf", "http://b.example/login/a.pdf")
    assert not is_login_or_error_url("http://a.example/login", "http://a.example/login")


@given(
    st.one_of(st.text(), st.text().map("http://".__add__), st.text("0123456789abcdefx.:[]@%").map("http://".__add__))
)
@example("http://[::1%25lo]/")
@example("http://xn--/")
def test_any_text_is_an_address_or_is_refused(text: str) -> None:
    try:
        parsed = check_url(text)
    except FetchError as error:
        assert error.code is Code.FORBIDDEN_ADDRESS
    else:
        assert parsed.scheme in ("http", "https") and parsed.host and not parsed.userinfo


@given(st.binary(max_size=300), st.sampled_from([page_links, feed_links]))
@example(b"<a href='http://[/'>", page_links)
def test_any_bytes_give_links_or_a_finding(data: bytes, reader: object) -> None:
    try:
        if reader is page_links:
            page_links(data, "https://a.example/", "a[href]")
        else:
            feed_links(data, "https://a.example/")
    except DocumentError:
        pass
