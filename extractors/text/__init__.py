"""Text files to text lines."""
