"""What Hypothesis writes texts with."""

from __future__ import annotations

from hypothesis import strategies as st

CHARACTERS = st.characters(exclude_categories=["Cs"])
"""All but surrogates, as by default; by default it first tries to encode each one, for seconds."""
