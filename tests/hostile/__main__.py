"""Tries every kind of hostile input and prints what was held, the slowest and the largest; exits 1 unless all held.

``python -m tests.hostile [SIZE]``: the documents have about SIZE characters (default 400,000). Takes half an hour on
two cores; a tenth of the size takes some minutes.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pipeline.release.supervised import close_tools
from tests.hostile.harness import KINDS, Result, try_documents, try_growing, try_places, try_together
from tests.hostile.places import PLACES

_SIZE = 400_000
_SMALL_SIZE = 50_000
"""Of files that are packed, or have many small parts."""


def _results(folder: Path, size: int) -> Iterator[Result]:
    yield from try_places(folder, PLACES)
    for kind in ("pdf", "package"):
        yield from try_documents(folder, kind, KINDS[kind], min(size, _SMALL_SIZE))
    for kind in ("page", "text"):
        yield from try_growing(folder, kind, KINDS[kind], size)
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
    print(f"{'kind':<10}{'tried':>6}{'held':>6}   {'slowest':<36}{'largest child':<15}twice the size costs")
    for kind in dict.fromkeys(result.kind for result in results):
        print(_line(kind, [result for result in results if result.kind == kind]))
    return 0 if all(result.is_held for result in results) else 1


def _line(kind: str, results: list[Result]) -> str:
    slowest, steepest = max(results, key=lambda r: r.seconds), max(results, key=lambda r: r.growth)
    counts = f"{kind:<10}{len(results):>6}{sum(result.is_held for result in results):>6}"
    slow = f"{slowest.seconds:5.1f} s {slowest.name[:25]!r:<28}"
    growth = f"{steepest.growth:.1f} times {steepest.name[:25]!r}" if steepest.growth else ""
    return f"{counts}   {slow} {max(result.mib for result in results):>5} MiB     {growth}".rstrip()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else _SIZE))
