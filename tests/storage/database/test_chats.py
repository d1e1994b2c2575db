"""What is remembered of chats."""

import asyncio
import copy
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database.chats import Chats
from storage.database.database import Database
from storage.database.entries import Entry
from storage.database.errors import StoreError, StoreRefusedError
from storage.database.store import Store

CHAT = 2**40 + 7  # over 32 bits, as Telegram's ids are


async def test_a_chat_that_chose_nothing_has_no_language(store: Store) -> None:
    assert await store.chats.language(CHAT) is None


async def test_a_chosen_language_is_remembered(store: Store) -> None:
    await store.chats.choose_language(CHAT, "en")
    await store.chats.choose_language(CHAT, "ru")
    assert await store.chats.language(CHAT) == "ru"
    assert await Chats(store.database).language(CHAT) == "ru"  # without the cache


async def test_a_forgotten_chat_leaves_nothing_behind(store: Store) -> None:
    await store.chats.choose_language(CHAT, "en")
    await store.chats.forget(CHAT)
    assert await store.chats.language(CHAT) is None
    assert await Chats(store.database).language(CHAT) is None


async def test_telegrams_own_language_may_be_chosen_and_nothing_else_is_forgotten(
    store: Store,
) -> None:
    await store.chats.choose_language(CHAT, "en")
    await store.inbox(0).add_dead_letter(Entry(1, CHAT, "{}", 0.0), "x")
    await store.chats.choose_language(CHAT, None)
    assert await store.chats.language(CHAT) is None
    assert await Chats(store.database).language(CHAT) is None
    assert len(await store.inbox(0).dead_letters()) == 1


async def test_group_ids_are_negative_and_long(store: Store) -> None:
    await store.chats.choose_language(-1_002_147_483_648, "en")
    assert await Chats(store.database).language(-1_002_147_483_648) == "en"


async def test_a_known_chat_costs_no_query(store: Store) -> None:
    await store.chats.language(CHAT)
    queries = queries_of(store)
    for _ in range(5):
        await store.chats.language(CHAT)
    assert queries == []


async def test_a_group_that_moves_takes_its_language_along(store: Store) -> None:
    await store.chats.choose_language(-5, "en")
    await store.chats.move(-5, -1_002_147_483_648)
    assert await store.chats.language(-1_002_147_483_648) == "en"
    assert await store.chats.language(-5) is None
    await store.chats.move(-6, -7)  # nothing was known of it
    assert await store.chats.language(-7) is None


async def test_what_another_replica_changes_is_seen_after_a_refresh(store: Store) -> None:
    other = Chats(store.database)
    await other.refresh()
    assert await other.language(CHAT) is None
    await store.chats.choose_language(CHAT, "en")
    await other.refresh()
    assert await other.language(CHAT) == "en"
    await store.chats.forget(CHAT)
    await other.refresh()
    assert await other.language(CHAT) is None


async def test_the_cache_keeps_the_chats_that_spoke_last(store: Store) -> None:
    chats = Chats(store.database, cached=2)
    for chat in (1, 2, 1, 3):
        await chats.language(chat)
    assert sorted(chats._cache) == [1, 3]


async def test_two_bots_share_a_store_and_nothing_of_what_they_remember(store: Store) -> None:
    one, two = Chats(store.database, 1), Chats(store.database, 2)
    await one.choose_language(CHAT, "en")
    await two.choose_language(CHAT, "ru")
    await two.forget(CHAT)
    for chats in (Chats(store.database, 1), Chats(store.database, 2)):
        await chats.refresh()
        assert await chats.language(CHAT) == ("en" if chats._bot_id == 1 else None)


async def test_the_first_bot_that_starts_adopts_what_no_bot_is_known_of(database_url: str) -> None:
    async with await Store.open(database_url) as before:
        await before.chats.choose_language(CHAT, "en")
        await before.chats.choose_language(CHAT + 1, "en")
        await Chats(before.database, 1).choose_language(CHAT + 1, "ru")
    async with await Store.open(database_url, 5, adopts=False) as sandbox:
        assert await sandbox.chats.language(CHAT) is None
    async with await Store.open(database_url, 1) as first:
        assert await first.chats.language(CHAT) == "en"
        assert await first.chats.language(CHAT + 1) == "ru", "its own choice is newer"
    async with await Store.open(database_url, 2) as second:
        assert await second.chats.language(CHAT) is None
        assert await Chats(second.database, 0).language(CHAT) is None


async def test_after_a_refresh_no_chat_costs_a_query(store: Store) -> None:
    await store.chats.choose_language(CHAT, "en")
    chats = Chats(store.database)
    await chats.refresh()
    queries = queries_of(store)
    assert [await chats.language(chat) for chat in (CHAT, 8, 9)] == ["en", None, None]
    assert queries == []


async def test_more_chats_than_fit_are_asked_for_one_by_one(store: Store) -> None:
    for chat in range(1, 5):
        await store.chats.choose_language(chat, "en")
    chats = Chats(store.database, cached=3)
    await chats.refresh()
    assert [await chats.language(chat) for chat in range(1, 6)] == ["en"] * 4 + [None]
    chats = Chats(store.database, cached=4)
    await chats.refresh()
    await chats.choose_language(5, "ru")  # now they do not fit any more
    assert [await chats.language(chat) for chat in range(1, 6)] == ["en"] * 4 + ["ru"]


@pytest.mark.parametrize("where", ["here", "elsewhere"])
async def test_a_read_that_a_change_overtakes_is_not_remembered(store: Store, where: str) -> None:
    late = copy.copy(store.database)
    here = Chats(late)
    change = (here if where == "here" else store.chats).choose_language(CHAT, "en")
    arrived, go_on = delay_next(late)
    reading = asyncio.create_task(here.language(CHAT))
    await arrived.wait()
    await change
    await here.refresh()
    go_on.set()
    await reading
    assert await here.language(CHAT) == "en"


async def test_a_refresh_that_a_change_overtakes_is_not_believed(store: Store) -> None:
    late = copy.copy(store.database)
    here = Chats(late)
    arrived, go_on = delay_next(late)
    refreshing = asyncio.create_task(here.refresh())
    await arrived.wait()
    await here.choose_language(CHAT, "en")
    go_on.set()
    await refreshing
    assert await here.language(CHAT) == "en"


def delay_next(database: Database) -> tuple[asyncio.Event, asyncio.Event]:
    """Hold up the next answer when it has arrived, until the other event is set."""
    arrived, go_on, real = asyncio.Event(), asyncio.Event(), database.transaction

    @asynccontextmanager
    async def transaction(**options: bool) -> AsyncIterator[AsyncConnection]:
        first = not arrived.is_set()
        async with real(**options) as connection:
            yield connection
        if first:
            arrived.set()
            await go_on.wait()

    database.transaction = transaction  # type: ignore[method-assign,assignment]
    return arrived, go_on


@pytest.mark.parametrize("kept", [None, "ru"])
async def test_a_group_may_move_any_number_of_times(store: Store, kept: str | None) -> None:
    """Both chats tell of it, and so does the answer to a message that is sent to the old one."""
    inbox = store.inbox(0)
    await store.chats.choose_language(-5, "en")
    await inbox.add_dead_letter(Entry(1, -5, "{}", 0.0), "x")
    if kept:
        await store.chats.choose_language(-100, kept)  # chosen there already
    for _ in range(3):
        assert await store.chats.move(-5, -100)
    fresh = Chats(store.database)
    for chats in (store.chats, fresh):
        assert await chats.language(-100) == (kept or "en")
        assert await chats.language(-5) is None
    await fresh.forget(-100)
    assert await inbox.dead_letters() == []


async def test_a_group_of_which_nothing_is_in_memory_moves_too(store: Store) -> None:
    await store.chats.choose_language(-5, "en")
    chats = Chats(store.database)
    assert await chats.language(-100) is None
    await chats.move(-5, -100)
    assert await chats.language(-100) == "en"


async def test_what_the_store_does_not_take_is_known_and_written_later_in_order(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    chats = store.chats
    await chats.choose_language(1, "en")
    await chats.choose_language(2, "en")
    with monkeypatch.context() as patch:
        patch.setattr(store.database, "transaction", away)
        assert not await chats.forget(1)
        assert not await chats.choose_language(2, "ru")
        assert not await chats.move(2, 3)
        with pytest.raises(StoreError):
            await chats.refresh()
        assert [await chats.language(chat) for chat in (1, 2, 3)] == [None, None, "ru"]
        assert [chats.is_written(chat) for chat in (1, 2, 3, 4)] == [False, False, False, True]
        waiting = asyncio.create_task(chats.written(3))
        await asyncio.sleep(0)
        assert not waiting.done()
    await chats.refresh()
    await waiting
    fresh = Chats(store.database)
    for known in (chats, fresh):
        assert [await known.language(chat) for chat in (1, 2, 3)] == [None, None, "ru"]


async def test_what_the_store_refuses_is_not_tried_for_ever(store: Store) -> None:
    with pytest.raises(StoreRefusedError):
        await store.chats.choose_language(1, ["en"])  # type: ignore[arg-type]
    assert store.chats.is_written(1)
    assert await store.chats.language(1) is None


def away(**_: object) -> None:
    raise StoreError("the database cannot be reached")


def queries_of(store: Store) -> list[str]:
    """What is asked from now on."""
    queries: list[str] = []
    event.listen(
        store.database.engine.sync_engine,
        "before_cursor_execute",
        lambda connection, cursor, statement, *rest: queries.append(statement),
    )
    return queries
