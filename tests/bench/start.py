"""How long one waits for a command's answer and for a bot's first one, and what a bot takes."""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from storage.catalogue import Catalogue
from tests.bench.updates.people import People
from tests.bench.updates.subjects import pobratim

ROUNDS = 5
UPDATES = 1000  # half of them misspelt: what was put off at the start is there as well
ROW = "{:50} {:>7} {:>15}"


def start_table(catalogue: Catalogue) -> Iterator[str]:
    """A row each for `ask`, the first answer of `run`, and its memory; on a store that is there."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _table(People(catalogue, seed=2), Path(folder))


def _table(people: People, store: Path) -> Iterator[str]:
    with pobratim("fills the store", store) as bot:
        bot.answered(people.exact(1))
    asked = [_ask(store) for _ in range(ROUNDS)]
    began = [_first_answer(store, people) for _ in range(ROUNDS)]
    yield ROW.format("From start to answer, ms", "median", "from – to")
    yield _row("pobratim ask Tula", [wall for wall, _ in asked])
    yield _row("pobratim ask Tula, of it CPU", [cpu for _, cpu in asked])
    yield _row("pobratim run, polling: the first answer", [wall for wall, _, _ in began])
    yield _row("pobratim run, polling: of it CPU", [cpu for _, cpu, _ in began])
    yield ROW.format("Resident memory of a running bot, MB", "median", "from – to")
    yield _row("after its first answer", [memory for *_, memory in began])
    with pobratim("runs on", store) as bot:
        bot.answered(people.exact(UPDATES // 2))
        bot.answered(people.typos(UPDATES // 2))
        yield _row(f"after {UPDATES:,} lookups at once", [bot.resident()])


def _ask(store: Path) -> tuple[float, float]:
    """Milliseconds, in all and of the CPU."""
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "bot", "ask", "Tula"],
        env={"PATH": os.environ["PATH"], "DATABASE_URL": f"sqlite+aiosqlite:///{store}/bench.db"},
        check=True,
        capture_output=True,
    )
    wall, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall * 1000, cpu * 1000


def _first_answer(store: Path, people: People) -> tuple[float, float, float]:
    """Milliseconds, in all and of the CPU, and megabytes; somebody has asked already."""
    with pobratim("begins", store, waiting=people.exact(1)) as bot:
        wall = bot.until_first_answer()
        return wall, bot.cpu_seconds() * 1000, bot.resident()


def _row(name: str, each: list[float]) -> str:
    return ROW.format(name, f"{median(each):,.0f}", f"{min(each):,.0f} – {max(each):,.0f}")
