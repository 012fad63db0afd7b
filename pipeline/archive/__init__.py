"""The releases in raw/."""
