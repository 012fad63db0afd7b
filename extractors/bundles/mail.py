"""Mails (EML) and web pages saved as mails (MHTML): their body and the files attached to them."""

from __future__ import annotations

import email
import email.header
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from schemas.findings import Code, DocumentError, cause_of

_BODIES = "text/html", "text/plain"
"""What a body may be, the better one first."""
_MOST_PARTS, _DEEPEST = 2_000, 20


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file attached to a mail: its name, and its bytes decoded."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail: the bytes of its body, their media type and encoding (empty where it says none), and its attachments."""

    body: bytes
    media_type: str
    charset: str
    attachments: tuple[Attachment, ...]
    subject: str = ""


def read_message(data: bytes) -> Mail:
    """The mail in ``data``. Raises DocumentError ``damaged_file`` or ``too_big``."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        parts = list(_parts(message, 0, [_MOST_PARTS]))
    except RecursionError as error:
        raise _too_many("nested too deeply") from error
    except (ValueError, LookupError) as error:
        raise DocumentError(Code.DAMAGED_FILE, "the mail cannot be taken apart", cause_of(error)) from error
    attachments = tuple(Attachment(name, _data(part)) for part, name in parts if name)
    bodies = {part.get_content_type(): part for part, name in reversed(parts) if not name}
    kind = next((kind for kind in _BODIES if kind in bodies), "")
    if not kind:
        return Mail(b"", "", "", attachments, _words(message.get("Subject")))
    return Mail(_data(bodies[kind]), kind, _charset(bodies[kind]), attachments, _words(message.get("Subject")))


def _parts(message: Message, depth: int, left: list[int], is_of_page: bool = False) -> Iterator[tuple[Message, str]]:
    """The parts of a mail that are no containers, with the names of those that are files, the first body first.

    What a page is made of (RFC 2387: pictures, styles, scripts beside it) is no file, unless it says that it is one.
    """
    left[0] -= 1
    if depth > _DEEPEST:
        raise _too_many("nested too deeply")
    if left[0] < 0:
        raise _too_many(f"part {_MOST_PARTS + 1}")
    if message.is_multipart():
        is_page = message.get_content_type() == "multipart/related"
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from _parts(part, depth + 1, left, is_page)
        return
    _mend_headers(message)
    name = _words(message.get_filename())
    yield message, name or ("unnamed" if _is_file(message, is_of_page) else "")


def _too_many(value: str) -> DocumentError:
    what = f"the mail has more than {_MOST_PARTS} parts, or {_DEEPEST} in each other"
    return DocumentError(Code.TOO_BIG, what, value)


def _is_file(part: Message, is_of_page: bool) -> bool:
    """Whether a part without a name is a file."""
    is_text = part.get_content_type().startswith("text/")
    return part.get_content_disposition() == "attachment" or not (is_of_page or is_text)


def _mend_headers(part: Message) -> None:
    """Decode headers with bytes beyond ASCII, which the parser keeps as lone surrogates and would replace."""
    for name, value in list(part.raw_items()):
        if isinstance(value, str) and not value.isascii():
            part.replace_header(name, _decoded(value, None))


def _data(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _charset(part: Message) -> str:
    return str(part.get_content_charset() or "")


def _words(value: object) -> str:
    """A header as text: encoded words (RFC 2047) decoded, raw bytes as UTF-8 or GB18030."""
    if value is None:
        return ""
    try:
        pieces = email.header.decode_header(value if isinstance(value, str) else str(value))
    except (ValueError, LookupError):
        return str(value)
    return "".join(_decoded(piece, charset) for piece, charset in pieces).strip()


def _decoded(piece: bytes | str, charset: str | None) -> str:
    if isinstance(piece, str):
        # The parser keeps bytes beyond ASCII as lone surrogates.
        piece = piece.encode("utf-8", "surrogateescape")
    for encoding in (charset, "utf-8", "gb18030"):
        try:
            if encoding:
                return piece.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return piece.decode("utf-8", "replace")
