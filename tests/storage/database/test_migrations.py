"""The migrations lead to the tables the code declares, up and down, one step at a time."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from storage.database.engine import StoreError, make_engine, transaction
from storage.database.migrations import configuration
from storage.database.schema import held_version, newest_version, upgrade
from storage.database.store import Store
from storage.database.tables import Table


async def test_the_migrated_schema_is_the_declared_one(database_url: str) -> None:
    def differences(connection: Connection) -> list[object]:
        upgrade(connection)
        return list(compare_metadata(MigrationContext.configure(connection), Table.metadata))

    engine = make_engine(database_url)
    async with engine.begin() as connection:
        assert await connection.run_sync(differences) == []
    await engine.dispose()


async def test_each_step_goes_up_down_and_up_again(database_url: str) -> None:
    def climb(connection: Connection) -> None:
        config = configuration(connection)
        steps = reversed(list(ScriptDirectory.from_config(config).walk_revisions()))
        for step in steps:
            command.upgrade(config, step.revision)
            command.downgrade(config, "-1")
            command.upgrade(config, step.revision)
        command.downgrade(config, "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]

    engine = make_engine(database_url)
    async with engine.begin() as connection:
        await connection.run_sync(climb)
    await engine.dispose()


async def test_a_store_of_a_newer_program_is_told_and_left_as_it_is(database_url: str) -> None:
    async with await Store.open(database_url):
        pass
    engine = make_engine(database_url)
    async with transaction(engine) as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match=r"newer version of this program .*9999.* backup"):
        await Store.open(database_url)
    async with transaction(engine) as connection:
        held = await connection.execute(text("SELECT version_num FROM alembic_version"))
        assert held.scalars().all() == ["9999"]
    await engine.dispose()


async def test_a_failed_start_leaves_an_empty_file(database_url: str) -> None:
    """DDL is part of the transaction, also on SQLite."""
    engine = make_engine(database_url)
    async with engine.connect() as connection:
        transaction = await connection.begin()
        await connection.run_sync(upgrade)
        await transaction.rollback()
    async with engine.connect() as connection:
        assert await connection.run_sync(lambda c: inspect(c).get_table_names()) == []
    await engine.dispose()


def test_every_constraint_and_index_has_a_name() -> None:
    for table in Table.metadata.tables.values():
        assert all(constraint.name for constraint in table.constraints), table.name
        assert all(index.name for index in table.indexes), table.name


def test_the_newest_version_is_that_of_the_last_migration() -> None:
    assert newest_version() == ScriptDirectory.from_config(configuration()).get_current_head()


async def test_the_version_is_none_until_there_is_a_schema(database_url: str) -> None:
    engine = make_engine(database_url)
    async with engine.begin() as connection:
        assert await connection.run_sync(held_version) is None
        await connection.run_sync(upgrade)
        assert await connection.run_sync(held_version) == newest_version()
    await engine.dispose()
