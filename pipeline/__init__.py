"""Composition of extractors and normalisers, and everything that touches the disk."""

import os

# Arrow asks for this when it is imported. Its own pools keep what they have, and cannot use what Python gives back.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
