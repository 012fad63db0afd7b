"""Other tools that read PDFs without models: ``python -m benchmarks.peers NAME FILE OUT`` writes their text.

Imports nothing of qingdan: they run in an environment of their own (`make bench-peers`).
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path


def markitdown(file: Path, out: Path) -> None:
    """Microsoft's MarkItDown."""
    from markitdown import MarkItDown

    out.write_text(MarkItDown().convert(str(file)).text_content, encoding="utf-8")


def docvortex(file: Path, out: Path) -> None:
    """DocVortex, from the text layer."""
    import docvortex as library

    library.convert(file, out, overwrite=True, parse_mode="txt")


PEERS: dict[str, Callable[[Path, Path], None]] = {"markitdown": markitdown, "docvortex": docvortex}

if __name__ == "__main__":
    PEERS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
