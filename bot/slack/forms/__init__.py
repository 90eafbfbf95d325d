"""Forms of tickets and incidents: opened by a click, sealed, and taken when sent."""
