"""Pictures of ten pages of the site of the samples, for docs/assets/site: ``python -m tests.tools.make_site_pictures``.

Needs chromium. A person looks at each before it is committed.
"""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import Literal, NamedTuple

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from pipeline.run import run
from pipeline.site.make import make_site
from tests.conftest import ROOT
from tests.typeset.browser import find_browser

_FOLDER = ROOT / "docs" / "assets" / "site"


class Shot(NamedTuple):
    """A picture: its name, the page, the width of the window, what is done there first."""

    name: str
    page: str
    width: int = 1280
    height: int = 800
    scheme: Literal["light", "dark"] = "light"
    point_at: str = ""
    click: str = ""
    language: str = "zh"


_SHOTS = (
    Shot("releases", "index.html", height=640),
    Shot("release-pdf", "r/sample-worklist-pdf.html", 1400, 900, point_at="#rows .parties li >> nth=1"),
    Shot("release-table", "r/sample-table-pdf.html", 1400, 900, point_at="#rows .parties li >> nth=5"),
    Shot("repairs", "r/sample-worklist-2026.html", 1400, 800, click="#show-repairs"),
    Shot("task", "task.html#sample-worklist-2026/1/2", 1100, 900, click=".why summary"),
    Shot("body", "body.html#cn-natcm", 1100, 900, language="en"),
    Shot("search", "search.html#中医药", 1100, 800),
    Shot("series", "series/sample-belt-and-road-worklists.html", 1100, 800),
    Shot("charts", "charts.html", 1100, 1000, point_at="#network a >> nth=3"),
    Shot("phone-dark", "r/sample-worklist-2025.html", 390, 800, scheme="dark"),
)


def main() -> None:
    """Make the pictures anew."""
    _FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        run([ROOT / "raw"], Path(folder) / "out")
        site = make_site(Path(folder) / "out", Path(folder) / "site", [ROOT / "raw"]).folder
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"])
        for shot in _SHOTS:
            page = browser.new_page(viewport={"width": shot.width, "height": shot.height}, reduced_motion="reduce")
            _take(page, shot, site)
            page.close()
        browser.close()


def _take(page: Page, shot: Shot, site: Path) -> None:
    page.emulate_media(color_scheme=shot.scheme)
    page.goto(f"{site.as_uri()}/{shot.page}")
    page.wait_for_timeout(800)
    page.locator("#set-language").select_option(shot.language)
    for place, act in ((shot.click, "click"), (shot.point_at, "hover")):
        if place:
            found = page.locator(place).first
            found.scroll_into_view_if_needed()
            found.click() if act == "click" else found.hover()
    page.wait_for_timeout(800)
    picture = Image.open(io.BytesIO(page.screenshot()))
    picture.convert("RGB").save(_FOLDER / f"{shot.name}.webp", "WEBP", quality=60, method=6)


if __name__ == "__main__":
    main()
