"""The schema's history, driven from code."""
