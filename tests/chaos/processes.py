"""Bots as processes of their own, which can be killed, ended and started again."""

import asyncio
import os
import signal
import socket
import sys
import time
from asyncio.subprocess import Process
from pathlib import Path

from aiohttp import ClientError, ClientSession

ROOT = Path(__file__).parent.parent.parent
STARTS_WITHIN = 30.0  # seconds
ENDS_WITHIN = 20.0


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Bot:
    """One bot, with its settings and its log. `module` is what Python runs."""

    def __init__(self, folder: Path, name: str, settings: dict[str, str], module: str) -> None:
        self.log = folder / f"{name}.log"
        self.port = free_port()
        self.starts = 0
        self._module = module
        self._process: Process | None = None
        self._folder = folder
        self._environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "PYTHONWARNINGS": "error",
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "LOG_FORMAT": "json",
        } | settings

    @property
    def runs(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def start(self) -> None:
        """Start it; does not wait."""
        self.starts += 1
        self._process = await self.command(self._module, "run")

    async def command(self, module: str, *arguments: str) -> Process:
        """Run a command with this bot's settings; it writes into this bot's log."""
        with self.log.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                sys.executable, "-m", module, *arguments,
                cwd=self._folder, env=self._environment, stdout=log, stderr=log,
            )  # fmt: skip

    async def ready(self) -> None:
        """Wait until it says that it is ready."""
        deadline = time.monotonic() + STARTS_WITHIN
        async with ClientSession() as session:
            while not await self._is_ready(session):
                if not self.runs or time.monotonic() > deadline:
                    raise RuntimeError(f"the bot did not start; see {self.log}")
                await asyncio.sleep(0.05)

    async def _is_ready(self, session: ClientSession) -> bool:
        try:
            async with session.get(f"http://127.0.0.1:{self.port}/readyz") as response:
                return response.status == 200
        except (ClientError, OSError):
            return False

    async def kill(self) -> None:
        """SIGKILL."""
        if self._process and self.runs:
            self._process.kill()
            await self._process.wait()

    async def end(self) -> tuple[int, float]:
        """SIGTERM; the exit code, and the seconds it took."""
        if self._process is None:
            return 0, 0.0
        began = time.monotonic()
        if self.runs:
            self._process.send_signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(ENDS_WITHIN):
                code = await self._process.wait()
        except TimeoutError:
            await self.kill()
            code = -signal.SIGKILL
        return code, time.monotonic() - began

    async def died(self) -> None:
        """Wait until it ends by itself."""
        if self._process:
            await self._process.wait()
