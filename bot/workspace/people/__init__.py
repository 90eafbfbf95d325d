"""What people do: talk, click, fill in forms, and see how an app answers."""
