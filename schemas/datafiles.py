"""CSV files that ship with a package."""

from __future__ import annotations

import csv
from importlib.resources import files


def read_csv(package: str, name: str) -> list[dict[str, str]]:
    """The rows of ``data/<name>`` of a package, by column name; a row of another length raises ValueError."""
    text = files(package).joinpath("data", name).read_text(encoding="utf-8")
    header, *rows = csv.reader(text.splitlines())
    return [dict(zip(header, row, strict=True)) for row in rows if row]
