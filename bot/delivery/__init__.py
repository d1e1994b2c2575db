"""How updates come in and replies go out, so that none is lost."""
