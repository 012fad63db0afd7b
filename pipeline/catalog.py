"""Published tables for notebooks: ``load("items")`` is a pandas DataFrame of the latest build.

``changes("my-series", 2023, 2024)`` is what became of each item of a series from one year to another.
"""

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


def changes(
    series: str, earlier: int | None = None, later: int | None = None, out: Path | str = PROCESSED
) -> pd.DataFrame:
    """What became of each item of ``series`` between two years (default: its last two), a row a change.

    ``change``: continued, revised, split, merged, new or dropped; ``changed_words`` marks what went as ``[-…-]`` and
    what came as ``{+…+}``. A new or dropped item with ``is_doubtful`` may go on from, or in, the other item of its row.
    Raises NoBuildError when nothing is published, QingdanError for an unknown series or year.
    """
    import pandas as pd

    from pipeline.series_diff import compare

    return pd.DataFrame(compare(series, earlier, later, out).rows())
