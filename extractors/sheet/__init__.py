"""Spreadsheets (XLSX, XLS, CSV, TSV) to text lines."""
