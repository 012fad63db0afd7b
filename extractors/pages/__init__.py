"""Pages of glyphs and ruling lines to text: lines, columns, tables, heads and feet, whatever format they come from."""
