"""Documents in archives and mails that must be converted before they are read: taken out, so that they can be.

The child that reads documents may start no program, and the process that may must not take files apart. So a child
takes the document out, and its bytes are converted as those of any other.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from extractors.containers import zip_names
from extractors.media import MAIL, READ, ZIP
from pipeline.sandbox.conversion import Converted, convert, is_converted
from pipeline.sandbox.worker import Worker
from pipeline.settings import Limits
from schemas.findings import DocumentError

_TAKE = dict.fromkeys((ZIP, MAIL), "extractors.bundles.reader:take_converted")
_SUFFIXES = tuple(suffix for form in READ if form.is_converted for suffix in form.suffixes)
_IN_MAIL = re.compile(
    rb"application/(?:msword|rtf|octet-stream|x-msword|vnd\.ms-works|wps)|(?:%s)\b"
    % "|".join(map(re.escape, _SUFFIXES)).encode(),
    re.IGNORECASE,
)


def as_docx(data: bytes, media_type: str, sha256: str, member: str, limits: Limits) -> tuple[bytes, Converted | None]:
    """A document that must be converted as DOCX, by itself or in an archive or mail, and what it was; others as is.

    ``member`` names the release in a file that holds several. Raises as `pipeline.sandbox.conversion.to_docx`.
    """
    if is_converted(media_type):
        return convert(data, media_type, limits, sha256)
    if media_type not in _TAKE or not _may_hold(data, media_type, member):
        return data, None
    try:
        with Worker(limits, _TAKE) as worker:
            head, inner = worker.ask(media_type, data, {"media_type": media_type, "member": member})
    except DocumentError:
        return data, None  # its reader says what is wrong with it
    if not head["media_type"]:
        return data, None
    return convert(bytes(inner), str(head["media_type"]), limits, sha256, str(head["others"]))


def _may_hold(data: bytes, media_type: str, member: str) -> bool:
    """Whether a document that must be converted may be in it, by what costs no child."""
    if member:
        return PurePosixPath(member).suffix.lower() in _SUFFIXES
    if media_type == MAIL:
        return _IN_MAIL.search(data) is not None
    return any(name.endswith(_SUFFIXES) for name in zip_names(data))
