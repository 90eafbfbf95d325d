"""What stands around a model's calls: limits, budgets, and the reading of its answers."""
