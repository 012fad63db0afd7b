"""What a library says of a document, as the value of a finding."""

from __future__ import annotations

import errno
import io
import os

import pytest

from schemas.findings import cause_of


@pytest.mark.parametrize(
    ("error", "said", "why"),
    [
        (ValueError(f"cannot identify {io.BytesIO()!r}"), "cannot identify", "an address differs from run to run"),
        (ValueError("a <b> at\n 0x5"), "a <b> at 0x5", "one line, and nothing else is left out"),
        (OSError(errno.ELOOP, os.strerror(errno.ELOOP), "a/b"), os.strerror(errno.ELOOP), "the reason, not the number"),
        (RecursionError("maximum recursion depth exceeded"), "nested too deeply", "what it means for a document"),
        (EOFError(), "EOFError", "never empty"),
        (ValueError("长" * 999), "长" * 200, "not long"),
    ],
)
def test_causes(error: Exception, said: str, why: str) -> None:
    assert cause_of(error) == said, why


def test_a_cause_names_the_part() -> None:
    assert cause_of(ValueError("bad"), "a.xml:") == "a.xml: bad"
