"""What exists, as plain records: people, apps, channels, messages, views, calls and refusals."""
