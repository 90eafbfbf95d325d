"""Known issues: read from files, embedded, indexed and searched."""
