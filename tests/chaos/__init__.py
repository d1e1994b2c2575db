"""The failure tests: bots as processes of their own, and what must never be lost. `make chaos`."""
