"""The bot as a process of its own, over real HTTP, with the sandbox on the other side."""
