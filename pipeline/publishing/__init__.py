"""Builds: publish, list, verify, copy to storage."""
