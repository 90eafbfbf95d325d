"""The Web API: what apps may read, write and open, method by method."""
