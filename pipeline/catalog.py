"""Published tables for notebooks: ``load("items")`` is a pandas DataFrame of the latest build."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import NoBuildError, QingdanError
from pipeline.paths import LATEST, PROCESSED
from schemas.fields import BY_NAME

if TYPE_CHECKING:
    import pandas as pd


def load(table: str, out: Path | str = PROCESSED) -> pd.DataFrame:
    """Table ``table`` of the latest build under ``out``.

    Raises NoBuildError when nothing is published there, QingdanError for an unknown table.
    """
    import pandas as pd

    if table not in BY_NAME:
        raise QingdanError(f"no table is named {table}; there are {', '.join(BY_NAME)}")
    path = Path(out) / LATEST / f"{table}.parquet"
    if not path.exists():
        raise NoBuildError(Path(out))
    return pd.read_parquet(path)
