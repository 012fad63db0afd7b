"""Every column of every published table, defined once: type, unit, values, null, meaning in English and Chinese.

The Arrow schemas and their checks, the data dictionary, ``datapackage.json``, ``df.attrs`` and the comparison of
builds are made from this list. A column that occurs in several tables means the same in all of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from qingdan import joins
from qingdan.joins import Column
from schemas.findings import MEANINGS, Code, Severity
from schemas.labels import FINDING_LABELS, MARKER_KINDS, NULL_REASONS, UNITS
from schemas.mentions import NAMED_KINDS, Aspect, DateKind, DueBasis, MentionKind, Precision, Qualifier
from schemas.printed.number_styles import NUMBER_STYLES
from schemas.records import (
    AccountKind,
    BlockKind,
    LinkMethod,
    LinkRelation,
    NoteStatus,
    ParagraphKind,
    PartyKind,
    Role,
    RoleBasis,
    Script,
    TextSource,
    YearBasis,
)

STRING, INT, STRINGS, DATE = "string", "int32", "list<string>", "date32"
FLOAT, BOOL = "float64", "bool"


class Compared(StrEnum):
    """How a column counts when two builds are compared."""

    CONTENT = "content"  # a difference is a change
    NUMBERING = "numbering"  # a difference is a change, unless the whole item moved to another number
    SOURCE = "source"  # a difference is a change of the source file
    NEVER = "never"  # a position, or words cut by a dictionary: a difference says nothing about the content


@dataclass(frozen=True, slots=True)
class Value:
    """One of the values that a column can have, with its meaning where the name does not say it."""

    name: str
    en: str = ""
    zh: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A column.

    ``null_means`` is empty for columns that are never null. ``values``: all values the column can have, empty for any;
    writing another one is an error. ``unit``: what a number counts or measures. ``made_from``: the column of the same
    table that this one follows from; a difference that follows from that column is not reported again.
    """

    name: str
    type: str
    en: str
    zh: str
    null_means: str = ""
    values: tuple[Value, ...] = ()
    unit: str = ""
    examples: tuple[str, ...] = ()
    compared: Compared = Compared.CONTENT
    made_from: str = ""

    @property
    def enum(self) -> tuple[str, ...]:
        """The names of `values`."""
        return tuple(value.name for value in self.values)

    @property
    def null_means_zh(self) -> str:
        """``null_means`` in Chinese."""
        return NULL_REASONS.get(self.null_means, self.null_means)

    @property
    def unit_zh(self) -> str:
        """``unit`` in Chinese."""
        return UNITS.get(self.unit, self.unit)


def values_of(members: Iterable[StrEnum]) -> tuple[Value, ...]:
    """The members of an Enum as values of a column, with the meanings that they carry."""
    return tuple(Value(m.value, getattr(m, "en", ""), getattr(m, "zh", "")) for m in members)


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """``column``, where it is not null, is a value of ``refers_to`` in ``table``."""

    column: str
    table: str
    refers_to: str


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table: what one row is, its key (which is its sort order too) and its columns.

    ``is_key_unique``: false where the key is a sort order only. ``ids``: columns that are keys by themselves.
    """

    name: str
    en: str
    zh: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    foreign_keys: tuple[ForeignKey, ...] = ()
    ids: tuple[str, ...] = ()
    is_key_unique: bool = True

    def null_of(self, column: str) -> str:
        """When ``column`` may be null; empty where it never is."""
        return next(field.null_means for field in self.fields if field.name == column)


_CHARACTERS, _YEARS, _PAGES = "characters", "year", "page"


def _span(what_en: str, what_zh: str) -> tuple[Field, Field]:
    place, place_zh = "offset into text/<release_id>.txt", "在所提取文本中的"
    return (
        Field(
            *("span_start", INT, f"start of {what_en}: {place}", f"{what_zh}{place_zh}起始位置（字符）"),
            unit=_CHARACTERS,
            compared=Compared.NEVER,
        ),
        Field(
            *("span_end", INT, f"end of {what_en}, exclusive: {place}", f"{what_zh}{place_zh}结束位置（字符，不含）"),
            unit=_CHARACTERS,
            compared=Compared.NEVER,
        ),
    )


def _both_scripts(name: str, en: str, zh: str, made_from: str = "") -> tuple[Field, Field]:
    """A text in both scripts; ``made_from`` is the column that has it as printed."""
    return (
        Field(f"{name}_hans", STRING, f"{en} in simplified Chinese", f"{zh}（简体）", made_from=made_from),
        Field(f"{name}_hant", STRING, f"{en} in traditional Chinese", f"{zh}（繁体）", made_from=made_from),
    )


def _position(name: str, en: str, zh: str) -> Field:
    return Field(name, INT, en, zh, compared=Compared.NEVER)


_A_NOTE = "that the words are a note"


def _decided_by(what_en: str, what_zh: str) -> Field:
    return Field(
        *("decided_by", STRING, f"the rule that decided {what_en}: docs/how-it-reads.md", f"判定{what_zh}的规则"),
        examples=("unit:task",) if what_en != _A_NOTE else ("note:labelled_bracket",),
        compared=Compared.NEVER,
    )


def _page(name: str, en: str, zh: str) -> Field:
    return Field(name, INT, en, zh, "the source has no pages", unit=_PAGES, compared=Compared.NEVER)


_RELEASE_ID = Field(
    *(
        "release_id",
        STRING,
        "id of the release: its folder in raw/, else made from the file name",
        "文件编号：raw/ 中文件夹的名称，否则由文件名生成",
    ),
    examples=("sample-worklist-2026",),
)
_ITEM_ID = Field(
    *(
        "item_id",
        STRING,
        "id of the item: release_id and the path of printed numbers",
        "事项编号：文件编号加各级印刷序号",
    ),
    examples=("sample-worklist-2026/1/2",),
    compared=Compared.NUMBERING,
)
_SECTION_ID = Field(
    *("section_id", STRING, "nearest section above", "上方最近的章节的编号", "no section above"),
    compared=Compared.NUMBERING,
)
_BY_RANK = sorted(NUMBER_STYLES, key=lambda style: style.rank)
_NUMBERING = (
    Field("level", INT, "depth in the outline, outermost 1", "在提纲中的层级，最外层为 1", compared=Compared.NUMBERING),
    Field(
        *("marker", STRING, "number as printed, repaired", "印刷的序号（已修复）"),
        examples=("（一）", "1."),
        compared=Compared.NUMBERING,
    ),
    Field(
        *("marker_kind", STRING, "style of the number", "序号的形式"),
        values=tuple(Value(style.name, style.printed, MARKER_KINDS.get(style.name, "")) for style in _BY_RANK),
        compared=Compared.NUMBERING,
    ),
    Field(
        *(
            "number",
            INT,
            "value of the printed number",
            "序号的数值",
            "the marker has no number (heading mark, bullet)",
        ),
        compared=Compared.NUMBERING,
    ),
)
_ORDINAL = _position("ordinal", "order in the release, from 1", "在文件中的次序，从 1 起")
_ITEM_ORDINAL = _position("ordinal", "order of the item in the release", "事项在文件中的次序，从 1 起")
_PAGE = _page("page", "page of the source, from 1", "源文件的页码，从 1 起")

_OF_RELEASE = ForeignKey("release_id", "releases", "release_id")
_OF_SECTION = ForeignKey("section_id", "sections", "section_id")
_NOT_IN_TOML = "release.toml does not give it"

_EFFECTIVE_YEAR = Field(
    *(
        "effective_year",
        INT,
        "the year it counts for, whatever tells it: what series, links and charts go by",
        "文件所属年度（不论由何得知）：系列、承接关系与图表均以此为准",
    ),
    "nothing tells it",
    unit=_YEARS,
)

RELEASES = TableSpec(
    "releases",
    "one release",
    "每行一份文件",
    ("release_id",),
    (
        _RELEASE_ID,
        Field(
            "title",
            STRING,
            "title: from release.toml, the page's metadata or the text, joined over its lines; else the file name",
            "标题：取自 release.toml、网页元数据或正文（跨行者合并），否则为文件名",
        ),
        *_both_scripts("title", "title", "标题", "title"),
        Field("script", STRING, "script of the release", "文件所用字体", values=values_of(Script)),
        Field(
            "series",
            STRING,
            "series of yearly releases it belongs to (release.toml)",
            "所属的年度文件系列（release.toml）",
            _NOT_IN_TOML,
        ),
        Field("publisher", STRING, "publisher (release.toml)", "发布机构（release.toml）", _NOT_IN_TOML),
        Field(
            "doc_number",
            STRING,
            "document number: from the page's metadata table, a line of its own, the head of a decree or its approval",
            "发文字号：取自网页元数据表、单独一行、令头或核定说明",
            "no document number is printed",
            examples=("国办发〔2018〕117号",),
        ),
        Field(
            "issuer",
            STRING,
            "issuing body, or bodies parted by 、: from the page's metadata, the title (…关于), the line above, the "
            "signature, the head of a decree, the line that says who adopted it, else who put up the page",
            "发文机关（多个以顿号分隔）：取自网页元数据、标题（…关于）、标题上方一行、落款、令头、通过或公布说明，否则为网页发布机构",
            "the release does not name it",
        ),
        Field(
            "issuer_ids",
            STRINGS,
            "the issuing bodies in agencies, as far as they are known",
            "发文机关的机构编号（已知者）",
        ),
        Field(
            "date_issued",
            DATE,
            "date of the document: from the page's table of metadata, the date below the signature, or the line below "
            "the title that says when it was adopted",
            "成文日期：取自网页元数据表、落款日期，或标题下的通过、公布日期",
            "the release does not state it",
        ),
        Field("date_published", DATE, "date of publication stated by the page", "网页所载发布日期", "not stated"),
        Field(
            *("sealed_by", STRING, "names of the seals in the file (OFD), as it says; none is verified"),
            *("文件所载电子印章的名称（OFD，未经验证）", "not stated"),
        ),
        Field(
            *("sealed_on", DATE, "day of the last seal or signature in the file (OFD); not verified"),
            *("文件最后一次电子签章的日期（OFD，未经验证）", "not stated"),
        ),
        Field(
            *("index_number", STRING, "index number of the page", "网页所载索引号", "not stated"),
            examples=("000014349/2018-00214",),
        ),
        Field(
            *(
                "period_start",
                INT,
                "first year covered, from the title",
                "标题所载的起始年份",
                "the title names no year",
            ),
            unit=_YEARS,
        ),
        Field(
            *("period_end", INT, "last year covered, from the title", "标题所载的结束年份", "the title names no year"),
            unit=_YEARS,
        ),
        Field(
            "year", INT, "year it is filed under (release.toml)", "归档年度（release.toml）", _NOT_IN_TOML, unit=_YEARS
        ),
        _EFFECTIVE_YEAR,
        Field(
            *("year_basis", STRING, "what tells the effective year: the first of the values that gives one"),
            "年度由何得知：依次取第一个有年份者",
            values=values_of(YearBasis),
        ),
        Field("licence", STRING, "licence of the text (release.toml)", "文本的许可（release.toml）", _NOT_IN_TOML),
        Field("source_name", STRING, "file name of the source", "源文件的文件名", compared=Compared.SOURCE),
        Field(
            *(
                "renditions",
                STRINGS,
                "the same release in other files, by their names",
                "同一文件的其他格式文件名",
            ),
            examples=("list.pdf",),
            compared=Compared.SOURCE,
        ),
        Field(
            *("annexes", STRINGS, "files attached to it whose text follows its own, by their names", "附件的文件名"),
            examples=("01-list.docx",),
            compared=Compared.SOURCE,
        ),
        Field("source_uri", STRING, "address of the source (release.toml)", "来源网址（release.toml）", _NOT_IN_TOML),
        Field(
            *("media_type", STRING, "media type of the source", "源文件的媒体类型"),
            examples=("application/pdf",),
            compared=Compared.SOURCE,
        ),
        Field(
            *(
                "encoding",
                STRING,
                "encoding the bytes were decoded with",
                "解码源文件所用的字符编码",
                "the format defines its own",
            ),
            examples=("utf-8", "gb18030"),
            compared=Compared.SOURCE,
        ),
        Field(
            "sha256",
            STRING,
            "SHA-256 of the source file, hexadecimal",
            "源文件的 SHA-256（十六进制）",
            compared=Compared.SOURCE,
        ),
        Field(
            "text_sha256",
            STRING,
            "SHA-256 of the canonical text (UTF-8), hexadecimal: equal as long as the content is unchanged",
            "规范文本（UTF-8）的 SHA-256（十六进制）：内容不变则相同",
        ),
        Field(
            *("pages", INT, "number of pages of the source", "源文件的页数", "the source has no pages"),
            unit="pages",
            compared=Compared.SOURCE,
        ),
        Field("n_sections", INT, "number of sections", "章节数", unit="rows"),
        Field("n_items", INT, "number of items", "事项数", unit="rows"),
        Field("n_notes", INT, "number of responsibility notes", "责任单位注数", unit="notes"),
        Field(
            *("n_notes_parsed", INT, "number of responsibility notes that were parsed completely"),
            "完全识别的责任单位注数",
            unit="notes",
        ),
        Field(
            "n_findings",
            INT,
            "number of findings of severity warning or error",
            "级别为警告或错误的问题数",
            unit="findings",
        ),
    ),
)
SECTIONS = TableSpec(
    "sections",
    "one numbered or marked heading without a body of its own",
    "每行一个章节标题",
    ("release_id", "ordinal"),
    (
        Field(
            *(
                "section_id",
                STRING,
                "id of the section: release_id and the path of printed numbers",
                "章节编号：文件编号加各级印刷序号",
            ),
            compared=Compared.NUMBERING,
        ),
        _RELEASE_ID,
        _ORDINAL,
        Field(
            *(
                "parent_id",
                STRING,
                "section_id or item_id of the unit above",
                "上一级章节或事项的编号",
                "outermost unit",
            ),
            compared=Compared.NUMBERING,
        ),
        *_NUMBERING,
        Field("title", STRING, "heading, without its number", "章节标题（不含序号）"),
        *_both_scripts("title", "heading", "章节标题", "title"),
        _PAGE,
        *_span("the heading", "标题"),
        _decided_by("that the line is a section", "为章节"),
    ),
    foreign_keys=(_OF_RELEASE,),
    ids=("section_id",),
)
ITEMS = TableSpec(
    "items",
    "one numbered task, clause or point",
    "每行一个编号事项",
    ("release_id", "ordinal"),
    (
        _ITEM_ID,
        _RELEASE_ID,
        _SECTION_ID,
        Field(
            *("parent_id", STRING, "item that contains this one", "包含本事项的事项的编号", "no item contains it"),
            compared=Compared.NUMBERING,
        ),
        _ORDINAL,
        *_NUMBERING,
        Field(
            "text",
            STRING,
            "the item repaired, without its number, notes included",
            "事项全文（已修复，含责任单位注，不含序号）",
        ),
        Field("body", STRING, "the item without its notes", "事项正文（不含责任单位注）", made_from="text"),
        *_both_scripts("text", "text", "正文", "text"),
        *_both_scripts("body", "body", "不含注正文", "body"),
        Field(
            *("note_status", STRING, "how completely its responsibility notes were parsed", "责任单位注识别得是否完整"),
            values=values_of(NoteStatus),
        ),
        Field(
            *(
                "text_source",
                STRING,
                "whether its text was read from characters or from a picture",
                "文字来自文件还是图像识别",
            ),
            values=values_of(TextSource),
        ),
        Field(
            *(
                "due",
                DATE,
                "last day by which it is to be done, or of the time in which it is (全年, 三季度); of several the last",
                "应完成的最后一日，或所在时段（全年、三季度）的最后一日；有多个时取最晚者",
            ),
            "no day is said, or it is said from an event or in a year that nothing tells",
        ),
        Field(
            *("due_basis", STRING, "what tells when it is due: the first of the values that says anything"),
            "完成期限由何得知：依次取第一个有所说明者",
            values=values_of(DueBasis),
        ),
        Field(
            *(
                "is_continuing",
                BOOL,
                "whether it goes on or recurs (全年推进, 持续, 继续, 不断, 每年), with or without a due day",
            ),
            "是否持续或周期性推进（全年推进、持续、继续、不断、每年），不论有无期限",
        ),
        _page("page_start", "first page, from 1", "事项所在的第一页，从 1 起"),
        _page("page_end", "last page", "事项所在的最后一页"),
        *_span("the text", "正文"),
        _decided_by("that the line is an item", "为事项"),
        Field(
            "tokens",
            STRINGS,
            "words of the body as printed, without punctuation (jieba; names of the registry and terms in “…” whole)",
            "正文的分词（原文字体，不含标点；jieba，已收录的名称与引号内的词语不拆开）",
            compared=Compared.NEVER,
        ),
        Field(
            *("tokens_hans", STRINGS, "the same words in simplified Chinese", "同上，简体"),
            compared=Compared.NEVER,
        ),
        Field(
            "keywords",
            STRINGS,
            "up to eight words of the body with the highest TF-IDF weight (in Chinese and in the release),"
            " without its notes and its label of time",
            "正文中 TF-IDF 权重最高的至多八个词（兼顾一般语料与本文件各事项；不含责任单位注与时限标签）",
            compared=Compared.NEVER,
        ),
        Field(
            *("keywords_hans", STRINGS, "the same keywords in simplified Chinese", "同上，简体"),
            compared=Compared.NEVER,
        ),
    ),
    foreign_keys=(_OF_RELEASE, _OF_SECTION, ForeignKey("parent_id", "items", "item_id")),
    ids=("item_id",),
)
ITEM_AGENCIES = TableSpec(
    "item_agencies",
    "one party of one responsibility note",
    "每行一个责任单位",
    ("release_id", "ordinal", "note_index", "position"),
    (
        _ITEM_ID,
        _RELEASE_ID,
        _ITEM_ORDINAL,
        *(
            replace(field, compared=Compared.NEVER)  # part of the text of the item
            for field in (
                Field("note", STRING, "the note, repaired, with its brackets", "责任单位注原文（已修复，含括号）"),
                *_both_scripts("note", "note", "责任单位注", "note"),
            )
        ),
        _position("note_index", "number of the note within the item, from 1", "事项内的第几个注，从 1 起"),
        _position("position", "number of the party within the note, from 1", "注内的第几个单位，从 1 起"),
        Field("role", STRING, "role of the party in the task", "单位在任务中的职责", values=values_of(Role)),
        Field(
            "role_label", STRING, "words that state the role, as printed", "表明职责的原文词语", examples=("牵头单位",)
        ),
        Field(
            "role_basis",
            STRING,
            "what gives the role",
            "职责的依据",
            values=values_of(RoleBasis),
            compared=Compared.NEVER,  # follows from the role and its words
        ),
        Field("name", STRING, "name as printed, repaired", "印刷的单位名称（已修复）"),
        *_both_scripts("name", "name", "单位名称", "name"),
        Field(
            *(
                "agency_id",
                STRING,
                "the body in agencies",
                "该单位在机构表中的编号",
                "the name is unknown, ambiguous or that of a class of bodies",
            ),
            examples=("cn-mof",),
        ),
        Field(
            "party_kind",
            STRING,
            "what the name stands for",
            "名称所指：单个机构，或一类单位",
            values=values_of(PartyKind),
        ),
        *_span("the name", "名称"),
        _decided_by(_A_NOTE, "为责任单位注"),
    ),
    foreign_keys=(
        _OF_RELEASE,
        ForeignKey("item_id", "items", "item_id"),
        ForeignKey("agency_id", "agencies", "agency_id"),
    ),
)
AGENCY_ITEMS = TableSpec(
    "agency_items",
    "a row of item_agencies that names a known body, without the text of the note; sorted by body, so that all tasks "
    "of one body are adjacent",
    "按机构排列的责任单位（仅已识别者）",
    ("agency_id", "release_id", "ordinal", "note_index", "position"),
    tuple(
        replace(field, null_means="") if field.name == "agency_id" else field
        for field in ITEM_AGENCIES.fields
        if field.name not in ("note", "note_hans", "note_hant", "decided_by")
    ),
    foreign_keys=ITEM_AGENCIES.foreign_keys,
)
PARAGRAPHS = TableSpec(
    "paragraphs",
    "one paragraph outside the items: preambles, prose under headings, closing words",
    "每行一个编号事项以外的段落",
    ("release_id", "ordinal"),
    (
        _RELEASE_ID,
        _ORDINAL,
        _SECTION_ID,
        Field("kind", STRING, "what the paragraph is", "段落类别", values=values_of(ParagraphKind)),
        Field("text", STRING, "the paragraph, repaired", "段落（已修复）"),
        *_both_scripts("text", "the paragraph", "段落", "text"),
        _PAGE,
        *_span("the paragraph", "段落"),
        _decided_by("that the line is a paragraph", "为段落"),
    ),
    foreign_keys=(_OF_RELEASE, _OF_SECTION),
)
_NO_DATE, _NO_FIGURE = "not a date", "not a figure"
MENTIONS = TableSpec(
    "mentions",
    "one name, title, date or figure in the title, a heading, the body of an item or a paragraph",
    "每行一处提及（标题、章节标题、事项正文、段落中的名称、文件、日期或数字）",
    ("release_id", "part", "ordinal", "position"),
    (
        replace(_ITEM_ID, null_means="not in an item"),
        Field(
            *(
                "section_id",
                STRING,
                "the section it is in; of a heading that section",
                "所在章节的编号；章节标题即该章节",
            ),
            null_means="not in a section",
            compared=Compared.NUMBERING,
        ),
        _RELEASE_ID,
        Field("part", STRING, "what mentions it", "出现于何处", values=values_of(BlockKind)),
        _position(
            "ordinal",
            "order of that heading, item or paragraph in its table; for the title 1",
            "该章节、事项或段落在其表中的次序，从 1 起；标题为 1",
        ),
        _position("position", "number of the mention within it, from 1", "其中的第几处提及，从 1 起"),
        Field("kind", STRING, "what is mentioned", "所提及者的类别", values=values_of(MentionKind)),
        Field(
            "text",
            STRING,
            "as printed, repaired; titles and quoted names without their marks",
            "原文（已修复）；书名与引号内名称不含标点",
        ),
        *_both_scripts("text", "text", "原文", "text"),
        Field(
            "entity_id",
            STRING,
            "the entity named (in entities)",
            "所指对象在提及对象表中的编号",
            "not a name, or an unknown one",
        ),
        Field(
            "date_from",
            DATE,
            "first day of a date (年底, 年中, 季度末: the first day of that month)",
            "日期的第一日（年底、年中、季度末：当月第一日）",
            "not a date, a deadline, or the year is unknown",
        ),
        Field(
            "date_to",
            DATE,
            "last day of a date; last day that a deadline allows (6月前: 31 May; 6月30日前 and 6月底前: 30 June)",
            "日期的最后一日；期限允许的最后一日（6月前：5月31日；6月30日前、6月底前：6月30日）",
            "not a date, an open end, or the year is unknown",
        ),
        Field(
            *("precision", STRING, "unit in which the date is printed", "日期印刷到的单位", _NO_DATE),
            values=values_of(Precision),
        ),
        Field(
            *("date_kind", STRING, "what the date says of time", "日期的时间含义", _NO_DATE),
            values=values_of(DateKind),
        ),
        Field(
            "value",
            FLOAT,
            "value of a figure or of a length of time (三年) with 万 and 亿 multiplied out; of a range the lower bound",
            "数字或时长（三年）的值，万、亿已乘入；范围取下限",
            _NO_FIGURE,
        ),
        Field("value_to", FLOAT, "upper bound of a range", "范围上限", "not a range"),
        Field(
            "value_low",
            FLOAT,
            "lower bound of the figure, with its qualifier",
            "连同约数词的数值下界",
            "not a figure, or no lower bound (近, 不超过, 约)",
        ),
        Field(
            "value_high",
            FLOAT,
            "upper bound of the figure, with its qualifier",
            "连同约数词的数值上界",
            "not a figure, or no upper bound (逾, 以上, 约)",
        ),
        Field(
            "unit",
            STRING,
            "unit or measure word in simplified Chinese, in its normal form (个月 is 月); % for per cent",
            "单位或量词（简体，规范形式：个月作月）；百分比为 %",
            "not a figure, or no unit is printed",
            examples=("家", "公里", "%"),
        ),
        Field(
            "unit_printed", STRING, "the unit as printed, in simplified Chinese", "印刷的单位（简体）", "same as unit"
        ),
        Field(
            *("currency", STRING, "ISO 4217 code of a sum of money", "金额币种的 ISO 4217 代码"),
            "not a sum of money, or 元 in a document of no, or of more than one, jurisdiction",
            examples=("CNY", "MOP"),
        ),
        Field(
            "year",
            INT,
            "year the figure refers to: the last one before it in the sentence, or the one that 分别 assigns to it",
            "数字所属的年份：句中在它之前最近的年份，或“分别”所对应的年份",
            "no year is stated, or the figure is cumulative (自2015年起…已资助318名)",
            unit=_YEARS,
        ),
        Field(
            *("qualifier", STRING, "how the figure relates to the printed number", "数字与印刷数的关系"),
            "exact, or not a figure",
            values=values_of(Qualifier),
        ),
        Field(
            *("aspect", STRING, "what the figure measures", "数字所衡量者", "not a figure"),
            values=values_of(Aspect),
        ),
        *_span("the mention", "提及处"),
    ),
    foreign_keys=(
        _OF_RELEASE,
        _OF_SECTION,
        ForeignKey("item_id", "items", "item_id"),
        ForeignKey("entity_id", "entities", "entity_id"),
    ),
)
ENTITIES = TableSpec(
    "entities",
    "one entity that mentions can refer to",
    "每行一个可被提及的对象",
    ("entity_id",),
    (
        Field("entity_id", STRING, "id; for an agency its agency_id", "对象编号；机构即其机构编号"),
        Field("kind", STRING, "what it is", "对象的类别", values=values_of(NAMED_KINDS)),
        *_both_scripts("name", "name", "名称"),
        Field("name_en", STRING, "English name", "英文名称", "not recorded"),
        Field("aliases", STRINGS, "other forms of the name", "名称的其他形式"),
        Field(
            "code",
            STRING,
            "ISO 3166-1 alpha-2 code of a country or territory, ISO 3166-2 code of a province",
            "国家或地区的 ISO 3166-1 两位代码，省份的 ISO 3166-2 代码",
            "neither country, territory nor province",
            examples=("MO", "CN-GD"),
        ),
    ),
)
AGENCIES = TableSpec(
    "agencies",
    "one public body of the registry",
    "每行一个机构",
    ("agency_id",),
    (
        Field("agency_id", STRING, "id of the body", "机构编号"),
        Field("name_hans", STRING, "official name in simplified Chinese", "名称（简体）"),
        Field(
            "name_hant",
            STRING,
            "official name in traditional Chinese, as used where the body is",
            "规范名称（繁体，从机构所在地用字）",
        ),
        Field("name_pt", STRING, "official Portuguese name", "葡文规范名称", "has none, or not recorded"),
        Field("name_en", STRING, "English name", "英文名称", "not recorded"),
        Field("aliases", STRINGS, "other printed forms", "其他印刷形式"),
        Field(
            *(
                "jurisdiction",
                STRING,
                "cn, mo, hk, TW or the ISO 3166-2 code of a province",
                "辖区：cn（国家）、mo、hk、TW 或省份的 ISO 3166-2 代码",
            ),
            examples=("cn", "mo", "CN-GD"),
        ),
        Field("parent_id", STRING, "superior body", "上级机构的编号", "none recorded", compared=Compared.NUMBERING),
        Field("valid_from", STRING, "ISO year or date of foundation", "设立的年份或日期（ISO）", "not recorded"),
        Field(
            "valid_to", STRING, "ISO year or date of dissolution", "撤销的年份或日期（ISO）", "exists, or not recorded"
        ),
        Field("succeeded_by", STRING, "body that took over its tasks", "承接其职责的机构的编号", "none recorded"),
        Field(
            "source", STRING, "what the row was compared with, and when", "本行与何核对、何时核对", "derived by pattern"
        ),
        Field(
            "checked",
            STRING,
            "how the row was checked: by a public source, or by knowledge alone",
            "本行如何核对：公开来源，或仅凭常识",
            "derived by pattern",
            values=(
                Value("public source", "a public source", "公开来源"),
                Value("knowledge", "knowledge alone", "常识"),
            ),
        ),
    ),
    foreign_keys=(
        ForeignKey("parent_id", "agencies", "agency_id"),
        ForeignKey("succeeded_by", "agencies", "agency_id"),
    ),
)
REPAIRS = TableSpec(
    "repairs",
    "one change made to the extracted text",
    "每行一处修复",
    ("release_id", "span_start", "span_end"),
    (
        _RELEASE_ID,
        *_span("the changed text", "修复处"),
        Field(
            "rule",
            STRING,
            "rules that made the change, joined by +; rules of a decision as decision:rule",
            "作出修复的规则，以 + 相连；判定规则写作 判定:规则",
            examples=("join:midsentence",),
        ),
        Field("before", STRING, "extracted text", "所提取的文本"),
        Field("after", STRING, "canonical text", "规范文本"),
    ),
    foreign_keys=(_OF_RELEASE,),
)
ITEM_LINKS = TableSpec(
    "item_links",
    "one item that continues an item of an earlier release; an item without a row is new, or its release was not "
    "compared with any (releases without a year are not)",
    "每行一个承接较早文件事项的事项",
    ("item_id", "linked_item_id"),
    (
        Field("item_id", STRING, "the later item", "后项（承接者）的编号"),
        Field("release_id", STRING, "release of the later item", "后项所属文件的编号"),
        Field("linked_item_id", STRING, "the earlier item", "前项（被承接者）的编号"),
        Field("linked_release_id", STRING, "release of the earlier item", "前项所属文件的编号"),
        Field(
            "relation",
            STRING,
            "how the later item continues the earlier one",
            "后项如何承接前项",
            values=values_of(LinkRelation),
        ),
        Field(
            "score",
            FLOAT,
            "estimated probability that a reader of both calls the later item the same task or a part of it",
            "估计的概率：读过两项的人会认为后项与前项是同一任务或其一部分",
            unit="probability, 0 to 1",
        ),
        Field("method", STRING, "evidence of the link", "承接关系的依据", values=values_of(LinkMethod)),
        Field(
            "is_doubtful", BOOL, "score below 0.5: check before relying on it", "是否存疑（可信度低于0.5，须人工核对）"
        ),
        Field(
            "due",
            DATE,
            "day by which the later item is due (items.due)",
            "后项的完成期限（items.due）",
            "no day is said",
        ),
        Field("linked_due", DATE, "day by which the earlier item was due", "前项的完成期限", "no day is said"),
    ),
    foreign_keys=(
        ForeignKey("item_id", "items", "item_id"),
        ForeignKey("linked_item_id", "items", "item_id"),
        _OF_RELEASE,
        ForeignKey("linked_release_id", "releases", "release_id"),
    ),
)
ACCOUNT = TableSpec(
    "account",
    "what became of the visible characters of a release, by kind and rule: "
    "extracted - furniture - repaired + written = title + section + item + paragraph",
    "每行一种字符去向：提取 - 页面装饰 - 修复前 + 修复后 = 标题 + 章节 + 事项 + 段落",
    ("release_id", "kind", "rule"),
    (
        _RELEASE_ID,
        Field("kind", STRING, "what became of the characters", "字符的去向", values=values_of(AccountKind)),
        Field(
            "rule",
            STRING,
            "rule of furniture and repairs; empty for the other kinds",
            "页面装饰与修复的规则；其他去向为空",
        ),
        Field("characters", INT, "number of characters that are not blank", "非空白字符数", unit=_CHARACTERS),
    ),
    foreign_keys=(_OF_RELEASE,),
)
_CODES = tuple(Value(code.value, MEANINGS[code].meaning, FINDING_LABELS.get(code.value, "")) for code in Code)
FINDINGS = TableSpec(
    "findings",
    "one defect or remark about a release, or about the input of the run",
    "每行一个问题",
    ("release_id", "source_name", "code", "span_start", "value"),
    (
        Field("release_id", STRING, "release it concerns", "所涉文件的编号", "concerns no single release"),
        Field(
            "source_name",
            STRING,
            "file or folder it concerns; of what is no release, the path below the given folder",
            "所涉文件（夹）的名称；不成为文件的，为其在所给文件夹中的路径",
            "concerns no file",
        ),
        Field("item_id", STRING, "item it concerns", "所涉事项的编号", "concerns no single item"),
        Field("code", STRING, "code of the finding", "问题的代码", values=_CODES),
        Field("severity", STRING, "consequence for the release", "对文件的影响", values=values_of(Severity)),
        Field("message", STRING, "what is wrong", "问题何在"),
        Field("value", STRING, "the offending value", "出问题的值"),
        _PAGE,
        *(replace(field, null_means="concerns no place in a text") for field in _span("the place", "所涉文字")),
    ),
    # A finding may concern a release, or an item, that was quarantined and is in no other table.
    is_key_unique=False,
)

TABLES: tuple[TableSpec, ...] = (
    RELEASES,
    SECTIONS,
    ITEMS,
    ITEM_AGENCIES,
    AGENCY_ITEMS,
    PARAGRAPHS,
    MENTIONS,
    ENTITIES,
    AGENCIES,
    REPAIRS,
    ACCOUNT,
    FINDINGS,
    ITEM_LINKS,
)


def _joined(column: Column) -> Field:
    """A column of the join: as it is defined in its table, with the name and meaning that the join gives it."""
    found = next(f for table in TABLES if table.name == column.table for f in table.fields if f.name == column.column)
    null_means = column.null_means or found.null_means
    if column.en:
        return Field(column.name, found.type, column.en, column.zh, null_means)
    return replace(found, null_means=null_means)


TASKS = TableSpec(joins.NAME, joins.EN, joins.ZH, joins.KEY, tuple(map(_joined, joins.COLUMNS)))
"""Joined by `qingdan.load`, not stored."""

BY_NAME = {table.name: table for table in (*TABLES, TASKS)}
"""All tables that can be loaded."""


def _of(table: TableSpec, *names: str) -> tuple[Field, ...]:
    """Columns of ``table`` as defined there."""
    found = {field.name: field for field in table.fields}
    return tuple(found[name] for name in names)


def _parties(name: str, role: Role) -> Field:
    en = f"official names of the parties whose role is {role.value}; a name that the registry does not know as printed"
    return Field(name, STRINGS, en, f"职责为“{role.zh}”的单位：规范名称；未收录者从原文")


TASK_LIST = TableSpec(
    "task_list",
    "an item with its parties by role: the table that people read",
    "每行一个任务，单位按职责分列",
    ("release_id", "ordinal"),
    (
        Field("title", STRING, "first clause of the body, to 60 characters", "任务内容的第一个分句，至多60字"),
        Field("release", STRING, "title of the release", "文件标题"),
        *_of(RELEASES, "effective_year"),
        Field(
            "section",
            STRING,
            "titles of the sections above, outermost first",
            "各级章节标题，由外至内",
            joins.NO_SECTION,
        ),
        *_of(ITEMS, "marker"),
        _parties("leads", Role.LEAD),
        _parties("counterparts", Role.COUNTERPART),
        _parties("supports", Role.SUPPORT),
        _parties("responsible", Role.RESPONSIBLE),
        _parties("guides", Role.GUIDE),
        _parties("implementers", Role.IMPLEMENT),
        *_of(ITEMS, "due", "is_continuing"),
        Field("text", STRING, "the item without its notes, in the script of the release", "事项正文（不含责任单位注）"),
        *_of(ITEMS, "note_status", "page_start"),
        *_of(RELEASES, "series"),
        *_of(TASKS, "item_id", "task_id", "release_id"),
        *_of(ITEMS, "ordinal"),
    ),
)
"""Made by `pipeline.export`, not stored."""
