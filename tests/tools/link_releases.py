"""The releases whose links are labelled, as tasks."""

from __future__ import annotations

from pathlib import Path

from pipeline.archive.snapshot import discover
from pipeline.release.batches import build_sources
from pipeline.release.build import ReleaseBuild
from qingdan.linking.evidence import Task
from qingdan.linking.reading import read_tasks
from schemas.tables import make_table

ROOT = Path(__file__).parents[2]
SEEDS = ("seed-000", "seed-001", "seed-002")
COMPARED_SEEDS = (("seed-000", "seed-002"), ("seed-002", "seed-001"), ("seed-000", "seed-001"))
COMPARED_SAMPLES = (("sample-worklist-2025", "sample-worklist-2026"), ("sample-worklist-2025", "sample-worklist-pdf"))
COMPARED = COMPARED_SEEDS + COMPARED_SAMPLES
"""Earlier and later release of each pair whose links are labelled."""


def tasks_of(build: ReleaseBuild, called: str) -> list[Task]:
    """The items of a release; ``called`` stands for its id in theirs."""
    tables = {name: make_table(name, build.rows[name]) for name in ("sections", "items")}
    return [
        Task(called + task.item_id.removeprefix(build.release_id), task.body, task.section)
        for task in read_tasks(tables, build.release_id)
    ]


def sample_tasks() -> dict[str, list[Task]]:
    """The written samples by release id."""
    wanted = {release for pair in COMPARED_SAMPLES for release in pair}
    sources = discover([ROOT / "raw" / release for release in sorted(wanted)]).sources
    return {build.release_id: tasks_of(build, build.release_id) for build in build_sources(sources)}


def seed_tasks(shared: Path) -> dict[str, list[Task]]:
    """The real documents by the names that the labels give them."""
    files = [path for path in sorted((shared / "seeds").iterdir()) if f"seed-{path.name[:3]}" in SEEDS]
    builds = build_sources(discover(files).sources)
    return {
        called: tasks_of(build, called) for build in builds for called in SEEDS if build.release_id[:3] == called[-3:]
    }


def read_all(shared: Path) -> dict[str, list[Task]]:
    """All of them."""
    return seed_tasks(shared) | sample_tasks()
