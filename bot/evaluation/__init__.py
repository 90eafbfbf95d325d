"""Labelled tickets in, figures with their intervals out."""
