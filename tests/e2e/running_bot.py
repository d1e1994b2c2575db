"""Bots in processes of their own, and the Telegram that they talk with."""

import asyncio
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.sandbox.server import TOKEN, Sandbox
from tests.e2e.conftest import ENDS_WITHIN, environment
from tests.sandbox.bot_side import until


@dataclass
class Telegram:
    """A sandbox in the test process, and where it is."""

    sandbox: Sandbox
    address: str


@dataclass
class Running:
    """A bot's process."""

    process: Process
    port: int
    log: Path

    @property
    def told(self) -> str:
        return self.log.read_text()

    async def says(self, words: str) -> None:
        await until(lambda: words in self.told or self.process.returncode is not None)
        assert words in self.told

    async def ends(self) -> int:
        async with asyncio.timeout(ENDS_WITHIN):
            return await self.process.wait()

    async def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return await self.ends()


class Starter:
    """Starts bots, each in a folder of its own."""

    def __init__(self, folder: Path, address: str) -> None:
        self.folder = folder
        self.address = address
        self.started: list[Running] = []

    async def start(self, **settings: str) -> Running:
        n = len(self.started)
        own = {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": self.address,
            "DATABASE_URL": f"sqlite+aiosqlite:///{self.folder}/{n}.db",
            "PORT": str(free_port()),
        } | settings
        log = self.folder / f"{n}.log"
        with log.open("w") as errors:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run",
                cwd=self.folder, env=environment(**own), stdout=PIPE, stderr=errors,
            )  # fmt: skip
        running = Running(process, int(own["PORT"]), log)
        self.started.append(running)
        return running

    async def end_all(self) -> None:
        for running in self.started:
            if running.process.returncode is None:
                running.process.kill()
            await running.process.communicate()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@asynccontextmanager
async def served(sandbox: Sandbox, port: int = 0) -> AsyncIterator[str]:
    async with sandbox.serve("127.0.0.1", port) as address:
        yield address
        await sandbox.methods.polls.end("the test is over")
