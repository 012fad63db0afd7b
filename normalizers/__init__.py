"""Make text canonical: every function takes a string and yields edits with offsets; none does I/O on documents."""
