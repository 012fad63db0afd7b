"""A static site of a build: pages that open from disk or from any web host, with the source beside every row."""
