"""A share of ``python -m tests.hostile``: every fourth kind of document in one run, all places in a few."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.harness import try_places, try_together
from tests.hostile.places import PLACES


def test_documents_of_many_kinds_in_one_run(tmp_path: Path) -> None:
    result = try_together(tmp_path, 300, step=4)
    assert result.is_held, result.problem


@pytest.mark.parametrize("name", sorted(PLACES)[::13])
def test_places(tmp_path: Path, name: str) -> None:
    (result,) = try_places(tmp_path, [name])
    assert result.is_held, result.problem
