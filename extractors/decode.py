"""Bytes → characters, for every kind of source that is text underneath.

Order of trust: byte order mark, the NULs of UTF-16, UTF-8, the encoding declared for the release, what the
document says of itself, a detector between GB18030 and Big5 (strict GB18030 happily decodes Big5), refusal.
"""

from __future__ import annotations

import codecs
import re

from schemas.findings import Code, DocumentError
from schemas.records import Issue

BLANKS = "\ufeff \t\r\n\f\v\u3000\u00a0\u200b"
"""Characters that leave a text empty."""

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = ["gb18030", "big5hkscs", "big5", "cp950"]
# A page that says gb2312 uses GBK and more, one that says big5 the characters of Hong Kong and Macao: the
# superset reads both (the WHATWG Encoding Standard maps the labels in the same way).
_WIDER = {
    **dict.fromkeys(("gb2312", "gb-2312", "gb_2312-80", "gbk", "x-gbk", "cp936", "ms936", "chinese"), "gb18030"),
    **dict.fromkeys(("big5", "big-5", "cn-big5", "x-x-big5", "big5-hkscs"), "big5hkscs"),
    "utf8": "utf-8",
}
# What a Chinese page can be in. Servers and editors claim iso-8859-1 and the like without looking.
_CLAIMABLE = {"utf-8", "gb18030", "big5hkscs", "cp950"}
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_MOST_CONTROLS = 0.001
_CHINESE = "\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e“”‘’—…·"
_COMMON = re.compile(f"[\t\n\r -~{_CHINESE}]")
_USUAL = re.compile(f"[{_CHINESE}]")
_LEAST_COMMON = 0.95
"""Share of ASCII, ideographs and their punctuation from which on bytes with NULs are UTF-16."""
_LEAST_HAN = 0.1
"""Share of Chinese characters below which a detected legacy encoding is not believed."""
_NO_ASCII = re.compile("[^\x00-\x7f]+")
_ASCII_CODECS = ((re.compile(r"~\{[!-~]{2,}~\}"), "hz"), (re.compile(r"\+[A-Za-z0-9+/]{3,}"), "utf-7"))
"""Encodings whose bytes are all ASCII, each with what it writes Chinese with (RFC 1843, RFC 2152)."""
_MISTAKES = (
    *(("latin-1", "utf-8"), ("cp1252", "utf-8"), ("gb18030", "utf-8")),
    *(("latin-1", "gb18030"), ("cp1252", "gb18030")),
)
"""What a text may have been taken for before it was saved, and what it is."""
_LEAST_USUAL, _FEWEST_HAN, _SAMPLE = 0.7, 4, 20_000
_MOST_LOST = 0.001
"""Share of characters a document may lose in the encoding it claims: content systems cut a character in two."""


def decode(data: bytes, declared: str | None = None, claimed: str | None = None) -> tuple[str, str]:
    """The text of ``data`` and the codec it was decoded with.

    ``declared`` is a person's word and must hold; ``claimed`` is what the document says of itself and may be
    wrong. Only in its claimed encoding may a text have lost a few characters (U+FFFD).
    Raises DocumentError: ``empty_file``, ``binary_file``, ``undecodable``, ``invalid_manifest``; ``garbled_text`` for
    a text that was read in another encoding and saved so.
    """
    if not data.strip():
        raise DocumentError(Code.EMPTY_FILE, "the file is empty", f"{len(data)} bytes")
    if codec := _codec_by_bytes(data):
        return _decode_strictly(data, codec), codec.removesuffix("-sig")
    try:
        return _as_saved(data.decode("utf-8"), data)
    except UnicodeDecodeError as error:
        utf8_error = error
    if declared:
        encoding = _wider(declared)
        return _decode_strictly(data, encoding), encoding
    found = _as_claimed(data, claimed) or _as_detected(data) or _as_few(data)
    found = found or _as_claimed(data, claimed, errors="replace")
    if found is None:
        raise DocumentError(
            Code.UNDECODABLE,
            "the bytes are neither UTF-8 nor believable GB18030 or Big5",
            _bad_byte(data, utf8_error),
        )
    return found


def declaration_issues(data: bytes, declared: str | None, text: str, encoding: str) -> tuple[Issue, ...]:
    """The issue ``encoding_mismatch`` where ``text``, read from ``data`` by its bytes, is another one as declared."""
    codec = _wider(declared or "").strip().lower()
    if not declared or encoding.startswith(codec.removesuffix("-sig")):
        return ()
    try:
        found = data.decode(codec).removeprefix("\ufeff")
    except (UnicodeError, LookupError):
        found = None
    what = f"the file is {encoding}, not what release.toml declares"
    return () if found == text else (Issue(Code.ENCODING_MISMATCH, what, declared),)


def _codec_by_bytes(data: bytes) -> str | None:
    """The codec that a byte order mark or the NULs of UTF-16 show; None where ``data`` has neither.

    Raises DocumentError ``binary_file`` for NULs that are not those of UTF-16.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return encoding
    codec = unmarked_utf16(data)
    if codec is None and b"\0" in data:
        raise DocumentError(Code.BINARY_FILE, "the file holds NUL bytes, so it is no text", f"offset {data.index(0)}")
    return codec


def unmarked_utf16(data: bytes) -> str | None:
    """The codec of UTF-16 without a byte order mark: ``data`` with a NUL beside each ASCII character; else None."""
    if len(data) % 2 or b"\0" not in data:
        return None
    return next((codec for codec in ("utf-16-le", "utf-16-be") if _reads_well(data, codec)), None)


def _reads_well(data: bytes, codec: str) -> bool:
    """Whether UTF-16 of this byte order gives text; that NULs stand on one side does not tell: U+3000 has its own."""
    text = _decoded(data, codec)
    return text is not None and "\0" not in text and len(_COMMON.findall(text)) >= _LEAST_COMMON * len(text)


def refuse_controls(text: str) -> None:
    """Raise DocumentError ``binary_file`` for a text with more control characters than a slip leaves."""
    controls = _CONTROL.findall(text)
    if len(controls) > _MOST_CONTROLS * len(text):
        raise DocumentError(Code.BINARY_FILE, "the file holds control characters, so it is no text", repr(controls[0]))


def _wider(encoding: str) -> str:
    return _WIDER.get(encoding.strip().lower(), encoding)


def _as_claimed(data: bytes, claimed: str | None, errors: str = "strict") -> tuple[str, str] | None:
    encoding = _wider(claimed or "").strip().lower()
    if encoding not in _CLAIMABLE:
        return None
    text = _decoded(data, encoding, errors)
    return (text, encoding) if text is not None and text.count("\ufffd") <= _MOST_LOST * len(text) else None


def _as_detected(data: bytes) -> tuple[str, str] | None:
    from charset_normalizer import from_bytes  # few texts need a guess

    best = from_bytes(data, cp_isolation=_CANDIDATES).best()
    if best is None or best.encoding not in _CANDIDATES:
        return None
    text = data.decode(best.encoding)
    return (text, best.encoding) if _is_chinese(text) else None


def _as_saved(text: str, data: bytes) -> tuple[str, str]:
    """A text in UTF-8 - or, where all is ASCII, in HZ or UTF-7, whose signs it shows. Raises DocumentError."""
    for sign, codec in _ASCII_CODECS if text.isascii() else ():
        if sign.search(text) and (found := _decoded(data, codec)) and _is_chinese(found):
            return found, codec
    letters = " ".join(_NO_ASCII.findall(text, 0, _SAMPLE)).replace("\ufffd", "")
    for read_as, meant in _MISTAKES if letters else ():
        if _was_mistaken(letters, read_as, meant):
            what = f"the text is {meant} that was read as {read_as} and saved so"
            raise DocumentError(Code.GARBLED_TEXT, what, text.strip()[:20])
    return text, "utf-8"


def _was_mistaken(letters: str, read_as: str, meant: str) -> bool:
    """Whether runs of characters beyond ASCII are the bytes of another text, which is Chinese; a few may be lost."""
    data = letters.encode(read_as, "ignore")
    found = data.decode(meant, "replace").replace(" ", "")
    return len(data) >= _LEAST_COMMON * len(letters) and len(_USUAL.findall(found)) >= _LEAST_USUAL * len(found) > 0


def _decoded(data: bytes, codec: str, errors: str = "strict") -> str | None:
    try:
        return data.decode(codec, errors)
    except UnicodeDecodeError:
        return None


def _is_chinese(text: str) -> bool:
    """Whether enough of a text is Chinese; the tags of a page are no reason to doubt it."""
    visible = re.sub(r"<[^<>]*>|\s", "", text)
    return len(_HAN.findall(visible)) >= _LEAST_HAN * len(visible)


def _as_few(data: bytes) -> tuple[str, str] | None:
    """A text mostly of ASCII with a few Chinese characters, all of them in use, in GB18030."""
    text = _decoded(data, "gb18030") or ""
    letters = "".join(_NO_ASCII.findall(text))
    is_in_use = letters.encode("gb2312", "ignore").decode("gb2312") == letters
    is_usual = is_in_use and len(_HAN.findall(letters)) >= _FEWEST_HAN
    return (text, "gb18030") if is_usual else None


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
