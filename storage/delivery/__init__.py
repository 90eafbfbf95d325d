"""Posts, errands and reminders that are to be said exactly once."""
