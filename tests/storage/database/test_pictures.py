"""File ids of pictures that were sent."""

from storage.database.pictures import PictureKey, Pictures
from storage.database.store import Store

BOT = 2**40 + 42
TULA = PictureKey("m:tula", "ru", "r1.1")


async def test_a_picture_that_was_sent_is_known_to_the_next_process(store: Store) -> None:
    pictures = store.pictures(BOT)
    assert await pictures.file_id(TULA) is None
    await pictures.remember(TULA, "AgAC")
    assert await pictures.file_id(TULA) == "AgAC"
    assert await store.pictures(BOT).file_id(TULA) == "AgAC"


async def test_another_bot_another_language_another_version_know_nothing_of_it(
    store: Store,
) -> None:
    await store.pictures(BOT).remember(TULA, "AgAC")
    assert await store.pictures(BOT + 1).file_id(TULA) is None
    for other in (
        PictureKey("m:tula", "en", "r1.1"),
        PictureKey("m:tula", "ru", "r2.1"),
        PictureKey("m:kiel", "ru", "r1.1"),
    ):
        assert await store.pictures(BOT).file_id(other) is None


async def test_of_a_picture_only_the_newest_version_is_kept(store: Store) -> None:
    await store.pictures(BOT).remember(TULA, "old")
    newer = PictureKey("m:tula", "ru", "r2.1")
    await store.pictures(BOT).remember(newer, "new")
    assert await store.pictures(BOT).file_id(newer) == "new"
    assert await store.pictures(BOT).file_id(TULA) is None


async def test_one_that_is_known_costs_no_query(store: Store) -> None:
    pictures = store.pictures(BOT)
    await pictures.remember(TULA, "AgAC")
    await store.close()
    assert await pictures.file_id(TULA) == "AgAC"


async def test_without_a_database_they_are_kept_in_memory() -> None:
    pictures = Pictures()
    assert await pictures.file_id(TULA) is None
    await pictures.remember(TULA, "AgAC")
    assert await pictures.file_id(TULA) == "AgAC"
