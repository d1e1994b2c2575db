"""Everybody lives, but the store does not: it is locked, hangs, is gone, or somebody else's."""

import asyncio
import json
import shutil
import sqlite3
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from tests.chaos.judge import Verdict
from tests.chaos.stage import AWAY, Stage
from tests.postgres import name_of
from tests.postgres_line import postgres_line

ANSWERED_WITHIN = 2.0  # seconds, whatever the store does
ENDED_WITHIN = 10.0
NOTICED_WITHIN = 8.0
LEAVE_MANY = """INSERT INTO inbox (bot_id, update_id, lane, payload, state, tries, received_at)
SELECT 42, n, n, '{"update_id": ' || n || '}', 'new', 0, 0 FROM generate_series(1, 40000) n"""


async def locked(stage: Stage, verdict: Verdict) -> None:
    """Another process locks SQLite's file; chats ask, and the bot is told to end meanwhile."""
    await stage.begin()
    with lock(stage.database.path):
        await ask_slowly(stage, verdict)
        await end(stage, verdict)
    await start_again(stage)
    await stage.all_answered(verdict)


async def hanging(stage: Stage, verdict: Verdict) -> None:
    """PostgreSQL takes what it is told and says nothing; it comes back."""
    async with postgres_line(stage.database.url) as line:
        await stage.begin(DATABASE_URL=line.url)
        line.dead = True
        await ask_slowly(stage, verdict)
        line.dead = False
        await stage.until(lambda: stage.database.unfinished() == 0, 10)
        await ask_slowly(stage, verdict)
        await stage.until(lambda: stage.database.unfinished() == 0, 10)
        line.dead = True
        await ask_slowly(stage, verdict)
        await end(stage, verdict)
        line.dead = False
        await start_again(stage)
        await stage.all_answered(verdict)
        await end(stage, verdict)


async def far(stage: Stage, verdict: Verdict) -> None:
    """A round trip to PostgreSQL takes 300 ms."""
    async with postgres_line(stage.database.url) as line:
        await stage.begin(DATABASE_URL=line.url)
        line.delay = 0.15
        await ask_slowly(stage, verdict)
        await stage.all_answered(verdict)
        await end(stage, verdict)


def gone(
    spoil: Callable[[Path], None], *, noticed: float = 0.0
) -> Callable[[Stage, Verdict], Awaitable[None]]:
    """SQLite's files are deleted or replaced; more is asked; the bot is killed, and started.

    A log that is left beside another database would be played into it by SQLite and damage it;
    until that is `noticed` (seconds) nobody can help it, and the next start says so.
    """

    async def case(stage: Stage, verdict: Verdict) -> None:
        await stage.begin()
        await stage.ask(stage.number // 4)
        await stage.all_answered(verdict)
        with closing(sqlite3.connect(stage.database.path)) as source:
            source.execute("VACUUM INTO ?", (str(stage.database.path.with_name("backup.db")),))
        stage.tally.strike()
        spoil(stage.database.path)
        await stage.ask(stage.number // 2)
        await asyncio.sleep(stage.dice.uniform(noticed, NOTICED_WITHIN / 2))
        # While the bot has no file to write into, only it and Telegram know of them.
        verdict.may_be_twice += len(stage.world.updates)
        await stage.kill(stage.bots[0], verdict)
        await start_again(stage)
        await stage.all_answered(verdict)

    return case


async def read_only(stage: Stage, verdict: Verdict) -> None:
    """The bot starts while PostgreSQL only reads, as after a failover."""
    server = stage.database.server
    if server is None:
        raise RuntimeError("this needs PostgreSQL")
    await stage.begin()
    await end(stage, verdict)
    database = name_of(stage.database.url)
    only = f"ALTER DATABASE {database} SET default_transaction_read_only"
    await asyncio.to_thread(server.ask, "postgres", f"{only} = on")
    await start_again(stage)
    await ask_slowly(stage, verdict)
    verdict.gate(not (await readiness(stage))["store"], "it says that the store is well")
    await asyncio.to_thread(server.ask, "postgres", f"{only} = off")
    stop = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    await asyncio.to_thread(server.ask, "postgres", f"{stop} AND datname = '{database}'")
    await asyncio.sleep(NOTICED_WITHIN)
    verdict.gate((await readiness(stage))["store"], "it does not say that the store is back")
    await ask_slowly(stage, verdict)
    await stage.all_answered(verdict)


async def second(stage: Stage, verdict: Verdict) -> None:
    """A second process is started with the store of the first, which works, and is killed."""
    await stage.begin()
    bot = stage.bots[0]
    await stage.ask(stage.number // 2)
    process = await bot.command("bot", "run")
    verdict.gate(await process.wait() == 1, "the second did not end with 1")
    verdict.gate("stop one of the two" in bot.log.read_text(), "the second did not say why")
    for command in (("dead-letters",), ("export", "--format", "csv")):
        process = await bot.command("bot", *command)
        verdict.gate(await process.wait() == 0, f"{command[0]} failed beside the bot")
    await stage.ask(stage.number // 2)
    await stage.part(0.2)
    await stage.kill(bot, verdict)
    await start_again(stage)
    await stage.all_answered(verdict)


async def many_finished(stage: Stage, verdict: Verdict) -> None:
    """A process left 40,000 updates that nobody needs; they are finished, and gone for good."""
    server = stage.database.server
    if server is None:
        raise RuntimeError("this needs PostgreSQL")
    await stage.begin()
    await end(stage, verdict)
    await asyncio.to_thread(server.ask, name_of(stage.database.url), LEAVE_MANY)
    await start_again(stage)
    await stage.ask(stage.number)
    await stage.until(lambda: stage.database.unfinished() == 0)
    await stage.all_answered(verdict)


@contextmanager
def lock(path: Path) -> Iterator[None]:
    """As a backup does, or somebody who looks and forgets."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield


async def ask_slowly(stage: Stage, verdict: Verdict) -> None:
    """New chats ask one after another; each has its answer in time."""
    worst = 0.0
    for _ in range(stage.number):
        asked_at = time.monotonic()
        await stage.ask(1)
        await stage.until(lambda: stage.tally.answered == stage.tally.asked, 60)
        worst = max(worst, time.monotonic() - asked_at)
    verdict.notes.append(f"answered in {worst:.2f} s at most")
    verdict.gate(worst < ANSWERED_WITHIN, f"an answer took {worst:.2f} s")


async def end(stage: Stage, verdict: Verdict) -> None:
    code, seconds = await stage.bots[0].end()
    verdict.gate(code == 0, f"exit {code}")
    verdict.gate(seconds < ENDED_WITHIN, f"{seconds:.1f} s to end")


async def start_again(stage: Stage) -> None:
    await asyncio.sleep(AWAY)
    await stage.bots[0].start()
    await stage.bots[0].ready()


async def readiness(stage: Stage) -> dict[str, Any]:
    """What /readyz tells."""
    address = f"http://127.0.0.1:{stage.bots[0].port}/readyz"
    async with ClientSession() as session, session.get(address) as response:
        state: dict[str, Any] = json.loads(await response.text())
        return state


def delete(path: Path) -> None:
    """All of it."""
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()


def delete_log(path: Path) -> None:
    """What is not in the database yet."""
    Path(f"{path}-wal").unlink()


def restore(path: Path) -> None:
    """A backup takes its place, as a file of its own or byte by byte."""
    path.with_name("backup.db").rename(path)


def overwrite(path: Path) -> None:
    """A backup is copied over it."""
    shutil.copyfile(path.with_name("backup.db"), path)
