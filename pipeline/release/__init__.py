"""One release: bytes to rows and findings."""
