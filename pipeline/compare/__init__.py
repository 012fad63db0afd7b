"""What differs between builds and between years of a series."""
