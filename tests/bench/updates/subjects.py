"""The bots that are measured: processes on one core, each with a Bot API server on another."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from tests.bench.updates.people import Update
from tests.chaos.processes import free_port

DEADLINE = 60.0  # seconds for a burst
LOOK_SECONDS = 0.01
PTB, AIOGRAM = "tests.bench.updates.echo_ptb", "tests.bench.updates.echo_aiogram"
AIOGRAM_PYTHON = Path(sys.prefix, "aiogram/bin/python")  # see the Makefile


@dataclass(frozen=True)
class Telegram:
    """A bot's Telegram: `bot_api.py` in a process of its own."""

    port: int

    def state(self) -> dict[str, Any]:
        """How many answers came, when the last one did, and whether the bot listens."""
        return self._ask("GET", "/state")

    def feed(self, updates: Sequence[Update]) -> float:
        """Let people write; gives when they did, by time.monotonic()."""
        return float(self._ask("POST", "/feed", updates)["at"])

    def _ask(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=DEADLINE)) as connection:
            headers = {"Content-Type": "application/json"}
            connection.request(method, path, json.dumps(body), headers)
            told: dict[str, Any] = json.loads(connection.getresponse().read())
            return told


@dataclass
class Subject:
    """A bot that runs, and its Telegram. It `began` by time.monotonic()."""

    name: str
    bot: subprocess.Popen[bytes]
    telegram: Telegram
    began: float

    def wait_until_ready(self) -> None:
        """Wait until it has asked its Telegram for updates. Raises RuntimeError."""
        deadline = time.monotonic() + DEADLINE
        while not self.telegram.state()["ready"]:
            if self.bot.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{self.name} does not start")
            time.sleep(LOOK_SECONDS)

    def cpu(self, updates: Sequence[Update]) -> float:
        """CPU milliseconds of the bot's process for each of these updates, all at once."""
        before = self.cpu_seconds()
        self.answered(updates)
        return (self.cpu_seconds() - before) * 1000 / len(updates)

    def until_first_answer(self) -> float:
        """The milliseconds from its start to the answer to who was waiting for it."""
        return (self._answers(1) - self.began) * 1000

    def answered(self, updates: Sequence[Update]) -> float:
        """The milliseconds until the last of them is answered. Raises RuntimeError."""
        began = self.telegram.feed(updates)
        return (self._answers(len(updates)) - began) * 1000

    def resident(self) -> float:
        """The process's resident memory in megabytes."""
        pages = int(Path(f"/proc/{self.bot.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20

    def _answers(self, number: int) -> float:
        """Wait for so many; gives when the last came, by time.monotonic(). Raises RuntimeError."""
        deadline = time.monotonic() + DEADLINE
        while (state := self.telegram.state())["answers"] < number:
            if self.bot.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{self.name}: {state['answers']} of {number} answered")
            time.sleep(LOOK_SECONDS)
        return float(state["last_at"])

    def cpu_seconds(self) -> float:
        """Of all its threads; in /proc/PID/stat a tick of 10 ms would be the least."""
        threads = Path(f"/proc/{self.bot.pid}/task").glob("*/schedstat")
        return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9


@contextmanager
def pobratim(
    name: str, folder: Path, *, webhook: bool = False, waiting: Sequence[Update] = ()
) -> Iterator[Subject]:
    """The whole bot with its durable store on SQLite; it finds what is `waiting` when it starts."""
    port, own = free_port(), free_port()
    folder.mkdir(exist_ok=True)
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
    with _running(name, ["bot", "run"], port, environment, waiting=waiting) as subject:
        yield subject


@contextmanager
def echo(name: str, module: str, python: str | Path = sys.executable) -> Iterator[Subject]:
    """A framework's echo, by polling."""
    port = free_port()
    with _running(name, [module, f"http://127.0.0.1:{port}"], port, {}, python=python) as subject:
        yield subject


@contextmanager
def _running(
    name: str,
    module: Sequence[str],
    port: int,
    environment: dict[str, str],
    *,
    python: str | Path = sys.executable,
    waiting: Sequence[Update] = (),
) -> Iterator[Subject]:
    cores = sorted(os.sched_getaffinity(0))
    api = _start(["tests.bench.updates.bot_api", str(port)], {}, cores[-1])
    try:
        _wait_for(port)
        telegram = Telegram(port)
        telegram.feed(waiting)
        began = time.monotonic()
        bot = _start(module, environment, cores[0], python)
        try:
            subject = Subject(name, bot, telegram, began)
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
