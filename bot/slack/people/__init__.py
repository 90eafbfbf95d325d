"""Who somebody is, which team they belong to, and what they may do."""
