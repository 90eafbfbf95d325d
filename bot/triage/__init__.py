"""The pure core: tickets, judgements, routing and redaction, without clock or network."""
