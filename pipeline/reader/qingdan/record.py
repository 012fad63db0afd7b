"""The record of a build, ``build.json``: how it is written, how it is known to be whole, which files a table has.

``files`` of a record maps the path of each file, relative to the build, to its bytes and SHA-256. A table is one file
``items.parquet``, or, in large builds, a folder of that name with part files in the order of its key.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

_SEAL = "seal"

Record = Mapping[str, Any]


def sealed(record: Record) -> bytes:
    """The bytes of a record, and behind it, under ``seal``, the SHA-256 of all the rest; the same for equal records."""
    rest = _rendered({key: value for key, value in record.items() if key != _SEAL})
    return rest.removesuffix(_END) + _seal_of(rest)


def _seal_of(rest: bytes) -> bytes:
    return f',\n "{_SEAL}": "{hashlib.sha256(rest).hexdigest()}"\n}}\n'.encode()


_END = b"\n}\n"
_SEAL_LENGTH = len(_seal_of(b""))


def _rendered(record: Record) -> bytes:
    """A record with a line for each of its values, and for each part of those that have several."""
    text = _over_lines("{}", [f"{_in_line(key)}: {_in_lines(record[key])}" for key in sorted(record)], " ")
    return f"{text}\n".encode("utf-8", "surrogatepass")


def _in_lines(value: Any) -> str:
    if isinstance(value, Mapping):
        return _over_lines("{}", [f"{_in_line(key)}: {_in_line(value[key])}" for key in sorted(value)], "  ")
    if isinstance(value, list | tuple):
        return _over_lines("[]", [_in_line(part) for part in value], "  ")
    return _in_line(value)


def _over_lines(brackets: str, parts: Sequence[str], indent: str) -> str:
    lines = ",\n".join(indent + part for part in parts)
    return f"{brackets[0]}\n{lines}\n{indent[1:]}{brackets[1]}" if parts else brackets


# Without an indent json encodes in C, ten times as fast: the record of a large build has a line for each file.
_in_line = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


def unseal(data: bytes) -> dict[str, Any]:
    """The record that ``data`` holds. Raises ValueError unless it is, to the bit, what `sealed` gave."""
    try:
        record = json.loads(data.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError) as error:
        raise ValueError("cannot be read as JSON") from error
    if not isinstance(record, dict) or _SEAL not in record:
        raise ValueError("has no seal: made by an older qingdan, or by something else")
    rest = data[:-_SEAL_LENGTH] + _END
    if rest.removesuffix(_END) + _seal_of(rest) != data:
        raise ValueError("does not hold to its own checksum")
    return record


def files_of_table(files: Collection[str], table: str) -> tuple[str, ...]:
    """Those of ``files``, relative to a build, that hold ``table``, in the order of its key; none if missing."""
    name = f"{table}.parquet"
    return tuple(sorted(path for path in files if path == name or path.startswith(f"{name}/")))
