"""Interleaved rounds, and the rows of the table: CPU an update, its growth, and its latency."""

import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median, quantiles

from storage.catalogue import Catalogue
from tests.bench.updates.people import People, Update
from tests.bench.updates.subjects import (
    AIOGRAM,
    AIOGRAM_PYTHON,
    PTB,
    Subject,
    echo,
    pobratim,
)

ROUNDS, UPDATES = 5, 1000
WARM = 300  # updates before the first round
AT_ONCE = (1, 10, 100, 1000)  # chats
QUIET = 200  # updates one after another
ROW = "{:50} {:>7} {:>15} {:>8}"
HEADINGS = ("median", "from – to", "of PTB's")
POLLING, WEBHOOK, RIVAL = "Pobratim, polling", "Pobratim, webhook", "PTB's echo, polling"


def updates_table(catalogue: Catalogue) -> Iterator[str]:
    """The rows, ready to print. Takes about two minutes."""
    people = People(catalogue)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        ours = stack.enter_context(pobratim(POLLING, folder / "polling"))
        hooked = stack.enter_context(pobratim(WEBHOOK, folder / "webhook", webhook=True))
        subjects = [ours, hooked, stack.enter_context(echo(RIVAL, PTB))]
        rival = echo("aiogram's echo, polling", AIOGRAM, AIOGRAM_PYTHON)
        subjects.append(stack.enter_context(rival))
        for subject in subjects:
            subject.answered(people.exact(WARM))
        yield ROW.format("CPU of the bot's process, ms an update", *HEADINGS)
        yield from _compared(subjects, people)
        yield from _grown(ours, people)
        yield from _quiet([ours, hooked], people)


def _compared(subjects: list[Subject], people: People) -> Iterator[str]:
    kinds: dict[str, Callable[[int], list[Update]]] = {
        "exact names": people.exact,
        "names with a slip": people.typos,
        "taps": people.taps,
    }
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for _ in range(ROUNDS):
        for subject in subjects:
            for kind, make in kinds.items():
                if subject.name in (POLLING, WEBHOOK):
                    found[subject.name, kind].append(subject.cpu(make(UPDATES)))
            if subject.name not in (POLLING, WEBHOOK):
                found[subject.name, "any text"].append(subject.cpu(people.exact(UPDATES)))
    rival = median(found[RIVAL, "any text"])
    for (name, kind), each in found.items():
        yield _row(f"{name}: {kind}", each, rival)
    for name in (POLLING, WEBHOOK):
        halves = zip(found[name, "exact names"], found[name, "names with a slip"], strict=True)
        yield _row(f"{name}: lookups, half with a slip", [sum(it) / 2 for it in halves], rival)


def _grown(subject: Subject, people: People) -> Iterator[str]:
    for chats in AT_ONCE:
        bursts = max(1, 200 // chats)
        each = [
            sum(subject.cpu(people.exact(chats, chats)) for _ in range(bursts)) / bursts
            for _ in range(3)
        ]
        yield _row(f"{subject.name}: exact names, chats at once: {chats:,}", each)


def _quiet(subjects: list[Subject], people: People) -> Iterator[str]:
    for subject in subjects:
        waits = sorted(subject.answered(people.exact(1)) for _ in range(QUIET))
        p50, p99 = median(waits), quantiles(waits, n=100)[98]
        yield f"{subject.name}, quiet: an answer after {p50:.1f} ms (p50), {p99:.1f} ms (p99)"


def _row(name: str, each: list[float], rival: float | None = None) -> str:
    spread = f"{min(each):.2f} – {max(each):.2f}"
    ratio = f"{median(each) / rival:.2f}" if rival else ""
    return ROW.format(name, f"{median(each):.2f}", spread, ratio)
