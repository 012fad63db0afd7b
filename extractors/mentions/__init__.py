"""Dates, figures, titles and names in the text of items."""
