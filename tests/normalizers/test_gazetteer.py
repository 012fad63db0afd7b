"""Names of what can be mentioned: countries by CLDR, provinces and cities, our own list."""

from __future__ import annotations

from normalizers.registry.gazetteer import entities
from normalizers.script.conversion import to_hans
from schemas.records import Script


def test_countries_have_codes_and_the_names_of_all_usages() -> None:
    countries = {e.code: e for e in entities().values() if len(e.code) == 2}
    assert len(countries) > 240
    assert {"AO", "BR", "CV", "GW", "GQ", "MZ", "PT", "ST", "TL"} <= set(countries)
    assert {"佛得角", "维德角"} <= set(countries["CV"].forms)
    assert {"莫桑比克", "莫三比克"} <= set(countries["MZ"].forms)
    assert countries["ST"].name_hant == "聖多美和普林西比"
    assert not {"EU", "UN", "XK", "001", "419"} & (set(countries) - {"XK"})


def test_provinces_have_iso_codes_and_cities_have_none() -> None:
    assert entities()["place:CN-GD"].code == "CN-GD"
    assert entities()["place:CN-GD/zhuhai"].code == ""


def test_every_form_is_simplified_and_has_one_owner() -> None:
    forms = [form for entity in entities().values() for form in entity.forms]
    assert len(forms) == len(set(forms))
    assert to_hans("\n".join(forms), Script.HANT).split("\n") == forms
