"""Tables of a build as data frames, and what their columns mean."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, overload

from qingdan.errors import QingdanError, unknown
from qingdan.joins import NAME as TASKS
from qingdan.joins import attributes, explained, join_tasks
from qingdan.layout import LATEST
from qingdan.places import Place, opened

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from qingdan.store import BuildReader

Engine = Literal["pandas", "arrow", "polars", "duckdb"]
Language = Literal["en", "zh"]


@overload
def load(
    table: str,
    source: Place = None,
    engine: Literal["pandas"] = "pandas",
    build: str = LATEST,
    *,
    columns: Sequence[str] | None = None,
) -> pd.DataFrame: ...
@overload
def load(
    table: str,
    source: Place = None,
    *,
    engine: Literal["arrow"],
    build: str = LATEST,
    columns: Sequence[str] | None = None,
) -> pa.Table: ...
@overload
def load(
    table: str,
    source: Place = None,
    *,
    engine: Literal["polars"],
    build: str = LATEST,
    columns: Sequence[str] | None = None,
) -> pl.DataFrame: ...
@overload
def load(
    table: str,
    source: Place = None,
    *,
    engine: Literal["duckdb"],
    build: str = LATEST,
    columns: Sequence[str] | None = None,
) -> duckdb.DuckDBPyRelation: ...
def load(
    table: str,
    source: Place = None,
    engine: str = "pandas",
    build: str = LATEST,
    *,
    columns: Sequence[str] | None = None,
) -> Any:
    """A table of a build, or the join ``tasks``: a row for each item and party, with titles and official names.

    ``source``: a folder of builds, one build, or the address of either (s3://, https://); without it what
    QINGDAN_BUILD names, else ``processed`` in the working folder or above it. ``build``: ``latest``, ``previous``, an
    id or its first letters. ``engine``: pandas (columns explained in ``df.attrs``), arrow, polars or duckdb (a
    relation). Raises NoBuildError when nothing is published there; QingdanError for an unknown table, column or
    engine, an engine that is not installed, a damaged build, and one that lacks columns which the join needs.

    >>> from qingdan import load
    >>> load("items", columns=["item_id", "number"]).head(2)
                        item_id  number
    0  sample-arrangement/2/1/1       1
    1  sample-arrangement/2/1/2       2
    """
    if engine not in _ENGINES:
        raise QingdanError(unknown("engine", engine, _ENGINES))
    with opened(source, build) as found:
        rows = read_table(found, table, columns)
    try:
        return _ENGINES[engine](rows)
    except ImportError as error:
        raise QingdanError(f"engine {engine} is not installed: pip install {engine}") from error


def read_table(build: BuildReader, table: str, columns: Sequence[str] | None = None) -> pa.Table:
    """A table or the join. Raises QingdanError for an unknown name, with the nearest known one."""
    known = (*build.tables(), TASKS)
    if table not in known:
        raise QingdanError(unknown("table", table, known))
    if table == TASKS:
        joined = join_tasks(build)
        _check_columns(table, columns, joined.schema.names)
        return joined if columns is None else joined.select(columns)
    _check_columns(table, columns, build.columns(table))
    return build.read(table, columns)


def _check_columns(table: str, wanted: Sequence[str] | None, known: Collection[str]) -> None:
    for column in wanted or ():
        if column not in known:
            raise QingdanError(f"{table}: {unknown('column', column, known)}")


def to_pandas(rows: pa.Table) -> pd.DataFrame:
    """As `pandas.read_parquet` has it: whole numbers with nulls as Int32, columns explained in ``attrs``."""
    frame: pd.DataFrame = rows.to_pandas()
    said: dict[Any, Any] = attributes(rows.schema)
    frame.attrs = said
    return frame


def _to_polars(rows: pa.Table) -> Any:
    import polars as pl

    return pl.from_arrow(rows)


def _to_duckdb(rows: pa.Table) -> Any:
    import duckdb

    return duckdb.from_arrow(rows)


def _as_is(rows: pa.Table) -> pa.Table:
    return rows


_ENGINES: dict[str, Callable[[pa.Table], Any]] = {
    "pandas": to_pandas,
    "arrow": _as_is,
    "polars": _to_polars,
    "duckdb": _to_duckdb,
}

Years = int | Iterable[int] | None


def releases(series: str | None = None, year: Years = None, source: Place = None, build: str = LATEST) -> pd.DataFrame:
    """The releases of a build, all or those of a series and of a year or several, in the order of their years.

    Raises QingdanError for a series that is not there, and as `load` does.

    >>> from qingdan import releases
    >>> releases(series="sample-belt-and-road-worklists")["release_id"].tolist()
    ['sample-worklist-2025', 'sample-worklist-2026']
    """
    frame = load("releases", source, build=build)
    kept = chosen(frame, "series", series) & of_years(frame, year)
    return frame[kept].sort_values(["effective_year", "release_id"], ignore_index=True)


def chosen(frame: pd.DataFrame, column: str, wanted: str | None) -> pd.Series[bool]:
    """Which rows have a value in a column; all when none is wanted.

    Raises QingdanError for a value that no row has, with the nearest.
    """
    if wanted is None:
        return frame[column].notna() | True
    known = sorted(frame[column].dropna().unique())
    if wanted not in known:
        raise QingdanError(unknown(column.removesuffix("_id"), wanted, known))
    return frame[column] == wanted


def of_years(frame: pd.DataFrame, year: Years) -> pd.Series[bool]:
    """Which rows are of a year, or of one of several; all when none is wanted."""
    if year is None:
        return frame["effective_year"].notna() | True
    return frame["effective_year"].isin([year] if isinstance(year, int) else list(year))


def due(
    start: str | int | date, end: str | int | date | None = None, source: Place = None, build: str = LATEST
) -> pd.DataFrame:
    """The tasks (rows of ``tasks``) that are to be done in a time, the first due first.

    ``start`` is a year (2026), a quarter ("2026Q4"), a month ("2026-12") or a day; with an ``end``, from the first day
    of the one to the last of the other. Raises QingdanError for what is no time, and as `load` does.

    >>> from qingdan import due
    >>> due("2026Q4")["due"].min() >= due(2026)["due"].min()
    True
    """
    first, last = _days(start)[0], _days(start if end is None else end)[1]
    frame = load(TASKS, source, build=build)
    is_due = frame["due"].map(lambda day: day is not None and day == day and first <= day <= last)
    return frame[is_due.astype(bool)].sort_values(["due", "release_id", "ordinal"], ignore_index=True)


def _days(when: str | int | date) -> tuple[date, date]:
    """The first and the last day of a time."""
    import pandas as pd

    try:
        period = pd.Period(str(when), freq="D" if isinstance(when, date) else None)
    except ValueError as error:
        raise QingdanError(f"no time: {when!r}; a year (2026), quarter (2026Q4), month (2026-12) or day") from error
    return period.start_time.date(), period.end_time.date()


def describe(
    table: str | None = None, lang: Language = "en", source: Place = None, build: str = LATEST
) -> pd.DataFrame:
    """The tables of a build with what a row is, or the columns of one with their meanings, in English or Chinese.

    Raises QingdanError for an unknown table, and as `load` does.

    >>> from qingdan import describe
    >>> describe("items", "zh").set_index("column").loc["item_id", "label"]
    '事项编号'
    """
    import pandas as pd

    check_language(lang)
    with opened(source, build) as found:
        if table is None:
            schemas = {name: found.schema(found.files(name)[0]) for name in found.tables()}
            rows = [
                {"table": name, "meaning": meaning(attributes(schema), lang), "rows": found.count(name)}
                for name, schema in schemas.items()
            ]
            return pd.DataFrame(rows)
        schema = read_table(found, table).schema
    columns = attributes(schema).get("columns", {})
    return pd.DataFrame([_described(field, columns.get(field.name, {}), lang) for field in schema])


def _described(field: pa.Field, attrs: dict[str, Any], lang: str) -> dict[str, Any]:
    values = attrs.get("values", {})
    return {
        "column": field.name,
        "label": label(attrs, lang),
        "meaning": meaning(attrs, lang),
        "type": str(field.type).replace(" not null", ""),
        "values": "; ".join(f"{name}: {said[lang]}" if said.get(lang) else name for name, said in values.items()),
        "unit": _in_language(attrs, "unit", lang),
        "null": _in_language(attrs, "null_means", lang) if field.nullable else "",
        "example": "; ".join(map(str, attrs.get("examples", ())[:1])),
    }


def meaning(attrs: dict[str, Any], lang: str) -> str:
    """What attributes say in a language, empty where they say nothing."""
    return _in_language(attrs, "description", lang)


def _in_language(attrs: dict[str, Any], name: str, lang: str) -> str:
    """An attribute in a language; in English where it has no Chinese."""
    return str((lang == "zh" and attrs.get(f"{name}_zh")) or attrs.get(name, ""))


def check_language(lang: str) -> None:
    """Raises QingdanError for a language that nothing is written in."""
    if lang not in ("en", "zh"):
        raise QingdanError(unknown("language", lang, ("en", "zh")))


def labelled(frame: pd.DataFrame, lang: Language = "zh", source: Place = None, build: str = LATEST) -> pd.DataFrame:
    """``frame`` with headers, and with the meanings of codes, in Chinese or English: to be shown or handed on.

    Columns are known by their names, so it works after a merge or a selection too; others keep their names and values.
    Raises as `load` does.

    >>> from qingdan import labelled, tasks
    >>> labelled(tasks(role="lead")[["item_id", "role"]]).columns.tolist()
    ['事项编号', '职责']
    """
    check_language(lang)
    with opened(source, build) as found:
        schemas = {table: found.schema(found.files(table)[0]) for table in found.tables()}
    # A column of several tables means the same in all but a few; what the frame says of its own comes first.
    known = {
        name: attrs for schema in schemas.values() for name, attrs in attributes(schema).get("columns", {}).items()
    }
    known |= explained(schemas) | frame.attrs.get("columns", {})
    shown = frame.copy()
    for column in frame.columns:
        meanings = {
            code: said[lang] for code, said in known.get(column, {}).get("values", {}).items() if said.get(lang)
        }
        if meanings:
            shown[column] = frame[column].map(lambda code, said=meanings: said.get(code, code), na_action="ignore")
    headers = {column: label(attrs, lang) for column, attrs in known.items() if label(attrs, lang)}
    return shown.rename(columns=headers)


def label(attrs: dict[str, Any], lang: str) -> str:
    """The header of a column in a language: its label, else what it means."""
    return _in_language(attrs, "label", lang) or meaning(attrs, lang)
