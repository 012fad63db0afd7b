"""`qingdan export`: tables of a build as one file, whose ending says its format."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from pipeline.errors import OutputError, QingdanError, UnreadableBuildError
from pipeline.export.cells import Sheet, spec_of
from pipeline.export.selection import Chosen, Selection, choose, known_tables
from pipeline.export.tasks import Writing, task_list
from pipeline.files import json_bytes, write_aside
from qingdan.docs import TABLES as TABLES_OF_DOCUMENTS
from qingdan.errors import did_you_mean
from qingdan.store import BuildReader
from schemas.fields import TASK_LIST
from schemas.labels import Language
from schemas.tables import column_differences

_LEFT_OUT = frozenset({"agency_items"})
"""Tables with the rows of another in another order: in a file of all tables only where they are asked for."""
_EVERYTHING = Selection()


@dataclass(frozen=True, slots=True)
class Format:
    """A format of exports.

    ``holds_many``: several tables in one file. ``only_used``: without a choice of tables, bodies and entities are those
    that the rows refer to; the registry has thousands more. ``made_of``: the tables that its documents are made of.
    """

    suffix: str
    holds_many: bool = False
    only_used: bool = False
    made_of: tuple[str, ...] = ()


FORMATS = (
    Format(".xlsx", holds_many=True, only_used=True),
    Format(".csv"),
    Format(".jsonl"),
    Format(".sqlite", holds_many=True),
    Format(".md"),
    Format(".spacy", made_of=TABLES_OF_DOCUMENTS),
)
SUFFIXES = tuple(form.suffix for form in FORMATS)


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: the files, rows by table, and what did not fit or was made otherwise, a sentence each."""

    files: tuple[Path, ...]
    rows: Mapping[str, int]
    messages: tuple[str, ...]


def export(
    build: BuildReader,
    to: Path,
    selection: Selection = _EVERYTHING,
    tables: Sequence[str] = (),
    language: Language = "en",
    writing: Writing = "printed",
    convert: Callable[[str], str] = str,
) -> Exported:
    """Write tables of ``build`` to the file ``to``, which is replaced in one step.

    ``tables``: names of tables; without any, all in a format that holds several, else `tasks`. ``language``: of
    headings and codes (.xlsx, .csv and .md; the others keep the names of columns), whose Chinese ``convert`` puts into
    another script. ``writing``: the script of texts in `tasks`. Raises QingdanError for an unknown ending, table or
    value of the selection, for two tables in a format of one, and for a build of another version; OutputError when the
    file cannot be written.
    """
    form = format_of(to)
    names = _tables_for(form, tables)
    chosen = choose(build, selection)
    only_used = form.only_used and not tables
    sheets = [
        Sheet(spec_of(name), _rows(chosen, name, writing, only_used), language, chosen.is_part, convert)
        for name in names
    ]
    about = [(convert(what), value) for what, value in _about(build, selection, language)]
    messages, files = _write(form, to, sheets, about)
    return Exported(tuple(files), {sheet.name: sheet.rows.num_rows for sheet in sheets}, tuple(messages))


def format_of(to: Path) -> Format:
    """The format that the ending of a file names. Raises QingdanError for another ending."""
    suffix = to.suffix.lower()
    found = next((form for form in FORMATS if form.suffix == suffix), None)
    if found is None:
        ending = f"the ending {suffix}" if suffix else "a name without an ending"
        raise QingdanError(f"{to}: {ending} is no format of exports; there are {', '.join(SUFFIXES)}")
    return found


def _tables_for(form: Format, tables: Sequence[str]) -> list[str]:
    known = known_tables()
    _check_known(tables, known)
    if form.made_of and tables:
        raise QingdanError(f"a {form.suffix} file holds a document for each item and no table; leave --table out")
    if not tables:
        return _default_tables(form)
    ordered = [name for name in known if name in tables]
    if len(ordered) > 1 and not form.holds_many:
        many = " or ".join(form.suffix for form in FORMATS if form.holds_many)
        raise QingdanError(f"a {form.suffix} file holds one table, not {', '.join(ordered)}; export to {many}")
    return ordered


def _default_tables(form: Format) -> list[str]:
    if form.made_of:
        return list(form.made_of)
    return [name for name in known_tables() if name not in _LEFT_OUT] if form.holds_many else ["tasks"]


def _check_known(tables: Sequence[str], known: Sequence[str]) -> None:
    for name in tables:
        if name not in known:
            near = did_you_mean(name, known) or f"; there are {', '.join(known)}"
            raise QingdanError(f"no table is named {name}{near}")


def _rows(chosen: Chosen, table: str, writing: Writing, only_used: bool) -> pa.Table:
    if spec_of(table) == TASK_LIST:
        for name in ("releases", "sections", "items", "item_agencies", "agencies"):
            _check_version(chosen.build, name)
        return task_list(chosen, writing)
    _check_version(chosen.build, table)
    return chosen.read(table, only_used)


def _check_version(build: BuildReader, table: str) -> None:
    if not build.files(table):
        raise UnreadableBuildError(build.folder, f"it has no table {table}")
    differences = column_differences(table, build.schema(build.files(table)[0]))
    if differences:
        raise QingdanError(
            f"build {build.folder.name} was made by another version of qingdan ({table}: {differences}); "
            "`qingdan run` makes it anew"
        )


_ABOUT: Mapping[Language, tuple[str, str, str, str]] = {
    "en": ("official Chinese work lists as tables", "build", "selection", "everything"),
    "zh": ("官方清单逐项整理的表格", "版本", "选取范围", "全部"),
}


def _about(build: BuildReader, selection: Selection, language: Language) -> list[tuple[str, str]]:
    """What a file says of itself: no clock and no path, so that the same build gives the same bytes."""
    what, version, selected, everything = _ABOUT[language]
    return [("qingdan 清单", what), (version, build.build_id), (selected, str(selection) or everything)]


def _write(
    form: Format, to: Path, sheets: Sequence[Sheet], about: Sequence[tuple[str, str]]
) -> tuple[list[str], list[Path]]:
    """Write aside, then put it in its place; what was there stays when writing fails."""
    aside = to.with_name(f".{to.name}-{os.getpid()}")
    files = [to]
    try:
        aside.unlink(missing_ok=True)
        messages = _WRITERS[form.suffix](aside, sheets, about)
        aside.replace(to)
        if form.suffix == ".sqlite":
            from pipeline.export.datasette import datasette_metadata

            beside = to.with_suffix(".metadata.json")
            write_aside(beside, json_bytes(datasette_metadata(to.stem, sheets, f"build {about[1][1]}")))
            files.append(beside)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise OutputError(to, error.strerror or str(error)) from error
    return messages, files


About = Sequence[tuple[str, str]]


def _workbook(path: Path, sheets: Sequence[Sheet], about: About) -> list[str]:
    from pipeline.export.workbook import write_workbook

    return write_workbook(path, sheets, about)


def _database(path: Path, sheets: Sequence[Sheet], about: About) -> list[str]:
    from pipeline.export.database import write_database

    return write_database(path, sheets)


def _csv(path: Path, sheets: Sequence[Sheet], about: About) -> list[str]:
    from pipeline.export.text_files import write_csv

    return write_csv(path, sheets)


def _jsonl(path: Path, sheets: Sequence[Sheet], about: About) -> list[str]:
    from pipeline.export.text_files import write_jsonl

    return write_jsonl(path, sheets)


def _markdown(path: Path, sheets: Sequence[Sheet], about: About) -> list[str]:
    from pipeline.export.text_files import write_markdown

    return write_markdown(path, sheets)


def _corpus(path: Path, sheets: Sequence[Sheet], about: About) -> list[str]:
    from pipeline.export.corpus import write_corpus

    return write_corpus(path, sheets)


_WRITERS: Mapping[str, Callable[[Path, Sequence[Sheet], About], list[str]]] = {
    ".xlsx": _workbook,
    ".csv": _csv,
    ".jsonl": _jsonl,
    ".sqlite": _database,
    ".md": _markdown,
    ".spacy": _corpus,
}
"""Each loads what it needs when it is asked for."""
