"""The app's home: its tabs, drawn for one person at a time."""
