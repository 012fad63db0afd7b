"""PDF bytes to text lines."""
