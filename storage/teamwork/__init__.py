"""What people and teams did with tickets: moves, routes, incidents."""
