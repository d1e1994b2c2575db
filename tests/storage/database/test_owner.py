"""A bot's inbox has one owner; who dies owns nothing."""

import asyncio
import sys
from pathlib import Path

import pytest

from storage.database.engine import StoreError
from storage.database.owner import Owner
from storage.database.store import Store
from tests.postgres import Postgres, name_of
from tests.postgres_line import postgres_line

BOT = 7_000_000_001


async def claimed(owner: Owner) -> None:
    """A server hears a little later that a connection is closed."""
    async with asyncio.timeout(20):
        while not await owner.claim():  # noqa: ASYNC110 - another process sets no event
            await asyncio.sleep(0.02)


async def test_a_second_process_does_not_own_what_the_first_does(database_url: str) -> None:
    async with await Store.open(database_url) as one, await Store.open(database_url) as two:
        first, second = one.owner(BOT), two.owner(BOT)
        assert await first.claim()
        assert not await second.claim()
        assert await first.claim(), "it still does"
        another = two.owner(BOT + 1)
        assert await another.claim(), "another bot has an inbox of its own"
        await another.release()
        await first.release()
        await claimed(second)
        await second.release()


async def test_commands_work_beside_the_owner(database_url: str) -> None:
    async with await Store.open(database_url) as one:
        owner = one.owner(BOT)
        assert await owner.claim()
        async with await Store.open(database_url) as two:
            assert await two.inbox(BOT).dead_letters() == []
        await owner.release()


async def test_the_dead_own_nothing(sqlite_url: str) -> None:
    program = (
        "import asyncio, os, sys\n"
        "from storage.database.store import Store\n"
        "async def own():\n"
        "    store = await Store.open(sys.argv[1])\n"
        "    print(await store.owner(1).claim(), flush=True)\n"
        "    os.kill(os.getpid(), 9)\n"
        "asyncio.run(own())\n"
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, sqlite_url, stdout=asyncio.subprocess.PIPE
    )
    printed, _ = await process.communicate()
    assert printed == b"True\n"
    async with await Store.open(sqlite_url) as store:
        owner = store.owner(1)
        assert await owner.claim()
        await owner.release()


async def test_a_cut_connection_owns_nothing_and_may_claim_again(
    postgres: Postgres, postgres_url: str
) -> None:
    async with await Store.open(postgres_url) as one, await Store.open(postgres_url) as two:
        first, second = one.owner(BOT), two.owner(BOT)
        assert await first.claim()
        cut = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
        postgres.ask(name_of(postgres_url), cut)
        assert await second.claim()
        with pytest.raises(StoreError):
            await first.claim()
        assert not await first.claim()
        await second.release()
        async with asyncio.timeout(10):  # the server sees the end a moment later
            while not await first.claim():  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        await first.release()


async def test_a_server_that_hangs_is_not_waited_for(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.database.owner.ANSWER_SECONDS", 0.1)
    async with postgres_line(postgres_url) as line, await Store.open(line.url) as store:
        owner = store.owner(BOT)
        assert await owner.claim()
        line.dead = True
        with pytest.raises(StoreError):
            await owner.claim()


async def test_a_folder_in_which_nothing_can_be_made_is_told(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with await Store.open(sqlite_url) as store:
        (tmp_path / f"test.db-{BOT}.lock").mkdir()
        with pytest.raises(StoreError, match="cannot make"):
            await store.owner(BOT).claim()
