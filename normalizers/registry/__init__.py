"""Public bodies, places and other entities with ids."""
