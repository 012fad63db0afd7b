"""The promises: values that pass between stages, columns, tables and finding codes."""
