"""Articles, their drafts, and the gaps between them."""
