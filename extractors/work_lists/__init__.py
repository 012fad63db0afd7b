"""Work lists laid out as tables: grids of cells to numbered units with labelled lines."""
