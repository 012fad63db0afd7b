"""Typesets the OFD of raw/ from the plain text beside this file, in the form of `make_sample_pdfs.py`.

    python tests/tools/make_sample_ofd.py [FOLDER]   # writes into raw/ unless told otherwise

A running head stands in a template, and a seal is set that signs nothing. The same source gives the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.make_ofd import LEADING, LEFT, RIGHT, SIZE, TOP, OfdSheet, package, seal, table, wrapped

_HERE = Path(__file__).resolve().parent
_NAME = "sample-list-ofd"
_WIDTHS = (14.0, 64.0, 30.0, 32.0, 24.0)
_HEAD = "便民服务任务清单（书写样本）"
_SEAL = "东莞市人民政府办公室（样章）", "2026-02-10"


def typeset(source: str) -> bytes:
    """The OFD file of a source: a title, a paragraph and the rows of a table."""
    lines = source.splitlines()
    rows = [[cell.strip() for cell in line.split("|")] for line in lines[2:]]
    set_lines = wrapped("　　" + lines[1], RIGHT - LEFT, SIZE)
    sheets = table(rows, _WIDTHS, top=TOP + LEADING * (len(set_lines) + 2))
    title = lines[0].removeprefix("# ")
    sheets[0].text(LEFT + 5, TOP, title, 1.3 * SIZE)
    for n, line in enumerate(set_lines):
        bare = line.lstrip("　")
        sheets[0].text(LEFT + SIZE * (len(line) - len(bare)), TOP + LEADING * (n + 1.6), bare)
    head = OfdSheet()
    head.text(LEFT, 20, _HEAD, 3.5)
    head.line(LEFT, 22, RIGHT, 22)
    for n, sheet in enumerate(sheets, 1):
        sheet.templates.append((500, "Background"))
        sheet.text(100, 285, f"— {n} —", 4)
    body, parts = seal(*_SEAL)
    return package(sheets, {500: head}, f"<ofd:Title>{title}</ofd:Title>", parts, body=body)


def main() -> None:
    """Write the sample into the folder given, else into raw/."""
    raw = Path(sys.argv[1]) if len(sys.argv) > 1 else _HERE.parents[1] / "raw"
    target = raw / _NAME / f"{_NAME}.ofd"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(typeset((_HERE / f"{_NAME}.txt").read_text(encoding="utf-8")))
    print(f"{target}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
