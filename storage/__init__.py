"""The database: one module a store, and all that SQL is written in."""
