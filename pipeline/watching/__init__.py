"""Sources on the network: what is new there."""
