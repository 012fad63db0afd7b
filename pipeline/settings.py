"""What a caller can set for a run. Everything here is part of the key of a build."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

MIB = 1024**2


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one document may cost. A document that needs more is quarantined with a finding.

    Size: ``most_bytes`` of a file of any kind, ``most_page_bytes`` of a web page, ``most_text_bytes`` of a text,
    ``most_pages`` of a PDF, ``most_characters`` of extracted text, ``most_answer_bytes`` of text and rows together.
    Cost: ``memory_bytes`` of address space beyond what every process has loaded; ``cpu_seconds`` of processor time at
    most, of which a document has ``least_cpu_seconds`` and ``cpu_seconds_per_mib`` for each MiB of its file, and
    each page of it ``page_cpu_seconds``; ``wall_seconds`` until the answer, and as long again while it
    works, five times at most: on a busy machine the processor time decides. Once documents that took too long have cost
    the run ``most_overrun_seconds``, each further one has ``hasty_cpu_seconds``, ``hasty_cpu_seconds_per_mib`` more for
    its size, and ``most_hasty_cpu_seconds`` at most (to be converted ``hasty_office_seconds``): twice what an honest
    list takes, so that none is lost for its neighbours, and however many hostile files a folder holds, they cost
    little more than that for each. ``most_ocr_pages`` of a document are read from
    their pictures; each may take ``ocr_seconds`` of processor time more. LibreOffice, where it converts a document
    first, has ``office_seconds`` of processor time and ``office_memory_bytes``. After ``documents_per_process``
    documents the process is replaced.
    """

    memory_bytes: int = 2048 * MIB
    cpu_seconds: int = 60
    least_cpu_seconds: int = 6
    cpu_seconds_per_mib: int = 10
    page_cpu_seconds: float = 4.0
    hasty_cpu_seconds: int = 3
    hasty_cpu_seconds_per_mib: int = 6
    most_hasty_cpu_seconds: int = 12
    wall_seconds: float = 180.0
    most_overrun_seconds: int = 60
    most_bytes: int = 256 * MIB
    most_page_bytes: int = 32 * MIB
    most_text_bytes: int = 8 * MIB
    most_characters: int = 4_000_000
    most_answer_bytes: int = 512 * MIB
    most_pages: int = 2_000
    most_ocr_pages: int = 50
    ocr_seconds: int = 60
    documents_per_process: int = 1000
    office_seconds: int = 60
    hasty_office_seconds: int = 15
    office_memory_bytes: int = 4096 * MIB

    def after(self, overrun_seconds: float) -> Limits:
        """The limits on what is done before a document is read, once others took ``overrun_seconds`` and failed."""
        if overrun_seconds <= self.most_overrun_seconds:
            return self
        return replace(self, office_seconds=min(self.office_seconds, self.hasty_office_seconds))

    @property
    def longest_wall_seconds(self) -> float:
        """Seconds until the answer on a document whose pages are all read from their pictures."""
        return self.wall_seconds + self.most_ocr_pages * self.ocr_seconds

    def cpu_for(self, n_bytes: int, overrun_seconds: float = 0.0) -> int:
        """Seconds of processor time for a file of ``n_bytes``, after others took ``overrun_seconds`` and failed."""
        if overrun_seconds > self.most_overrun_seconds:
            hasty = self.hasty_cpu_seconds + n_bytes * self.hasty_cpu_seconds_per_mib // MIB
            return min(self.cpu_seconds, max(self.hasty_cpu_seconds, min(hasty, self.most_hasty_cpu_seconds)))
        return min(self.cpu_seconds, self.least_cpu_seconds + n_bytes * self.cpu_seconds_per_mib // MIB)


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of a run: the password that opens encrypted documents, and the limits on reading one."""

    password: str | None = field(default=None, repr=False)
    limits: Limits = Limits()
