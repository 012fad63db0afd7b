"""The same task across releases."""
