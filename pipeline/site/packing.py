"""Data of pages as scripts that hold compressed data: a page from disk can load a script, and the browser inflates it.

Short files have little to repeat, so all are compressed against one dictionary (`dictionary`): the ids and names that
documents have in common. The browser puts it in front as a stored block. The JSON is in GB18030, which has two bytes
for a Chinese character where UTF-8 has three; what versions of GB18030 have in different places is escaped. Compressed
bytes become printable ASCII, 13 bits as two characters: a quarter more, where base64 has a third.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import chain
from typing import Any

from normalizers.registry.gazetteer import entities
from pipeline.release.decisions import DECISIONS
from pipeline.release.registry import kept_registry
from pipeline.site.markup import cleaned, script_of
from schemas.mentions import DueBasis, MentionKind
from schemas.records import LinkRelation, NoteStatus, Role

ENCODING = "gb18030"
PLAIN = r"\x00-\x7e\u4e00-\u9fa5\u3001-\u3003\u3008-\u3011\u3014-\u3017\u2014\u2018\u2019\u201c\u201d\uff01-\uff5d"
_NOT_PLAIN = re.compile(f"[^{PLAIN}]")
"""What is escaped: all but ASCII and the Chinese characters and marks that every version has in one place."""
_WINDOW = 32 * 1024 - 262
"""Bytes that a compressed stream may refer back to when it begins."""
_OF_IDS, _OF_ENTITIES = 9_000, 3_000
"""Bytes of the dictionary for ids of bodies and of what is mentioned; names of bodies have the rest."""
_COMMON = ("cn", "mo", "hk")
"""Whose bodies the dictionary has."""
_RAW = -15
_LEVEL, _MEMORY = 9, 9


def packed(key: str, value: Any) -> bytes:
    """A JSON value as a script: ``qingdan.pack(key, printable)``, which inflates to the value in `ENCODING`."""
    made = json.dumps(cleaned(value), ensure_ascii=False, separators=(",", ":"), default=str)
    return packed_bytes(key, encoded(made))


def data_file(key: str, value: Any) -> tuple[str, bytes]:
    """A JSON value as a file of the site: pages load the data of a key from where it says."""
    return f"data/{key}.js", packed(key, value)


def bytes_file(key: str, data: bytes) -> tuple[str, bytes]:
    """Bytes as such a file."""
    return f"data/{key}.js", packed_bytes(key, data)


def encoded(text: str) -> bytes:
    """JSON in `ENCODING`."""
    return _NOT_PLAIN.sub(_escape, text).encode(ENCODING)


def _escape(found: re.Match[str]) -> str:
    units = found.group().encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def packed_bytes(key: str, data: bytes) -> bytes:
    """Bytes as such a script."""
    made = zlib.compressobj(_LEVEL, zlib.DEFLATED, _RAW, _MEMORY, zlib.Z_DEFAULT_STRATEGY, encoded(dictionary()))
    body = printable(made.compress(data) + made.flush())
    return f'qingdan.pack({json.dumps(key)},"{body}");\n'.encode()


_DIGITS = "".join(chr(code) for code in range(0x20, 0x7F) if chr(code) not in '"\\<&')
_BASE, _BITS, _BLOCK = 91, 13, 13
assert len(_DIGITS) == _BASE


@cache
def _pairs() -> tuple[str, ...]:
    return tuple(_DIGITS[number // _BASE] + _DIGITS[number % _BASE] for number in range(1 << _BITS))


def printable(data: bytes) -> str:
    """Bytes as printable ASCII: how many zeros were added, and 13 bits as two digits, the first bits first."""
    added = -len(data) % _BLOCK
    padded = data + bytes(added)
    pairs, rest = _pairs(), (1 << _BITS) - 1
    made = [_DIGITS[added]]
    for at in range(0, len(padded), _BLOCK):
        block = int.from_bytes(padded[at : at + _BLOCK], "big")
        made += [pairs[block >> shift & rest] for shift in range(_BITS * (8 * _BLOCK // _BITS - 1), -1, -_BITS)]
    return "".join(made)


@cache
def dictionary() -> str:
    """What packed data refer to, at most `_WINDOW` bytes; the most frequent last, where references are shortest."""
    agencies = [agency for agency in kept_registry().agencies if agency.jurisdiction in _COMMON]
    ids = _joined('","', (agency.agency_id for agency in agencies), _OF_IDS)
    things = _joined('","', (key for key in entities() if "/" not in key), _OF_ENTITIES)
    rest = "\n".join((things, ids, _SKELETON))
    names = dict.fromkeys(chain.from_iterable(agency.forms[:1] + agency.forms[2:3] for agency in agencies))
    return _joined("、", names, _WINDOW - len(encoded(rest)) - 1) + "\n" + rest


def _joined(separator: str, words: Iterable[str], most: int) -> str:
    """The first of ``words`` that `ENCODING` has as they are, in at most so many bytes."""
    known = separator.join(word for word in words if not _NOT_PLAIN.search(word))
    return known.encode(ENCODING)[:most].decode(ENCODING, "ignore").rpartition(separator)[0]


_SKELETON = (
    '"]],"title":,"facts":{"issuer":null,"doc_number":null,"date_issued":null,"n_items":"n_notes":"n_notes_parsed":'
    '"uri":"","source":"text":"units":{"kinds":"paths":["markers":["levels":["spans":"pages":"rules":"copies":"statuses"'
    '"due":"notes":"parties":"mentions":"findings":"repairs":"back":"on":"sheets":[],"texts":"hans":[],"hant":"names":['
)
"""Words of the data of a release."""


@cache
def vocabulary() -> tuple[str, ...]:
    """Words that data refer to by number: values of columns and names of rules."""
    values = (value.value for kind in (Role, NoteStatus, LinkRelation, MentionKind, DueBasis) for value in kind)
    rules = (decision.label(rule) for decision in DECISIONS for rule in decision.rules)
    return tuple(dict.fromkeys(chain(values, rules, ("", "first", "apart", "joined", "furniture"))))


@cache
def numbered_vocabulary() -> Mapping[str, int]:
    """The same by their numbers."""
    return {name: number for number, name in enumerate(vocabulary())}


def shared_script() -> bytes:
    """The script that pages with packed data load first: dictionary and vocabulary."""
    return script_of("dictionary", printable(encoded(dictionary()))) + script_of("vocabulary", vocabulary())
