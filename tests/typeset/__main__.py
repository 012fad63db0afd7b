"""Print documents by number and read them: ``python -m tests.typeset FIRST [LAST]`` says what is not read truly.

With one number it also prints the text as extracted. ``--out FOLDER`` keeps the PDFs; those
that are there are not printed again.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from normalizers.registry.names import default_registry
from pipeline.release.parsing import Tools
from tests.typeset.grid import draw_document
from tests.typeset.score import read_printed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first", type=int)
    parser.add_argument("last", type=int, nargs="?")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    last = options.first if options.last is None else options.last
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
    documents = [draw_document(number) for number in range(options.first, last + 1)]
    totals: Counter[str] = Counter()
    for result in read_printed(documents, Tools(default_registry()), options.out):
        if last == options.first:
            print(result.built.text)
        totals.update(documents=1, exact=not result.wrong, silent=result.is_silent)
        if result.wrong:
            print(f"{result.document.number} {result.document.setting.name}: {', '.join(result.findings) or 'SILENT'}")
            for name, why in result.wrong.items():
                print(f"  {name}: {why}")
    print(dict(totals))


if __name__ == "__main__":
    main()
