"""How deliveries come in, by HTTP or Socket Mode, and what is read after a silence."""
