"""Labels of annexes (附件2, 附表1-2：分工表) and heads of boxes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from schemas.printed.characters import BLANK, CLAUSE_PUNCTUATION
from schemas.printed.kinds import DOCUMENT_NAME
from schemas.printed.line_ends import is_heading_like
from schemas.printed.scripts import both_scripts


@dataclass(frozen=True, slots=True)
class AnnexWord:
    """A word that labels an annex, in simplified characters.

    ``example`` is a line that opens an annex with it, ``title`` what the line says behind the label; ``negative`` is
    a line that begins with the word and labels nothing.
    """

    word: str
    example: str
    title: str
    negative: str


ANNEX_WORDS: tuple[AnnexWord, ...] = (
    AnnexWord("附件", "附件1-2", "", "附件所列任务由各部门分头实施。"),
    AnnexWord("附表", "附表：", "", "附表中的数据按季度更新"),
    AnnexWord("附图", "附图3 空间布局图", "空间布局图", "附图所示范围以外"),
    AnnexWord("附录", "附录十二：术语表", "术语表", "附录一并印发"),
)
_WORD = both_scripts("|".join(f"附{BLANK}*{row.word[1:]}" for row in ANNEX_WORDS))
# One or two digits; an annex in parts has two numbers (附件1-2).
_DIGITS = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_NUMBER = rf"{_DIGITS}(?:[-—–－.．]{_DIGITS})?"
_LABEL = re.compile(
    rf"(?P<label>(?:{_WORD}){BLANK}*(?P<number>{_NUMBER})?(?:{BLANK}*(?P<mark>[：:.．]))?|附{BLANK}*(?P<short>[：:]))"
    rf"(?P<blank>{BLANK}*)(?P<title>.*)"
)
_OPENS_WITH_WORD = re.compile(_WORD)
# Words right behind a number (the blank of a heading is gone) are a title where they end as titles do: 附件3任务分工表,
# not 附件3所列任务; 一 may be the first character of a word (附件一览表).
_NAMED = re.compile(
    both_scripts("(?![的所和与及中内列载]).*(?:表|图|名单|目录|说明|指南|样式|范围|流程|标准)")
    + rf"|(?![的所和与與及中内列]).*{DOCUMENT_NAME}"
)
_BOX = re.compile(both_scripts(rf"专栏{BLANK}*{_DIGITS}?[^。；]{{0,40}}"))


@dataclass(frozen=True, slots=True)
class AnnexLabel:
    """The label that a line opens with.

    ``printed`` is the label with its number and mark, ``number`` the number as printed or None, ``title`` what stands
    behind it. ``ends_in_colon``: 附件：, which opens a list of annexes as well as an annex.
    """

    printed: str
    number: str | None
    ends_in_colon: bool
    title: str

    @property
    def is_alone(self) -> bool:
        """Whether the line holds nothing else."""
        return not self.title

    @property
    def opens_list(self) -> bool:
        """Whether the annexes may be listed behind it: 附件：1.任务分工表."""
        return self.ends_in_colon and self.number is None


def annex_label(text: str) -> AnnexLabel | None:
    """The label of an annex that a line opens with; None for words about an annex (附件1所列任务, 见附件2)."""
    text = text.strip()
    match = _LABEL.fullmatch(text) if text[:1] == "附" else None
    if match is None:
        return None
    mark = match["mark"] or match["short"] or ""
    label = AnnexLabel(match["label"].strip(), match["number"], mark in ("：", ":"), match["title"])
    is_label = _stands_alone(label, mark) or _labels_title(label, is_parted=bool(mark or match["blank"]))
    return label if is_label else None


def _stands_alone(label: AnnexLabel, mark: str) -> bool:
    """Whether it labels whatever follows it: it ends in a colon, or nothing stands behind its word or number."""
    return label.ends_in_colon or (label.is_alone and (label.number is not None or not mark))


def _labels_title(label: AnnexLabel, is_parted: bool) -> bool:
    """Whether the words behind its number are a title; ``is_parted``: a mark or blank stands between them."""
    number, title = label.number, label.title
    if number is None or not title or title[0] in CLAUSE_PUNCTUATION:
        return False
    is_named = number[-1].isdecimal() and _NAMED.fullmatch(title) is not None
    return (is_parted or is_named) and is_heading_like(title)


def opens_with_annex_word(text: str) -> bool:
    """Whether the words of a link name an annex, whatever else they say: 附件下载, 附件1.分工表.docx."""
    return _OPENS_WITH_WORD.match(text) is not None


def opens_box(text: str) -> bool:
    """Whether a line heads a box set into a plan: 专栏1 重点工程."""
    return _BOX.fullmatch(text) is not None


def has_annex_word(text: str) -> bool:
    """Whether a word that labels annexes stands in a text."""
    return _OPENS_WITH_WORD.search(text) is not None
