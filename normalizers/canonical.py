"""The canonical text of a release: all normalisers in their one order."""

from __future__ import annotations

from collections.abc import Sequence

from normalizers.script import stray
from normalizers.text import characters, field_lines, markup, punctuation, units
from normalizers.text import joining as lines
from normalizers.text.edits import Edit, Normaliser, Plan, normalize
from schemas.decisions import Decided

_BEFORE_LINES = (*characters.RULES, *markup.RULES, *field_lines.RULES)
RULES = (*_BEFORE_LINES, *lines.RULES, *units.RULES, *punctuation.RULES, *stray.RULES)


def canonicalize(text: str, furniture: Sequence[tuple[int, int, str]] = ()) -> tuple[str, Plan]:
    """Canonical text and the plan that leads there.

    ``furniture`` are spans of ``text`` that the layout of its pages shows to be heads or feet, each with its rule.

    After this: no compatibility ideographs, radicals or invisible characters; one line per paragraph,
    heading and numbered unit; no page furniture; no blank next to Chinese; full-width punctuation and
    paired quotes next to Chinese; no stray character of the other script. ``plan.apply(text)`` gives the
    canonical text back.
    """
    return normalize(text, (*_by_layout(furniture), *RULES))


def _by_layout(furniture: Sequence[tuple[int, int, str]]) -> tuple[Normaliser, ...]:
    edits = [Edit(start, end, "", rule) for start, end, rule in furniture]
    return (lambda _: edits,) if edits else ()


def trace_lines(text: str, furniture: Sequence[tuple[int, int, str]] = ()) -> list[Decided]:
    """What becomes of each printed line of ``text``, with offsets into ``text``; see `normalizers.text.joining`."""
    mended, plan = normalize(text, (*_by_layout(furniture), *_BEFORE_LINES))
    by_layout = [Decided(start, end, "furniture", rule) for start, end, rule in furniture]
    return by_layout + [
        step._replace(start=start, end=end)
        for step in lines.trace_lines(mended)
        for start, end in (plan.source_span(step.start, step.end),)
    ]
