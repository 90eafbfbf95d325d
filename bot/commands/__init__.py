"""The subcommands of `triage`, one module a noun."""
