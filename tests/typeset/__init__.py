"""Forged releases set by the programs that offices use: LibreOffice's writer and a browser."""
