"""The bot's process: threads, sockets, signals, logs, and its end."""
