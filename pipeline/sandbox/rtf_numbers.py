"""The numbers of lists in RTF documents, as their writer printed them.

A writer sets each number as text before its paragraph, in a group ``\\listtext`` that programs skip which count lists
themselves (RTF 1.9.1, "Bullets and Numbering"). LibreOffice does, and takes the last paragraph of a document for one of
the first level, and the text of a level for what an encoding has made of it. The printed numbers are right in both.
"""

from __future__ import annotations

import re

_PRINTED = re.compile(rb"\{\\listtext(?![a-z])(?:\\pard|\\plain|\s)*([^{}]*)\}")
_LISTED = re.compile(rb"\\ls[1-9]\d{0,8}(?!\d)")
_HEADER = rb"\listoverride"
"""What stands before the text of the document, in whose paragraphs lists are named."""
_CONTROL = re.compile(rb"\\u(-?\d{1,5})(?:\\'[0-9a-fA-F]{2}|\?)?|\\'([0-9a-fA-F]{2})|\\[a-z]+-?\d* ?|\s")
_DASH = b"{- }"


def with_printed_numbers(document: bytes) -> bytes:
    """The document with its numbers as text and no paragraph in a list; as it is where some numbers are not printed."""
    listed = len(_LISTED.findall(document, max(0, document.rfind(_HEADER))))
    overrides = 1 if listed and _HEADER in document else 0  # the last entry of the table itself
    if len(_PRINTED.findall(document)) < listed - overrides:
        return document
    return _LISTED.sub(b"", _PRINTED.sub(_as_text, document))


def _as_text(number: re.Match[bytes]) -> bytes:
    """A number as a group of text; a sign that counts nothing is a dash."""
    shown = shown_text(number[1])
    is_sign = not any(char.isalnum() for char in shown) or (len(shown) == 1 and shown.isascii() and shown.isalpha())
    return _DASH if is_sign else b"{" + number[1] + b"}"


def shown_text(source: bytes) -> str:
    """The characters that a part of a document shows, without its groups; bytes of an encoding are one each."""
    pieces, at = [], 0
    for word in _CONTROL.finditer(source):
        pieces += [source[at : word.start()].decode("latin-1"), _shown(word)]
        at = word.end()
    return "".join([*pieces, source[at:].decode("latin-1")])


def _shown(word: re.Match[bytes]) -> str:
    """The character that a control word is."""
    if word[1] is not None:
        return chr(int(word[1]) % 0x10000)
    return chr(int(word[2], 16)) if word[2] is not None else ""
