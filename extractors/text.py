"""Bytes of a text file → extracted text.

Order of trust: byte order mark, UTF-8, the encoding declared for the release, a detector between
GB18030 and Big5 (strict GB18030 happily decodes Big5), refusal.
"""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from schemas.findings import Code, DocumentError
from schemas.records import ExtractedText

MEDIA_TYPE = "text/plain"

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = ["gb18030", "big5hkscs", "big5", "cp950"]
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_MOST_CONTROLS = 0.001
_LEAST_HAN = 0.1
"""Share of Chinese characters below which a detected legacy encoding is not believed."""


def read_text(data: bytes, declared: str | None = None) -> ExtractedText:
    """Decode ``data``; line ends become ``\\n``.

    Raises DocumentError: ``empty_file``, ``binary_file`` or ``undecodable`` (with the offset and value of
    the first bad byte).
    """
    if not data.strip():
        raise DocumentError(Code.EMPTY_FILE, "the file is empty", f"{len(data)} bytes")
    text, encoding = _decode(data, declared)
    controls = _CONTROL.findall(text)
    if len(controls) > _MOST_CONTROLS * len(text):
        raise DocumentError(Code.BINARY_FILE, "the file holds control characters, so it is no text", repr(controls[0]))
    if not text.strip("\ufeff \t\r\n\f\v\u3000\u00a0\u200b"):
        raise DocumentError(Code.EMPTY_FILE, "the file holds only blanks", f"{len(data)} bytes")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return ExtractedText(text, encoding, MEDIA_TYPE)


def _decode(data: bytes, declared: str | None) -> tuple[str, str]:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_strictly(data, encoding), encoding.removesuffix("-sig")
    if b"\0" in data:
        raise DocumentError(Code.BINARY_FILE, "the file holds NUL bytes, so it is no text", f"offset {data.index(0)}")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        utf8_error = error
    if declared:
        return _decode_strictly(data, declared), declared
    best = from_bytes(data, cp_isolation=_CANDIDATES).best()
    if best is not None and best.encoding in _CANDIDATES:
        text = data.decode(best.encoding)
        if len(_HAN.findall(text)) >= _LEAST_HAN * len(text):
            return text, best.encoding
    raise DocumentError(
        Code.UNDECODABLE,
        "the bytes are neither UTF-8 nor believable GB18030 or Big5",
        _bad_byte(data, utf8_error),
    )


def _decode_strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DocumentError(
            Code.UNDECODABLE, f"the bytes are not {encoding}, as declared", _bad_byte(data, error)
        ) from error
    except LookupError as error:
        raise DocumentError(Code.INVALID_MANIFEST, "encoding names no known codec", encoding) from error


def _bad_byte(data: bytes, error: UnicodeDecodeError) -> str:
    return f"byte 0x{data[error.start]:02x} at offset {error.start}"
