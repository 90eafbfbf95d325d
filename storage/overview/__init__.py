"""Questions about many tickets: lists, searches, figures, exports."""
