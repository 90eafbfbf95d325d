"""What the offline analyst learns from corrected and resolved tickets of one team."""
