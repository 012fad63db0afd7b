"""Responsibility notes: candidates, conventions of a document, grammar."""
