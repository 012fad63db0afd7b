"""release.toml: what is accepted, and what is named when it is not."""

from __future__ import annotations

import pytest

from schemas.findings import Code, DocumentError
from schemas.release import Bounds, Manifest, read_manifest


def test_an_empty_manifest_is_fine() -> None:
    assert read_manifest("") == Manifest()


def test_keys_are_read() -> None:
    manifest = read_manifest('title = "清单"\nyear = 2025\n[expect]\nitems = 3\n')
    assert (manifest.title, manifest.year, dict(manifest.expect)) == ("清单", 2025, {"items": Bounds(3)})


def test_bounds_and_fill_rates_are_read() -> None:
    text = '[expect]\nitems = { min = 3, max = 9 }\nnotes = { max = 4 }\n[fill]\n"item_agencies.agency_id" = 0.9\n'
    manifest = read_manifest(text)
    assert dict(manifest.expect) == {"items": Bounds(3, 9), "notes": Bounds(0, 4)}
    assert dict(manifest.fill) == {"item_agencies.agency_id": 0.9}


@pytest.mark.parametrize("code", ["cn", "mo", "hk", "TW", "CN-TW", "CN-GD"])
def test_jurisdictions(code: str) -> None:
    assert read_manifest(f'jurisdiction = "{code}"').jurisdiction == code


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("title = ", "Invalid value"),
        ('colour = "red"', "colour"),
        ("[a" + '."x"' * 10_000 + "]", 'a."x"'),
        ("title = 3", "3"),
        ('year = "2025"', "'2025'"),
        ("expect = 3", "3"),
        ("[expect]\nwords = 3", "words"),
        ("[expect]\nitems = -1", "-1"),
        ("[expect]\nitems = true", "True"),
        ("[expect]\nitems = { least = 3 }", "least"),
        ("[expect]\nitems = { min = 3, max = 2 }", "'max': 2"),
        ("[expect]\nitems = {}", "{}"),
        ("fill = 1", "1"),
        ('[fill]\n"items.text" = 1', "items.text"),
        ('[fill]\n"agencies.name_pt" = 1', "agencies.name_pt"),
        ('[fill]\n"item_agencies.agency_id" = 1.5', "1.5"),
        ('id = ""', "''"),
        ('jurisdiction = "macao"', "'macao'"),
        ('jurisdiction = "CN-XX"', "'CN-XX'"),
        ('jurisdiction = "CN-HK"', "'CN-HK'"),
        ("year = 20266", "20266"),
        ("year = " + "9" * 30, "99999"),
        ("year = " + "9" * 5000, "digits"),
        ("year = 0x" + "f" * 5000, "digits"),
        ("[expect]\nitems = 0x" + "f" * 5000, "digits"),
        ("[expect]\nitems = " + "9" * 30, "99999"),
        ("x = " + "[" * 30_000 + "]" * 30_000, ""),
        (".".join("a" * 30_000) + " = 1", "a"),
        (f'file = "{"a" * 5000}"', "5000 characters"),
        (f'title = "{"题" * 20_000}"', "20000 characters"),
        ('title = "a\\u001b[31m"', "x1b"),
        ('encoding = "zlib_codec"', "zlib_codec"),
        ('url = "javascript:alert(1)"', "javascript"),
    ],
)
def test_what_is_wrong_is_named(text: str, value: str) -> None:
    with pytest.raises(DocumentError) as error:
        read_manifest(text)
    assert error.value.code is Code.INVALID_MANIFEST
    assert value in error.value.value
