"""The signs that belong to the letter before them: many languages are no words without."""

from __future__ import annotations

_BLOCKS = (
    "\u0300-\u036f"  # accents that stand by themselves
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"  # Hebrew
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06ed"  # Arabic
    "\u0900-\u0963\u0980-\u0df3"  # Devanagari to Sinhala
    "\u0e31-\u0e4e\u0eb1-\u0ece\u0f71-\u0fbc\u102b-\u103e\u1056-\u109d\u1780-\u17d3"  # Thai on
)

LETTERS = rf"[^\W_]+(?:(?:(?!\w)[{_BLOCKS}])+[^\W_]*)*"
"""A pattern of letters and digits with their signs. Python's `\\w` cuts a word of Hindi at each."""
