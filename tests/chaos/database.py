"""A case's database, and what the bot's inbox holds in it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.postgres import Postgres, name_of

COUNT = "SELECT count(*) FROM inbox WHERE state"


class Database:
    """A file in the folder, or an own database of a server."""

    def __init__(self, folder: Path, server: Postgres | None) -> None:
        self.server = server
        self.path = folder / "bot.db"  # SQLite's
        self.url = server.create() if server else f"sqlite+aiosqlite:///{self.path}"

    def running(self) -> int:
        """Updates whose handlers were running when the bot died."""
        return self._count(f"{COUNT} = 'running'")

    def unfinished(self) -> int:
        """Updates that are still to be run."""
        return self._count(f"{COUNT} <> 'aside'")

    def dead_letters(self) -> int:
        """Updates that were set aside."""
        return self._count(f"{COUNT} = 'aside'")

    def close(self) -> None:
        """Nothing of it is left on the server."""
        if self.server:
            self.server.release(self.url)

    def _count(self, query: str) -> int:
        if self.server:
            return int(self.server.ask(name_of(self.url), query))
        with closing(sqlite3.connect(self.path)) as connection:
            known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'inbox'")
            return int(connection.execute(query).fetchone()[0]) if known.fetchone() else 0
