"""How much a page that is read from its picture may cost, and who gives the time for it.

Such a page takes many times the processor time of others, and which pages need it shows while a document is read. So
the limited child asks for more time page by page, and the process that watches it gives so much and no more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

_givers: list[Callable[[int], None]] = []


def set_giver(give: Callable[[int], None]) -> None:
    """Have ``give`` called with the seconds that a page needs: in a limited child, which has one giver."""
    _givers[:] = [give]


@dataclass(slots=True)
class Budget:
    """Pages of a document that may still be read from their pictures, and seconds of processor time for each."""

    pages_left: int = 50
    seconds: int = 60

    def take(self) -> bool:
        """Whether one more page may be read; the time for it is asked for."""
        if self.pages_left <= 0:
            return False
        self.pages_left -= 1
        for give in _givers:
            give(self.seconds)
        return True
