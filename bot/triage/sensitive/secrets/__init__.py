"""How passwords, keys and tokens are told from other text."""
