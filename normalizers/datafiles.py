"""Dictionaries that ship with the normalizers as CSV."""

from __future__ import annotations

from schemas.datafiles import read_csv


def read_rows(name: str) -> list[dict[str, str]]:
    """The rows of ``data/<name>`` by column name."""
    return read_csv("normalizers", name)
