"""Where the parts of published builds lie."""

from __future__ import annotations

from pathlib import Path

PROCESSED = Path("processed")
LATEST = "latest"
PREVIOUS = "previous"
BUILDS = "builds"
BUILD_RECORD = "build.json"
DIFF = "diff.json"
POINTER = "latest.json"
"""In storage without links: names the latest build."""
