"""`triage.yml` by section: strict models of what a team may set, and their errors."""
