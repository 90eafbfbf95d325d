"""What is to be said or tried again, and when."""
