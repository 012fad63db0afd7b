"""The files of a published build."""
