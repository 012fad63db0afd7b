"""What a process of ours does before it imports anything else, so that it starts in less time and memory.

For processes that do nothing but our work: it changes what pyarrow and `re` do in them.
"""

from __future__ import annotations

import sys
from functools import partial
from re import _compiler  # type: ignore[attr-defined]
from typing import Any

_NAMES = ("numpy", "pandas")
_IN_CHILDREN = ("extractors", "normalizers", "schemas")
"""Packages of which confined children import modules when they meet a format."""


class _Hidden:
    """Modules that cannot be found meanwhile."""

    def find_spec(self, name: str, *_: object) -> None:
        if name in _NAMES:
            raise ModuleNotFoundError(name=name)


def import_arrow_alone() -> None:
    """Import pyarrow so that it never imports numpy or pandas; others may. Its ``to_pandas`` fails from then on.

    It imports both where it finds them, though tables are read and written without: half a second of processor time
    and 60 MB in each process. Does nothing to a process that has imported them.
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


def keep_byte_code() -> None:
    """Compile our modules that confined children import: they can write nothing, and would compile them in each run.

    Nothing is compiled that has not changed; those of libraries are compiled when they are installed.
    """
    if sys.dont_write_bytecode:
        return
    from compileall import compile_dir  # a hundredth of a second, which other processes do without
    from importlib.util import find_spec

    for spec in filter(None, map(find_spec, _IN_CHILDREN)):
        for folder in spec.submodule_search_locations or ():
            compile_dir(folder, quiet=2)


def remember_character_classes() -> None:
    """Have `re` remember what it makes of a class of characters.

    It marks their characters one by one: a millisecond for all Chinese ones, which a hundred of our patterns name. With
    this, loading what reads documents takes 0.85 x the time. Where `re` has no such function any more nothing happens.
    """
    optimize = getattr(_compiler, "_optimize_charset", None)
    if optimize is not None and not isinstance(optimize, partial):
        _compiler._optimize_charset = partial(_remembered, optimize, {})


def _remembered(optimize: Any, known: dict[Any, Any], charset: Any, *fixes: Any) -> Any:
    if any(fixes):  # of a pattern that ignores case
        return optimize(charset, *fixes)
    key = tuple(charset)
    if key not in known:
        known[key] = optimize(charset)
    made, has_case = known[key]
    return list(made), has_case
