"""pyarrow without numpy and pandas, for processes that make no data frames.

pyarrow imports both where it finds them, though tables are read and written without: half a second of processor time
and 60 MB in each process.
"""

from __future__ import annotations

import sys

_NAMES = ("numpy", "pandas")


class _Hidden:
    """Modules that cannot be found meanwhile."""

    def find_spec(self, name: str, *_: object) -> None:
        if name in _NAMES:
            raise ModuleNotFoundError(name=name)


def import_arrow_alone() -> None:
    """Import pyarrow so that it never imports numpy or pandas; others may. Its ``to_pandas`` fails from then on.

    Does nothing to a process that has imported them.
    """
    hidden = _Hidden()
    sys.meta_path.insert(0, hidden)
    try:
        import pyarrow as pa
        import pyarrow.compute
        import pyarrow.parquet

        pa.array([])  # looks for pandas the first time, and never again
    finally:
        sys.meta_path.remove(hidden)
