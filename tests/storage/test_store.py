"""The store on a real SQLite file."""

import asyncio
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.catalogue import Catalogue
from storage.engine import StoreError
from storage.ingest.dataset import Dataset
from storage.store import Store


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(path) as connection:
        return connection.execute(query).fetchall()


async def test_an_empty_store_is_filled_with_the_whole_list(
    store: Store, catalogue: Catalogue
) -> None:
    loaded = await store.load_catalogue()
    assert loaded.places == catalogue.places
    assert loaded.twinnings == catalogue.twinnings
    assert loaded.cities == catalogue.cities


async def test_a_second_start_changes_nothing(
    store: Store, database_url: str, tmp_path: Path
) -> None:
    before = rows(tmp_path / "test.db", "select * from revision")
    async with await Store.open(database_url):
        pass
    assert rows(tmp_path / "test.db", "select * from revision") == before
    assert rows(tmp_path / "test.db", "select count(*) from twinning") == [(895,)]


async def test_two_starts_at_once_do_no_harm(database_url: str, tmp_path: Path) -> None:
    stores = await asyncio.gather(*(Store.open(database_url) for _ in range(3)))
    for store in stores:
        assert len((await store.load_catalogue()).twinnings) == 895
        await store.close()
    assert rows(tmp_path / "test.db", "select count(*) from revision") == [(1,)]


async def test_sqlite_runs_in_wal_with_foreign_keys(store: Store) -> None:
    async with store._engine.connect() as connection:
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
    with pytest.raises(Exception, match="FOREIGN KEY"):
        await store.replace_dataset(orphan)
    assert len((await store.load_catalogue()).places) == len(dataset.places)


async def test_a_damaged_file_is_told_and_left_as_it_was(database_url: str, tmp_path: Path) -> None:
    path = tmp_path / "test.db"
    path.write_bytes(b"this is no database" * 100)
    with pytest.raises(StoreError, match="damaged and was left as it is"):
        await Store.open(database_url)
    assert path.read_bytes() == b"this is no database" * 100


async def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot make the folder"):
        await Store.open(f"sqlite+aiosqlite:///{tmp_path}/file/var/x.db")


@pytest.mark.parametrize("url", ["nonsense", "mysql://x/y", "sqlite:///x.db", ""])
async def test_a_wrong_url_is_told_with_the_right_forms(url: str) -> None:
    with pytest.raises(StoreError, match=r"write sqlite\+aiosqlite:///PATH"):
        await Store.open(url)
