"""The registry: each form leads to one body, each row proves itself by its example."""

from __future__ import annotations

import pytest

from normalizers.datafiles import read_rows
from normalizers.names import Agency, Registry, read_agency


def _agency(agency_id: str, name: str) -> Agency:
    return Agency(agency_id, name, name, "", "", (), "cn", "", "", "", "")


def test_every_row_proves_itself(registry: Registry) -> None:
    for agency in registry.agencies:
        assert any(form in agency.example for form in agency.forms), agency.agency_id
        assert agency.name_hans and agency.name_hant and agency.jurisdiction
        assert all(form == form.strip() for form in agency.forms)


def test_parents_are_rows(registry: Registry) -> None:
    ids = {agency.agency_id for agency in registry.agencies}
    assert {a.parent_id for a in registry.agencies if a.parent_id} <= ids


def test_no_alias_repeats_the_name() -> None:
    for row in read_rows("agencies.csv"):
        aliases = row["aliases"].split("|")
        assert row["name_hans"] not in aliases and row["name_hant"] not in aliases, row["agency_id"]
        assert read_agency(row).agency_id == row["agency_id"]


@pytest.mark.parametrize(
    ("name", "agency_id"),
    [
        ("经济财政司", "mo-sef"),
        ("經濟財政司", "mo-sef"),
        ("国家发展改革委", "cn-ndrc"),
        ("国家发展和改革委员会", "cn-ndrc"),
        ("中国贸促会", "cn-ccpit"),
    ],
)
def test_printed_forms(registry: Registry, name: str, agency_id: str) -> None:
    agency = registry.find(name)
    assert agency is not None
    assert agency.agency_id == agency_id


def test_unknown_names_are_none(registry: Registry) -> None:
    assert registry.find("某某委员会") is None
    assert not registry.is_name("")


def test_a_form_of_two_bodies_is_refused() -> None:
    with pytest.raises(ValueError, match="商务部 is a form of both a and b"):
        Registry([_agency("a", "商务部"), _agency("b", "商务部")])


def test_an_id_that_stands_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="stands twice: a"):
        Registry([_agency("a", "商务部"), _agency("a", "外交部")])
