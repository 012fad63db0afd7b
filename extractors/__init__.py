"""Take structure out: bytes to text, text to headings, items and notes."""
