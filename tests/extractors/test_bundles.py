"""Archives and mails: which of their files is read, and what becomes of the others."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from email.message import EmailMessage

import pytest

from extractors.bundles.mail import read_message
from extractors.bundles.reader import members, read_mail, read_zip
from extractors.media import HTML, MAIL, TEXT, ZIP, sniff
from extractors.word.reader import read_word
from schemas.findings import Code, DocumentError
from schemas.records import ExtractedText
from tests.hostile.packages import PACKAGES
from tests.make_office import docx, p
from tests.make_zip import zipped

_LIST = "东莞市2026年任务清单\n1.增设服务站。（市民政局牵头）\n2.更新候车亭。（市交通运输局牵头）\n"
_PAGE = f"<html><head><title>清单</title></head><body><p>{'</p><p>'.join(_LIST.split())}</p></body></html>"


def _zip(files: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    return zipped(files.items(), method)


def _mail(*attached: tuple[str, bytes], body: str = "", page: str = "", charset: str = "utf-8") -> bytes:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["Message-ID"] = "任务清单", "a@example.invalid", "<1@example.invalid>"
    if body:
        mail.set_content(body, charset=charset)
    if page:
        add = mail.add_alternative if body else mail.set_content
        add(page, subtype="html", charset=charset)
    for name, data in attached:
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def _refused(read: Callable[[], ExtractedText]) -> DocumentError:
    with pytest.raises(DocumentError) as raised:
        read()
    return raised.value


def test_the_document_of_an_archive_is_read_by_its_own_reader() -> None:
    found = read_zip(_zip({"通知/清单.txt": _LIST}))
    assert (found.text, found.media_type, found.issues) == (_LIST, TEXT, ())


def test_of_renditions_the_best_that_can_be_read_is() -> None:
    found = read_zip(_zip({"清单.txt": _LIST, "清单.html": _PAGE, "清单.pdf": b"%PDF-1.4 broken"}))
    assert (found.media_type, found.issues) == (HTML, ())
    found = read_zip(_zip({"清单.txt": _LIST, "清单.pdf": b"%PDF-1.4 broken"}))
    assert found.media_type == TEXT
    assert [issue.code for issue in found.issues] == [Code.RENDITION_UNREAD]


def test_other_files_are_named_and_those_of_systems_are_not() -> None:
    found = read_zip(_zip({"清单.txt": _LIST, "章.png": b"x", "__MACOSX/._清单.txt": b"x", ".DS_Store": b"x"}))
    assert [(issue.code, issue.value) for issue in found.issues] == [(Code.ATTACHMENT_LEFT_OUT, "章.png")]


def test_several_documents_are_read_by_their_names() -> None:
    data = _zip({"附件1.txt": _LIST, "b/附件2.txt": _LIST.replace("东莞", "惠州"), "b/附件2.html": b"", "图.jpg": b"x"})
    assert _refused(lambda: read_zip(data)).code is Code.SEVERAL_RELEASES
    head, _ = members(data, ZIP)
    assert head["others"] == ["图.jpg"]
    assert [read_zip(data, member).text[:2] for member in head["members"]] == ["惠州", "东莞"]
    assert _refused(lambda: read_zip(data, "附件9.txt")).code is Code.NO_RELEASE_INSIDE


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_names_without_a_flag_are_utf8_or_gb18030(encoding: str) -> None:
    name = "附件：清单.txt".encode(encoding)
    data = _zip({"x" * len(name): _LIST}, zipfile.ZIP_STORED).replace(b"x" * len(name), name)
    head, _ = members(data, ZIP)
    assert head["members"] == ["附件：清单.txt"]


def _encrypted() -> bytes:
    data = bytearray(_zip({"清单.txt": _LIST}))
    for signature, offset in ((b"PK\1\2", 8), (b"PK\3\4", 6)):
        data[data.find(signature) + offset] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(_zip({}), Code.NO_RELEASE_INSIDE, id="empty"),
        pytest.param(_zip({"章.png": b"x"}), Code.NO_RELEASE_INSIDE, id="no document"),
        pytest.param(_zip({"清单.zip": _zip({"清单.txt": _LIST})}), Code.UNSUPPORTED_MEDIA_TYPE, id="in an archive"),
        pytest.param(_zip({"清单.txt": _LIST})[:60], Code.DAMAGED_FILE, id="cut"),
        pytest.param(_encrypted(), Code.PASSWORD_REQUIRED, id="encrypted"),
        pytest.param(_zip({"清单.txt": b"1" * (64 << 20)}), Code.TOO_BIG, id="unpacks to far more than text does"),
        pytest.param(_zip({f"{n}.txt": b"" for n in range(501)}), Code.TOO_BIG, id="too many documents"),
        pytest.param(_zip({f"{n}.x": b"" for n in range(20_001)}), Code.TOO_BIG, id="too many files"),
        pytest.param(_zip({"清单.txt": b""}), Code.EMPTY_FILE, id="an empty document"),
    ],
)
def test_an_archive_that_cannot_be_read_is_a_finding(data: bytes, code: Code) -> None:
    assert _refused(lambda: read_zip(data)).code is code


# Mails.


def test_the_body_of_a_mail_is_read_as_page_before_text() -> None:
    assert read_mail(_mail(body=_LIST)).text.split() == _LIST.split()
    found = read_mail(_mail(body="见网页", page=_PAGE))
    assert (found.media_type, found.text.split()) == (HTML, _LIST.split())


@pytest.mark.parametrize("charset", ["gb2312", "gbk", "big5", "utf-8"])
def test_a_body_is_decoded_by_its_own_charset(charset: str) -> None:
    text = _LIST if charset != "big5" else "澳門2026年工作清單\n1.增設服務站。\n"
    assert read_mail(_mail(body=text, charset=charset)).text.split() == text.split()


def test_a_body_with_a_charset_that_nobody_knows_is_still_read() -> None:
    data = _mail(body=_LIST).replace(b'charset="utf-8"', b'charset="x-unknown-7"')
    assert read_mail(data).text.split() == _LIST.split()


def test_what_a_saved_page_is_made_of_is_no_file() -> None:
    mail = EmailMessage()
    mail["Subject"], mail["Snapshot-Content-Location"] = "清单", "http://example.invalid/"
    mail.set_content(_PAGE, subtype="html")
    mail.add_related(b"GIF89a", "image", "gif")
    mail.add_related("p { color: black }", "css")
    assert read_mail(mail.as_bytes()).issues == ()
    mail.add_related(b"%PDF-1.4", "application", "pdf", filename="附表.png")
    assert [issue.value for issue in read_mail(mail.as_bytes()).issues] == ["附表.png"]


def test_an_attached_document_is_the_release() -> None:
    found = read_mail(_mail(("任务清单.txt", _LIST.encode()), ("章.png", b"x"), body="请查收。"))
    assert found.text == _LIST
    assert [(issue.code, issue.value) for issue in found.issues] == [(Code.ATTACHMENT_LEFT_OUT, "章.png")]


def test_several_attached_documents_are_releases_of_their_own() -> None:
    data = _mail(("a.txt", _LIST.encode()), ("b.txt", _LIST.replace("东莞", "惠州").encode()), body="请查收。")
    head, _ = members(data, MAIL)
    assert [read_mail(data, member).text[:2] for member in head["members"]] == ["东莞", "惠州"]


@pytest.mark.parametrize("written", [b"=?gb2312?B?yM7O8S50eHQ=?=", "任务.txt".encode(), "任务.txt".encode("gb18030")])
def test_names_of_attachments(written: bytes) -> None:
    data = _mail(("x.txt", _LIST.encode()), body="请查收。").replace(b'"x.txt"', b'"' + written + b'"')
    assert [one.name for one in read_message(data).attachments] == ["任务.txt"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"From: a@b.cn\nMIME-Version: 1.0\n\n", Code.NO_RELEASE_INSIDE),
        (_mail(("章.png", b"x")), Code.NO_RELEASE_INSIDE),
        (
            b"MIME-Version: 1.0\n"
            + b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(300)),
            Code.TOO_BIG,
        ),
    ],
)
def test_a_mail_that_holds_nothing_is_a_finding(data: bytes, code: Code) -> None:
    assert _refused(lambda: read_mail(data)).code is code


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (_mail(body=_LIST), MAIL),
        (b"From: <Saved by Blink>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n", MAIL),
        ("序号：1\n任务内容：增设服务站\n".encode(), TEXT),
        (b"Title: a list\nDate: 2026\n\n1. task\n", TEXT),
    ],
)
def test_a_mail_is_told_by_its_fields(data: bytes, kind: str) -> None:
    assert sniff(data, "清单.txt") == kind


@pytest.mark.parametrize("name", ["../../清单.txt", "./清单.txt", "..\\清单.txt", "/清单.txt"])
def test_a_member_that_leads_out_is_read_as_any_other(name: str) -> None:
    """Nothing is unpacked to the disk, so its name does no harm, and leaving it out would lose it."""
    assert "甲" in read_zip(_zip({name: "试验清单\n1. 开展甲类试验。\n2. 开展乙类试验。\n".encode()})).text


def test_a_member_twice_with_other_contents_is_refused() -> None:
    refused = _refused(lambda: read_zip(zipped([("清单.txt", _LIST), ("清单.txt", "1.甲。")])))
    assert (refused.code, refused.value) == (Code.DAMAGED_FILE, "清单.txt")
    assert read_zip(zipped([("清单.txt", _LIST), ("清单.txt", _LIST)])).text == _LIST, "the same twice is one"
    found = read_zip(zipped([("清单.txt", _LIST), ("a.png", "1"), ("a.png", "2")]))
    assert found.text == _LIST, "what is not read may be ambiguous"


def test_a_word_document_with_its_text_twice_is_refused() -> None:
    one = zipfile.ZipFile(io.BytesIO(docx(p("1. 公开目录。"))))
    parts = [(name, one.read(name).decode()) for name in one.namelist()]
    refused = _refused(lambda: read_word(zipped([*parts, ("word/document.xml", "<x/>")])))
    assert (refused.code, refused.value) == (Code.DAMAGED_FILE, "word/document.xml")


def test_names_that_differ_in_case_only_are_two_files() -> None:
    head, _ = members(zipped([("list.txt", _LIST), ("LIST.txt", _LIST), ("list.html", _PAGE)]), ZIP)
    assert head["members"] == ["list.html", "list.txt"]


@pytest.mark.parametrize("names", [("",), ("", "/", ".", "..")])
def test_members_without_a_name_are_no_crash(names: tuple[str, ...]) -> None:
    refused = _refused(lambda: read_zip(zipped((name, _LIST) for name in names)))
    assert refused.code is Code.NO_RELEASE_INSIDE


def test_an_empty_archive_is_refused_with_a_value() -> None:
    refused = _refused(lambda: read_zip(_zip({})))
    assert (refused.code, refused.value) == (Code.NO_RELEASE_INSIDE, "no file")


@pytest.mark.parametrize("depth", [30, 20_000])
def test_mails_in_mails_are_refused_alike_however_many(depth: int) -> None:
    data = b"Content-Type: message/rfc822\r\n\r\n" * depth + b"Content-Type: text/plain\r\n\r\n1."
    refused = _refused(lambda: read_mail(data))
    assert (refused.code, refused.value) == (Code.TOO_BIG, "nested too deeply")


def test_an_archive_of_impossible_sizes_is_damaged() -> None:
    assert _refused(lambda: read_zip(PACKAGES["zip of impossible sizes"](0))).code is Code.DAMAGED_FILE
