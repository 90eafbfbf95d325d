"""Messages and the tickets they open, grow or leave."""
