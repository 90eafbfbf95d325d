"""Each part as the settings choose it, built but not yet joined."""
