"""The state of the workspace and all that changes it: events, deliveries, faults, rates."""
