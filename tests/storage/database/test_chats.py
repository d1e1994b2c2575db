"""What is remembered of chats."""

from sqlalchemy import event

from storage.database.chats import Chats
from storage.database.store import Store

CHAT = 2**40 + 7  # over 32 bits, as Telegram's ids are


async def test_a_chat_that_chose_nothing_has_no_language(store: Store) -> None:
    assert await store.chats.language(CHAT) is None


async def test_a_chosen_language_is_remembered(store: Store) -> None:
    await store.chats.choose_language(CHAT, "en")
    await store.chats.choose_language(CHAT, "ru")
    assert await store.chats.language(CHAT) == "ru"
    assert await Chats(store._engine).language(CHAT) == "ru"  # without the cache


async def test_a_forgotten_chat_leaves_nothing_behind(store: Store) -> None:
    await store.chats.choose_language(CHAT, "en")
    await store.chats.forget(CHAT)
    assert await store.chats.language(CHAT) is None
    assert await Chats(store._engine).language(CHAT) is None


async def test_group_ids_are_negative_and_long(store: Store) -> None:
    await store.chats.choose_language(-1_002_147_483_648, "en")
    assert await Chats(store._engine).language(-1_002_147_483_648) == "en"


async def test_a_known_chat_costs_no_query(store: Store) -> None:
    await store.chats.language(CHAT)
    queries: list[str] = []
    event.listen(
        store._engine.sync_engine,
        "before_cursor_execute",
        lambda connection, cursor, statement, *rest: queries.append(statement),
    )
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
    other = Chats(store._engine)
    await other.refresh()
    assert await other.language(CHAT) is None
    await store.chats.choose_language(CHAT, "en")
    await other.refresh()
    assert await other.language(CHAT) == "en"
    await store.chats.forget(CHAT)
    await other.refresh()
    assert await other.language(CHAT) is None


async def test_the_cache_keeps_the_chats_that_spoke_last(store: Store) -> None:
    chats = Chats(store._engine, cached=2)
    for chat in (1, 2, 1, 3):
        await chats.language(chat)
    assert sorted(chats._cache) == [1, 3]
