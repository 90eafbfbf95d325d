"""Lets `python -m bot` be `triage`."""

from bot.cli import main

if __name__ == "__main__":
    main()
