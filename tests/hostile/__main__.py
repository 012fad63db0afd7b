"""Tries every kind of hostile input and prints what was held, the slowest and the largest; exits 1 unless all held.

``python -m tests.hostile [SIZE]``: the documents have about SIZE characters (default 400,000); takes some minutes.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pipeline.release.supervised import close_tools
from tests.hostile.harness import Result, try_documents, try_places, try_together
from tests.hostile.kinds import PAGES, TEXTS
from tests.hostile.pdfs import PDFS
from tests.hostile.places import PLACES

_SIZE = 400_000
_PDF_SIZE = 50_000


def _results(folder: Path, size: int) -> Iterator[Result]:
    yield from try_places(folder, PLACES)
    yield from try_documents(folder, "pdf", PDFS, _PDF_SIZE)
    yield from try_documents(folder, "page", PAGES, size)
    yield from try_documents(folder, "text", TEXTS, size)
    yield try_together(folder, size // 20)


def main(size: int) -> int:
    """Print a line for each input that was not held, then the table; returns the exit status."""
    folder = Path(tempfile.mkdtemp(prefix="hostile-"))
    results = []
    try:
        for result in _results(folder, size):
            results.append(result)
            if not result.is_held:
                print(f"NOT HELD: {result.kind}: {result.name}: {result.problem}", flush=True)
    finally:
        close_tools()
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{'kind':<10}{'tried':>6}{'held':>6}   slowest                            largest child")
    for kind in dict.fromkeys(result.kind for result in results):
        of_kind = [result for result in results if result.kind == kind]
        held = sum(result.is_held for result in of_kind)
        slowest, largest = max(of_kind, key=lambda r: r.seconds), max(of_kind, key=lambda r: r.mib)
        counts, name = f"{kind:<10}{len(of_kind):>6}{held:>6}", slowest.name[:25]
        print(f"{counts}   {slowest.seconds:5.1f} s {name!r:<28} {largest.mib} MiB")
    return 0 if all(result.is_held for result in results) else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else _SIZE))
