"""How right the conversion of scripts is, beside OpenCC and zhconv: ``python -m benchmarks.scripts`` prints it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from schemas.records import Script

SENTENCES = Path(__file__).parents[1] / "tests" / "cases" / "script_sentences.tsv"
"""Sentences of official prose in one script and, labelled by hand, in the other."""

_TARGETS = {"s2t": Script.HANT, "t2s": Script.HANS}
_Convert = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Rightness:
    """Of so many sentences, how many are exactly right, and how many of their characters are not."""

    into: Script
    who: str
    sentences: int
    right: int
    characters: int
    wrong: int

    @property
    def share(self) -> float:
        """Of the sentences, those that are exactly right."""
        return self.right / self.sentences

    @property
    def wrong_per_10000(self) -> float:
        """Wrong characters in 10,000."""
        return 10_000 * self.wrong / self.characters


def rightness() -> Iterator[Rightness]:
    """Ours, opencc-python-reimplemented's and zhconv's, into traditional and into simplified."""
    pairs: dict[str, list[tuple[str, str]]] = {direction: [] for direction in _TARGETS}
    for line in SENTENCES.read_text(encoding="utf-8").splitlines()[1:]:
        direction, source, expected, _ = line.split("\t")
        pairs[direction].append((source, expected))
    for direction, into in _TARGETS.items():
        for who, convert in _converters(into).items():
            yield _measured(into, who, convert, pairs[direction])


def _measured(into: Script, who: str, convert: _Convert, pairs: list[tuple[str, str]]) -> Rightness:
    wrong = [_wrong(convert(source), expected) for source, expected in pairs]
    characters = sum(len(expected) for _, expected in pairs)
    return Rightness(into, who, len(pairs), wrong.count(0), characters, sum(wrong))


def _wrong(converted: str, expected: str) -> int:
    """How many characters differ; zhconv changes words of another length too, each character of which counts."""
    if len(converted) != len(expected):
        return max(len(converted), len(expected))
    return sum(is_one != ought for is_one, ought in zip(converted, expected, strict=True))


def _converters(into: Script) -> dict[str, _Convert]:
    import zhconv
    from opencc import OpenCC

    from normalizers.script.conversion import to_hans, to_hant

    if into is Script.HANT:
        return {
            "qingdan": lambda text: to_hant(text, Script.HANS),
            "OpenCC s2hk": OpenCC("s2hk").convert,
            "zhconv zh-hk": lambda text: str(zhconv.convert(text, "zh-hk")),
        }
    return {
        "qingdan": lambda text: to_hans(text, Script.HANT),
        "OpenCC hk2s": OpenCC("hk2s").convert,
        "zhconv zh-cn": lambda text: str(zhconv.convert(text, "zh-cn")),
    }


def main() -> None:
    """Print a line for each converter."""
    for found in rightness():
        print(
            f"into {found.into}: {found.who}: {found.right} of {found.sentences} sentences ({found.share:.3f}), "
            f"{found.wrong} of {found.characters} characters wrong"
        )


if __name__ == "__main__":
    main()
