"""How official Chinese releases print: data and small pure readers."""
