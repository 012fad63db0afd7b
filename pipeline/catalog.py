"""Published tables for notebooks: ``load("items")`` is a pandas DataFrame of the latest build.

``load("tasks")`` is the join most questions start from: one row for each item and party, with titles, both scripts
and official names. ``changes("my-series", 2023, 2024)`` is what became of each item of a series between two years.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

import pyarrow as pa
import pyarrow.compute as pc

from normalizers.script.conversion import to_hans
from pipeline.errors import QingdanError
from pipeline.links.components import task_ids
from pipeline.paths import LATEST, PROCESSED
from pipeline.publishing.builds import reading
from pipeline.store.reader import BuildReader, open_build
from schemas.fields import BY_NAME, TASKS
from schemas.tables import arrow_schema, column_differences

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import polars as pl

Engine = Literal["pandas", "arrow", "polars", "duckdb"]


@overload
def load(
    table: str, out: Path | str = PROCESSED, engine: Literal["pandas"] = "pandas", build: str = LATEST
) -> pd.DataFrame: ...
@overload
def load(table: str, out: Path | str = PROCESSED, *, engine: Literal["arrow"], build: str = LATEST) -> pa.Table: ...
@overload
def load(
    table: str, out: Path | str = PROCESSED, *, engine: Literal["polars"], build: str = LATEST
) -> pl.DataFrame: ...
@overload
def load(
    table: str, out: Path | str = PROCESSED, *, engine: Literal["duckdb"], build: str = LATEST
) -> duckdb.DuckDBPyRelation: ...
def load(table: str, out: Path | str = PROCESSED, engine: str = "pandas", build: str = LATEST) -> Any:
    """Table ``table`` of a build under ``out``, or the join ``tasks``; ``build`` is named as in `qingdan diff`.

    ``engine``: pandas (columns explained in ``df.attrs``), arrow, polars or duckdb (a relation). Raises NoBuildError
    when nothing is published there; QingdanError for an unknown table or engine, an engine that is not installed, a
    damaged build, and a build whose columns are those of another version.
    """
    if table not in BY_NAME:
        raise QingdanError(f"no table is named {table}; there are {', '.join(BY_NAME)}")
    if engine not in _ENGINES:
        raise QingdanError(f"no engine is named {engine}; there are {', '.join(_ENGINES)}")
    with reading(Path(out), build) as folder:
        opened = open_build(folder)
        rows = _tasks(opened) if table == TASKS.name else _read(opened, table)
    try:
        return _ENGINES[engine](rows)
    except ImportError as error:
        raise QingdanError(f"engine {engine} is not installed: pip install {engine}") from error


def _read(build: BuildReader, table: str) -> pa.Table:
    rows = build.read(table)
    differences = column_differences(table, rows.schema)
    if differences:
        raise QingdanError(
            f"build {build.folder.name} was made by another version of qingdan ({table}: {differences}); "
            "`qingdan run` makes it anew"
        )
    return rows


def _tasks(build: BuildReader) -> pa.Table:
    """Items with their parties, in the order of the releases; joined by position, so that order and types stay."""
    read = {name: _read(build, name) for name in ("releases", "sections", "items", "item_agencies")}
    agencies, items, parties = _read(build, "agencies"), read["items"], read["item_agencies"]
    place = pc.index_in(parties["item_id"], value_set=items["item_id"])
    lone = pc.invert(pc.is_in(items["item_id"], value_set=parties["item_id"]))
    without = pc.indices_nonzero(lone).cast(pa.int32())
    # Items without a party come after the others here, and to their places when all is sorted.
    item = items.take(pa.chunked_array([*place.chunks, without], pa.int32()))
    party = parties.take(pa.array([*range(parties.num_rows), *[None] * len(without)], pa.int64()))
    task_of = _task_ids(build)
    release = _row_of(read["releases"], "release_id", item["release_id"])
    section = _row_of(read["sections"], "section_id", item["section_id"])
    body = _row_of(agencies, "agency_id", party["agency_id"])
    columns = {
        **{name: item[name] for name in items.schema.names},
        **{name: party[name] for name in _names_of_tasks(parties) - {"item_id", "release_id", "ordinal"}},
        **{name: release[name] for name in ("series", "effective_year", "year", "period_start", "period_end")},
        **{name: body[name] for name in ("name_pt", "name_en", "jurisdiction")},
        **_in_scripts("release_title", release, "title"),
        **_in_scripts("section", section, "title"),
        **_in_scripts("official", body, "name"),
    }
    columns["task_id"] = pc.coalesce(_row_of(task_of, "item_id", item["item_id"])["task_id"], item["item_id"])
    schema = arrow_schema(TASKS.name)
    joined = pa.table([columns[name] for name in schema.names], schema=schema)
    return joined.sort_by([(column, "ascending") for column in TASKS.key])


def _in_scripts(column: str, table: pa.Table, name: str) -> dict[str, pa.ChunkedArray]:
    """The columns ``name`` of both scripts in ``table``, under the name ``column``."""
    return {f"{column}_{script}": table[f"{name}_{script}"] for script in ("hans", "hant")}


def _task_ids(build: BuildReader) -> pa.Table:
    """The task of each item that a sure link leads from or to."""
    links = _read(build, "item_links")
    sure = links.filter(pc.invert(links["is_doubtful"])).select(["item_id", "linked_item_id"])
    found = task_ids(zip(*(column.to_pylist() for column in sure.columns), strict=True))
    return pa.table({"item_id": list(found), "task_id": list(found.values())}, _TASK_IDS)


_TASK_IDS = pa.schema([("item_id", pa.string()), ("task_id", pa.string())])


def _names_of_tasks(table: pa.Table) -> set[str]:
    return set(table.schema.names) & set(arrow_schema(TASKS.name).names)


def _row_of(table: pa.Table, key: str, values: pa.ChunkedArray) -> pa.Table:
    """For each value the row of ``table`` whose ``key`` it is; nulls where there is none."""
    return table.take(pc.index_in(values, value_set=table[key].drop_null()))


def _to_pandas(rows: pa.Table) -> pd.DataFrame:
    """As `pandas.read_parquet` has it: whole numbers with nulls as Int32, columns explained in ``attrs``."""
    import json

    frame: pd.DataFrame = rows.to_pandas()
    frame.attrs = json.loads(rows.schema.metadata[b"PANDAS_ATTRS"])
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
    "pandas": _to_pandas,
    "arrow": _as_is,
    "polars": _to_polars,
    "duckdb": _to_duckdb,
}


def search(query: str, out: Path | str = PROCESSED, most: int = 20) -> pd.DataFrame:
    """Items whose body has every word of ``query`` (parted by blanks, in either script), best first.

    A row an item: its id, the title of its release, ``score``, and a ``snippet`` of the body as printed with the word
    in 【】. The score grows with how often the words stand in the item and how few items have them, counts double what
    is a keyword of the item, and falls with its length. Raises NoBuildError when nothing is published.
    """
    import pandas as pd

    words = to_hans(query).split()
    with reading(Path(out)) as folder:
        build = open_build(folder)
        items = _to_pandas(_read(build, "items"))
        titles = _to_pandas(_read(build, "releases")).set_index("release_id")["title"]
    columns = ["item_id", "release_title", "score", "snippet"]
    held = {word: items["body_hans"].str.count(re.escape(word)) for word in words}
    found = items[pd.DataFrame(held, items.index).gt(0).all(axis="columns")] if words else items[:0]
    if found.empty:
        return pd.DataFrame(columns=columns)
    score = pd.Series(0.0, found.index)
    for word, counts in held.items():
        rarity = math.log(1 + len(items) / (counts > 0).sum())
        is_keyword = found["keywords_hans"].map(lambda keywords, word=word: word in list(keywords))
        score += rarity * (1 + is_keyword) * counts[found.index] / (counts[found.index] + 1)
    score /= 1 + found["body_hans"].str.len() / _LONG_BODY
    found = found.assign(
        release_title=found["release_id"].map(titles),
        score=score.round(3),
        snippet=[_snippet(*texts, words[0]) for texts in zip(found["body"], found["body_hans"], strict=True)],
    )
    ordered = found.sort_values(["score", "item_id"], ascending=[False, True], ignore_index=True)
    return ordered[columns].head(most)


_LONG_BODY = 400
"""Characters of a body from which a word in it says half as much."""
_AROUND = 18


def _snippet(body: str, hans: str, word: str) -> str:
    """The word in the body as printed, with what stands around it."""
    text = body if len(body) == len(hans) else hans
    at = hans.find(word)
    start, end = max(0, at - _AROUND), at + len(word) + _AROUND
    marked = f"{text[start:at]}【{text[at : at + len(word)]}】{text[at + len(word) : end]}".replace("\n", " ")
    return ("…" if start else "") + marked + ("…" if end < len(text) else "")


def changes(
    series: str, earlier: int | None = None, later: int | None = None, out: Path | str = PROCESSED
) -> pd.DataFrame:
    """What became of each item of ``series`` between two years (default: its last two), a row a change.

    ``change``: continued, revised, split, merged, new or dropped; ``changed_words`` marks what went as ``[-…-]`` and
    what came as ``{+…+}``. A new or dropped item with ``is_doubtful`` may go on from, or in, the other item of its row.
    Raises NoBuildError when nothing is published, QingdanError for an unknown series or year.
    """
    import pandas as pd

    from pipeline.compare.series_diff import compare

    with reading(Path(out)) as folder:
        return pd.DataFrame(compare(series, open_build(folder), earlier, later).rows())
