"""Known issues, their versions and drafts."""
