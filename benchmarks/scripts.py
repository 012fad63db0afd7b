"""How right the conversion of scripts is, beside OpenCC and zhconv: ``python -m benchmarks.scripts`` prints it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from normalizers.script.conversion import to_hans, to_hant
from schemas.records import Script

SENTENCES = Path(__file__).parents[1] / "tests" / "cases" / "script_sentences.tsv"
"""Sentences of official prose in one script and, labelled by hand, in the other."""

_TARGETS = {"s2t": Script.HANT, "t2s": Script.HANS}
_Convert = Callable[[str, str], str]
"""A text, and whose traditional Chinese is wanted (mo, hk, tw), to the other script."""
_Pair = tuple[str, str, str]
"""A sentence, what is right, and whose Chinese it is."""


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
    pairs: dict[str, list[_Pair]] = {direction: [] for direction in _TARGETS}
    for line in SENTENCES.read_text(encoding="utf-8").splitlines()[1:]:
        direction, source, expected, region = line.split("\t")
        pairs[direction].append((source, expected, region))
    for direction, into in _TARGETS.items():
        for who, convert in _converters(into).items():
            yield _measured(into, who, convert, pairs[direction])


def _measured(into: Script, who: str, convert: _Convert, pairs: list[_Pair]) -> Rightness:
    wrong = [_wrong(convert(source, region), expected) for source, expected, region in pairs]
    characters = sum(len(expected) for _, expected, _ in pairs)
    return Rightness(into, who, len(pairs), wrong.count(0), characters, sum(wrong))


def _wrong(converted: str, expected: str) -> int:
    """How many characters differ; zhconv changes words of another length too, each character of which counts."""
    if len(converted) != len(expected):
        return max(len(converted), len(expected))
    return sum(is_one != ought for is_one, ought in zip(converted, expected, strict=True))


def _converters(into: Script) -> dict[str, _Convert]:
    import zhconv
    from opencc import OpenCC

    if into is Script.HANT:
        opencc = {of_taiwan: OpenCC("s2tw" if of_taiwan else "s2hk") for of_taiwan in (True, False)}
        return {
            "qingdan": lambda text, region: to_hant(text, Script.HANS, "tw" if region == "tw" else "mo"),
            "OpenCC s2hk, s2tw": lambda text, region: str(opencc[region == "tw"].convert(text)),
            "zhconv zh-hk, zh-tw": lambda text, region: str(
                zhconv.convert(text, "zh-tw" if region == "tw" else "zh-hk")
            ),
        }
    hk2s = OpenCC("hk2s")
    return {
        "qingdan": lambda text, _: to_hans(text, Script.HANT),
        "OpenCC hk2s": lambda text, _: str(hk2s.convert(text)),
        "zhconv zh-cn": lambda text, _: str(zhconv.convert(text, "zh-cn")),
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
