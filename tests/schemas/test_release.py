"""release.toml: what is accepted, and what is named when it is not."""

from __future__ import annotations

import pytest

from schemas.findings import Code, DocumentError
from schemas.release import Manifest, read_manifest


def test_an_empty_manifest_is_fine() -> None:
    assert read_manifest("") == Manifest()


def test_keys_are_read() -> None:
    manifest = read_manifest('title = "清单"\nyear = 2025\n[expect]\nitems = 3\n')
    assert (manifest.title, manifest.year, dict(manifest.expect)) == ("清单", 2025, {"items": 3})


@pytest.mark.parametrize("code", ["cn", "mo", "hk", "CN-GD"])
def test_jurisdictions(code: str) -> None:
    assert read_manifest(f'jurisdiction = "{code}"').jurisdiction == code


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("title = ", "Invalid value"),
        ('colour = "red"', "colour"),
        ("title = 3", "3"),
        ('year = "2025"', "'2025'"),
        ("expect = 3", "3"),
        ("[expect]\nwords = 3", "words"),
        ("[expect]\nitems = -1", "-1"),
        ("[expect]\nitems = true", "True"),
        ('id = ""', "''"),
        ('jurisdiction = "macao"', "'macao'"),
        ('jurisdiction = "CN-XX"', "'CN-XX'"),
        ('jurisdiction = "CN-HK"', "'CN-HK'"),
    ],
)
def test_what_is_wrong_is_named(text: str, value: str) -> None:
    with pytest.raises(DocumentError) as error:
        read_manifest(text)
    assert error.value.code is Code.INVALID_MANIFEST
    assert value in error.value.value
