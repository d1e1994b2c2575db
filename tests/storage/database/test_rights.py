"""The store's files are their owner's alone."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database.engine import StoreError
from storage.database.rights import make_private
from storage.database.store import Store

DEFAULT = "sqlite+aiosqlite:///var/pobratim.db"


@pytest.fixture(autouse=True)
def in_a_folder_that_all_may_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    before = os.umask(0)
    yield
    os.umask(before)


def rights(path: str) -> int:
    return os.stat(path).st_mode & 0o777  # noqa: PTH116


async def use(url: str) -> dict[str, int]:
    """The files of a store that is open and has been written to, with their rights."""
    async with await Store.open(url) as store:
        await store.chats.choose_language(7, "ru")
        folder = url.removeprefix("sqlite+aiosqlite:///").rpartition("/")[0]
        return {name: rights(f"{folder}/{name}") for name in os.listdir(folder)}  # noqa: PTH208


@pytest.mark.parametrize("url", [DEFAULT, "sqlite+aiosqlite:///a/b/own.db"])
async def test_a_new_store_is_its_owners_alone_whatever_the_umask(url: str) -> None:
    files = await use(url)
    assert any(name.endswith("-wal") for name in files)
    assert set(files.values()) == {0o600}
    assert rights("var" if url == DEFAULT else "a/b") == 0o700


async def test_what_is_ours_and_was_open_to_others_is_closed() -> None:
    await use(DEFAULT)
    for name in ("var", "var/pobratim.db"):
        os.chmod(name, 0o755)  # noqa: PTH101, S103
    files = await use(DEFAULT)
    assert rights("var") == 0o700
    assert not any(each & 0o077 for each in files.values())


async def test_what_is_somewhere_else_and_open_to_others_is_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    await use("sqlite+aiosqlite:///own/own.db")
    os.chmod("own/own.db", 0o644)  # noqa: PTH101
    caplog.clear()
    with caplog.at_level(logging.WARNING):
        await use("sqlite+aiosqlite:///own/own.db")
    assert caplog.messages == [
        "others may read the store own/own.db; chmod 600 makes it yours alone"
    ]
    assert rights("own/own.db") == 0o644


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=r"cannot make the folder file/x .* set DATABASE_URL"):
        make_private(Path("file/x/y.db"))
