"""What redaction finds: people, numbers, addresses."""
