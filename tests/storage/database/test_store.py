"""The store, on both databases."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.catalogue import Catalogue
from storage.database.engine import StoreError, make_engine, transaction
from storage.database.store import START_LOCK, Store
from storage.ingest.dataset import Dataset
from tests.postgres import Postgres


async def rows(url: str, query: str) -> list[tuple[object, ...]]:
    engine = make_engine(url)
    async with transaction(engine) as connection:
        found = [tuple(row) for row in await connection.execute(text(query))]
    await engine.dispose()
    return found


async def test_an_empty_store_is_filled_with_the_whole_list(
    store: Store, catalogue: Catalogue
) -> None:
    loaded = await store.load_catalogue()
    assert loaded.places == catalogue.places
    assert loaded.twinnings == catalogue.twinnings
    assert loaded.cities == catalogue.cities


async def test_a_second_start_changes_nothing(store: Store, database_url: str) -> None:
    before = await rows(database_url, "select * from revision")
    async with await Store.open(database_url):
        pass
    assert await rows(database_url, "select * from revision") == before
    assert await rows(database_url, "select count(*) from twinning") == [(895,)]


async def test_several_starts_at_once_do_no_harm(database_url: str) -> None:
    stores = await asyncio.gather(*(Store.open(database_url) for _ in range(3)))
    for store in stores:
        assert len((await store.load_catalogue()).twinnings) == 895
        await store.close()
    assert await rows(database_url, "select count(*) from revision") == [(1,)]


async def test_sqlite_runs_in_wal_with_foreign_keys(sqlite_url: str) -> None:
    async with await Store.open(sqlite_url) as store, store.database.engine.connect() as connection:
        assert (await connection.execute(text("pragma journal_mode"))).scalar() == "wal"
        assert (await connection.execute(text("pragma foreign_keys"))).scalar() == 1


async def test_an_older_bundled_list_is_replaced_at_start(
    database_url: str, dataset: Dataset
) -> None:
    async with await Store.open(database_url) as store:
        older = replace(dataset, digest="older", twinnings=dataset.twinnings[:10])
        assert await store.replace_dataset(older)
        assert len((await store.load_catalogue()).twinnings) == 10
    async with await Store.open(database_url) as store:
        assert len((await store.load_catalogue()).twinnings) == 895


async def test_an_imported_list_stays(database_url: str, dataset: Dataset) -> None:
    own = replace(dataset, digest="own", bundled=False, twinnings=dataset.twinnings[:10])
    async with await Store.open(database_url) as store:
        assert await store.replace_dataset(own)
        assert not await store.replace_dataset(own)
    async with await Store.open(database_url) as store:
        assert len((await store.load_catalogue()).twinnings) == 10


async def test_a_dataset_that_fails_half_way_leaves_the_old_one(
    store: Store, dataset: Dataset
) -> None:
    orphan = replace(dataset, digest="bad", places=dataset.places[1:])
    with pytest.raises(StoreError, match=r"(?i)foreign key"):
        await store.replace_dataset(orphan)
    assert len((await store.load_catalogue()).places) == len(dataset.places)


async def test_a_damaged_file_is_told_and_left_as_it_was(sqlite_url: str, tmp_path: Path) -> None:
    path = tmp_path / "test.db"
    path.write_bytes(b"this is no database" * 100)
    with pytest.raises(StoreError, match="damaged and was left as it is"):
        await Store.open(sqlite_url)
    assert path.read_bytes() == b"this is no database" * 100


async def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot make the folder"):
        await Store.open(f"sqlite+aiosqlite:///{tmp_path}/file/var/x.db")


@pytest.mark.parametrize("url", ["nonsense", "mysql://x/y", "sqlite:///x.db", ""])
async def test_a_wrong_url_is_told_with_the_right_forms(url: str) -> None:
    with pytest.raises(StoreError, match=r"write sqlite\+aiosqlite:///PATH"):
        await Store.open(url)


async def test_a_new_revision_can_be_seen_without_loading_it(
    store: Store, dataset: Dataset
) -> None:
    assert await store.revision() == dataset.digest
    await store.replace_dataset(replace(dataset, digest="newer"))
    assert await store.revision() == "newer"


async def test_a_start_waits_for_another_that_migrates(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = make_engine(postgres_url)
    async with transaction(engine) as other:
        await other.execute(text(f"SELECT pg_advisory_xact_lock({START_LOCK})"))
        opening = asyncio.create_task(Store.open(postgres_url))
        await asyncio.sleep(0.3)
        assert not opening.done()
    await engine.dispose()
    await (await opening).close()


async def test_a_store_that_stays_locked_is_told(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.database.store.START_LOCK_TIMEOUT_SECONDS", 0.2)
    engine = make_engine(postgres_url)
    async with transaction(engine) as other:
        await other.execute(text(f"SELECT pg_advisory_xact_lock({START_LOCK})"))
        with pytest.raises(StoreError, match="keeps the store locked"):
            await Store.open(postgres_url)
    await engine.dispose()


async def test_a_server_that_is_away_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be reached"):
        await Store.open(f"postgresql+asyncpg://postgres@/x?host={tmp_path}")


async def test_a_server_that_was_restarted_is_found_again(
    postgres: Postgres, postgres_url: str
) -> None:
    async with await Store.open(postgres_url) as store:
        before = await store.revision()
        postgres.stop()
        with pytest.raises(StoreError):
            await store.revision()
        postgres.start()
        assert await store.revision() == before
