"""What answers `/triage`: tickets opened, lists, searches, figures, files."""
