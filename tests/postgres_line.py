"""A line to PostgreSQL that can be slow, or go dead without being cut."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

SOCKET = ".s.PGSQL.5432"


class PostgresLine:
    """Passes bytes both ways, each after `delay` seconds, and none while it is `dead`."""

    def __init__(self, url: str, folder: Path) -> None:
        server = parse_qs(urlsplit(url).query)["host"][0]
        self._server = f"{server}/{SOCKET}"
        self.url = url.replace(server, str(folder))
        self.delay = 0.0
        self._alive = asyncio.Event()
        self._alive.set()
        self._passing: set[asyncio.Task[None]] = set()

    @property
    def dead(self) -> bool:
        return not self._alive.is_set()

    @dead.setter
    def dead(self, dead: bool) -> None:
        if dead:
            self._alive.clear()
        else:
            self._alive.set()

    async def connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        theirs, to_them = await asyncio.open_unix_connection(self._server)
        for source, target in ((reader, to_them), (theirs, writer)):
            task = asyncio.create_task(self._pass(source, target))
            self._passing.add(task)
            task.add_done_callback(self._passing.discard)

    async def end(self) -> None:
        for task in list(self._passing):
            task.cancel()
        if self._passing:
            await asyncio.wait(self._passing)

    async def _pass(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        try:
            with suppress(OSError):
                while data := await source.read(2**16):
                    await asyncio.sleep(self.delay)
                    await self._alive.wait()
                    target.write(data)
        finally:
            target.transport.abort()


@asynccontextmanager
async def postgres_line(url: str) -> AsyncIterator[PostgresLine]:
    """A line to the database of this URL, while the context lasts."""
    with tempfile.TemporaryDirectory(prefix="pobratim-line-") as folder:
        line = PostgresLine(url, Path(folder))
        async with await asyncio.start_unix_server(line.connect, Path(folder) / SOCKET):
            yield line
            line.dead = False
            await line.end()
