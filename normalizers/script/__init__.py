"""Simplified and traditional Chinese."""
