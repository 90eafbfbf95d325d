"""How the offline analyst reads a ticket: language, category, severity, vagueness, summary."""
