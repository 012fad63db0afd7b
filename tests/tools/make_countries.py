"""Write normalizers/data/countries.csv: the names of countries in CLDR, as Babel has them.

Run it with Babel installed (``make test`` installs it): ``python tests/tools/make_countries.py``. Columns: the code of
ISO 3166-1, the English name, and the Chinese names as printed in the mainland, Hong Kong, Macao and Taiwan.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from babel import Locale

_TARGET = Path(__file__).parents[2] / "normalizers" / "data" / "countries.csv"
_LOCALES = {"en": "en", "cn": "zh_Hans_CN", "hk": "zh_Hant_HK", "mo": "zh_Hant_MO", "tw": "zh_Hant_TW"}
_NO_COUNTRY = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"])
"""Codes of CLDR for what is no country or territory of ISO 3166-1, or for outlying bits of one."""


def countries_csv() -> str:
    """The text of the file."""
    names = {column: dict(Locale.parse(locale).territories) for column, locale in _LOCALES.items()}
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["code", *_LOCALES])
    for code in sorted(code for code in names["cn"] if len(code) == 2 and code not in _NO_COUNTRY):
        rows.writerow([code, *(names[column][code] for column in _LOCALES)])
    return text.getvalue()


if __name__ == "__main__":
    _TARGET.write_text(countries_csv(), encoding="utf-8")
