"""The forge: writes releases whose truth is known, breaks them as the world does, typesets them."""
