"""A build, or a part of it, as a file that other programs open: Excel, CSV, JSON Lines, SQLite, Markdown."""
