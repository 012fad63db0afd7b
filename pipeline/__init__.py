"""Composition of extractors and normalisers, and everything that touches the disk."""
