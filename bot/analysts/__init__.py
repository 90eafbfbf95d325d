"""Who judges tickets: a language model, or the analyst that needs no network."""
