"""What the two containers of office files hold: the members of a ZIP archive, the streams of an OLE file.

Both tell what a file is. Only names are read, so many at most, and nothing is unpacked; a damaged container is searched
for the names that are left. Never raises for what the bytes are, but in `refuse_loop`.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import islice

from schemas.findings import Code, DocumentError
from schemas.terminal import plain

ZIP_SIGNATURE, OLE_SIGNATURE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
EMPTY_ZIP_SIGNATURE = b"PK\x05\x06"
_MOST_NAMES = 4096
"""Names that are looked at; the ones that tell a format stand among the first in all files seen."""

# APPNOTE.TXT 6.3.10: 4.3.7 local file header, 4.3.12 central directory header, 4.3.16 end of central directory.
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL, _CENTRAL_SIGNATURE = struct.Struct("<4s6H3I5H2I"), b"PK\x01\x02"
_END, _END_SIGNATURE, _LONGEST_END = struct.Struct("<4s4H2IH"), b"PK\x05\x06", 65_557

# [MS-CFB] 2.2 header, 2.6.1 directory entry.
_FREE = 0xFFFFFFFA
"""Sector numbers from here on are no sectors."""
_OTHER_SECTORS = (0xFFFFFFFC, 0xFFFFFFFD, 0xFFFFFFFF)
"""What the table says of sectors that are in no chain: those of itself, and free ones."""
_ENTRY, _DIRECTORY_AT, _SMALL_TABLE_AT, _DIFAT_AT, _DIFAT_LENGTH = 128, 48, 60, 76, 109
_STREAM, _ROOT = b"\x02", b"\x05"
"""Kinds of entries."""


def zip_names(data: bytes) -> frozenset[str]:
    """The names of the members of a ZIP archive, in lower case with ``/`` between folders."""
    names = set(_central_names(data)) or set(_local_names(data))
    return frozenset(name.replace(b"\\", b"/").decode("latin-1").lower() for name in names)


def _central_names(data: bytes) -> Iterator[bytes]:
    """The names in the directory at the end of the archive; none where it is damaged."""
    at = data.rfind(_END_SIGNATURE, max(0, len(data) - _LONGEST_END))
    if at < 0 or at + _END.size > len(data):
        return
    *_, size, offset, _ = _END.unpack_from(data, at)
    # Bytes before the archive shift it: the directory ends where its end record begins.
    position = offset if data.startswith(_CENTRAL_SIGNATURE, offset) else at - size
    for _ in range(_MOST_NAMES):
        if position < 0 or not data.startswith(_CENTRAL_SIGNATURE, position) or position + _CENTRAL.size > len(data):
            return
        fields = _CENTRAL.unpack_from(data, position)
        name, extra, comment = fields[10], fields[11], fields[12]
        start = position + _CENTRAL.size
        yield data[start : start + name]
        position = start + name + extra + comment


def _local_names(data: bytes) -> Iterator[bytes]:
    """The names before the members themselves: all that a cut archive has."""
    position = data.find(ZIP_SIGNATURE)
    for _ in range(_MOST_NAMES):
        if position < 0 or position + _LOCAL.size > len(data):
            return
        length = _LOCAL.unpack_from(data, position)[9]
        start = position + _LOCAL.size
        yield data[start : start + length]
        position = data.find(ZIP_SIGNATURE, start)


def ole_names(data: bytes) -> frozenset[str]:
    """The names of the streams and storages at the root of an OLE file, in lower case."""
    entries = _directory(data)
    if not entries:
        return frozenset(name.lower() for name in _KNOWN_STREAMS if name.encode("utf-16-le") in data)
    names: set[str] = set()
    waiting, seen = [_sid(entries[0], 76)], set[int]()
    while waiting and len(seen) < _MOST_NAMES:
        number = waiting.pop()
        if number in seen or not 0 < number < len(entries):
            continue
        seen.add(number)
        entry = entries[number]
        names.add(_entry_name(entry).lower())
        waiting += [_sid(entry, 68), _sid(entry, 72)]
    return frozenset(names)


_KNOWN_STREAMS = ("WordDocument", "Workbook", "Book", "PowerPoint Document", "EncryptedPackage")
"""Streams that are searched for in a file whose directory is damaged."""


def ole_stream(data: bytes, name: str) -> bytes:
    """The bytes of the stream ``name`` (in lower case) of an OLE file; empty where it has none, or a damaged one."""
    entries = _directory(data)
    entry = next((one for one in entries if one[66:67] == _STREAM and _entry_name(one).lower() == name), None)
    if entry is None:
        return b""
    start, (size,) = _sid(entry, 116), struct.unpack_from("<Q", entry, 120)
    (shift,) = struct.unpack_from("<H", data, 30)
    if size >= _SMALLEST_STREAM:
        return _chain(data, start, 1 << shift)[: size & 0xFFFFFFFF]
    small = _chain(data, _sid(entries[0], 116), 1 << shift)
    table = _chain(data, _sid(data, _SMALL_TABLE_AT), 1 << shift)
    places = islice(_small_links(table, start), -(-size // _SMALL_SECTOR))
    return b"".join(small[_SMALL_SECTOR * at : _SMALL_SECTOR * (at + 1)] for at in places)[:size]


def ole_loop(data: bytes) -> str:
    """The first stream of an OLE file whose sectors lead back to one of them, or astray; empty where all end.

    Libraries follow such a chain until they have no memory left.
    """
    entries = _directory(data)
    if not entries:
        return ""
    (shift,) = struct.unpack_from("<H", data, 30)
    size = 1 << shift
    if _is_looped(_links(data, _sid(data, _DIRECTORY_AT), size)) or _is_astray(data, size):
        return "directory"
    small = _chain(data, _sid(data, _SMALL_TABLE_AT), size)
    for entry in entries:
        (length,) = struct.unpack_from("<Q", entry, 120)
        is_small = entry[66:67] == _STREAM and length < _SMALLEST_STREAM
        if entry[66:67] in (_STREAM, _ROOT) and length:
            first = _sid(entry, 116)
            if _is_looped(_small_links(small, first) if is_small else _links(data, first, size)):
                return _entry_name(entry)
    return ""


def _is_astray(data: bytes, size: int) -> bool:
    """Whether the chain of the directory, which ends, does so in a sector of another kind, or a free one."""
    chain = list(_links(data, _sid(data, _DIRECTORY_AT), size))
    return bool(chain) and _next_sector(data, chain[-1], size) in _OTHER_SECTORS


def refuse_loop(data: bytes, what: str) -> None:
    """Raise DocumentError ``damaged_file`` for an OLE file with a stream that does not end."""
    if name := ole_loop(data):
        raise DocumentError(Code.DAMAGED_FILE, f"the sectors of the {what} lead in a circle or astray", plain(name))


def _is_looped(chain: Iterator[int]) -> bool:
    seen: set[int] = set()
    for sector in chain:
        if sector in seen:
            return True
        seen.add(sector)
    return False


def _small_links(table: bytes, sector: int) -> Iterator[int]:
    """The numbers of a chain of small sectors, without end where it leads back."""
    while sector < _FREE and 4 * sector + 4 <= len(table):
        yield sector
        sector = _sid(table, 4 * sector)


_SMALL_SECTOR, _SMALLEST_STREAM = 64, 4096
"""Bytes of a small sector, and of a stream from which on it has sectors of its own; smaller ones share the root's."""


def _chain(data: bytes, sector: int, size: int) -> bytes:
    """The bytes of a chain of sectors."""
    return b"".join(_sectors(data, sector, size))


def _sectors(data: bytes, sector: int, size: int) -> Iterator[bytes]:
    """The sectors of a chain, each once."""
    seen: set[int] = set()
    for number in _links(data, sector, size):
        if number in seen:
            return
        seen.add(number)
        yield data[(number + 1) * size : (number + 2) * size]


def _links(data: bytes, sector: int, size: int) -> Iterator[int]:
    """The numbers of a chain of sectors, without end where it leads back."""
    while sector < _FREE:
        yield sector
        sector = _next_sector(data, sector, size)


def _entry_name(entry: bytes) -> str:
    (length,) = struct.unpack_from("<H", entry, 64)
    return entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")


def _sid(entry: bytes, offset: int) -> int:
    (number,) = struct.unpack_from("<I", entry, offset)
    return int(number)


def _directory(data: bytes) -> list[bytes]:
    """The entries of the directory, the root first; none where it cannot be followed."""
    if len(data) < 512:
        return []
    (shift,) = struct.unpack_from("<H", data, 30)
    if shift not in (9, 12):
        return []
    size = 1 << shift
    entries: list[bytes] = []
    for block in _sectors(data, _sid(data, _DIRECTORY_AT), size):
        entries += [block[i : i + _ENTRY] for i in range(0, len(block) - _ENTRY + 1, _ENTRY)]
        if len(entries) >= _MOST_NAMES:
            break
    is_root = bool(entries) and entries[0][66:67] == _ROOT
    return entries if is_root else []


def _next_sector(data: bytes, sector: int, size: int) -> int:
    """The sector after ``sector`` in its chain, by the 109 sectors of the table that the header names."""
    table, place = divmod(sector, size // 4)
    if table >= _DIFAT_LENGTH:
        return _FREE
    (at,) = struct.unpack_from("<I", data, _DIFAT_AT + 4 * table)
    offset = (at + 1) * size + 4 * place
    return struct.unpack_from("<I", data, offset)[0] if at < _FREE and offset + 4 <= len(data) else _FREE


def holds(names: frozenset[str], wanted: str) -> bool:
    """Whether a container has the name ``wanted``; one that ends in ``*`` is the beginning of a name."""
    wanted = wanted.lower()
    if wanted.endswith("*"):
        return any(name.startswith(wanted[:-1]) for name in names)
    return wanted in names
