"""Is a build what it says it is: every file against its checksum, every table against its promises."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.errors import NoBuildError, UnreadableBuildError
from pipeline.paths import BUILD_RECORD, BUILDS, DIFF, LATEST, TEXT_FOLDER
from pipeline.publishing.publish import file_sha256
from qingdan.record import Record, unseal
from qingdan.store import BuildReader
from schemas.fields import TABLES, TableSpec
from schemas.language import localized
from schemas.tables import column_differences


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a build: the file, and what is wrong with it."""

    file: str
    what: str

    @property
    def line(self) -> str:
        """The problem in one line, in the language of the reader."""
        return f"{self.file}: {localized(self.what)}"


def verify_build(build: Path, is_quick: bool = False) -> tuple[Problem, ...]:
    """Everything wrong with the build in folder ``build``; nothing when it is whole.

    Checked are: the record against its own checksum; each file against its bytes and SHA-256; files missing and files
    that do not belong; of each table the columns, the sort order, unique keys and foreign keys; that the counts of the
    releases are those of their rows. The contents of a table are looked at when its bytes are right, and not at all
    in a quick check, which finds whatever changed since the build was published.
    """
    try:
        record = unseal((build / BUILD_RECORD).read_bytes())
    except FileNotFoundError:
        return (Problem(BUILD_RECORD, "missing: this is no build, or one half written"),)
    except (OSError, ValueError) as error:
        return (Problem(BUILD_RECORD, str(error)),)
    problems = (*_identity(build, record), *_files(build, record))
    damaged = {problem.file for problem in problems}
    return (
        problems if is_quick else (*problems, *_contents(BuildReader(build, record["files"].keys(), record), damaged))
    )


def verify_output(out: Path, is_quick: bool = False) -> tuple[Problem, ...]:
    """Everything wrong with any build under ``out``, and what lies among the builds without being one.

    Raises NoBuildError when nothing is published there.
    """
    latest, builds = out / LATEST, out / BUILDS
    if not builds.is_dir():
        raise NoBuildError(out)
    problems = [] if latest.is_dir() else [Problem(LATEST, "leads to no build")]
    for folder in sorted(builds.iterdir()):
        name = folder.relative_to(out).as_posix()
        if folder.is_symlink() or not folder.is_dir():
            problems.append(Problem(name, "does not belong among the builds"))
        else:
            problems += [Problem(f"{name}/{p.file}", p.what) for p in verify_build(folder, is_quick)]
    return tuple(problems)


def _identity(build: Path, record: Record) -> Iterator[Problem]:
    folder = build.resolve()
    if folder.parent.name == BUILDS and folder.name != record["build_id"]:
        yield Problem(BUILD_RECORD, f"is that of build {record['build_id']}; the folder is {folder.name}")


def _files(build: Path, record: Record) -> Iterator[Problem]:
    for name, entry in record["files"].items():
        what = _file_problem(build / name, entry)
        if what:
            yield Problem(name, what)
    known = {*record["files"], BUILD_RECORD, DIFF}
    for path in sorted(build.resolve().rglob("*")):
        name = path.relative_to(build.resolve()).as_posix()
        if name not in known and (path.is_symlink() or not path.is_dir()):
            yield Problem(name, "does not belong to this build")
    if (build / DIFF).exists():
        yield from _diff_problem(build / DIFF, record["build_id"])


def _file_problem(path: Path, entry: Mapping[str, object]) -> str:
    if path.is_symlink():
        return "a link, where a file was published"
    if not path.is_file():
        return "missing"
    size = path.stat().st_size
    if size != entry["bytes"]:
        return f"{size} bytes, published with {entry['bytes']}"
    try:
        found = file_sha256(path)
    except OSError as error:
        return error.strerror or "cannot be read"
    if found != entry["sha256"]:
        return f"changed since it was published: its SHA-256 is {found[:12]}…, not {str(entry['sha256'])[:12]}…"
    return ""


def _diff_problem(path: Path, build_id: str) -> Iterator[Problem]:
    try:
        diff = unseal(path.read_bytes())
    except (OSError, ValueError) as error:
        yield Problem(DIFF, str(error))
        return
    if diff.get("to") != build_id:
        yield Problem(DIFF, f"leads to build {diff.get('to')}, not to {build_id}")


def _contents(build: BuildReader, damaged: set[str]) -> Iterator[Problem]:
    readable: dict[str, TableSpec] = {}
    for table in TABLES:
        files = build.files(table.name)
        if not files:
            yield Problem(f"{table.name}.parquet", "missing: the build has no such table")
        elif not damaged & set(files):
            problems = list(_schema_problems(build, table))
            yield from problems
            if not problems:
                readable[table.name] = table
    for table in readable.values():
        yield from _table_problems(build, table, readable)
    if "releases" in readable:
        releases = build.read("releases", ["release_id", "n_sections", "n_items"])
        yield from _text_problems(build.record, set(releases["release_id"].to_pylist()))
        for name in {"sections", "items"} & readable.keys():
            yield from _count_problems(name, releases, build.read(name, ["release_id"]))


def _schema_problems(build: BuildReader, table: TableSpec) -> Iterator[Problem]:
    for name in build.files(table.name):
        try:
            differences = column_differences(table.name, build.schema(name))
        except UnreadableBuildError as error:
            yield Problem(name, f"not a Parquet file: {error.reason.removeprefix(f'{name}: ')}")
            continue
        if differences:
            yield Problem(name, f"columns {differences}: made by another version; `qingdan run` makes it anew")


def _table_problems(build: BuildReader, table: TableSpec, readable: Collection[str]) -> Iterator[Problem]:
    """Order, unique keys, foreign keys into the tables that are ``readable``, and values of one table."""
    listed = [field for field in table.fields if field.enum]
    columns = {*table.key, *table.ids, *(key.column for key in table.foreign_keys), *(field.name for field in listed)}
    rows = build.read(table.name, sorted(columns))
    yield from _key_problems(table, rows)
    for key in table.foreign_keys:
        if key.table in readable:
            known = build.read(key.table, [key.refers_to])[key.refers_to]
            yield from _others(table, key.column, rows, known, f"is in no row of {key.table}")
    for field in listed:
        known = pa.array(field.enum, pa.string())
        yield from _others(table, field.name, rows, known, "is not among the values of the column")


def _others(table: TableSpec, column: str, rows: pa.Table, known: pa.Array, what: str) -> Iterator[Problem]:
    """The values of a column, nulls aside, that are not among the ``known`` ones."""
    values = rows[column].drop_null()
    others = values.filter(pc.invert(pc.is_in(values, value_set=known)))
    if len(others):
        yield Problem(f"{table.name}.parquet", f"{column} {others[0].as_py()!r} {what}{_and_more(len(others))}")


def _key_problems(table: TableSpec, rows: pa.Table) -> Iterator[Problem]:
    """Rows out of order, and repeated keys: rows that do not sort after the row before."""
    name = f"{table.name}.parquet"
    place = _first_out_of_order(rows, table.key, is_strict=table.is_key_unique)
    if place is not None:
        key = [rows[column][place].as_py() for column in table.key]
        rule = "unique and in order" if table.is_key_unique else "in order"
        yield Problem(name, f"row {place + 1}: the key {', '.join(table.key)} is not {rule}: {key}")
    for column in table.ids:
        counts = rows[column].value_counts()
        repeats = counts.filter(pc.greater(counts.field("counts"), 1))
        if len(repeats):
            first = repeats[0].as_py()["values"]
            yield Problem(name, f"{column} {first!r} occurs in several rows{_and_more(len(repeats))}")


def _first_out_of_order(rows: pa.Table, key: tuple[str, ...], is_strict: bool) -> int | None:
    """The first row whose key does not come after the key before it; nulls come first."""
    count = max(rows.num_rows - 1, 0)
    after = pa.array([False] * count, pa.bool_())
    same = pa.array([True] * count, pa.bool_())
    for column in key:
        left, right = rows[column][:-1].combine_chunks(), rows[column][1:].combine_chunks()
        from_null = pc.and_(pc.is_null(left), pc.is_valid(right))
        less = pc.or_(from_null, pc.fill_null(pc.less(left, right), False))
        after = pc.or_(after, pc.and_(same, less))
        equal = pc.or_(pc.and_(pc.is_null(left), pc.is_null(right)), pc.fill_null(pc.equal(left, right), False))
        same = pc.and_(same, equal)
    place = pc.index(after if is_strict else pc.or_(after, same), False).as_py()
    return None if place < 0 else int(place) + 1


def _text_problems(record: Record, releases: set[str]) -> Iterator[Problem]:
    texts = {name for name in record["files"] if name.startswith(f"{TEXT_FOLDER}/")}
    wanted = {f"{TEXT_FOLDER}/{release_id}.txt" for release_id in releases}
    for name in sorted(wanted - texts):
        yield Problem(name, "missing: releases has a row for it")
    for name in sorted(texts - wanted):
        yield Problem(name, "releases has no row for it")


def _count_problems(name: str, releases: pa.Table, rows: pa.Table) -> Iterator[Problem]:
    counted = {entry["values"]: entry["counts"] for entry in rows["release_id"].value_counts().to_pylist()}
    for release in releases.to_pylist():
        said, found = release[f"n_{name}"], counted.get(release["release_id"], 0)
        if said != found:
            yield Problem(f"{name}.parquet", f"{found} rows of {release['release_id']}; releases counts {said}")


def _and_more(count: int) -> str:
    return f", and {count - 1} more" if count > 1 else ""
