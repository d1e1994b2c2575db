"""The inbox: what was accepted is there until it is finished, whatever happens in between."""

import time
from pathlib import Path

import pytest

from storage.database.chats import Chats
from storage.database.entries import Entry
from storage.database.inbox import MAX_IDS, Inbox
from storage.database.store import Store

BOT = 7_000_000_001  # over 32 bits, as Telegram's ids may be
LANE = -1_002_147_483_648


def entry(update_id: int, lane: int | None = LANE) -> Entry:
    return Entry(update_id, lane, f'{{"update_id": {update_id}}}', time.time())


@pytest.fixture
def inbox(store: Store) -> Inbox:
    return store.inbox(BOT)


async def test_what_was_accepted_waits_for_the_next_process(store: Store, inbox: Inbox) -> None:
    batch = [entry(2**40 + 1), entry(2**40 + 2, None)]
    assert await inbox.accept(batch) == batch
    assert await store.inbox(BOT).unfinished() == ([], batch)


async def test_the_same_update_is_accepted_once(inbox: Inbox) -> None:
    first, second = entry(1), entry(2)
    await inbox.accept([first])
    assert await inbox.accept([first, second]) == [second]
    await inbox.finish([1, 2])
    assert await inbox.accept([first, second]) == []  # it is known that they are done


async def test_a_finished_update_leaves_nothing_behind(inbox: Inbox) -> None:
    await inbox.accept([entry(1), entry(2)])
    await inbox.start(1)
    await inbox.finish([1])
    in_flight, rest = await inbox.unfinished()
    assert (in_flight, [e.update_id for e in rest]) == ([], [2])


async def test_what_was_in_flight_at_a_crash_is_told_apart(inbox: Inbox) -> None:
    await inbox.accept([entry(1), entry(2), entry(3)])
    await inbox.start(2)
    in_flight, rest = await inbox.unfinished()
    assert [e.update_id for e in in_flight] == [2]
    assert [e.update_id for e in rest] == [1, 3]


async def test_two_deaths_in_isolation_set_an_update_aside(inbox: Inbox) -> None:
    await inbox.accept([entry(1)])
    await inbox.start(1)
    for _ in range(2):
        assert [e.update_id for e in (await inbox.unfinished())[0]] == [1]
        await inbox.start(1, isolated=True)
    assert await inbox.unfinished() == ([], [])
    [(kept, why)] = await inbox.dead_letters()
    assert kept.update_id == 1
    assert why == "the process died 2 times running it alone"


async def test_deaths_beside_others_convict_nobody(inbox: Inbox) -> None:
    await inbox.accept([entry(1), entry(2)])
    for _ in range(5):
        await inbox.start(1)
        await inbox.start(2)
        assert len((await inbox.unfinished())[0]) == 2


async def test_after_an_orderly_end_nothing_is_in_flight(inbox: Inbox) -> None:
    await inbox.accept([entry(1)])
    await inbox.start(1)
    await inbox.release([1])
    in_flight, rest = await inbox.unfinished()
    assert (in_flight, [e.update_id for e in rest]) == ([], [1])


async def test_what_died_in_isolation_comes_first_the_next_time(inbox: Inbox) -> None:
    await inbox.accept([entry(1), entry(2), entry(3)])
    for update_id in (1, 2, 3):
        await inbox.start(update_id, isolated=update_id == 3)
    assert [e.update_id for e in (await inbox.unfinished())[0]] == [3, 1, 2]


@pytest.mark.parametrize("update_id", [5, 999, 1_000, 2_000])
async def test_an_update_of_another_server_is_new_whatever_its_id(
    inbox: Inbox, update_id: int
) -> None:
    await inbox.accept([entry(999), entry(1_000)])
    await inbox.finish([999, 1_000])
    other = Entry(update_id, LANE, '{"update_id": 0, "message": {}}', time.time())
    assert await inbox.accept([other]) == [other]
    await inbox.finish([update_id])
    assert await inbox.accept([other]) == []


async def test_what_is_finished_is_known_while_telegram_may_bring_it_again(inbox: Inbox) -> None:
    await inbox.accept([entry(1), entry(2)])
    await inbox.finish([1, 2])
    await inbox.accept([entry(3)], window=[2, 3])
    assert await inbox.finished() == {2: entry(2).digest}
    await inbox.accept([entry(4)])
    assert await inbox.finished() == {}


async def test_any_number_of_updates_is_finished_at_once(inbox: Inbox) -> None:
    ids = range(1, 40_001)
    await inbox.accept([entry(id) for id in ids[:: MAX_IDS // 2]])
    await inbox.finish(ids)
    assert (await inbox.depth()).waiting == 0
    await inbox.start(*ids)
    await inbox.release(ids)
    await inbox.accept([entry(id) for id in ids])
    assert (await inbox.depth()).waiting == len(ids) - len(ids[:: MAX_IDS // 2])


async def test_what_was_set_aside_can_be_run_again_or_dropped(inbox: Inbox) -> None:
    await inbox.add_dead_letter(entry(1), "unparsable")
    await inbox.add_dead_letter(entry(1), "unparsable")  # twice is once
    assert [(e.update_id, why) for e, why in await inbox.dead_letters()] == [(1, "unparsable")]
    assert await inbox.retry_dead_letters() == 1
    assert [e.update_id for e in (await inbox.unfinished())[1]] == [1]
    await inbox.add_dead_letter(entry(1), "unparsable")
    assert await inbox.drop_dead_letters() == 1
    assert await inbox.dead_letters() == []


async def test_the_depth_tells_what_waits_and_for_how_long(inbox: Inbox) -> None:
    assert (await inbox.depth()).oldest_at is None
    await inbox.accept([entry(1), entry(2)])
    await inbox.add_dead_letter(entry(3), "x")
    depth = await inbox.depth()
    assert (depth.waiting, depth.dead_letters) == (2, 1)
    assert depth.oldest_at == pytest.approx(time.time(), abs=5)


async def test_two_bots_share_a_store_and_no_updates(store: Store, inbox: Inbox) -> None:
    other = store.inbox(BOT + 1)
    await inbox.accept([entry(1)])
    assert await other.unfinished() == ([], [])
    assert len(await other.accept([entry(1)])) == 1
    await other.clear()
    assert len((await inbox.unfinished())[1]) == 1


async def test_forgetting_a_chat_forgets_what_it_had_set_aside(store: Store, inbox: Inbox) -> None:
    await inbox.add_dead_letter(entry(1), "x")
    await inbox.add_dead_letter(entry(2, 5), "x")
    await Chats(store.database, BOT + 1).forget(LANE)
    assert len(await inbox.dead_letters()) == 2
    await Chats(store.database, BOT).forget(LANE)
    assert [e.update_id for e, _ in await inbox.dead_letters()] == [2]


async def test_what_is_accepted_outlives_a_power_cut_and_only_that_waits_for_the_disk(
    tmp_path: Path,
) -> None:
    async with await Store.open(f"sqlite+aiosqlite:///{tmp_path}/test.db") as store:
        inbox = store.inbox(BOT)
        await inbox.accept([entry(1)])
        assert await synchronous(inbox) == FULL
        await inbox.start(1)
        assert await synchronous(inbox) == NORMAL


NORMAL, FULL = 1, 2  # what SQLite calls them


async def synchronous(inbox: Inbox) -> int:
    """How the last transaction of SQLite's one connection was committed."""
    async with inbox.database.engine.connect() as connection:  # nothing is begun by that
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver
        async with driver.execute("PRAGMA synchronous") as cursor:
            [mode] = await cursor.fetchone()
            return int(mode)
