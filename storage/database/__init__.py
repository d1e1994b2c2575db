"""The store: the only part that knows SQL."""
