"""How truly documents are read that offices' programs print."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.release.build import ReleaseBuild
from pipeline.release.parsing import Tools
from schemas.findings import Code, Severity
from schemas.tables import Rows, in_columns
from tests.forge.forge import Forged
from tests.forge.properties import (
    build,
    items_are_true,
    parties_are_true,
    publishes,
    sections_are_true,
    title_is_true,
)
from tests.typeset.browser import print_pages
from tests.typeset.grid import Document
from tests.typeset.writer import print_texts

_TRUTHS = (publishes, title_is_true, sections_are_true, items_are_true, parties_are_true)
_OF_NAMES = (Code.UNKNOWN_AGENCY, Code.AMBIGUOUS_AGENCY, Code.AGENCY_OUT_OF_TIME, Code.NO_YEAR)
"""Findings that say nothing of how the page was read."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a printed document was read as: what is ``wrong`` with it, and the warnings and errors."""

    document: Document
    path: Path
    built: ReleaseBuild
    wrong: Mapping[str, str]
    findings: Sequence[Code]

    @property
    def is_silent(self) -> bool:
        """Whether it is wrong and nothing says so."""
        return bool(self.wrong) and not self.findings


def read_printed(documents: Sequence[Document], tools: Tools, folder: Path | None = None) -> Iterator[Result]:
    """The documents printed, into ``folder`` if given, and read; those that it has are not printed again.

    Beside each PDF the folder keeps what it was printed from, which is what the number may no longer draw.
    """
    with tempfile.TemporaryDirectory() as temporary:
        into = folder or Path(temporary)
        paths = {document.number: into / f"{document.number}.pdf" for document in documents}
        missing = [document for document in documents if not paths[document.number].exists()]
        for document in missing:
            _kept(paths[document.number]).write_bytes(pickle.dumps(document))
        print_texts([d for d in missing if d.setting.program == "writer"], into)
        print_pages([d for d in missing if d.setting.program == "browser"], into)
        for path in paths.values():
            yield _read(pickle.loads(_kept(path).read_bytes()), path, tools)


def _kept(path: Path) -> Path:
    """Where the document is that a PDF was printed from."""
    return path.with_suffix(".pickle")


def _without_separators(forged: Forged) -> Forged:
    """The truth without what parts names, where a line for each does: the page prints none."""
    units = tuple(replace(u, text=_bare(u.text), body=_bare(u.body)) for u in forged.truth.units)
    return replace(forged, truth=replace(forged.truth, units=units))


def _rows_without_separators(built: ReleaseBuild) -> Rows:
    items = [{**row, "text": _bare(row["text"]), "body": _bare(row["body"])} for row in built.rows.get("items", ())]
    return {**built.rows, "items": in_columns(items)} if built.is_read else built.rows


def _rows_with_notes_in_line(built: ReleaseBuild) -> Rows:
    """The rows as if no note stood on a line of its own: a browser sets an inline element whole on the next line."""
    items = [{**row, "text": row["text"].replace("\n（", "（")} for row in built.rows.get("items", ())]
    return {**built.rows, "items": in_columns(items)} if built.is_read else built.rows


def _bare(text: str) -> str:
    return text.replace("、", "")


def _read(document: Document, path: Path, tools: Tools) -> Result:
    forged = Forged(document.release, document.release, path.name, path.read_bytes(), ())
    built = build(forged, tools)
    if document.setting.has_names_by_line:
        forged, built = _without_separators(forged), replace(built, rows=_rows_without_separators(built))
    if document.setting.layout == "italics":
        built = replace(built, rows=_rows_with_notes_in_line(built))
    wrong: dict[str, str] = {}
    for truth in _TRUTHS if built.is_read else _TRUTHS[:1]:
        try:
            truth(forged, built)
        except AssertionError as error:
            wrong[truth.__name__] = str(error)
    warned = [f.code for f in built.findings if f.severity is not Severity.INFO and f.code not in _OF_NAMES]
    return Result(document, path, built, wrong, tuple(dict.fromkeys(warned)))
