"""What takes messages, emoji and message shortcuts, and decides which are tickets."""
