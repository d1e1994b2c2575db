"""All cases."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.chaos.changes import changes
from tests.chaos.deaths import ended, killed, poison
from tests.chaos.judge import Verdict
from tests.chaos.slowness import impatient_telegram, killed_in_outage, slow_answers
from tests.chaos.stage import Stage
from tests.chaos.stores import (
    delete,
    delete_log,
    far,
    gone,
    hanging,
    locked,
    many_finished,
    overwrite,
    read_only,
    restore,
    second,
)
from tests.chaos.taps import fast_taps
from tests.chaos.troubles import faulty, slow, telegram_away, unparsable, without_database

FEW = 0.02  # … for those in which they are asked one by one
SMALL = 0.2  # of the burst, for cases in which its size matters little


@dataclass(frozen=True)
class Case:
    """A row of the table. `part` is that of the burst; replicas share PostgreSQL."""

    name: str
    play: Callable[[Stage, Verdict], Awaitable[None]]
    part: float = 1.0
    postgres: bool = False
    replicas: bool = False


def polling(name: str, play: Callable[[Stage, Verdict], Awaitable[None]], part: float) -> Case:
    """One bot that polls, on SQLite."""
    return Case(f"{name}, polling", play, part)


def on_postgres(name: str, play: Callable[[Stage, Verdict], Awaitable[None]], part: float) -> Case:
    """One bot that polls, on PostgreSQL."""
    return Case(f"{name}, polling, PostgreSQL", play, part, postgres=True)


def replicas(name: str, play: Callable[[Stage, Verdict], Awaitable[None]], part: float) -> Case:
    """Two bots by webhook behind nginx, on PostgreSQL."""
    return Case(f"{name}, replicas", play, part, postgres=True, replicas=True)


CASES = (
    polling("SIGKILL", killed, 1),
    on_postgres("SIGKILL", killed, 1),
    replicas("SIGKILL", killed, 1),
    polling("SIGTERM", ended, 1),
    replicas("SIGTERM", ended, 1),
    polling("poison", poison, SMALL),
    on_postgres("poison", poison, SMALL),
    polling("unparsable", unparsable, SMALL),
    replicas("unparsable", unparsable, SMALL),
    polling("handler of 8 s", slow, SMALL),
    replicas("handler of 8 s", slow, SMALL),
    polling("429 x 5", faulty("flood"), SMALL),
    polling("502 x 5", faulty("error"), SMALL),
    polling("HTML x 5", faulty("html"), SMALL),
    polling("reset x 5", faulty("reset"), SMALL),
    polling("dropped reply x 5", faulty("drop"), SMALL),
    polling("fast taps in a group", fast_taps, SMALL),
    polling("slow answers", slow_answers, SMALL),
    replicas("slow answers", slow_answers, SMALL),
    replicas("flood, impatient Telegram", impatient_telegram, SMALL),
    polling("SIGKILL in an outage", killed_in_outage, SMALL),
    on_postgres("database away", without_database, 1),
    replicas("database away", without_database, 1),
    polling("SQLite locked", locked, FEW),
    on_postgres("database hangs", hanging, FEW),
    on_postgres("database is far", far, FEW),
    on_postgres("database only reads at start", read_only, FEW),
    polling("database deleted", gone(delete), SMALL),
    polling("log deleted", gone(delete_log), SMALL),
    polling("database replaced", gone(restore, noticed=1.0), SMALL),
    polling("database overwritten", gone(overwrite, noticed=1.0), SMALL),
    polling("second process", second, SMALL),
    on_postgres("40,000 left", many_finished, SMALL),
    polling("Telegram away at start", telegram_away, SMALL),
    replicas("Telegram away at start", telegram_away, SMALL),
    replicas("new data, new language", changes, SMALL),
)
