"""Frozen values that pass between the stages. Offsets count characters (Unicode code points)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from schemas.described import DescribedEnum
from schemas.findings import Code

if TYPE_CHECKING:
    from schemas.printed.markers import Marker


@dataclass(frozen=True, slots=True)
class Issue:
    """Something in a document that a person should check.

    ``page`` counts from 1. ``start`` and ``end`` are offsets into the text that the reader of the document or of its
    outline works on; None where the issue concerns no place in it.
    """

    code: Code
    message: str
    value: str
    page: int | None = None
    start: int | None = None
    end: int | None = None


LAYOUT_RULES = PAGE_HEAD, PAGE_FOOT, SIDE_BOX = "furniture:page_head", "furniture:page_foot", "furniture:side_box"
"""Rules of what the place of a line on its pages shows to be page furniture."""


@dataclass(frozen=True, slots=True)
class ExtractedText:
    """What an extractor read out of the bytes of a release.

    ``text`` has ``\\n`` line ends; a form feed ends a page where the source marks pages. Headings and lists
    of a web page are marked as in Markdown (``## ``, ``- ``). ``encoding`` is the codec the bytes were decoded
    with. ``metadata`` is what the source says of itself beside its text, by column of the table releases.
    """

    text: str
    encoding: str
    media_type: str
    metadata: Mapping[str, str] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()
    page_count: int | None = None
    """Pages of the source where its format counts them; else form feeds tell."""
    furniture: tuple[tuple[int, int, str], ...] = ()
    """Spans of ``text`` that by the layout of the pages are no part of the document, each with its rule, in order."""
    places: tuple[tuple[int, int, str], ...] = ()
    """Spans of ``text`` with their place in a file without pages (paragraph, row of a table, cell), in order."""
    ocr_pages: tuple[int, ...] = ()
    """Numbers of pages whose text was read from their pictures."""
    ocr_spans: tuple[tuple[int, int], ...] = ()
    """Spans of ``text`` that were read from pictures, where no pages are counted."""
    annexes: tuple[str, ...] = ()
    """Names of attached files whose text stands behind that of the document."""
    repeats: tuple[str, ...] = ()
    """Names of attached files that say the same again."""

    @property
    def pages(self) -> int | None:
        """Pages of the source, None where it marks none."""
        if self.page_count is not None:
            return self.page_count
        breaks = self.text.rstrip().count("\f")
        return breaks + 1 if breaks else None


class BlockKind(DescribedEnum):
    """What a piece of the canonical text is."""

    TITLE = "title", "the title", "标题"
    SECTION = "section", "a heading", "章节标题"
    ITEM = "item", "an item", "事项"
    PARAGRAPH = "paragraph", "a paragraph outside the items", "事项以外的段落"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the canonical text.

    ``start`` and ``end`` hold its content without the marker; ``whole_start`` includes the marker.
    ``parent`` and ``section`` are indices of blocks: the numbered unit it stands under, and the nearest
    section. ``path`` is the path of printed numbers that its id is made of. ``level`` counts from 1. ``notes_behind``
    are spans of notes on it that are printed behind its parts, outside of ``start`` and ``end``, ``notes_above``
    those of notes on the unit that it is a part of: they hold where it has none. ``rule`` is the one that decided its
    kind.
    """

    kind: BlockKind
    whole_start: int
    start: int
    end: int
    marker: Marker | None = None
    level: int = 0
    parent: int | None = None
    section: int | None = None
    path: tuple[str, ...] = ()
    notes_behind: tuple[tuple[int, int], ...] = ()
    notes_above: tuple[tuple[int, int], ...] = ()
    rule: str = ""


class Role(DescribedEnum):
    """What a party does for a task."""

    LEAD = "lead", "leads the task (牵头、主办), or is of the side whose list it is (澳门特别行政区政府：)", "牵头"
    COUNTERPART = "counterpart", "unit of the other side (内地相关单位; 渝方 in 川渝合作)", "对方单位"
    SUPPORT = "support", "supports the lead (配合、协办、参与)", "配合"
    RESPONSIBLE = "responsible", "responsible, where no lead is named (负责、责任单位)", "负责"
    GUIDE = "guide", "guides and supervises (指导)", "指导"
    IMPLEMENT = "implement", "implements (落实)", "落实"


class RoleBasis(DescribedEnum):
    """What gives a party its role."""

    PRINTED = "printed", "words that say it (牵头、责任单位：), or a sign with a key", "原文"
    SIDE = "side", "the side that it is of (澳门特别行政区政府：, 内地相关单位, 川方)", "所属一方"
    FIRST_NAMED = "first_named", "its place, by a rule that the document prints (列第一位者为牵头单位)", "排列次序"
    BESIDE_LEAD = "beside_lead", "a lead beside it: its own words say only that it answers (负责、责任单位)", "另有牵头"
    NAMED = "named", "nothing but that it is named (（商务部、财政部）)", "列名"
    BY_HAND = "by_hand", "a person, in overrides.toml", "人工"


class PartyKind(DescribedEnum):
    """Whether a party is a body or a class of bodies."""

    AGENCY = "agency", "a single body", "机构"
    COLLECTIVE = "collective", "a class of bodies (各有关部门)", "一类单位"


class ParagraphKind(DescribedEnum):
    """What a paragraph outside the items is."""

    TEXT = "text", "prose: a preamble, words under a heading, closing words", "正文"
    ADDRESSEE = "addressee", "to whom a letter goes (各区人民政府：)", "主送机关"
    REFERENCE = "reference", "the number of the document, or the head of a decree", "文号"
    SIGNATURE = "signature", "the bodies that sign", "落款"
    DATE = "date", "a date alone", "日期"
    ATTACHMENT = "attachment", "the label of an annex, or an entry of a list of attachments", "附件"
    CONTACT = "contact", "how to reach somebody (联系人：…)", "联系方式"
    COPY = "copy", "who gets a copy (抄送：…), or to whom it is open (此件公开发布)", "抄送、公开范围"
    REMARK = "remark", "a remark on the list (注：…)", "备注"


class NoteStatus(DescribedEnum):
    """How completely the notes of an item were parsed."""

    NONE = "none", "the item has no note", "无注"
    PARSED = "parsed", "every character is accounted for", "完全识别"
    PARTIAL = "partial", "part of a note is not understood", "部分识别"
    UNPARSED = "unparsed", "a note is not understood", "未识别"


@dataclass(frozen=True, slots=True)
class Party:
    """A party of a note: the name as printed, its span, its role, and the label and basis that gave it."""

    name: str
    start: int
    end: int
    role: Role
    role_label: str
    kind: PartyKind
    basis: RoleBasis = RoleBasis.PRINTED


@dataclass(frozen=True, slots=True)
class Note:
    """A responsibility note: its span with brackets, its parties, and what was left over.

    ``is_prose`` marks one that is part of a sentence and so belongs to the body as well. ``rule`` is the one that says
    that it is a note.
    """

    start: int
    end: int
    status: NoteStatus
    parties: tuple[Party, ...] = ()
    leftover: str = ""
    is_prose: bool = False
    rule: str = ""


class Script(DescribedEnum):
    """The script a text is written in."""

    HANS = "hans", "simplified Chinese", "简体"
    HANT = "hant", "traditional Chinese as Macao writes it", "繁体"


class AccountKind(DescribedEnum):
    """What became of the characters of the extracted text; four are those of `BlockKind`."""

    EXTRACTED = "extracted", "the whole extracted text", "提取"
    FURNITURE = "furniture", "left out: page numbers, running heads …", "页面装饰"
    REPAIRED = "repaired", "replaced by repairs", "修复前"
    WRITTEN = "written", "written by repairs", "修复后"
    TITLE = BlockKind.TITLE.value, "in the canonical text: title", "标题"
    SECTION = BlockKind.SECTION.value, "in the canonical text: headings", "章节"
    ITEM = BlockKind.ITEM.value, "in the canonical text: items", "事项"
    PARAGRAPH = BlockKind.PARAGRAPH.value, "in the canonical text: paragraphs", "段落"
    OVERRIDDEN = "overridden", "a part of all the others: decided by a person in overrides.toml", "人工判定"


class TextSource(DescribedEnum):
    """How the text of an item came out of its file."""

    LAYER = "layer", "characters of the file", "文件文字"
    OCR = "ocr", "recognised in the picture of a page, wholly or in part", "图像识别"


class YearBasis(DescribedEnum):
    """What tells the year of a release."""

    MANIFEST = "release_toml", "year of release.toml", "release.toml"
    TITLE = "title", "first year that the title names", "标题"
    ISSUED = "date_issued", "date of the document", "成文日期"
    PUBLISHED = "date_published", "date of publication", "发布日期"
    NONE = "none", "nothing: it is compared with no other release", "无"


class LinkRelation(DescribedEnum):
    """How an item continues in a later release."""

    CONTINUED = "continued", "the same but for a few words, figures unchanged", "延续"
    REVISED = "revised", "revised", "修订"
    SPLIT = "split", "the earlier item continues in several items of the later release", "拆分"
    MERGED = "merged", "the later item continues several items of the earlier release", "合并"


class LinkMethod(DescribedEnum):
    """The evidence of a link."""

    IDENTICAL = "identical", "identical wording (score 1)", "文字相同"
    WORDING = "wording", "similar wording (scored)", "文字相近"
