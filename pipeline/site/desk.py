"""A review of a build: its site in a folder of its own, the answers beside the originals, a run when asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import NoBuildError
from pipeline.paths import LATEST, TEXT_FOLDER
from pipeline.run import run
from pipeline.site.answers import AnswerFiles, NotKeptError
from pipeline.site.bundle import SiteBuild
from pipeline.site.make import make_site
from pipeline.site.review import Desk, Review
from pipeline.site.sampling import Drawn, as_data, draw, strata
from qingdan.builds import reading
from qingdan.store import open_build

SITE_FOLDER = "site"


@dataclass(frozen=True, slots=True)
class Sample:
    """How many tasks to draw, which ones, and whether people answer before they see the row."""

    size: int
    seed: int = 1
    is_blind: bool = False


def review_of(out: Path, raw: Path, build: str = LATEST, port: int = 0, sample: Sample | None = None) -> Review:
    """A server for a review of ``build`` under ``out``, whose originals are in ``raw``.

    ``sample``: what to draw for checking. Raises as `make_site` does.
    """
    folder = out / SITE_FOLDER
    make_site(out, folder, [raw], build)
    drawn = _sample(out, build, sample) if sample else []

    def build_again() -> str:
        report = run([raw], out)
        if report.folder is None:
            raise NotKeptError("nothing was published: " + "; ".join(f.line for f in report.findings[:5]))
        make_site(out, folder, [raw])
        return f"build {report.build_id}"

    def text_of(release_id: str) -> str:
        return _text(out, build, release_id)

    desk = Desk(
        folder, AnswerFiles([raw]), text_of, build_again, tuple(as_data(drawn)), bool(sample and sample.is_blind)
    )
    return Review(desk, port)


def _text(out: Path, build: str, release_id: str) -> str:
    """The extracted text of a release, as the build has it. Raises NotKeptError where it has none."""
    try:
        with reading(out, build) as folder:
            if release_id not in {row["release_id"] for row in open_build(folder).rows("releases", ["release_id"])}:
                raise NotKeptError(f"the build has no release {release_id}")
            data: bytes = (folder / TEXT_FOLDER / f"{release_id}.txt").read_bytes()
            return data.decode("utf-8", "surrogatepass")
    except (OSError, UnicodeDecodeError, NoBuildError) as error:
        raise NotKeptError(f"the text of {release_id} cannot be read: {error}") from error


def _sample(out: Path, build: str, sample: Sample) -> list[Drawn]:
    with reading(out, build) as folder:
        return draw(strata(SiteBuild(open_build(folder))), sample.size, sample.seed)
