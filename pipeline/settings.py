"""What a caller can set for a run. Everything here is part of the key of a build."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one document may cost.

    ``memory_bytes`` bounds the address space of the process that reads it, ``cpu_seconds`` its processor
    time, ``wall_seconds`` the time until it answers, ``most_bytes`` the size of the file, ``most_pages`` its
    pages. After ``documents_per_process`` documents the process is replaced.
    """

    memory_bytes: int = 2 * 1024**3
    cpu_seconds: int = 60
    wall_seconds: float = 180.0
    most_bytes: int = 512 * 1024**2
    most_pages: int = 2_000
    documents_per_process: int = 200


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of a run: the password that opens encrypted documents, and the limits on reading one."""

    password: str | None = field(default=None, repr=False)
    limits: Limits = Limits()
