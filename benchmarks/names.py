"""Finding 10,000 registry names in running text, against spaCy's EntityRuler: ratios only, no verdict.

    python benchmarks/names.py FILE…

The names are the registry's own forms by pattern, filled up with departments of made-up cities; the EntityRuler gets
them as phrases, its fastest way. Both get the items of the releases; the runs are interleaved and the medians of CPU
time compared, so that a busy machine slows both.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from statistics import median

import spacy
from ahocorasick_rs import AhoCorasick, MatchKind

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from extractors.outline import read_outline  # noqa: E402
from normalizers.canonical import canonicalize  # noqa: E402
from normalizers.names import default_registry  # noqa: E402
from schemas.records import BlockKind  # noqa: E402

COUNT = 10_000
ROUNDS = 15


def names() -> list[str]:
    """10,000 distinct names: every form of the registry, then its city departments in made-up cities."""
    return list(islice(dict.fromkeys(_names()), COUNT))


def _names() -> Iterator[str]:
    forms = list(default_registry().forms)
    yield from forms
    for city in ("安", "平", "和", "兴", "泰", "宁"):
        yield from (form.replace("广州", f"新{city}") for form in forms if "广州" in form)


def items(paths: Sequence[str]) -> list[str]:
    """The items of releases given as text."""
    texts = (canonicalize(Path(path).read_bytes().decode())[0] for path in paths)
    return [t[b.start : b.end] for t in texts for b in read_outline(t).blocks if b.kind is BlockKind.ITEM]


def medians(runs: Sequence[Callable[[], object]]) -> list[float]:
    """Median CPU seconds of each, one round of all after another."""
    spent: list[list[float]] = [[] for _ in runs]
    for _ in range(ROUNDS):
        for run, times in zip(runs, spent, strict=True):
            start = time.process_time()
            run()
            times.append(time.process_time() - start)
    return [median(times) for times in spent]


def main(paths: Sequence[str]) -> None:
    """Print what was measured."""
    known, texts = names(), items(paths)
    matcher = AhoCorasick(known, matchkind=MatchKind.LeftmostLongest)
    language = spacy.blank("zh")
    ruler = language.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "ORG", "pattern": name} for name in known])  # type: ignore[attr-defined]
    found = sum(len(matcher.find_matches_as_indexes(text)) for text in texts)
    by_ruler = sum(len(language(text).ents) for text in texts)
    docs = [language.make_doc(text) for text in texts]
    is_name = default_registry().is_name
    printed = [text[start:end] for text in texts for _, start, end in matcher.find_matches_as_indexes(text)]
    ours, looked_up, whole, alone = medians(
        (
            lambda: [matcher.find_matches_as_indexes(text) for text in texts],
            lambda: [is_name(name) for name in printed],
            lambda: [language(text) for text in texts],
            lambda: [ruler(doc.copy()) for doc in docs],
        )
    )
    print(f"{len(known)} names, {len(texts)} items, {sum(map(len, texts))} characters")
    print(f"found: matcher {found}, EntityRuler {by_ruler}")
    print(f"EntityRuler / matcher: {alone / ours:.0f} (with its tokens {whole / ours:.0f})")
    print(f"EntityRuler / look-ups of the names that notes print: {alone / looked_up:.0f}")


if __name__ == "__main__":
    main(sys.argv[1:])
