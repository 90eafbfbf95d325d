"""The forms of known issues: write, review, retire, compare versions."""
