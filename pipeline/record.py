"""The record of a build, ``build.json``: how it is written, how it is known to be whole, which files a table has.

``files`` of a record maps the path of each file, relative to the build, to its bytes and SHA-256. A table is one file
``items.parquet``, or, in large builds, a folder of that name with part files in the order of its key.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

_SEAL = "seal"

Record = Mapping[str, Any]


def sealed(record: Record) -> bytes:
    """The bytes of a record, with the SHA-256 of all the rest of it under ``seal``; the same for equal records."""
    rest = {key: value for key, value in record.items() if key != _SEAL}
    return rendered({**rest, _SEAL: hashlib.sha256(rendered(rest)).hexdigest()})


def rendered(value: Record) -> bytes:
    """A JSON value as the same bytes everywhere."""
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8", "surrogatepass")


def unseal(data: bytes) -> dict[str, Any]:
    """The record that ``data`` holds. Raises ValueError unless it is, to the bit, what `sealed` gave."""
    try:
        record = json.loads(data.decode("utf-8", "surrogatepass"))
    except ValueError as error:
        raise ValueError("cannot be read as JSON") from error
    if not isinstance(record, dict) or _SEAL not in record:
        raise ValueError("has no seal: made by an older qingdan, or by something else")
    if sealed(record) != data:
        raise ValueError("does not hold to its own checksum")
    return record


def table_files(record: Record, table: str) -> tuple[str, ...]:
    """The paths, relative to the build, of the files of ``table`` in the order of its key; none when it is missing."""
    name = f"{table}.parquet"
    return tuple(path for path in sorted(record["files"]) if path == name or path.startswith(f"{name}/"))


def read_table(build: Path, record: Record, table: str, columns: list[str] | None = None) -> pa.Table:
    """``table`` of a build, or some of its columns, with page checksums verified.

    Raises KeyError when the build has no such table, OSError or pyarrow's errors when it cannot be read.
    """
    files = table_files(record, table)
    if not files:
        raise KeyError(table)
    return pa.concat_tables(
        pq.ParquetFile(build / name, page_checksum_verification=True).read(columns=columns) for name in files
    )
