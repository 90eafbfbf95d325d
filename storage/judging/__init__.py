"""Claims of tickets, their judgements, and what was learned from them."""
