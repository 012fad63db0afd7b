"""Canonical text: characters, markup, line joining, page furniture, punctuation."""
