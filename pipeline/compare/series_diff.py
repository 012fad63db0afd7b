"""The changes of a series between two years, for a terminal: what `qingdan series` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingdan.changing import Comparison, Fate, TaskChange, mark
from schemas.language import localized
from schemas.records import LinkRelation

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text


def print_comparison(comparison: Comparison, console: Console) -> None:
    """Counts, then all changes: continued items, new ones, dropped ones. Without colours, changed words are marked."""
    from rich.text import Text

    first, second = comparison.years
    counts = ", ".join(f"{n} {_shown(fate)}" for fate, n in comparison.counts().items() if n)
    against = localized(f"{second} against {first}: {counts or localized('no items')}")
    title = f"{comparison.series}: {against}" if comparison.series else against
    console.print(Text(title, style="bold"), soft_wrap=True)
    titles = {Fate.NEW: f"new in {second}", Fate.DROPPED: f"dropped since {first}"}
    groups: dict[str, list[TaskChange]] = {title: [] for title in (_CONTINUED, *titles.values())}
    for change in comparison.changes:
        groups[titles.get(change.fate, _CONTINUED)].append(change)
    for title, changes in groups.items():
        if changes:
            console.print(Text(f"\n{localized(title)} ({len(changes)})", style="bold"))
        for change in changes:
            console.print(_heading(change), soft_wrap=True)
            console.print(_body(change, console.color_system is not None), soft_wrap=True)


_CONTINUED = "continued"


def _shown(fate: str) -> str:
    """What a person reads for what became of an item."""
    return localized(fate) if fate in (Fate.NEW, Fate.DROPPED) else LinkRelation(fate).shown


def _heading(change: TaskChange) -> Text:
    from rich.text import Text

    own, other = (change.earlier, change.later) if change.fate is Fate.DROPPED else (change.later, change.earlier)
    assert own is not None
    text = Text(f"  {own['item_id']}", style="cyan")
    if change.is_doubtful and other:
        way = "perhaps goes on in" if change.fate is Fate.DROPPED else "perhaps goes on from"
        text.append(f"  {localized(way)} {other['item_id']}", "yellow")
    elif other:
        text.append(f"  {_shown(change.fate)}{localized(' from ')}{other['item_id']}", "default")
    if change.score is not None:
        text.append(f"  {change.score:.2f}", "dim")
    return text


def _body(change: TaskChange, has_colours: bool) -> Text:
    from rich.text import Text

    if change.fate in (Fate.NEW, Fate.DROPPED):
        row = change.later if change.fate is Fate.NEW else change.earlier
        assert row is not None
        return Text(f"    {row['body']}", style="green" if change.fate is Fate.NEW else "red")
    if not has_colours:
        return Text(f"    {mark(change.words)}")
    text = Text("    ")
    for piece in change.words:
        if piece.is_changed:
            text.append(piece.before, "red strike").append(piece.after, "green underline")
        else:
            text.append(piece.after)
    return text
