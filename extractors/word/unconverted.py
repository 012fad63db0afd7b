"""Old Word documents that reach a reader as they are: they are read as files of their own, converted first."""

from __future__ import annotations

from typing import NoReturn

from schemas.findings import Code, DocumentError


def refuse(data: bytes) -> NoReturn:
    """Raise DocumentError ``unsupported_media_type``: this process may not start the program that converts it."""
    what = "an old Word document in another file: take it out and give it by itself, or save it as DOCX or PDF"
    raise DocumentError(Code.UNSUPPORTED_MEDIA_TYPE, what, f"{len(data)} bytes")
