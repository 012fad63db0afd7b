"""Web pages to text lines."""
