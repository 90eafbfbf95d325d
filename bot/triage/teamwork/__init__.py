"""What people do with a ticket: work it, correct it, and who may."""
