"""What people say is wrong, on both databases."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import select

from storage.corrections import MAX_CORRECTIONS_A_DAY, Correction, CorrectionState
from storage.database.chats import Chats
from storage.database.corrections import DAY_SECONDS, Corrections
from storage.database.errors import StoreError
from storage.database.store import Store
from storage.database.tables import CorrectionRow

ANNA, BEN = 2**40 + 7, 2**40 + 8  # over 32 bits, as Telegram's ids are
GROUP, SUPERGROUP = -77, -1_002_147_483_648
NOW = 1_700_000_000.0
SAID = Correction("tula", "r" * 64, "Керчь <b>\u202e & ' \"", NOW, ANNA, ANNA, 10, None, "ru")


@pytest.fixture
def corrections(store: Store) -> Corrections:
    return store.chats.corrections


async def kept(corrections: Corrections, said: Correction) -> Correction:
    found = await corrections.keep(said)
    assert found
    return found


async def test_a_correction_is_kept_word_for_word_and_gets_a_number(
    corrections: Corrections,
) -> None:
    first = await kept(corrections, SAID)
    assert first == replace(SAID, number=first.number)
    assert await corrections.find(first.number) == first
    in_topic = replace(SAID, chat_id=SUPERGROUP, thread_id=9, user_id=BEN)
    second = await kept(corrections, in_topic)
    assert (second.thread_id, second.number > first.number) == (9, True)
    assert await corrections.open(10) == ([first, second], 2)
    assert await corrections.open(1) == ([first], 2)


async def test_the_same_message_once_more_is_the_same_correction(corrections: Corrections) -> None:
    first = await kept(corrections, SAID)
    assert await corrections.keep(SAID) == first
    await asyncio.gather(*(corrections.keep(replace(SAID, message_id=11)) for _ in range(3)))
    assert (await corrections.open(10))[1] == 2


async def test_it_is_what_it_was_when_its_message_comes_again_after_it_was_closed(
    corrections: Corrections,
) -> None:
    number = (await kept(corrections, SAID)).number
    await corrections.set_state(number, CorrectionState.CLOSED)
    assert (await kept(corrections, SAID)).state is CorrectionState.CLOSED


async def test_a_message_that_was_edited_is_open_again_with_its_new_words(
    corrections: Corrections,
) -> None:
    first = await kept(corrections, SAID)
    await corrections.set_state(first.number, CorrectionState.ANSWERED)
    assert await corrections.keep(replace(SAID, text="x")) == replace(first, text="x")


async def test_so_many_are_taken_from_a_person_in_a_day_wherever_they_write(
    corrections: Corrections,
) -> None:
    for number in range(MAX_CORRECTIONS_A_DAY):
        assert not await corrections.has_enough(ANNA, NOW)
        await kept(corrections, replace(SAID, message_id=number, written_at=NOW + number))
    assert await corrections.has_enough(ANNA, NOW + 10)
    assert await corrections.keep(replace(SAID, message_id=99, chat_id=GROUP)) is None
    assert await corrections.keep(replace(SAID, message_id=0, text="x")), "one of those is mended"
    assert await corrections.keep(replace(SAID, message_id=99, user_id=BEN, chat_id=BEN))
    tomorrow = NOW + DAY_SECONDS
    assert not await corrections.has_enough(ANNA, tomorrow)
    assert await corrections.keep(replace(SAID, message_id=99, written_at=tomorrow))


async def test_what_was_answered_or_closed_is_not_open(corrections: Corrections) -> None:
    said = [await kept(corrections, replace(SAID, message_id=number)) for number in range(3)]
    for one, state in zip(said, ("answered", "closed"), strict=False):
        changed = await corrections.set_state(one.number, CorrectionState(state))
        assert changed == replace(one, state=CorrectionState(state))
    assert await corrections.open(10) == ([said[2]], 1)


async def test_who_wants_to_be_forgotten_is_so_in_groups_too(store: Store) -> None:
    of_anna = await kept(store.chats.corrections, SAID)
    of_anna_in_group = await kept(store.chats.corrections, replace(SAID, chat_id=GROUP))
    of_ben_in_group = await kept(
        store.chats.corrections, replace(SAID, chat_id=GROUP, message_id=11, user_id=BEN)
    )
    await store.chats.forget(ANNA)
    for gone in (of_anna, of_anna_in_group):
        assert await store.chats.corrections.find(gone.number) is None
        assert await store.chats.corrections.set_state(gone.number, CorrectionState.CLOSED) is None
    assert await store.chats.corrections.open(10) == ([of_ben_in_group], 1)
    await store.chats.forget(GROUP)
    async with store.database.transaction(read_only=True) as connection:
        assert (await connection.execute(select(CorrectionRow))).all() == []


async def test_a_number_is_never_given_again(store: Store) -> None:
    first = await kept(store.chats.corrections, SAID)
    await store.chats.forget(ANNA)
    assert (await kept(store.chats.corrections, SAID)).number > first.number


async def test_a_group_that_moves_takes_its_corrections_along(store: Store) -> None:
    corrections = store.chats.corrections
    first = await kept(corrections, replace(SAID, chat_id=GROUP))
    there = await kept(corrections, replace(SAID, chat_id=SUPERGROUP, user_id=BEN))
    for _ in range(2):
        await store.chats.move(GROUP, SUPERGROUP)
    moved = await corrections.find(first.number)
    assert moved
    assert moved.chat_id == SUPERGROUP
    assert moved.message_id < 0, "there the id means another message"
    assert await corrections.open(10) == ([moved, there], 2)


async def test_two_bots_share_a_store_and_no_correction(store: Store) -> None:
    one, two = Chats(store.database, 1), Chats(store.database, 2)
    number = (await kept(one.corrections, SAID)).number
    assert (await kept(two.corrections, SAID)).number != number
    assert await two.corrections.find(number) is None
    assert await two.corrections.set_state(number, CorrectionState.CLOSED) is None
    await two.forget(ANNA)
    await two.corrections.clear()
    assert (await one.corrections.open(10))[1] == 1


async def test_with_the_store_away_nothing_is_kept_and_that_is_told(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(**_: object) -> AsyncConnection:
        raise StoreError("the database cannot be reached")

    with monkeypatch.context() as patch:
        patch.setattr(store.database, "transaction", away)
        with pytest.raises(StoreError):
            await store.chats.corrections.keep(SAID)
    assert await store.chats.corrections.open(10) == ([], 0)
