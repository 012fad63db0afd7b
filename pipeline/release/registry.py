"""The registry of bodies, as runs and commands load it."""

from __future__ import annotations

from normalizers.kept import keep_in
from normalizers.registry.names import Registry, default_registry
from pipeline.paths import cache_dir


def kept_registry() -> Registry:
    """The registry, by the tables that runs keep; what else is made from dictionaries is kept there from then on."""
    keep_in(cache_dir())
    return default_registry()
