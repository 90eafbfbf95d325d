"""Imports the command, and what it imports only where it needs it, when it is imported itself.

The process that bots are forked from imports nothing else: `tests.forked`.
"""

from __future__ import annotations

from importlib import import_module

for name in (
    "bot.running.launch",
    "bot.cli",
    "bot.analysts.llm",
    "kb.embeddings",
    "sklearn.linear_model",
    "chromadb.api.rust",
    "tests.learned_before",
):
    import_module(name)
