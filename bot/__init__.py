"""Ticket Triage: a Slack app that answers support tickets in their threads with one card."""
