"""One process runs a bot's inbox; by webhook one of the replicas does."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from bot.delivery.ownership import claim, run_left, while_owned
from storage.database.engine import StoreError
from storage.database.owner import Owner
from storage.database.store import Store
from tests.bot.delivery.line import BotSide, Telegram, entry, message, soon, until_gone


@pytest.fixture
def owner(store: Store) -> Owner:
    return store.owner(42)


@pytest.fixture
async def another(database_url: str) -> AsyncIterator[Owner]:
    """Another process's, which owns the inbox."""
    async with await Store.open(database_url) as store:
        another = store.owner(42)
        assert await another.claim()
        yield another
        await another.release()


async def test_the_second_process_says_so_and_ends(
    bot: BotSide, owner: Owner, another: Owner, caplog: pytest.LogCaptureFixture
) -> None:
    bot.wait(claim=0.05, claim_retry=0.01)
    with pytest.raises(StoreError, match="stop one of the two"):
        await claim(owner, bot.waits)
    assert caplog.messages == [
        "another process runs this bot with this database; waiting for it to end"
    ]


async def test_it_takes_over_when_the_first_has_ended(
    bot: BotSide, owner: Owner, another: Owner
) -> None:
    bot.wait(claim=20, claim_retry=0.01)
    claiming = asyncio.create_task(claim(owner, bot.waits))
    await asyncio.sleep(0.05)
    assert not claiming.done()
    await another.release()
    await claiming
    assert not await another.claim()


async def test_work_ends_in_good_order_when_the_inbox_is_anothers(
    bot: BotSide, owner: Owner
) -> None:
    """As after a restart of PostgreSQL."""
    drained: list[bool] = []

    async def work() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0)
            drained.append(True)

    answers: Iterator[bool | StoreError] = iter([True, StoreError("away"), False])

    class Lost(Owner):
        async def claim(self) -> bool:
            answer = next(answers)
            if isinstance(answer, StoreError):
                raise answer
            return answer

    with pytest.raises(StoreError, match="stop one of the two"):
        await while_owned(Lost(owner._database, 42), work(), bot.waits)
    assert drained == [True]


async def test_work_may_end_by_itself_or_be_cancelled(bot: BotSide, owner: Owner) -> None:
    async def breaks() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await while_owned(owner, breaks(), bot.waits)
    endless = asyncio.create_task(while_owned(owner, asyncio.sleep(60), bot.waits))
    await asyncio.sleep(0.05)
    endless.cancel()
    with pytest.raises(asyncio.CancelledError):
        await endless


async def test_by_webhook_retried_dead_letters_are_run_by_one_replica(
    bot: BotSide, telegram: Telegram, owner: Owner, another: Owner
) -> None:
    bot.wait(webhook_check=0.01)
    await bot.inbox.add_dead_letter(entry(1, message("Тула")), "undelivered")
    await bot.inbox.add_dead_letter(entry(2, {"message": "x"}), "unparsable")
    await bot.inbox.retry_dead_letters()
    running = asyncio.create_task(run_left(owner, bot.work(), bot.waits))
    await asyncio.sleep(0.05)
    assert bot.processor.begun == [], "the other one runs them"
    await another.release()
    await until_gone(bot)
    await soon(lambda: telegram.answers() == ["Тула"])
    assert await bot.dead_letters() == [(2, "unparsable")]
    running.cancel()
    await asyncio.wait([running])
