"""Reads `triage.yml`: a module a section; `rules` joins them, `parsing` names a fault's line."""

from bot.triage_file.parsing import TriageFileError
from bot.triage_file.rules import PACKAGED, load_rules

__all__ = ["PACKAGED", "TriageFileError", "load_rules"]
