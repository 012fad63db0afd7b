"""datapackage.json holds to the rules of the Data Package standard, version 2, and says what the files are."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import yaml

from pipeline.paths import CARD
from pipeline.publishing.verify import verify_build
from pipeline.store.contents import Contents, contents_of
from pipeline.store.datapackage import data_package
from pipeline.store.dataset_card import dataset_card
from qingdan.store import open_build
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


def test_rows_and_examples_are_those_of_the_tables(package: dict[str, Any], samples: Path) -> None:
    for resource in package["resources"]:
        if resource.get("type") == "table":
            table = pq.read_table(samples / "latest" / resource["path"])
            assert resource["rows"] == table.num_rows
            for field in resource["schema"]["fields"]:
                said = [v for v in table[field["name"]].to_pylist()[:256] if v not in (None, "", [])]
                assert ("example" in field) or not said, f"{resource['name']}.{field['name']}"
                assert isinstance(field.get("example", []), list) or field["type"] != "array"


def test_licences_sources_and_contributors_hold_to_the_standard(package: dict[str, Any], samples: Path) -> None:
    assert package["licenses"][0]["name"] == "Apache-2.0"
    assert all(licence.get("name") or licence.get("path") for licence in package["licenses"])
    assert {licence["name"] for licence in package["licenses"]} == {"Apache-2.0", "CC0-1.0"}
    titles = pq.read_table(samples / "latest" / "releases.parquet")["title"].to_pylist()
    assert [source["title"] for source in package["sources"]] == titles
    assert all(contributor["title"] and contributor["roles"] for contributor in package["contributors"])


def test_a_large_build_names_its_releases_in_the_table_only() -> None:
    release = {"title": "t", "source_uri": None, "licence": None, "publisher": None, "issuer": "市政府"}
    contents = Contents(releases=tuple(release | {"release_id": str(n), "effective_year": None} for n in range(501)))
    record = {"build_id": "x", "files": {}}
    files = {f"{t.name}.parquet/part-{n:05}.parquet": {"bytes": n, "sha256": "0"} for t in TABLES for n in (1, 2)}
    package = data_package({**record, "files": files}, contents)
    assert [source["title"][:12] for source in package["sources"]] == ["501 releases"]
    card = dataset_card({**record, "files": files}, contents)
    assert "… 451 more in the table `releases`." in card
    assert _head_of(card)["configs"][2]["data_files"] == [{"split": "train", "path": "items.parquet/*.parquet"}]


def _head_of(card: str) -> dict[str, Any]:
    head: dict[str, Any] = yaml.safe_load(card.split("---")[1])
    return head


def test_the_card_offers_every_table(samples: Path) -> None:
    head = _head_of((samples / "latest" / CARD).read_text(encoding="utf-8"))
    assert head["language"] == ["zh"]
    offered = {config["config_name"]: config["data_files"][0]["path"] for config in head["configs"]}
    assert offered == {table.name: f"{table.name}.parquet" for table in TABLES}
    assert [config["config_name"] for config in head["configs"] if config.get("default")] == ["items"]
    assert verify_build(samples / "latest") == ()


def test_a_title_cannot_break_the_card(samples: Path) -> None:
    contents = contents_of(open_build(samples / "latest"))
    evil = {**contents.releases[0], "title": "甲|乙\n# <b>[x](http://y) `z`"}
    card = dataset_card({"build_id": "x", "files": {}}, Contents(releases=(evil,)))
    (line,) = (line for line in card.split("\n") if "甲" in line)
    assert "甲\\|乙 # &lt;b>\\[x\\](http://y) \\`z\\`" in line


def test_examples_are_short_and_json() -> None:
    from pipeline.store.contents import _example

    assert _example([None, "", [], "长" * 100, "短"]) == "短"
    assert _example(["长" * 100]) == "长" * 80
    assert _example([[], ["甲"] * 20]) == ["甲"] * 8
    assert _example([date(2026, 1, 2)]) == "2026-01-02"
    assert _example([None, False]) is False
    assert _example([None]) is None
