"""Word documents (DOCX) to text lines."""
