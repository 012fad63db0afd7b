"""The canonical text of a release: all normalisers in their one order."""

from __future__ import annotations

from collections.abc import Sequence

from normalizers.script import stray
from normalizers.text import characters, markup, punctuation, units
from normalizers.text import joining as lines
from normalizers.text.edits import Edit, Plan, normalize

RULES = (*characters.RULES, *markup.RULES, *lines.RULES, *units.RULES, *punctuation.RULES, *stray.RULES)


def canonicalize(text: str, furniture: Sequence[tuple[int, int, str]] = ()) -> tuple[str, Plan]:
    """Canonical text and the plan that leads there.

    ``furniture`` are spans of ``text`` that the layout of its pages shows to be heads or feet, each with its rule.

    After this: no compatibility ideographs, radicals or invisible characters; one line per paragraph,
    heading and numbered unit; no page furniture; no blank next to Chinese; full-width punctuation and
    paired quotes next to Chinese; no stray character of the other script. ``plan.apply(text)`` gives the
    canonical text back.
    """
    by_layout = [Edit(start, end, "", rule) for start, end, rule in furniture]
    return normalize(text, (lambda _: by_layout, *RULES) if by_layout else RULES)
