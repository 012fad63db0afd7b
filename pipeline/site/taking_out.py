"""What people decided, taken out of the folders of releases: as cases, to Label Studio, and back from there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.errors import OutputError
from pipeline.files import read_regular, write_aside
from pipeline.release.parsing import Tools
from pipeline.release.registry import kept_registry
from pipeline.site.answers import AnswerFiles
from pipeline.site.bundle import ReleaseRows, SiteBuild
from pipeline.site.cases import Outcome, cases_of, check, read_cases, write_cases
from pipeline.site.label_studio import NoTasksError, config, overrides_in, task_of
from pipeline.site.pictures import Originals
from qingdan.builds import reading
from qingdan.store import open_build
from schemas.findings import DocumentError

_MOST_BYTES = 256 * 1024 * 1024


def as_cases(out: Path, raw: Path, build: str) -> str:
    """The overrides of the releases of a build as a file of cases."""
    decided = Originals([raw]).overrides
    return write_cases(
        case
        for rows in _releases(out, build)
        for case in cases_of(rows.release_id, rows.text, decided.get(rows.release_id, ()))
    )


def checked(path: Path) -> tuple[Sequence[str], bool]:
    """A line for each case of a file, with what the rules say to it; and whether all agree."""
    tools = Tools(kept_registry())
    found = [(case, check(case, tools)) for case in read_cases(path)]
    lines = [f"{outcome.value}  {case.line}" for case, outcome in found]
    agreeing = sum(outcome is Outcome.AGREES for _, outcome in found)
    return [*lines, f"{agreeing} of {len(found)} cases agree"], agreeing == len(found)


def for_label_studio(out: Path, raw: Path, build: str) -> tuple[str, str]:
    """The releases of a build as tasks of Label Studio, and its labelling interface."""
    decided = Originals([raw]).overrides
    with reading(out, build) as folder:
        site = SiteBuild(open_build(folder))
        tasks = [task_of(rows, decided.get(rows.release_id, ()), site.build_id) for rows in site]
    return json.dumps(tasks, ensure_ascii=False, indent=1) + "\n", config()


def keep_labelled(path: Path, out: Path, raw: Path, build: str) -> Iterator[str]:
    """Keep what Label Studio exported as overrides beside the originals; a line for each release."""
    releases = {rows.release_id: rows for rows in _releases(out, build)}
    try:
        labelled = overrides_in(read_regular(path, _MOST_BYTES), releases)
    except (OSError, DocumentError) as error:
        raise NoTasksError(f"{path}: {error}") from error
    files = AnswerFiles([raw])
    for release_id, overrides in labelled.items():
        known = files.read(release_id)
        asked = {override.question for override in overrides}
        kept = [*(one for one in known.overrides if one.question not in asked), *overrides]
        if overrides:
            files.write(release_id, known.version, kept)
        yield f"{release_id}: {len(overrides)} overrides"


def write(path: Path, text: str) -> None:
    """Write a file. Raises OutputError."""
    try:
        write_aside(path, text.encode("utf-8", "surrogatepass"))
    except OSError as error:
        raise OutputError(path, error.strerror or str(error)) from error


def _releases(out: Path, build: str) -> Iterator[ReleaseRows]:
    with reading(out, build) as folder:
        yield from SiteBuild(open_build(folder))
