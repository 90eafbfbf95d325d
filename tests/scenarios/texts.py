"""What people write in the scenarios, and what it is about."""

from __future__ import annotations

KNOWN = "My card was charged twice for the June invoice when I pressed pay again as the page hung"
"""Matches the shipped issue KB-001, which has a link."""
CRITICAL = "Production is down for everybody: nobody can log in since 8:00 and we are losing orders"
CLEAR = "How do I export all data of our workspace?"
VAGUE = "it's broken"
VAGUE_WITH_CHOICES = "It is slow"
ANSWER = "When I drag a card to another column of the Kanban board it jumps back, in every browser"
NO_ANSWER = "no idea"
