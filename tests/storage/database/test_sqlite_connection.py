"""Opening a file of SQLite, where that fails."""

import asyncio
import threading
from pathlib import Path

import pytest

from storage.database.sqlite_connection import open_sqlite


def test_a_file_that_cannot_be_opened_leaves_no_thread_to_a_closed_loop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken: list[object] = []
    monkeypatch.setattr(threading, "excepthook", lambda told: broken.append(told.exc_value))
    for _ in range(200):  # the thread loses the race in one of thirty
        loop = asyncio.new_event_loop()
        with pytest.raises(Exception, match="unable to open database file"):
            loop.run_until_complete(open_sqlite(f"{tmp_path}/missing/bot.db"))
        loop.close()
    assert broken == []
