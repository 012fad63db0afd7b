"""docs/how-it-reads.md: every decision with its rules in their order, printed from the rules themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.release.decisions import DECISIONS
from schemas.decisions import AnyDecision, Selection
from schemas.language import either, localized
from schemas.printed.annexes import ANNEX_WORDS
from schemas.printed.closings import CLOSING_VERBS
from schemas.printed.kinds import DOCUMENT_KINDS
from schemas.printed.number_styles import NUMBER_STYLES
from schemas.printed.roles import ROLE_WORDS

_INTRODUCTION = """\
# How a release is read

Generated from the rules by `qingdan dictionary --rules`; do not edit.

A release is read in stages: printed lines become paragraphs and numbered units, these become sections and items, and
notes become parties. At each stage a *decision* asks its rules in the order below, and **the first rule that answers
decides**. Each rule has a text in whose reading it decides (example) and one like it in which it does not (negative);
the tests read both. `⏎` is a line end, `⏏` a page end.

Before the rules of every decision stands `override`: what a person decided about the place in `overrides.toml`
([add-a-release.md](add-a-release.md#correct-what-was-misread)).

The name of the rule is published: in `repairs.rule` for lines that were joined or taken out, in `decided_by` for
sections, items, paragraphs and notes. `qingdan show ITEM --why` prints all decisions between printed lines and a row.
`furniture:page_head`, `furniture:page_foot` and `furniture:side_box` come from the layout of PDF pages,
`furniture:navigation` from the links of web pages saved as Markdown.
"""
_CHINESE_INTRODUCTION = """\
# 文件如何读取

由 `qingdan dictionary --rules` 根据规则生成，请勿手工修改。

读取分几步：印刷的行合成段落和带序号的单元，单元分为章节和事项，责任单位注拆成单位。每一步有一个**判定**，按下列次序询问各条规则，
**第一条作出回答的规则决定结果**。每条规则附有一段由它决定的文字（例）和一段相似但不由它决定的文字（反例），两者都经测试读取。
`⏎` 表示行末，`⏏` 表示页末。

规则的名称随数据发布：被合并或移除的行见 `repairs.rule`，章节、事项、段落和责任单位注见 `decided_by`。
`qingdan show ITEM --why` 列出从印刷的行到表格的一行之间的全部判定。
`furniture:page_head`、`furniture:page_foot` 和 `furniture:side_box` 来自 PDF 的版面，
`furniture:navigation` 来自存成 Markdown 的网页的链接。
"""
_LONGEST = 160
"""Characters of an example that the page shows whole; of a longer one it shows the beginning and the end."""


def how_it_reads() -> str:
    """The page as Markdown, in the language of the reader."""
    decisions = (line for decision in DECISIONS for line in _decision(decision))
    tables = (*_number_styles(), *_role_words(), *_annex_words(), *_document_kinds())
    introduction = either(_INTRODUCTION, _CHINESE_INTRODUCTION)
    return "\n".join((introduction, *decisions, *tables)).rstrip() + "\n"


def _decision(decision: AnyDecision) -> Iterator[str]:
    yield either(f"## {decision.name}: {decision.question}", f"## {decision.name}：{localized(decision.question)}")
    yield ""
    if isinstance(decision, Selection):
        yield localized("Each rule names the members that it holds for; of two rules that name one, the first counts.")
        yield ""
    yield either(
        "| | rule | when it decides, and what | example | negative |", "| | 规则 | 何时决定、结果如何 | 例 | 反例 |"
    )
    yield "|---|---|---|---|---|"
    for place, one in enumerate(decision.rules, 1):
        cells = f"`{decision.label(one)}`", localized(one.reason), _quoted(one.example), _quoted(one.negative)
        yield f"| {place} | " + " | ".join(cells) + " |"
    yield ""


def _number_styles() -> Iterator[str]:
    yield localized("## Number styles (`schemas/printed/number_styles.py`)")
    yield ""
    yield localized("The styles of printed numbers, outermost first where a document shows no other order.")
    yield ""
    rows = (
        (f"`{s.name}`", _quoted(s.printed), _all_quoted(line for line, _ in s.examples), _all_quoted(s.negatives))
        for s in NUMBER_STYLES
    )
    yield from _table(("style", "printed", "examples", "negatives"), ("形式", "印刷", "例", "反例"), rows)


def _role_words() -> Iterator[str]:
    yield localized("## Role words (`schemas/printed/roles.py`)")
    yield ""
    rows = ((word.word, word.role.shown, _quoted(word.example), _quoted(word.negative)) for word in ROLE_WORDS)
    yield from _table(("word", "role", "example", "negative"), ("用语", "职责", "例", "反例"), rows)


def _annex_words() -> Iterator[str]:
    yield localized("## Labels of annexes (`schemas/printed/annexes.py`)")
    yield ""
    rows = ((row.word, _quoted(row.example), _quoted(row.negative)) for row in ANNEX_WORDS)
    yield from _table(("word", "example", "negative"), ("用语", "例", "反例"), rows)


def _document_kinds() -> Iterator[str]:
    yield either(
        "## Kinds of documents and closing formulas (`schemas/printed/kinds.py`, `schemas/printed/closings.py`)",
        "## 文种与结束语（`schemas/printed/kinds.py`、`schemas/printed/closings.py`）",
    )
    yield ""
    yield localized(f"Titles end in {'、'.join(kind.word for kind in DOCUMENT_KINDS)}.")
    yield ""
    yield localized(f"A closing formula is 本 with one of them, 自… and {'、'.join(CLOSING_VERBS)}; or 由…解释.")


def _table(head: Sequence[str], chinese: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield either(f"| {' | '.join(head)} |", f"| {' | '.join(chinese)} |")
    yield "|---" * len(head) + "|"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def _all_quoted(texts: Iterable[str]) -> str:
    return "; ".join(map(_quoted, texts))


def _quoted(text: str) -> str:
    if len(text) > _LONGEST:
        half = _LONGEST // 2
        text = f"{text[:half]} … {text[-half:]}"
    marked = text.replace("\n", "⏎").replace("\f", "⏏").replace("|", "\\|").replace("*", "\\*").replace("_", "\\_")
    return marked.replace("  ", "\u3000")
