"""Where the files of a build are read from: a folder, object storage, or a web server."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Protocol

from qingdan.errors import QingdanError

_SECONDS = 60
_WEB = ("http", "https")
_PARTS_OF_A_SCHEME = 2


class Storage(Protocol):
    """Files by name. Every method raises FileNotFoundError for a missing file, else OSError."""

    def read(self, name: str) -> bytes:
        """The bytes of a file."""

    def open(self, name: str) -> Any:
        """A file as `pyarrow.parquet` takes it: a path or a `pyarrow.NativeFile`."""

    def size(self, name: str) -> int:
        """The bytes that a file has."""


class Folder:
    """Files in a folder of this machine."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, name: str) -> bytes:
        """The bytes of a file."""
        return (self.path / name).read_bytes()

    def open(self, name: str) -> Path:
        """The path of a file."""
        return self.path / name

    def size(self, name: str) -> int:
        """The bytes that a file has."""
        return (self.path / name).stat().st_size


class ObjectStorage:
    """Objects below an address that pyarrow has a file system for (s3, gs …); only what is asked for is fetched.

    Credentials and endpoint of S3 come from the environment, as AWS tools read them.
    """

    def __init__(self, url: str) -> None:
        import pyarrow as pa
        from pyarrow import fs

        try:
            if url.startswith("s3://"):
                self._files, self._root = _s3(), url.removeprefix("s3://")
            else:
                self._files, self._root = fs.FileSystem.from_uri(url)
        except (pa.ArrowException, ValueError, OSError) as error:
            raise OSError(_one_line(error)) from error

    def read(self, name: str) -> bytes:
        """The bytes of an object."""
        with self.open(name) as opened:
            data: bytes = opened.read()
        return data

    def open(self, name: str) -> Any:
        """An object, of which parts can be read."""
        return self._files.open_input_file(f"{self._root}/{name}")

    def size(self, name: str) -> int:
        """The bytes that an object has."""
        with self.open(name) as opened:
            return int(opened.size())


def _s3() -> Any:
    from pyarrow import fs

    endpoint = os.environ.get("AWS_ENDPOINT_URL", "")
    scheme, _, host = endpoint.rpartition("://")
    given = {"endpoint_override": host, "scheme": scheme or "https"} if endpoint else {}
    region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
    if not os.environ.get("AWS_ACCESS_KEY_ID") and not endpoint:
        return fs.S3FileSystem(**given, **({"region": region} if region else {}))
    return fs.S3FileSystem(**given, region=region or "us-east-1")


class Web:
    """Files of a web server, each fetched whole and kept while the build is read."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._fetched: dict[str, bytes] = {}

    def read(self, name: str) -> bytes:
        """The bytes of a file."""
        from urllib.error import HTTPError
        from urllib.request import urlopen

        if name not in self._fetched:
            try:
                with urlopen(f"{self._url}/{name}", timeout=_SECONDS) as answer:  # the scheme was checked: http, https
                    self._fetched[name] = answer.read()
            except HTTPError as error:
                error.close()
                kind = FileNotFoundError if error.code in (403, 404, 410) else OSError
                raise kind(f"{self._url}/{name}: the server answers {error.code}") from error
        return self._fetched[name]

    def open(self, name: str) -> Any:
        """A file in memory."""
        import pyarrow as pa

        return pa.BufferReader(self.read(name))

    def size(self, name: str) -> int:
        """The bytes that a file has."""
        return len(self.read(name))


def scheme_of(place: str) -> str:
    """The scheme of an address, empty for a path; ``C:`` of Windows is none."""
    scheme, mark, _ = place.partition("://")
    return scheme.lower() if mark and len(scheme) >= _PARTS_OF_A_SCHEME else ""


def storage_at(url: str) -> Storage:
    """The files below an address. Raises QingdanError for a scheme that nothing here reads, OSError when it fails."""
    scheme = scheme_of(url)
    if scheme in _WEB:
        return Web(url)
    if scheme in ("s3", "gs", "gcs", "hdfs", "viewfs"):
        return ObjectStorage(url)
    raise QingdanError(
        f"addresses of the kind {scheme}:// are not read: {url}; a folder, s3://, gs:// and https:// are"
    )


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
