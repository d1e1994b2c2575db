"""What another process changed in the store is seen, and a store that is away stops nothing."""

import asyncio
import dataclasses
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.context import Services
from bot.delivery.liveness import Liveness
from bot.delivery.reload import follow
from storage.catalogue import Catalogue
from storage.database.engine import StoreError
from storage.database.store import Store
from storage.ingest.dataset import Dataset
from storage.search.search import Search
from tests.sandbox.bot_side import until

EVERY = 0.02


class Following:
    def __init__(self, store: Store, search: Search) -> None:
        self.store = store
        self.services = Services(search, store.chats)
        self.liveness = Liveness()


@pytest.fixture
async def here(store: Store, search: Search) -> AsyncIterator[Following]:
    here = Following(store, search)
    task = asyncio.create_task(follow(store, here.services, here.liveness, EVERY))
    yield here
    task.cancel()
    await asyncio.wait([task])


@pytest.fixture
async def elsewhere(here: Following, database_url: str) -> AsyncIterator[Store]:
    """Another process's door to the same store."""
    async with await Store.open(database_url) as store:
        yield store


async def test_a_new_revision_is_served(
    here: Following, elsewhere: Store, dataset: Dataset, tmp_path: Path
) -> None:
    old = here.services.search
    shorter = dataclasses.replace(
        dataset, digest="f" * len(dataset.digest), twinnings=dataset.twinnings[:-1]
    )
    await elsewhere.replace_dataset(shorter)
    await until(lambda: here.services.search is not old)
    assert here.services.catalogue.revision == shorter.digest
    assert len(here.services.catalogue.twinnings) == len(old.catalogue.twinnings) - 1


async def test_the_same_revision_is_not_loaded_again(here: Following) -> None:
    old = here.services.search
    await asyncio.sleep(5 * EVERY)
    assert here.services.search is old


async def test_a_language_chosen_elsewhere_is_seen(here: Following, elsewhere: Store) -> None:
    await here.services.chats.choose_language(5, "ru")
    await asyncio.sleep(3 * EVERY)
    assert await here.services.chats.language(5) == "ru"
    await elsewhere.chats.choose_language(5, "en")
    async with asyncio.timeout(5):
        while await here.services.chats.language(5) != "en":  # noqa: ASYNC110 - no event
            await asyncio.sleep(EVERY)


async def test_with_the_store_away_questions_are_answered_from_memory(
    here: Following, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "bot")

    async def away() -> str:
        raise StoreError("the database cannot be reached")

    with monkeypatch.context() as patch:
        patch.setattr(here.store, "revision", away)
        await until(lambda: not here.liveness.store)
        await asyncio.sleep(3 * EVERY)
        assert here.services.search.ask("Тула").outcome == "found"
    await until(lambda: here.liveness.store)
    assert [line.partition(",")[0] for line in caplog.messages] == [
        "the store is away", "the store is back",
    ]  # fmt: skip


async def test_data_that_cannot_be_taken_over_leave_the_old_ones(
    here: Following, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nonsense() -> str:
        raise LookupError("the table is empty")

    with monkeypatch.context() as patch:
        patch.setattr(here.store, "revision", nonsense)
        await asyncio.sleep(3 * EVERY)
    here.liveness.store = False
    await until(lambda: here.liveness.store)  # it goes on looking


async def test_data_that_cannot_be_taken_over_are_told_once_and_left_when_others_come(
    here: Following,
    elsewhere: Store,
    dataset: Dataset,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    tried: list[str] = []
    load = here.store.load_catalogue

    async def fails() -> Catalogue:
        catalogue = await load()
        tried.append(catalogue.revision)
        if catalogue.revision.startswith("f"):
            raise KeyError("atlantis")
        return catalogue

    monkeypatch.setattr(here.store, "load_catalogue", fails)
    old = here.services.search
    await elsewhere.replace_dataset(dataclasses.replace(dataset, digest="f" * 64))
    await until(lambda: bool(tried))
    await asyncio.sleep(5 * EVERY)
    assert here.services.search is old
    assert tried == ["f" * 64]
    assert [record.message for record in caplog.records if record.exc_info] == [
        "revision ffffffffffff cannot be taken over; the old data answer"
    ]
    assert here.liveness.store
    await elsewhere.replace_dataset(dataclasses.replace(dataset, digest="e" * 64))
    await until(lambda: here.services.search is not old)


async def test_a_store_that_can_only_be_read_is_not_well(
    here: Following, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def only_reads() -> None:
        raise StoreError("the database cannot be written")

    with monkeypatch.context() as patch:
        patch.setattr(here.store, "check", only_reads)
        await until(lambda: not here.liveness.store)
    await until(lambda: here.liveness.store)


async def test_what_is_unwritten_is_written_when_the_store_is_back(
    here: Following, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(here.services.chats, "flush", here.store.check)
        assert not await here.services.chats.choose_language(5, "en")
    async with asyncio.timeout(20):
        await here.services.chats.written(5)
