"""Templates made into pages, and the files that all pages share."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import jinja2

from pipeline.fingerprints import code_digest
from pipeline.release.decisions import DECISIONS
from pipeline.site import places, scripts
from pipeline.site.labels import in_chinese, in_three, labels_in_three
from pipeline.site.markup import anchor, both, label, label_of, script_of, shown, url, words
from pipeline.site.packing import shared_script
from schemas.decisions import BY_HAND, OVERRIDE

_TEMPLATES, _ASSETS = "templates", "assets"


class Templates:
    """The templates of a site. Every value they print is escaped, and what a page would obey in it is replaced."""

    def __init__(self) -> None:
        environment = jinja2.Environment(
            loader=jinja2.FunctionLoader(_template),
            autoescape=True,
            finalize=shown,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        environment.globals.update(
            t=label, ta=label_of, words=words, both=both, pages=places.PAGES, policy=places.POLICY
        )
        environment.filters.update(anchor=anchor, series_page=lambda name: url(places.series_page(name)))
        self._environment = environment

    def page(self, template: str, root: str, context: Mapping[str, Any], here: str = "", build_id: str = "") -> bytes:
        """A page. ``root`` leads to the folder of the site, ``here`` is the main page that this one is."""
        made = self._environment.get_template(template)
        return made.render(root=root, here=here, build_id=build_id, **context).encode("utf-8")

    def shell(self, page: str, of: str, title: str = "") -> bytes:
        """A page, in a folder of the site, whose content the script ``page`` makes of the data ``of`` something."""
        context = {"page": page, "of": of, "title": title or of}
        return self._environment.get_template("shell.html").render(context).encode("utf-8")


def _template(name: str) -> str:
    return files(__package__).joinpath(_TEMPLATES, name).read_text(encoding="utf-8")


def assets() -> Iterator[tuple[str, bytes]]:
    """The files that all pages share: style, scripts, labels, tables of characters, reasons of the rules."""
    for name, data in _asset_files():
        yield f"{_ASSETS}/{name}", data
    yield f"{_ASSETS}/labels.js", script_of("labels", labels_in_three()) + script_of("pages", places.PAGES)
    yield f"{_ASSETS}/shared.js", shared_script()
    yield f"{_ASSETS}/scripts.js", script_of("scripts", scripts.tables())
    yield f"{_ASSETS}/rules.js", script_of("rules", _reasons())


def _asset_files() -> Iterator[tuple[str, bytes]]:
    for file in sorted(files(__package__).joinpath(_ASSETS).iterdir(), key=lambda file: file.name):
        yield file.name, file.read_bytes()


def _reasons() -> dict[str, list[str]]:
    """The reason of each rule, in English and in Chinese of both scripts."""
    by_hand = {f"{decision.name}:{OVERRIDE}": BY_HAND for decision in DECISIONS}
    reasons = by_hand | {decision.label(rule): rule.reason for decision in DECISIONS for rule in decision.rules}
    return {rule: in_three(reason, in_chinese(reason)) for rule, reason in reasons.items()}


@cache
def code_of_site() -> str:
    """SHA-256 over the code, the templates and the shared files: where it is the same, so are the pages."""
    digest = hashlib.sha256(code_digest().encode())
    for name in sorted(file.name for file in files(__package__).joinpath(_TEMPLATES).iterdir()):
        digest.update(name.encode() + b"\0" + _template(name).encode())
    for name, data in _asset_files():
        digest.update(name.encode() + b"\0" + data)
    return digest.hexdigest()
