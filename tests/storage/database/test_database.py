"""A database that is away, slow, or read only: nobody waits long, and it is told as what it is."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.database.database import PATIENCE_SECONDS, Database
from storage.database.engine import make_engine
from storage.database.errors import StoreError, StoreRefusedError
from storage.database.store import Store
from storage.ingest.dataset import Dataset
from tests.postgres import Postgres, name_of
from tests.postgres_line import PostgresLine, postgres_line

CHAT = 7
LONG = 5.0  # seconds: what should take none of them does not take them on the busiest machine


@contextmanager
def locked(path: Path, how: str = "IMMEDIATE") -> Iterator[None]:
    """Another process looks at SQLite's file, and does not let go."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute(f"BEGIN {how}")
        yield


@pytest.fixture
async def line(postgres_url: str) -> AsyncIterator[PostgresLine]:
    async with postgres_line(postgres_url) as line:
        yield line


@pytest.fixture
async def far(line: PostgresLine) -> AsyncIterator[Store]:
    async with await Store.open(line.url) as store:
        store.database.hurry()
        yield store


@pytest.mark.parametrize("how", ["IMMEDIATE", "EXCLUSIVE"])
async def test_while_sqlite_is_locked_reading_goes_on_and_writing_is_away(
    sqlite_url: str, tmp_path: Path, how: str
) -> None:
    async with await Store.open(sqlite_url) as store:
        store.database.hurry()
        with locked(tmp_path / "test.db", how):
            began = time.monotonic()
            assert await store.chats.language(CHAT) is None
            assert await store.revision()
            with pytest.raises(StoreError, match="locked"):
                await store.check()
            assert not await store.chats.choose_language(CHAT, "en")
            assert await store.chats.language(CHAT) == "en"
            assert time.monotonic() - began < LONG
        await store.chats.flush()
        await store.check()
        assert store.chats.is_written(CHAT)


async def test_a_command_waits_for_another_process(sqlite_url: str, tmp_path: Path) -> None:
    async with await Store.open(sqlite_url) as store:
        with locked(tmp_path / "test.db"):
            choosing = asyncio.create_task(store.chats.choose_language(CHAT, "en"))
            await asyncio.sleep(2 * PATIENCE_SECONDS)
            assert not choosing.done()
        assert await choosing


async def test_a_server_that_hangs_is_away_and_is_found_again(
    line: PostgresLine, far: Store
) -> None:
    await far.chats.choose_language(CHAT, "en")
    await far.chats.refresh()
    line.dead = True
    began = time.monotonic()
    assert not await far.chats.choose_language(CHAT, "ru")
    assert await far.chats.language(CHAT) == "ru"
    for _ in range(5):  # it is not asked each time
        assert not await far.chats.choose_language(CHAT + 1, "ru")
    assert time.monotonic() - began < LONG - PATIENCE_SECONDS
    line.dead = False
    async with asyncio.timeout(20):
        await far.chats.written(CHAT)
        await far.chats.written(CHAT + 1)


async def test_a_server_that_hangs_is_left_alone_at_the_end(line: PostgresLine, far: Store) -> None:
    line.dead = True
    asking = asyncio.create_task(far.revision())
    await asyncio.sleep(0.1)
    began = time.monotonic()
    await far.close()
    assert time.monotonic() - began < LONG
    with pytest.raises(StoreError):
        await asking


async def test_a_server_that_hangs_for_good_is_broken_off(
    line: PostgresLine, far: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.database.store.LONG_TRANSACTION_SECONDS", 0.2)
    line.dead = True
    began = time.monotonic()
    with pytest.raises(StoreError, match="cannot be reached"):
        await far.load_catalogue()
    assert time.monotonic() - began < LONG


async def test_a_server_that_is_far_away_is_waited_for_in_the_background(
    line: PostgresLine, far: Store
) -> None:
    await far.chats.refresh()
    line.delay = 0.2
    began = time.monotonic()
    assert not await far.chats.choose_language(CHAT, "en")
    assert time.monotonic() - began < LONG
    async with asyncio.timeout(20):
        await far.chats.written(CHAT)
    line.delay = 0
    assert await far.chats.language(CHAT) == "en"


async def test_a_server_that_only_reads_is_told_as_such_and_read(
    postgres: Postgres, postgres_url: str
) -> None:
    await (await Store.open(postgres_url)).close()
    name = name_of(postgres_url)
    postgres.ask("postgres", f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    async with await Store.open(postgres_url, bot_id=42) as store:
        assert (await store.load_catalogue()).places
        with pytest.raises(StoreError, match="cannot be written") as told:
            await store.check()
        assert not isinstance(told.value, StoreRefusedError)


async def test_what_the_database_refuses_is_a_bug_and_no_outage(database_url: str) -> None:
    async with await Store.open(database_url) as store:
        store.database.hurry()
        with pytest.raises(StoreRefusedError, match="refused"):
            async with store.database.transaction() as connection:
                await connection.execute(text("INSERT INTO chat (bot_id, id) VALUES (1, 1)"))
        assert not store.database.is_away


async def test_too_many_parameters_are_refused_and_no_outage(postgres_url: str) -> None:
    database = Database(make_engine(postgres_url))
    many = {f"p{n}": n for n in range(40_000)}
    names = ", ".join(f":{name}" for name in many)
    with pytest.raises(StoreRefusedError):
        async with database.transaction() as connection:
            await connection.execute(text(f"SELECT 1 WHERE 1 IN ({names})"), many)
    await database.close()


async def test_a_catalogue_is_of_one_moment(database_url: str, dataset: Dataset) -> None:
    """It is read in several queries, and may be replaced between two of them."""
    other = replace(dataset, digest="other", twinnings=dataset.twinnings[:10])
    async with (
        await Store.open(database_url) as store,
        await Store.open(database_url) as elsewhere,
        store.database.transaction(read_only=True) as connection,
    ):
        count = text("SELECT count(*) FROM twinning")
        before = (await connection.execute(count)).scalar()
        await elsewhere.replace_dataset(other)
        assert (await connection.execute(count)).scalar() == before
