"""The stage on which the demo plays its tickets, and what it prints."""
