"""Hostile input of many kinds, built and published with good releases beside it: ``python -m tests.hostile``."""
