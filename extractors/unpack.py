"""Members of a ZIP archive, read within limits: a small file can unpack to one that fills a disk."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import cached_property

from schemas.findings import Code, DocumentError, cause_of

MIB = 1024**2
MOST_MEMBERS = 20_000
MOST_MEMBER_BYTES = 256 * MIB
MOST_BYTES = 512 * MIB
"""Bytes of all members that are read of one archive, unpacked."""
_MOST_RATIO, _SMALL = 400, 4 * MIB
"""A member larger than the second number may unpack to so many times its packed size: text seldom reaches 50."""
_UTF8_NAMES, _ENCRYPTED = 0x800, 0x1
"""Bits of the flags of a member (APPNOTE.TXT 4.4.4)."""
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError),
    OverflowError,  # sizes of an archive beyond 4 GiB (Zip64) that no file can have
)
"""What zipfile raises for damaged archives and for methods that it does not know."""


class Archive:
    """The members of a ZIP archive by name, with ``/`` between folders.

    Names without the flag for UTF-8 are read as UTF-8 where they are that, else as GB18030, which Chinese programs
    write. Raises DocumentError ``damaged_file``, ``password_required`` or ``too_big``, also when members are read.
    """

    def __init__(self, data: bytes, what: str) -> None:
        self._what = what
        self._bytes_left = MOST_BYTES
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise self._damaged(error) from error
        if len(self._zip.infolist()) > MOST_MEMBERS:
            reason = f"{len(self._zip.infolist())} members"
            raise DocumentError(Code.TOO_BIG, f"the {what} has more than {MOST_MEMBERS} members", reason)

    @cached_property
    def _members(self) -> dict[str, zipfile.ZipInfo]:
        named = ((_name(info), info) for info in self._zip.infolist())  # is_dir fails on an empty name
        return {name: info for name, info in named if not name.endswith("/")}

    @cached_property
    def _ambiguous(self) -> frozenset[str]:
        """The names that members with different bytes have: which of them is meant, no program can say."""
        marks: dict[str, set[tuple[int, int]]] = {}
        for info in self._zip.infolist():
            marks.setdefault(_name(info), set()).add((info.CRC, info.file_size))
        return frozenset(name for name, found in marks.items() if len(found) > 1)

    @cached_property
    def _folded(self) -> dict[str, str]:
        """The names by their form in lower case: file systems of Windows do not tell the two apart."""
        return {name.lower(): name for name in self._members}

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def find(self, name: str) -> str | None:
        """The name of a member as it is written, by one that may differ in case."""
        return name if name in self._members else self._folded.get(name.lower())

    def size(self, name: str) -> int:
        """Unpacked bytes of a member, as the archive says."""
        return self._members[name].file_size

    def read(self, name: str) -> bytes:
        """The bytes of a member."""
        info = self._members[name]
        if name in self._ambiguous:
            what = f"the {self._what} has members of one name with different contents"
            raise DocumentError(Code.DAMAGED_FILE, what, name)
        if info.flag_bits & _ENCRYPTED:
            raise DocumentError(Code.PASSWORD_REQUIRED, f"the {self._what} is encrypted", name)
        most = min(MOST_MEMBER_BYTES, self._bytes_left, max(_SMALL, _MOST_RATIO * info.compress_size))
        try:
            with self._zip.open(info) as member:
                data = member.read(most + 1)
        except _BROKEN as error:
            raise self._damaged(error, name) from error
        if len(data) > most:
            raise DocumentError(Code.TOO_BIG, f"a member of the {self._what} unpacks to more than {most} bytes", name)
        self._bytes_left -= len(data)
        return data

    def _damaged(self, error: Exception, name: str = "") -> DocumentError:
        return DocumentError(Code.DAMAGED_FILE, f"the {self._what} is a damaged ZIP archive", cause_of(error, name))


def _name(info: zipfile.ZipInfo) -> str:
    """The name of a member; zipfile reads those without the flag for UTF-8 as code page 437."""
    name = info.filename
    if not info.flag_bits & _UTF8_NAMES:
        written = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = written.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")
