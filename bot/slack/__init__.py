"""The Slack edge: what comes in is translated for the core, what goes out is drawn in blocks."""
