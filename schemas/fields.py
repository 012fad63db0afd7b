"""Every column of every published table, defined once: type, null, what it means in English and Chinese.

The Arrow schemas, the data dictionary and the checks are made from this list. A name that stands in
several tables means the same in all of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

STRING, INT, STRINGS, DATE = "string", "int32", "list<string>", "date32"
FLOAT, BOOL = "float64", "bool"


@dataclass(frozen=True, slots=True)
class Field:
    """A column. ``null_means`` is empty for columns that are never null."""

    name: str
    type: str
    en: str
    zh: str
    null_means: str = ""


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


def _span(what_en: str, what_zh: str) -> tuple[Field, Field]:
    unit = "offset in characters into text/<release_id>.txt"
    return (
        Field("span_start", INT, f"start of {what_en}: {unit}", f"{what_zh}在所提取文本中的起始位置（字符）"),
        Field(
            "span_end", INT, f"end of {what_en}, exclusive: {unit}", f"{what_zh}在所提取文本中的结束位置（字符，不含）"
        ),
    )


_RELEASE_ID = Field(
    "release_id", STRING, "id of the release: its slug in raw/, else made from the file name", "文件编号"
)
_ITEM_ID = Field("item_id", STRING, "id of the item: release_id and the path of printed numbers", "事项编号")
_SECTION_ID = Field("section_id", STRING, "the nearest section above", "所属章节编号", "stands under no section")
_MARKER_KIND = Field(
    "marker_kind",
    STRING,
    "form of the number: heading (#), part, chapter, section, article, han (一、), han_bracket (（一）), arabic (1.), "
    "decimal (1.1), arabic_bracket (（1）), arabic_half_bracket (1）), circled (①) or bullet",
    "编号形式",
)
_PAGE = Field("page", INT, "page of the source, from 1", "页码", "the source marks no pages")

_OF_RELEASE = ForeignKey("release_id", "releases", "release_id")
_OF_SECTION = ForeignKey("section_id", "sections", "section_id")

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
            "title: release.toml, the page's metadata or the text, joined over its lines; else the file name",
            "标题",
        ),
        Field("title_hans", STRING, "title in simplified Chinese", "标题（简体）"),
        Field("title_hant", STRING, "title in traditional Chinese as Macao writes it", "标题（繁体）"),
        Field("script", STRING, "script of the release: hans or hant", "文字：hans 简体，hant 繁体"),
        Field(
            "series",
            STRING,
            "series of yearly releases it belongs to (release.toml)",
            "系列",
            "release.toml names none",
        ),
        Field("publisher", STRING, "publisher (release.toml)", "发布机构", "release.toml names none"),
        Field(
            "doc_number",
            STRING,
            "document number as 国办发〔2018〕117号: from the page's table of metadata, else a line of its own",
            "发文字号",
            "none is printed",
        ),
        Field(
            "issuer",
            STRING,
            "body that issued it: from metadata of the page, the title (…关于), the line above it or the signature",
            "发文机关",
            "not said",
        ),
        Field(
            "date_issued",
            DATE,
            "date of the document: from the page's table of metadata, else the date under its signature",
            "成文日期",
            "not said",
        ),
        Field("date_published", DATE, "date of publication, as the page says", "发布日期", "not said"),
        Field("index_number", STRING, "index number of the page, as 000014349/2018-00214", "索引号", "not said"),
        Field(
            "period_start",
            INT,
            "first year the title says the release holds for",
            "起始年份",
            "the title names no year",
        ),
        Field(
            "period_end", INT, "last year the title says the release holds for", "结束年份", "the title names no year"
        ),
        Field("year", INT, "year it is filed under (release.toml)", "年度", "release.toml names none"),
        Field("licence", STRING, "licence of the text (release.toml)", "许可", "release.toml names none"),
        Field("source_name", STRING, "file name of the source", "源文件名"),
        Field(
            "source_uri",
            STRING,
            "address the source was taken from (release.toml)",
            "来源网址",
            "release.toml names none",
        ),
        Field("media_type", STRING, "media type of the source", "媒体类型"),
        Field(
            "encoding", STRING, "encoding the bytes were decoded with", "字符编码", "a PDF has no encoding of its own"
        ),
        Field("sha256", STRING, "SHA-256 of the source file, hexadecimal", "源文件 SHA-256"),
        Field(
            "text_sha256",
            STRING,
            "SHA-256 of the canonical text (UTF-8): tells whether the content changed",
            "规范文本 SHA-256",
        ),
        Field("pages", INT, "pages of the source", "页数", "the source marks no pages"),
        Field("n_sections", INT, "sections", "章节数"),
        Field("n_items", INT, "items", "事项数"),
        Field("n_notes", INT, "responsibility notes", "责任单位注数"),
        Field("n_notes_parsed", INT, "responsibility notes understood to the last character", "完全识别的责任单位注数"),
        Field("n_findings", INT, "findings of severity warning or error", "问题数"),
    ),
)
SECTIONS = TableSpec(
    "sections",
    "one numbered or marked heading without a body of its own",
    "每行一个章节标题",
    ("release_id", "ordinal"),
    (
        Field("section_id", STRING, "id of the section: release_id and the path of printed numbers", "章节编号"),
        _RELEASE_ID,
        Field("ordinal", INT, "order in the release, from 1", "序次"),
        Field("parent_id", STRING, "section_id or item_id it stands under", "上级编号", "outermost"),
        Field("level", INT, "depth in the outline, outermost 1", "层级"),
        Field("marker", STRING, "number as printed, repaired", "印刷编号"),
        _MARKER_KIND,
        Field("number", INT, "value of the printed number", "编号数值", "a heading mark has no number"),
        Field("title", STRING, "heading, without its number", "章节标题"),
        Field("title_hans", STRING, "heading in simplified Chinese", "章节标题（简体）"),
        Field("title_hant", STRING, "heading in traditional Chinese", "章节标题（繁体）"),
        _PAGE,
        *_span("the heading", "标题"),
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
        Field("parent_id", STRING, "item it is a part of", "上级事项编号", "part of no other item"),
        Field("ordinal", INT, "order in the release, from 1", "序次"),
        Field("level", INT, "depth in the outline, outermost 1", "层级"),
        Field("marker", STRING, "number as printed, repaired", "印刷编号"),
        _MARKER_KIND,
        Field("number", INT, "value of the printed number", "编号数值", "a bullet has no number"),
        Field(
            "text", STRING, "the item repaired, without its number, notes included", "正文（含责任单位注，不含编号）"
        ),
        Field("body", STRING, "the item without its notes", "正文（不含责任单位注）"),
        Field("text_hans", STRING, "text in simplified Chinese", "正文（简体）"),
        Field("text_hant", STRING, "text in traditional Chinese", "正文（繁体）"),
        Field("body_hans", STRING, "body in simplified Chinese", "不含注正文（简体）"),
        Field("body_hant", STRING, "body in traditional Chinese", "不含注正文（繁体）"),
        Field(
            "note_status",
            STRING,
            "none, parsed, partial or unparsed: how far its notes were understood",
            "注的识别状态",
        ),
        Field("page_start", INT, "page it starts on, from 1", "起始页", "the source marks no pages"),
        Field("page_end", INT, "page it ends on", "结束页", "the source marks no pages"),
        *_span("the text", "正文"),
        Field(
            "tokens",
            STRINGS,
            "words of the body as printed, without punctuation (jieba's; names of the registry and terms in “…” whole)",
            "分词",
        ),
        Field("keywords", STRINGS, "up to eight weightiest words of the body (TF-IDF)", "关键词"),
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
        Field("ordinal", INT, "order of the item in the release", "事项序次"),
        Field("note", STRING, "the note, repaired, with its brackets", "责任单位注原文"),
        Field("note_hans", STRING, "note in simplified Chinese", "责任单位注（简体）"),
        Field("note_hant", STRING, "note in traditional Chinese", "责任单位注（繁体）"),
        Field("note_index", INT, "which note of the item, from 1", "第几个注"),
        Field("position", INT, "which party of the note, from 1", "注内位次"),
        Field("role", STRING, "lead, counterpart, support, responsible, guide or implement", "角色"),
        Field("role_label", STRING, "the words that gave the role, as printed", "角色原文"),
        Field("name", STRING, "name as printed, repaired", "单位名称（原文）"),
        Field("name_hans", STRING, "name in simplified Chinese", "单位名称（简体）"),
        Field("name_hant", STRING, "name in traditional Chinese", "单位名称（繁体）"),
        Field("agency_id", STRING, "the body in agencies", "机构编号", "the name is unknown or ambiguous"),
        Field("party_kind", STRING, "agency, or collective for a class of bodies (各有关部门)", "单位类别"),
        *_span("the name", "名称"),
    ),
    foreign_keys=(
        _OF_RELEASE,
        ForeignKey("item_id", "items", "item_id"),
        ForeignKey("agency_id", "agencies", "agency_id"),
    ),
)
AGENCY_ITEMS = TableSpec(
    "agency_items",
    "a row of item_agencies that names a known body, without the text of the note; sorted by body, so that all that "
    "one body has to do lies together",
    "按机构排列的责任单位（仅已识别者）",
    ("agency_id", "release_id", "ordinal", "note_index", "position"),
    tuple(
        replace(field, null_means="") if field.name == "agency_id" else field
        for field in ITEM_AGENCIES.fields
        if field.name not in ("note", "note_hans", "note_hant")
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
        Field("ordinal", INT, "order in the release, from 1", "序次"),
        _SECTION_ID,
        Field("text", STRING, "the paragraph, repaired", "段落"),
        Field("text_hans", STRING, "the paragraph in simplified Chinese", "段落（简体）"),
        Field("text_hant", STRING, "the paragraph in traditional Chinese", "段落（繁体）"),
        _PAGE,
        *_span("the paragraph", "段落"),
    ),
    foreign_keys=(_OF_RELEASE, _OF_SECTION),
)
MENTIONS = TableSpec(
    "mentions",
    "one name, title, date or figure in the body of an item",
    "每行一处提及（名称、文件、日期或数字）",
    ("release_id", "ordinal", "position"),
    (
        _ITEM_ID,
        _RELEASE_ID,
        Field("ordinal", INT, "order of the item in the release", "事项序次"),
        Field("position", INT, "which mention of the item, from 1", "事项内位次"),
        Field(
            "kind",
            STRING,
            "agency, organisation, place, treaty, document, event, programme, platform, term (another quoted name), "
            "date, deadline or figure",
            "类别",
        ),
        Field("text", STRING, "as printed, repaired; titles and quoted names without their marks", "原文"),
        Field("text_hans", STRING, "text in simplified Chinese", "原文（简体）"),
        Field("text_hant", STRING, "text in traditional Chinese", "原文（繁体）"),
        Field("entity_id", STRING, "what is named (in entities)", "所指编号", "not a name, or an unknown one"),
        Field(
            "date_from",
            DATE,
            "first day of a date",
            "起始日期",
            "no date, a deadline, or nothing tells the year",
        ),
        Field(
            "date_to",
            DATE,
            "last day of a date; the last day that a deadline allows",
            "截止日期",
            "no date, an open end, or nothing tells the year",
        ),
        Field(
            "precision",
            STRING,
            "unit the date is printed in: day, ten_days, month, quarter, half, year; relative for a length of time "
            "or a date whose year nothing tells",
            "日期精度",
            "no date",
        ),
        Field("value", FLOAT, "value of a figure, 万 and 亿 applied; of a range the least", "数值", "no figure"),
        Field("value_to", FLOAT, "the most of a range", "范围上限", "no range"),
        Field(
            "value_low",
            FLOAT,
            "the least that the figure says, with its qualifier",
            "数值下界",
            "no figure, or open below (近, 不超过, 约)",
        ),
        Field(
            "value_high",
            FLOAT,
            "the most that the figure says, with its qualifier",
            "数值上界",
            "no figure, or open above (逾, 以上, 约)",
        ),
        Field(
            "unit",
            STRING,
            "unit or measure word in simplified Chinese, in its normal form (个月 is 月); % for per cent",
            "单位",
            "no figure, or none printed",
        ),
        Field("unit_printed", STRING, "the unit as printed, in simplified Chinese", "原文单位", "as unit"),
        Field("currency", STRING, "ISO 4217 code", "币种", "no sum of money, or the currency of 元 is not stated"),
        Field(
            "year",
            INT,
            "year that a figure is said of: the last one before it in the sentence, or the one that 分别 gives it",
            "数值所属年份",
            "none is stated, or the figure is cumulative (自2015年起…已资助318名)",
        ),
        Field(
            "qualifier",
            STRING,
            "about (约), over (逾, 不少于), under (近, 不超过): not exact; as_much_as (多达): exact, called large",
            "约数",
            "exact, or no figure",
        ),
        Field(
            "aspect",
            STRING,
            "what a figure measures: level (达到, 增至), increase (增长, 新增), decrease (下降) or base (从3个增至…)",
            "指标性质",
            "no figure",
        ),
        *_span("the mention", "提及处"),
    ),
    foreign_keys=(
        _OF_RELEASE,
        ForeignKey("item_id", "items", "item_id"),
        ForeignKey("entity_id", "entities", "entity_id"),
    ),
)
ENTITIES = TableSpec(
    "entities",
    "something that can be mentioned and has an id",
    "每行一个可被提及的对象",
    ("entity_id",),
    (
        Field("entity_id", STRING, "id; of an agency its agency_id", "编号"),
        Field("kind", STRING, "agency, organisation, place, treaty, document, event, programme or platform", "类别"),
        Field("name_hans", STRING, "name in simplified Chinese", "名称（简体）"),
        Field("name_hant", STRING, "name in traditional Chinese", "名称（繁体）"),
        Field("name_en", STRING, "English name", "英文名称", "not recorded"),
        Field("aliases", STRINGS, "other forms", "别名"),
        Field(
            "code",
            STRING,
            "ISO 3166-1 alpha-2 of a country or territory, ISO 3166-2 of a province",
            "ISO 代码",
            "is neither",
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
        Field("name_hant", STRING, "official name in traditional Chinese, as its place writes it", "名称（繁体）"),
        Field("name_pt", STRING, "official Portuguese name", "葡文名称", "has none, or not recorded"),
        Field("name_en", STRING, "English name", "英文名称", "not recorded"),
        Field("aliases", STRINGS, "other printed forms", "别名"),
        Field("jurisdiction", STRING, "cn, mo, hk or ISO 3166-2 code", "辖区"),
        Field("parent_id", STRING, "superior body", "上级机构", "none recorded"),
        Field("valid_from", STRING, "ISO year or date of its founding", "设立时间", "not recorded"),
        Field("valid_to", STRING, "ISO year or date of its end", "撤销时间", "exists, or not recorded"),
    ),
    foreign_keys=(ForeignKey("parent_id", "agencies", "agency_id"),),
)
REPAIRS = TableSpec(
    "repairs",
    "one change made to the extracted text",
    "每行一处修复",
    ("release_id", "span_start", "span_end"),
    (
        _RELEASE_ID,
        *_span("what was changed", "修复处"),
        Field(
            "rule",
            STRING,
            "rules that made the change, joined by +; those of a decision as decision:rule (join:midsentence)",
            "规则",
        ),
        Field("before", STRING, "extracted text", "修复前"),
        Field("after", STRING, "canonical text", "修复后"),
    ),
    foreign_keys=(_OF_RELEASE,),
)
ITEM_LINKS = TableSpec(
    "item_links",
    "one item that carries on an item of an earlier release; an item without a row is new, or its release was compared "
    "with none (releases without a year are not)",
    "每行一个承接较早文件事项的事项",
    ("item_id", "linked_item_id"),
    (
        Field("item_id", STRING, "the later item", "后项编号"),
        Field("release_id", STRING, "release of the later item", "后项所属文件编号"),
        Field("linked_item_id", STRING, "the earlier item", "前项编号"),
        Field("linked_release_id", STRING, "release of the earlier item", "前项所属文件编号"),
        Field(
            "relation",
            STRING,
            "continued (the same but for a few words, figures unchanged), revised, split (the earlier item goes on in "
            "several of the later release) or merged (the later item carries on several of the earlier release)",
            "关系：continued 延续，revised 修订，split 拆分，merged 合并",
        ),
        Field(
            "score",
            FLOAT,
            "estimated probability (0 to 1) that a reader of both calls the later item the same task or a part of it",
            "可信度（0至1）",
        ),
        Field(
            "method",
            STRING,
            "what the link rests on: identical (the same wording to the letter, 1) or wording (scored)",
            "依据：identical 文字相同，wording 文字相近",
        ),
        Field(
            "is_doubtful", BOOL, "score below 0.5: look before relying on it", "是否存疑（可信度低于0.5，须人工核对）"
        ),
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
    "one use that visible characters of a release were put to: "
    "extracted - furniture - repaired + written = title + section + item + paragraph",
    "每行一种字符去向：提取 - 页面装饰 - 修复前 + 修复后 = 标题 + 章节 + 事项 + 段落",
    ("release_id", "kind", "rule"),
    (
        _RELEASE_ID,
        Field(
            "kind",
            STRING,
            "extracted (the whole text), furniture (left out: page numbers, running heads …), repaired (what repairs "
            "replaced), written (what they put there), title, section, item or paragraph (the canonical text)",
            "去向",
        ),
        Field("rule", STRING, "rule of furniture and repairs; empty for the other kinds", "规则（无则为空）"),
        Field("characters", INT, "characters that are not blank", "非空白字符数"),
    ),
    foreign_keys=(_OF_RELEASE,),
)
FINDINGS = TableSpec(
    "findings",
    "one thing to look at in a release, or in what was given to the run",
    "每行一个问题",
    ("release_id", "source_name", "code", "span_start", "value"),
    (
        Field("release_id", STRING, "release it concerns", "文件编号", "concerns no single release"),
        Field("source_name", STRING, "file it concerns", "源文件名", "concerns no file"),
        Field("item_id", STRING, "item it concerns", "事项编号", "concerns no single item"),
        Field("code", STRING, "code from the closed list", "代码"),
        Field("severity", STRING, "error (release quarantined), warning or info", "级别"),
        Field("message", STRING, "what is wrong", "说明"),
        Field("value", STRING, "the offending value", "值"),
        _PAGE,
        Field("span_start", INT, "start in text/<release_id>.txt", "起始位置", "has no place in a text"),
        Field("span_end", INT, "end in text/<release_id>.txt, exclusive", "结束位置", "has no place in a text"),
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

_NO_SECTION = "stands under no section"
_NO_BODY = "the item has no party, or its name is unknown or ambiguous"


def _of(table: TableSpec, *names: str, null: str = "") -> tuple[Field, ...]:
    """Columns of ``table`` as they stand there; with ``null``, never-null ones may be null for this reason."""
    found = {field.name: field for field in table.fields}
    return tuple(replace(found[name], null_means=null or found[name].null_means) for name in names)


TASKS = TableSpec(
    "tasks",
    "an item and one of its parties; an item without parties has one row, with null in the party's columns",
    "每行一个事项与一个责任单位",
    ("release_id", "ordinal", "note_index", "position"),
    (
        *_of(RELEASES, "release_id", "series", "year", "period_start", "period_end"),
        Field("release_title_hans", STRING, "title of the release in simplified Chinese", "文件标题（简体）"),
        Field("release_title_hant", STRING, "title of the release in traditional Chinese", "文件标题（繁体）"),
        Field("section_hans", STRING, "title of the section in simplified Chinese", "章节标题（简体）", _NO_SECTION),
        Field("section_hant", STRING, "title of the section in traditional Chinese", "章节标题（繁体）", _NO_SECTION),
        *_of(ITEMS, "item_id", "ordinal", "marker", "number", "body_hans", "body_hant", "note_status"),
        *_of(
            ITEM_AGENCIES,
            *("note_index", "position", "role", "name", "name_hans", "name_hant", "party_kind", "agency_id"),
            null="the item has no party",
        ),
        Field("official_hans", STRING, "official name in simplified Chinese", "机构名称（简体）", _NO_BODY),
        Field("official_hant", STRING, "official name in traditional Chinese", "机构名称（繁体）", _NO_BODY),
        *_of(AGENCIES, "name_pt", "name_en", "jurisdiction", null=_NO_BODY),
    ),
)
"""Joined by `pipeline.catalog.load`, not stored."""

BY_NAME = {table.name: table for table in (*TABLES, TASKS)}
"""All tables that can be loaded."""
