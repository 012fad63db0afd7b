"""Two years of nights: `python -m benchmarks.nights [NIGHTS] [--svg FILE]` prints a table of sizes and times.

A site publishes a list a month, corrects one every tenth night, fails every seventh, and answers with an error page
every thirteenth. The clock jumps, and in the middle the columns of all tables change, so that all is built anew.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from pipeline import fingerprints as keys
from pipeline.archive.raw_archive import locked_archive
from pipeline.publishing.publish import locked
from pipeline.run import begin, complete
from pipeline.settings import Settings
from pipeline.watching.crawl_state import read_crawl_state
from pipeline.watching.examining import Examiner, open_examiner
from pipeline.watching.fetching import Fetcher, FetchLimits
from pipeline.watching.sources import WatchedSource
from pipeline.watching.watch import watch
from tests.web import SITE, Names, Page, Site, serving

_ERROR = "<title>示例部</title><h1>抱歉，您访问的页面不存在</h1><p>1. 检查网址</p><p>2. 返回首页</p>".encode()


@dataclass(frozen=True)
class Night:
    """What a night cost. Sizes in bytes; ``raw`` and ``out`` are those of the folders after it."""

    seconds: float
    exit_code: int
    raw: int
    out: int
    builds: int
    releases: int


def live(nights: int, folder: Path) -> list[Night]:
    """Watch and build once a night, in ``folder``."""
    found: list[Night] = []
    with serving() as site, open_examiner(Settings()) as examiner:
        for night in range(nights):
            _publish(site, night)
            upgraded = keys.digest_of([keys.schemas_digest(), night >= nights // 2])
            clock = mock.patch("pipeline.archive.raw_archive.datetime", _Clock(night))
            with clock, mock.patch.object(keys, "schemas_digest", lambda digest=upgraded: digest):
                start = time.monotonic()
                code, releases = _look_and_build(site, folder, examiner)
                seconds = time.monotonic() - start
            builds = len(list((folder / "out" / "builds").iterdir()))
            sizes = (_size(folder / "raw"), _size(folder / "out"))
            found.append(Night(seconds, code, *sizes, builds, releases))
    return found


class _Clock:
    """A clock that jumps back and forth by years."""

    def __init__(self, night: int) -> None:
        self._year = 1970 + night * 37 % 120

    def now(self, zone: object = None) -> _Clock:
        return self

    def isoformat(self, timespec: str = "") -> str:
        return f"{self._year}-01-01T00:00:00+00:00"


def _publish(site: Site, night: int) -> None:
    months = night // 30 + 1
    links = "".join(f'<li><a href="/{month}.txt">{month}</a></li>' for month in range(months))
    site.pages["/"] = Page(f"<ul>{links}</ul>".encode())
    for month in range(months):
        edition = sum(1 for n in range(night + 1) if n % 10 == 9 and n // 10 % months == month)
        site.pages[f"/{month}.txt"] = Page(_list(month, edition))
    site.pages["/0.txt"] = Page(status=500) if night % 7 == 6 else site.pages["/0.txt"]
    site.pages["/0.txt"] = Page(_ERROR) if night % 13 == 12 else site.pages["/0.txt"]


def _list(month: int, edition: int) -> bytes:
    tasks = "".join(
        f"{n}. 推进第{month}月第{n}项工作（第{edition}版）。（商务部牵头，财政部配合）\n" for n in range(1, 21)
    )
    return f"2026年第{month}批重点工作清单\n{tasks}".encode()


def _look_and_build(site: Site, folder: Path, examiner: Examiner) -> tuple[int, int]:
    raw, out = folder / "raw", folder / "out"
    source = WatchedSource("lists", site.url("/"), links="li a", delay=0.0)
    limits = FetchLimits(attempts=1, first_pause=0.0)
    with locked_archive(raw) as archive:
        fetcher = Fetcher("qingdan-nights/1", {SITE}, limits, Names())
        watched = watch([source], archive, read_crawl_state(raw), fetcher, examiner)
    with locked(out):
        report = complete(begin([raw], out, findings=watched.findings))
    return report.exit_code, len(report.summaries)


def _size(folder: Path) -> int:
    """Bytes of the files in a folder, hard links once."""
    found = (path.stat() for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sum({stat.st_ino: stat.st_size for stat in found}.values())


def table(nights: list[Night], pieces: int = 8) -> str:
    """The nights in some pieces of equal length, as Markdown: medians, worst nights, sizes at the end of each."""
    lines = ["| nights | releases | builds | raw/ kB | out/ kB | seconds, median | seconds, worst | status 1 or 2 |"]
    lines.append("|" + " ---: |" * 8)
    step = max(1, len(nights) // pieces)
    for start in range(0, len(nights), step):
        piece = nights[start : start + step]
        last, seconds = piece[-1], [night.seconds for night in piece]
        failed = sum(night.exit_code > 0 for night in piece)
        counts = f"{start + 1}–{start + len(piece)} | {last.releases} | {last.builds} | {last.raw // 1000}"
        times = f"{statistics.median(seconds):.2f} | {max(seconds):.2f}"
        lines.append(f"| {counts} | {last.out // 1000} | {times} | {failed} |")
    return "\n".join(lines)


def plot(nights: list[Night], path: Path) -> None:
    """The sizes and times of the nights as an SVG."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "qingdan"
    from matplotlib import pyplot

    figure, (sizes, times) = pyplot.subplots(2, 1, figsize=(8, 5), sharex=True)
    sizes.plot([night.raw / 1e6 for night in nights], label="raw/")
    sizes.plot([night.out / 1e6 for night in nights], label="out/ (10 builds)")
    sizes.set_ylabel("MB")
    sizes.legend()
    times.plot([night.seconds for night in nights], linewidth=0.6)
    times.set_ylabel("seconds a night")
    times.set_xlabel("night")
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.nights", description=__doc__)
    parser.add_argument("nights", nargs="?", type=int, default=730)
    parser.add_argument("--svg", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        nights = live(options.nights, Path(name))
    print(table(nights))
    if options.svg:
        plot(nights, options.svg)
    return 0


if __name__ == "__main__":
    sys.exit(main())
