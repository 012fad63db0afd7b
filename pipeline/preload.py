"""Imported by the process that builders are forked from: what they all need is loaded once, and shared."""

from __future__ import annotations

import gc

from pipeline.release.batches import load_tools

load_tools()
gc.freeze()  # a collector that marked these objects would copy their pages into every builder
