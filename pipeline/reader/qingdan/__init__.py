"""The tables of qingdan for notebooks and programs: needs pandas and pyarrow, and nothing else.

>>> import qingdan
>>> items = qingdan.load("items")
>>> len(items) > 100
True

A build is found in ``processed`` in the working folder or above it, where QINGDAN_BUILD says, or where a call names it:
a folder, ``s3://bucket/prefix`` or ``https://host/path``. Errors in use are `QingdanError`: one line each.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qingdan.bodies import Body, body, resolve, tasks
    from qingdan.changing import changes
    from qingdan.docs import doc
    from qingdan.errors import NoBuildError, QingdanError, UnreadableBuildError
    from qingdan.loading import describe, due, labelled, load, releases
    from qingdan.searching import search

__all__ = [
    "Body",
    "NoBuildError",
    "QingdanError",
    "UnreadableBuildError",
    "body",
    "changes",
    "describe",
    "doc",
    "due",
    "labelled",
    "load",
    "releases",
    "resolve",
    "search",
    "tasks",
]

_HOMES = {
    "bodies": ("Body", "body", "resolve", "tasks"),
    "changing": ("changes",),
    "docs": ("doc",),
    "errors": ("NoBuildError", "QingdanError", "UnreadableBuildError"),
    "loading": ("describe", "due", "labelled", "load", "releases"),
    "searching": ("search",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """The public names, each imported when it is first used: importing the package costs nothing."""
    if name == "__version__":
        from importlib.metadata import version

        return version("qingdan")
    if name not in _HOME_OF:
        raise AttributeError(f"module 'qingdan' has no attribute {name!r}")
    return getattr(import_module(f"qingdan.{_HOME_OF[name]}"), name)


def __dir__() -> list[str]:
    return __all__
