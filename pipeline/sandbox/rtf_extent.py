"""Where an RTF document ends: seen before LibreOffice reads it, which stops there without a word.

A document is one group in brackets (RTF 1.9.1, "RTF Syntax"): programs skip what stands behind it. Binary data
(``\\binN``) are N bytes whatever they hold; LibreOffice counts them one by one, also those that the file does not have.
"""

from __future__ import annotations

import re

from pipeline.sandbox.rtf_numbers import shown_text
from schemas.findings import Code, DocumentError
from schemas.records import Issue

# The backslash before an escaped one is taken along: \\bin is a backslash and a word.
_BINARY = re.compile(rb"(?<!\\)(?:\\\\)*(\\bin(\d{1,19})\d* ?)")
_ESCAPED = (rb"\\", rb"\{", rb"\}")
_CHUNK = 1 << 20
_LONGEST_QUOTE = 60
_NOT_SHOWN = dict.fromkeys(map(ord, "{}\0"))


def end_of_rtf(document: bytes) -> int:
    """Behind which byte the group ends that is the document.

    Raises DocumentError ``damaged_file`` where it does not end, or binary data would go on behind the file.
    """
    import numpy as np  # only where an RTF document is read

    (brackets, beyond), depth = _without_binary(document), 0
    for escaped in _ESCAPED:
        brackets = brackets.replace(escaped, b"  ")
    for start in range(0, len(brackets), _CHUNK):
        piece = np.frombuffer(brackets, np.int8, min(_CHUNK, len(brackets) - start), start)
        closing = piece == ord("}")
        depths = depth + np.cumsum((piece == ord("{")).astype(np.int8) - closing, dtype=np.int64)
        ends = np.flatnonzero(closing & (depths <= 0))
        if ends.size:
            return start + int(ends[0]) + 1
        depth = int(depths[-1])
    if beyond:
        raise DocumentError(Code.DAMAGED_FILE, "the RTF document has binary data that go on behind its end", beyond)
    what = "the RTF document is cut off: it has groups that do not end"
    raise DocumentError(Code.DAMAGED_FILE, what, f"groups open after {len(document)} bytes: {depth}")


def _without_binary(document: bytes) -> tuple[bytes, str]:
    """The document with nothing in place of its binary data, and which of them go on behind it."""
    if b"\\bin" not in document:
        return document, ""
    found, at, beyond = bytearray(document), 0, ""
    while not beyond and (match := _BINARY.search(document, at)):
        at = match.end() + int(match[2])
        if at > len(document):
            beyond = f"{int(match[2])} bytes from byte {match.end()} of {len(document)}"
            at = len(document)
        found[match.start(1) : at] = bytes(at - match.start(1))
    return bytes(found), beyond


def behind_the_end(document: bytes) -> tuple[Issue, ...]:
    """The remark on text behind the end of a document that `end_of_rtf` found to be whole."""
    end = end_of_rtf(document)
    left = document[end:]
    shown = _readable(shown_text(left[:_CHUNK]).translate(_NOT_SHOWN)).strip()
    if not shown and len(left) <= _CHUNK:
        return ()
    what = "text behind the end of the RTF document is not part of it"
    value = f"{len(left)} bytes from byte {end}: {shown[:_LONGEST_QUOTE]}"
    return (Issue(Code.HIDDEN_TEXT, what, value),)


def _readable(shown: str) -> str:
    """Characters written as halves are whole, and those written as bytes of a Chinese encoding are read."""
    try:
        return shown.encode("latin-1").decode("gb18030")
    except UnicodeError:
        return shown.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
