"""Canonical text to title, sections, items and paragraphs."""
