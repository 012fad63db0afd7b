"""docs/how-it-reads.md: every decision with its rules in their order, printed from the rules themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.release.decisions import DECISIONS
from schemas.decisions import AnyDecision, Selection
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

The name of the rule is published: in `repairs.rule` for lines that were joined or taken out, in `decided_by` for
sections, items, paragraphs and notes. `qingdan show ITEM --why` prints all decisions between printed lines and a row.
`furniture:page_head` and `furniture:page_foot` come from the layout of PDF pages, `furniture:navigation` from the links
of web pages saved as Markdown.
"""
_LONGEST = 160
"""Characters of an example that the page shows whole; of a longer one it shows the beginning and the end."""


def how_it_reads() -> str:
    """The page as Markdown."""
    decisions = (line for decision in DECISIONS for line in _decision(decision))
    tables = (*_number_styles(), *_role_words(), *_annex_words(), *_document_kinds())
    return "\n".join((_INTRODUCTION, *decisions, *tables)).rstrip() + "\n"


def _decision(decision: AnyDecision) -> Iterator[str]:
    yield f"## {decision.name}: {decision.question}"
    yield ""
    if isinstance(decision, Selection):
        yield "Each rule names the members that it holds for; of two rules that name one, the first counts."
        yield ""
    yield "| | rule | when it decides, and what | example | negative |"
    yield "|---|---|---|---|---|"
    for place, one in enumerate(decision.rules, 1):
        cells = f"`{decision.label(one)}`", one.reason, _quoted(one.example), _quoted(one.negative)
        yield f"| {place} | " + " | ".join(cells) + " |"
    yield ""


def _number_styles() -> Iterator[str]:
    yield "## Number styles (`schemas/printed/number_styles.py`)"
    yield ""
    yield "The styles of printed numbers, outermost first where a document shows no other order."
    yield ""
    rows = (
        (f"`{s.name}`", _quoted(s.printed), _all_quoted(line for line, _ in s.examples), _all_quoted(s.negatives))
        for s in NUMBER_STYLES
    )
    yield from _table(("style", "printed", "examples", "negatives"), rows)


def _role_words() -> Iterator[str]:
    yield "## Role words (`schemas/printed/roles.py`)"
    yield ""
    rows = ((word.word, word.role.value, _quoted(word.example), _quoted(word.negative)) for word in ROLE_WORDS)
    yield from _table(("word", "role", "example", "negative"), rows)


def _annex_words() -> Iterator[str]:
    yield "## Labels of annexes (`schemas/printed/annexes.py`)"
    yield ""
    rows = ((row.word, _quoted(row.example), _quoted(row.negative)) for row in ANNEX_WORDS)
    yield from _table(("word", "example", "negative"), rows)


def _document_kinds() -> Iterator[str]:
    yield "## Kinds of documents and closing formulas (`schemas/printed/kinds.py`, `schemas/printed/closings.py`)"
    yield ""
    yield f"Titles end in {'、'.join(kind.word for kind in DOCUMENT_KINDS)}."
    yield ""
    yield f"A closing formula is 本 with one of them, 自… and {'、'.join(CLOSING_VERBS)}; or 由…解释."


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
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
