"""ZIP archives for tests."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterable

_NO_DATE = (1980, 1, 1, 0, 0, 0)
"""The samples in raw/ were written with it."""


def zipped(members: Iterable[tuple[str, bytes | str]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive whose bytes depend on nothing else; a name may be given twice, or be empty."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive, warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Duplicate name")
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name, _NO_DATE), data, method)
    return held.getvalue()
