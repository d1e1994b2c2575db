"""SQLite's files are deleted or replaced while the bot runs: noticed, told once, and healed."""

import logging
import shutil
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path

import pytest

from storage.database.engine import StoreError
from storage.database.entries import Entry
from storage.database.inbox import Inbox
from storage.database.journal import InboxJournal
from storage.database.store import Store

BOT, CHAT = 42, 7
WORDS = "unspeakable"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "test.db"


@pytest.fixture
async def running(path: Path) -> AsyncIterator[Store]:
    async with await Store.open(f"sqlite+aiosqlite:///{path}") as store:
        store.database.hurry()
        await store.check()
        shutil.copy(path, path.with_name("backup.db"))
        await store.check()
        yield store


def entry(update_id: int, words: str = "") -> Entry:
    return Entry(update_id, CHAT, f'{{"text": "{words}"}}', time.time())


def beside(path: Path, end: str) -> Path:
    return Path(f"{path}{end}")


def delete(path: Path) -> None:
    for end in ("", "-wal", "-shm"):
        beside(path, end).unlink(missing_ok=True)


def delete_database_alone(path: Path) -> None:
    path.unlink()


def delete_log(path: Path) -> None:
    beside(path, "-wal").unlink()


def replace_by_backup(path: Path) -> None:
    path.with_name("backup.db").rename(path)


def overwrite_by_backup(path: Path) -> None:
    shutil.copyfile(path.with_name("backup.db"), path)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def spoil(path: Path) -> None:
    path.write_bytes(b"this is no database" * 100)


def is_spoilt(path: Path) -> bool:
    return path.read_bytes() == b"this is no database" * 100


def rename_folder(path: Path) -> None:
    path.parent.rename(path.parent.with_name(f"{path.parent.name}-elsewhere"))


WAYS = [
    delete, delete_database_alone, delete_log, replace_by_backup, overwrite_by_backup, empty,
    rename_folder,
]  # fmt: skip


@pytest.mark.parametrize("spoil", WAYS)
async def test_what_is_accepted_afterwards_is_there_at_the_next_start(
    running: Store, path: Path, spoil: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    journal = InboxJournal(running.inbox(BOT))
    await journal.recover()
    journal.keep([entry(1)])
    await journal.kept([1])
    await running.check()
    spoil(path)
    await running.check()
    await running.check()
    journal.keep([entry(2)])
    await journal.kept([1, 2])
    assert journal.unsafe([1, 2]) == []
    assert await running.chats.choose_language(CHAT, "en")
    told = [r.message for r in caplog.records if r.levelno >= logging.ERROR]
    assert [line.partition(" was ")[0] for line in told] == ["the database"]
    with closing(sqlite3.connect(path)) as next_one:
        assert next_one.execute("SELECT update_id FROM inbox").fetchall() == [(1,), (2,)]
        assert next_one.execute("SELECT language FROM chat").fetchall() == [("en",)]


@pytest.mark.parametrize("spoil", [delete, delete_log, replace_by_backup, rename_folder])
async def test_nothing_is_accepted_into_a_file_that_is_not_there(
    running: Store, path: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(path)
    with pytest.raises(StoreError, match="deleted or replaced"):
        await running.inbox(BOT).accept([entry(1)])
    await running.check()
    await running.inbox(BOT).accept([entry(1)])
    with closing(sqlite3.connect(path)) as next_one:
        assert next_one.execute("SELECT update_id FROM inbox").fetchall() == [(1,)]


async def test_a_file_that_is_none_is_waited_for_and_told_once(
    running: Store, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    delete(path)
    spoil(path)
    for _ in range(3):
        with pytest.raises(StoreError, match="damaged"):
            await running.check()
    assert is_spoilt(path)
    delete(path)
    await running.check()
    assert await running.revision()
    assert len([r for r in caplog.records if r.levelno >= logging.ERROR]) == 1


async def test_what_a_deleted_log_held_is_saved(running: Store, path: Path) -> None:
    await running.chats.choose_language(CHAT, "en")
    delete_log(path)
    await running.check()
    with closing(sqlite3.connect(path)) as next_one:
        assert next_one.execute("SELECT language FROM chat").fetchall() == [("en",)]


async def test_words_of_finished_updates_do_not_stay_on_the_disk(
    running: Store, path: Path
) -> None:
    inbox = running.inbox(BOT)
    for number in range(50):
        await inbox.accept([entry(number, WORDS)])
    await inbox.start(*range(50))
    assert on_disk(path) > 0
    await inbox.finish(range(50))
    await running.check()
    assert on_disk(path) == 0


async def test_what_is_to_be_forgotten_is_gone_from_the_disk_at_once(
    running: Store, path: Path
) -> None:
    inbox: Inbox = running.inbox(0)
    await inbox.add_dead_letter(entry(1, WORDS), "unparsable")
    assert await running.chats.forget(CHAT)
    assert on_disk(path) == 0


def on_disk(path: Path) -> int:
    """How often the words stand in any file beside the database."""
    return sum(file.read_bytes().count(WORDS.encode()) for file in path.parent.glob("test.db*"))
