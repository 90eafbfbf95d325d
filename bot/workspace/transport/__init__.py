"""The way between the workspace and its apps: HTTP, signatures and Socket Mode."""
