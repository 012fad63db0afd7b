"""datapackage.json holds to the rules of the Data Package standard, version 2, and says what the files are."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipeline.store.datapackage import data_package
from schemas.fields import TABLES

_PROFILES = "https://datapackage.org/profiles/2.0/"
_FIELD_TYPES = {
    *("string", "number", "integer", "boolean", "object", "array", "list", "datetime", "date", "time", "year"),
    *("yearmonth", "duration", "geopoint", "geojson", "any"),
}


@pytest.fixture(scope="module")
def package(samples: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((samples / "latest" / "datapackage.json").read_text(encoding="utf-8"))
    return found


def test_the_package(package: dict[str, Any], samples: Path) -> None:
    assert package["$schema"] == f"{_PROFILES}datapackage.json"
    assert package["id"] == (samples / "latest").resolve().name
    names = [resource["name"] for resource in package["resources"]]
    assert names == [*(table.name for table in TABLES), "text"]
    assert all(re.fullmatch(r"[-a-z0-9._/]+", name) for name in [package["name"], *names])


def test_every_resource_is_its_file(package: dict[str, Any], samples: Path) -> None:
    for resource in package["resources"]:
        assert resource["$schema"] == f"{_PROFILES}dataresource.json"
        paths = [resource["path"]] if isinstance(resource["path"], str) else resource["path"]
        data = [(samples / "latest" / path).read_bytes() for path in paths]  # relative, below, and there
        assert not any(path.startswith("/") or ".." in path for path in paths)
        assert resource["bytes"] == sum(map(len, data))
        if len(data) == 1:
            assert resource["hash"] == f"sha256:{hashlib.sha256(data[0]).hexdigest()}"


def test_every_table_schema(package: dict[str, Any], samples: Path) -> None:
    tables = {r["name"]: r for r in package["resources"] if r.get("type") == "table"}
    assert len(tables) == len(TABLES)
    for name, resource in tables.items():
        schema = resource["schema"]
        assert schema["$schema"] == f"{_PROFILES}tableschema.json"
        assert {field["type"] for field in schema["fields"]} <= _FIELD_TYPES
        columns = [field["name"] for field in schema["fields"]]
        assert columns == pq.read_schema(samples / "latest" / resource["path"]).names
        assert all(field["description"] and field["description_zh"] for field in schema["fields"])
        assert set(schema.get("primaryKey", [])) <= set(columns), name
        required = {f["name"] for f in schema["fields"] if f.get("constraints", {}).get("required")}
        assert set(schema.get("primaryKey", [])) <= required, "a part of a primary key is never null"
        for key in schema.get("foreignKeys", []):
            target = tables[key["reference"].get("resource", name)]["schema"]
            fields = {field["name"]: field for field in target["fields"]}
            (refers_to,) = key["reference"]["fields"]
            assert set(key["fields"]) <= set(columns)
            is_key = target["primaryKey"] == [refers_to] or fields[refers_to].get("constraints", {}).get("unique")
            assert is_key, f"{name}: {refers_to} is no key of its table"


def test_a_table_in_parts_lists_them_in_order() -> None:
    files = {f"{t.name}.parquet/part-{n:05}.parquet": {"bytes": n, "sha256": "0"} for t in TABLES for n in (2, 1)}
    (first, *_) = data_package({"build_id": "x", "files": files})["resources"]
    assert first["path"] == ["releases.parquet/part-00001.parquet", "releases.parquet/part-00002.parquet"]
    assert (first["bytes"], "hash" in first) == (3, False), "the standard has a hash for one file only"
