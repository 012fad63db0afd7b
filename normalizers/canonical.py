"""The canonical text of a release: all normalisers in their one order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from normalizers.script import stray
from normalizers.text import blanks, characters, field_lines, line_numbers, markup, misread, punctuation, units
from normalizers.text import joining as lines
from normalizers.text.edits import Edit, Normaliser, Plan, normalize
from normalizers.text.joining import NOTHING_BY_HAND, LinesByHand
from schemas.decisions import OVERRIDE, Decided

_BEFORE_LINES = (
    *characters.RULES,
    *markup.RULES,
    *line_numbers.RULES,
    *misread.RULES,
    *field_lines.RULES,
    *blanks.RULES,
)
_LINE_END = re.compile("[\n\f]")
RULES = (*_BEFORE_LINES, *lines.RULES, *units.RULES, *punctuation.RULES, *stray.RULES)


def canonicalize(
    text: str, furniture: Sequence[tuple[int, int, str]] = (), by_hand: LinesByHand = NOTHING_BY_HAND
) -> tuple[str, Plan]:
    """Canonical text and the plan that leads there.

    ``furniture`` are spans of ``text`` that the layout of its pages shows to be heads or feet, each with its rule.
    ``by_hand``: what a person decided of lines, by places of ``text``. Where a line is not joined to the one before it,
    it begins there, also in the middle of a printed one.

    After this: no compatibility ideographs, radicals or invisible characters; one line per paragraph,
    heading and numbered unit; no page furniture; no blank next to Chinese; full-width punctuation and
    paired quotes next to Chinese; no stray character of the other script. ``plan.apply(text)`` gives the
    canonical text back.
    """
    if not by_hand:
        return normalize(text, (*_by_layout(furniture), *RULES))
    rules: list[Normaliser] = [*_by_layout(furniture, _cuts(text, by_hand.joins)), *_BEFORE_LINES]
    for rule in RULES[len(_BEFORE_LINES) :]:
        if rule in _PARTING:
            rule = partial(_PARTING[rule], by_hand=by_hand.moved(normalize(text, rules)[1]))
        rules.append(rule)
    return normalize(text, rules)


def code_in(source: str, text: str, plan: Plan) -> list[tuple[int, int]]:
    """The spans of ``text``, that ``plan`` made of ``source``, which are code between fences.

    A fence that holds most numbered lines is none: somebody put the document itself between fences.
    """
    fenced = [(plan.target(start), plan.target(end)) for start, end in markup.fenced_code(source)]
    units = markup.unit_places(text) if fenced else []
    return [span for span in fenced if 2 * sum(span[0] <= at < span[1] for at in units) <= len(units)]


def _kept_together(text: str, rule: Normaliser, by_hand: LinesByHand) -> Iterable[Edit]:
    """The edits of ``rule`` but for line ends where a person joined two lines."""
    joined = [place for place, joins in by_hand.joins.items() if joins]
    return (e for e in rule(text) if "\n" not in e.replacement or not any(e.start <= at <= e.end for at in joined))


_PARTING: Mapping[Normaliser, Callable[..., Iterable[Edit]]] = {
    lines.join_lines: lines.join_lines,
    **{rule: partial(_kept_together, rule=rule) for rule in units.RULES},
}
"""The rules that part lines, as they are carried out where a person decided something."""


def _cuts(text: str, by_hand: Mapping[int, bool]) -> list[Edit]:
    """Line ends where a person let a line begin in the middle of a printed one."""
    begun = (place for place, joins in by_hand.items() if not joins)
    return [Edit(at, at, "\n", f"join:{OVERRIDE}") for at in begun if _LINE_END.split(text[:at])[-1].strip()]


def _by_layout(furniture: Sequence[tuple[int, int, str]], cuts: Sequence[Edit] = ()) -> tuple[Normaliser, ...]:
    edits = [*(Edit(start, end, "", rule) for start, end, rule in furniture), *cuts]
    return (lambda _: edits,) if edits else ()


def trace_lines(
    text: str, furniture: Sequence[tuple[int, int, str]] = (), by_hand: LinesByHand = NOTHING_BY_HAND
) -> list[Decided]:
    """What becomes of each printed line of ``text``, with offsets into ``text``; see `normalizers.text.joining`."""
    mended, plan = normalize(text, (*_by_layout(furniture, _cuts(text, by_hand.joins)), *_BEFORE_LINES))
    by_layout = [Decided(start, end, "furniture", rule) for start, end, rule in furniture]
    return by_layout + [
        step._replace(start=start, end=end)
        for step in lines.trace_lines(mended, by_hand.moved(plan))
        for start, end in (plan.source_span(step.start, step.end),)
    ]
