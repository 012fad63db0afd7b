"""Write the table of simplified characters from OpenCC's dictionaries: ``python -m tests.tools.make_simplified``."""

from __future__ import annotations

from pathlib import Path

from normalizers.script.tables import read_readings

TABLE = Path(__file__).parents[2] / "schemas" / "printed" / "data" / "simplified.csv"


def simplified_characters() -> dict[str, str]:
    """Traditional character → simplified, first readings: TSCharacters, and what HKVariants writes instead of its keys.

    Only characters of the Basic Multilingual Plane: no word of a pattern is written with another.
    """
    of_traditional = {key: readings[0] for key, readings in read_readings("TSCharacters.txt").items()}
    of_variants = {
        variant: of_traditional.get(key, key)
        for key, variants in read_readings("HKVariants.txt").items()
        for variant in variants
        if variant not in of_traditional
    }
    table = of_variants | of_traditional
    table = {key: table.get(value, value) for key, value in table.items()}  # 薴 is 苧, which is 苎
    return {key: table[key] for key in sorted(table) if max(map(ord, key + table[key])) <= 0xFFFF and key != table[key]}


def main() -> None:
    """Write the table."""
    lines = ["traditional,simplified", *(f"{key},{value}" for key, value in simplified_characters().items())]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
