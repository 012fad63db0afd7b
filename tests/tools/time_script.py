"""How much faster than OpenCC the conversion is, and what its start costs. Tests do not run it.

    python tests/tools/time_script.py FILE…   # UTF-8 text in simplified Chinese

The two take turns, so that a busy machine slows both; the best turn of each counts.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time

from opencc import OpenCC


def main() -> None:
    """Print start-up and ratios."""
    began = process_time()
    from normalizers.script.conversion import both_scripts, to_hans, to_hant
    from normalizers.script.matcher import Converter
    from normalizers.script.tables import read_chain
    from schemas.records import Script

    both_scripts("联系 聯繫")
    to_hans("聯繫", Script.HANT)
    print(f"start, both directions: {process_time() - began:.2f} s CPU")

    hans = "".join(Path(name).read_text(encoding="utf-8") for name in sys.argv[1:])
    hant = to_hant(hans, Script.HANS)
    for config in ("s2t", "s2hk", "s2tw", "t2s", "hk2s", "tw2s"):
        text = hans if config[0] == "s" else hant
        opencc, ours = OpenCC(config), Converter(read_chain(config))
        if opencc.convert(text) != ours.convert(text):
            raise SystemExit(f"{config}: not the same output")
        turns = [(_seconds(opencc.convert, text), _seconds(ours.convert, text)) for _ in range(7)]
        theirs, own = (min(times) for times in zip(*turns, strict=True))
        print(f"{config}: {theirs / own:.0f} times as fast, {len(text.encode()) / own / 1e6:.0f} MB/s")
    opencc = OpenCC("s2hk")
    turns = [
        (_seconds(opencc.convert, hans), _seconds(lambda text: to_hant(text, Script.HANS), hans)) for _ in range(7)
    ]
    theirs, own = (min(times) for times in zip(*turns, strict=True))
    print(f"Macao's: {theirs / own:.0f} times as fast as s2hk, {len(hans.encode()) / own / 1e6:.0f} MB/s")


def _seconds(convert: Callable[[str], str], text: str) -> float:
    began = perf_counter()
    convert(text)
    return perf_counter() - began


if __name__ == "__main__":
    main()
