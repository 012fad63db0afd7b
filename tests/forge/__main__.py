"""Forge documents by number: ``python -m tests.forge FORMAT FIRST [LAST]`` prints what fails, and totals.

With one number, also prints the text as extracted and, with ``--out FILE``, keeps the document.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from random import Random

from normalizers.registry.names import default_registry
from pipeline.release.parsing import Tools
from tests.forge.forge import FORGES
from tests.forge.properties import build, failures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("format", choices=sorted(FORGES))
    parser.add_argument("first", type=int)
    parser.add_argument("last", type=int, nargs="?")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    tools = Tools(default_registry())
    last = options.first if options.last is None else options.last
    totals: Counter[str] = Counter()
    for seed in range(options.first, last + 1):
        forged = FORGES[options.format](Random(seed))
        built = build(forged, tools)
        if last == options.first:
            print(built.text)
        if options.out:
            options.out.write_bytes(forged.data)
        failed = failures(forged, built)
        totals.update(["documents", *(["failing"] if failed else []), *failed])
        for name, why in failed.items():
            print(f"{options.format} {seed} {','.join(forged.breakers)}: {name}: {why}\n")
    print(dict(totals))


if __name__ == "__main__":
    main()
