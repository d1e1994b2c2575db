"""The catalogue of twin towns: its data, its store, and the search over it."""
