"""What happens on an update: parse, ask, render, send."""
