"""What becomes a ticket, what joins one, and what is refused."""
