"""The bots that are measured: processes on one core, each with a Bot API server on another."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from tests.bench.updates.people import Update
from tests.chaos.processes import free_port

DEADLINE = 60.0  # seconds for a burst
LOOK_SECONDS = 0.01
PTB, AIOGRAM = "tests.bench.updates.echo_ptb", "tests.bench.updates.echo_aiogram"
AIOGRAM_PYTHON = Path(sys.prefix, "aiogram/bin/python")  # see the Makefile


@dataclass
class Subject:
    """A bot that runs, and its Telegram."""

    name: str
    bot: subprocess.Popen[bytes]
    port: int
    _api: HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self._api = HTTPConnection("127.0.0.1", self.port, timeout=DEADLINE)

    def wait_until_ready(self) -> None:
        """Wait until it has asked its Telegram for updates. Raises RuntimeError."""
        deadline = time.monotonic() + DEADLINE
        while not self._ask("GET", "/state")["ready"]:
            if self.bot.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{self.name} does not start")
            time.sleep(LOOK_SECONDS)

    def cpu(self, updates: Sequence[Update]) -> float:
        """CPU milliseconds of the bot's process for each of these updates, all at once."""
        before = self._cpu_seconds()
        self.answered(updates)
        return (self._cpu_seconds() - before) * 1000 / len(updates)

    def answered(self, updates: Sequence[Update]) -> float:
        """The milliseconds until the last of them is answered. Raises RuntimeError."""
        began = float(self._ask("POST", "/feed", updates)["at"])
        deadline = time.monotonic() + DEADLINE
        while (state := self._ask("GET", "/state"))["answers"] < len(updates):
            if self.bot.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{self.name}: {state['answers']} of {len(updates)} answered")
            time.sleep(LOOK_SECONDS)
        return (float(state["last_at"]) - began) * 1000

    def _cpu_seconds(self) -> float:
        """Of all its threads; in /proc/PID/stat a tick of 10 ms would be the least."""
        threads = Path(f"/proc/{self.bot.pid}/task").glob("*/schedstat")
        return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9

    def _ask(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        self._api.request(method, path, json.dumps(body), {"Content-Type": "application/json"})
        told: dict[str, Any] = json.loads(self._api.getresponse().read())
        return told


@contextmanager
def pobratim(name: str, folder: Path, *, webhook: bool = False) -> Iterator[Subject]:
    """The whole bot with its durable store on SQLite."""
    port, own = free_port(), free_port()
    folder.mkdir()
    environment = {
        "TELEGRAM_BOT_TOKEN": "42:AAE-bench_bench_bench_bench_bench_ben",
        "TELEGRAM_API_URL": f"http://127.0.0.1:{port}",
        "DATABASE_URL": f"sqlite+aiosqlite:///{folder}/bench.db",
        "RATE_LIMIT": "0",
        "HOST": "127.0.0.1",
        "PORT": str(own),
        "LOG_LEVEL": "ERROR",
    }
    if webhook:
        environment |= {
            "WEBHOOK_URL": f"http://127.0.0.1:{own}",
            "WEBHOOK_SECRET": "bench_bench_bench_bench_bench_bench_1234",
        }
    with _running(name, ["bot", "run"], port, environment) as subject:
        yield subject


@contextmanager
def echo(name: str, module: str, python: str | Path = sys.executable) -> Iterator[Subject]:
    """A framework's echo, by polling."""
    port = free_port()
    with _running(name, [module, f"http://127.0.0.1:{port}"], port, {}, python) as subject:
        yield subject


@contextmanager
def _running(
    name: str,
    module: Sequence[str],
    port: int,
    environment: dict[str, str],
    python: str | Path = sys.executable,
) -> Iterator[Subject]:
    cores = sorted(os.sched_getaffinity(0))
    api = _start(["tests.bench.updates.bot_api", str(port)], {}, cores[-1])
    try:
        _wait_for(port)
        bot = _start(module, environment, cores[0], python)
        try:
            subject = Subject(name, bot, port)
            subject.wait_until_ready()
            yield subject
        finally:
            bot.terminate()
            bot.wait()
    finally:
        api.terminate()
        api.wait()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + DEADLINE
    while time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(LOOK_SECONDS)
    raise RuntimeError("the Bot API server does not start")


def _start(
    module: Sequence[str],
    environment: dict[str, str],
    core: int,
    python: str | Path = sys.executable,
) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [str(python), "-m", *module],
        env={"PATH": os.environ["PATH"]} | environment,
        stdout=subprocess.DEVNULL,
    )
    os.sched_setaffinity(process.pid, {core})
    return process
