"""Known issues in JSON, Markdown and CSV, with errors that name the row."""
