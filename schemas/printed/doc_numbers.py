"""Numbers of documents (国办发〔2018〕117号), decrees (国务院令第746号) and acts of Macao (第3/1999號法律)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from schemas.printed.characters import HAN
from schemas.printed.scripts import both_scripts

_DOC_NUMBER = re.compile(rf"[{HAN}]{{0,12}}[〔\[【（(]\s*\d{{4}}\s*[〕\]】）)]\s*(?:第\s*)?\d{{1,4}}\s*[号號]")
NUMBER_BEFORE = re.compile(rf"^{_DOC_NUMBER.pattern}\s*(?=《|[{HAN}]{{2,30}}(?:关于|關於|印发|印發))")
"""The number of a document in front of its title, in one line."""
NUMBER_IN_BRACKETS = rf"\s*[（(]{_DOC_NUMBER.pattern}[）)]"
NUMBER_BEHIND = re.compile(f"{NUMBER_IN_BRACKETS}$")
"""The same in brackets behind its title, as pages print it."""
# Of the Legislative Council of Hong Kong: 立法會CB(2)123/2026(04)號文件.
_COUNCIL_PAPER = re.compile(
    both_scripts(r"立法会\s*[A-Z]{1,4}(?:[（(]\d[）)])?\s*\d{1,4}/\d\d(?:\d\d|-\d\d)(?:\s*[（(]\d{1,2}[）)])?\s*号文件")
)
# Hong Kong: the reference of the file, or of the paper, behind its label (檔號：DEVB(HF) 1/35/2).
_FILE_REFERENCE = re.compile(
    both_scripts(r"(?:(?:本函|本局|本署)?(?:档号|档案编号|档案号码|文件编号))\s*[：:]\s*")
    + r"(?P<number>(?=[^\u2e80-\uffff]*[\d/])[A-Z][A-Za-z&]{1,9}[A-Za-z0-9&/()（） .-]{2,40})"
)
# 文書處理手冊 of 行政院: the year of the Republic and the running number are the digits (院臺衛字第1131024567號).
TAIWAN_NUMBER = both_scripts(rf"[{HAN}]{{1,8}}字第\s*\d{{6,12}}\s*号")
_APPROVED = re.compile(
    both_scripts(
        rf"[（(]?(?:(?P<before>[{HAN}]{{2,24}}?[院部会署局处府])\s*)?(?P<date>(?:中华)?(?:民国)?\s*\d{{2,4}}年\d{{1,2}}月\d{{1,2}}日)"
        rf"\s*(?P<by>[{HAN}]{{2,30}}?[院部会署局处府])?\s*(?P<number>{TAIWAN_NUMBER})[函令]"
        "(?:修正)?(?P<verb>核定|核备|备查|修正|修订|颁[布行发]?|发布|公布|订定|订颁|下达)(?:修正|核定|发布|实施|施行|生效)?"
        "(?:[，,]?并?自[^，。]{1,14}(?:生效|实施|施行))?[）)]?"
    )
)
"""The line below the title of a document of Taiwan by which letter it was approved or issued (函核定, 函頒)."""
# GB/T 9704-2012, 7.2.3: how urgent it is may stand beside the number (特急　某汛指电〔2026〕11号).
_URGENT = re.compile(r"^(?:特提|特急|加急|平急|急件|(?:内部)?明电)[\s\u3000]+")
# GB/T 9704-2012, 7.2.6: who signs a document that goes up, beside its number; beside that of a reply its class.
_SIGNED = re.compile(
    both_scripts(
        rf"(?<=号)(?:\s*签发人\s*[：:]\s*[{HAN}·×\s]{{2,30}}?|\s*(?:办理结果|(?:办理|答复)?类别)\s*[：:]\s*[A-D]\d?类?)+$"
    )
)
_NTH = r"[（(]?第\s*(?:\d{1,4}|[零〇一二三四五六七八九十百]{1,7})\s*[号號][）)]?"
_WHO_DECREES = both_scripts(rf"[{HAN}]{{0,30}}(?:政府|国务院|主席|常务委员会|委员会|[部局署行会])")
_DECREE = re.compile(rf"(?P<issuer>{_WHO_DECREES})令\s*(?P<number>{_NTH})?")
_NUMBER_LINE = re.compile(_NTH)
_DECREED = re.compile(both_scripts(rf"日(?P<issuer>{_WHO_DECREES})令\s*(?P<number>{_NTH})\s*(?:公布|发布)"))
# Macao numbers its acts by year (Lei n.º 3/1999, article 4); no other place prints this form.
_MACAO_ACT = re.compile(
    both_scripts(
        rf"第\s*\d{{1,4}}/(?P<year>(?:19|20)\d\d)\s*号(?:(?P<issuer>行政长官|[{HAN}]{{2,12}}[司局]长)(?:批示|公告)"
        "|法律|行政法规|行政命令)"
    )
)
# Of a district council of Hong Kong: 某區議會文件第23/2025號.
_DISTRICT_PAPER = re.compile(
    both_scripts(rf"[{HAN}]{{2,16}}(?:议会|委员会)文件(?:第\s*)?\d{{1,4}}/(?:19|20)?\d\d\s*号")
)
_NUMBERS = (_DOC_NUMBER, _COUNCIL_PAPER, _DISTRICT_PAPER, re.compile(TAIWAN_NUMBER))


@dataclass(frozen=True, slots=True)
class Decree:
    """The head of a decree or act: who issued it, and its number as cited (广州市人民政府令第179号).

    ``issuer`` is empty where the number does not say it (第3/1999號法律).
    """

    issuer: str
    number: str


def is_doc_number(text: str) -> bool:
    """Whether a text is the number of a document and nothing else, but for who signed it."""
    return read_doc_number(text) is not None


def read_doc_number(text: str) -> str | None:
    """The number of a document that a text is, alone, in brackets or beside who signed it; None for any other."""
    if "号" not in text and "號" not in text:  # most lines
        return None
    if reference := _FILE_REFERENCE.fullmatch(text.strip()):
        return reference["number"].strip()
    number = _URGENT.sub("", _SIGNED.sub("", text))
    if number[:1] in ("（", "(") and number[-1:] in ("）", ")"):
        number = number[1:-1].strip()
    return number if any(pattern.fullmatch(number) for pattern in _NUMBERS) else None


@dataclass(frozen=True, slots=True)
class Approval:
    """When and by which letter a document of Taiwan was approved or issued, and by whom, where that is said.

    ``is_noted``: the letter only takes note of the document (備查).
    """

    date: str
    body: str
    number: str
    is_noted: bool


def read_approval(line: str) -> Approval | None:
    """The approval that a line below a title is: 中華民國115年3月12日行政院院臺交字第1150004321號函核定."""
    match = _APPROVED.fullmatch(line.strip())
    if match is None:
        return None
    is_noted = match["verb"] in ("備查", "备查", "核備", "核备")
    return Approval(match["date"], match["before"] or match["by"] or "", match["number"], is_noted)


def find_approval(lines: Sequence[str]) -> str | None:
    """The number of the letter that approved a document, from the line that says so: …行政院院臺交字第…號函核定."""
    return next((approval.number for approval in map(read_approval, lines) if approval), None)


def is_approval(text: str) -> bool:
    """Whether a line says when and by which letter a document of Taiwan was approved or issued."""
    return read_approval(text) is not None


def is_decree_head(text: str) -> bool:
    """Whether a line names a decree or act or gives its number: 广州市人民政府令, 第179号, or both, 第3/1999號法律."""
    return any(pattern.fullmatch(text.strip()) for pattern in (_DECREE, _NUMBER_LINE, _MACAO_ACT))


def find_decree(lines: Sequence[str]) -> Decree | None:
    """The decree or act that a document is: by its head on one line or two, or a note below (令第746号公布)."""
    for i, line in enumerate(lines):
        if head := _DECREE.fullmatch(line.strip()):
            following = lines[i + 1].strip() if i + 1 < len(lines) else ""
            number = head["number"] or (following if _NUMBER_LINE.fullmatch(following) else "")
            if number:
                return _decree(head["issuer"], number)
        elif act := _MACAO_ACT.fullmatch(line.strip()):
            return Decree(act["issuer"] or "", act[0])
        elif (noted := _DECREED.search(line)) is not None:
            return _decree(noted["issuer"], noted["number"])
    return None


def is_act_of_macao(number: str) -> bool:
    """Whether a number is that of an act of Macao."""
    return _MACAO_ACT.fullmatch(number) is not None


def act_year(title: str) -> int | None:
    """The year in the number of the act of Macao that ``title`` is; None where it is none."""
    act = _MACAO_ACT.fullmatch(title.strip())
    return int(act["year"]) if act else None


def _decree(issuer: str, number: str) -> Decree:
    number = re.sub(r"[（）()\s]", "", number)
    return Decree(issuer, f"{issuer}令{number}")
