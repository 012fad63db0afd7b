"""The site of a build that a run has just published."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import QingdanError
from pipeline.publishing.remote import is_remote


def site_after_run(out: str, folder: Path, raw: Path) -> Path:
    """Bring the site in ``folder`` up to date with the latest build under ``out``; its first page.

    Raises QingdanError where it cannot be made.
    """
    from pipeline.site.make import make_site

    if is_remote(out):
        raise QingdanError("a site is made of builds in a folder, not of those in storage")
    return make_site(Path(out), folder, [raw]).index
