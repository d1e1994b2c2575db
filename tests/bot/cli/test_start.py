"""`pobratim run` that cannot begin: one line, and exit code 1."""

import re
import socket
from collections.abc import Callable
from pathlib import Path

from tests.command import Done, pobratim, pobratim_process

NOWHERE = {"TELEGRAM_BOT_TOKEN": "42:token", "TELEGRAM_API_URL": "http://127.0.0.1:9"}


def run(folder: Path, command: Callable[..., Done] = pobratim, **settings: str) -> str:
    """What it says on standard error."""
    done = command("run", cwd=folder, **NOWHERE, LOG_LEVEL="ERROR", **settings)
    assert (done.returncode, done.stdout) == (1, b"")
    return done.stderr.decode()


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        told = run(tmp_path, PORT=str(taken.getsockname()[1]))
    words = r"pobratim: cannot listen on 127\.0\.0\.1:\d+ \(.*\); set HOST or PORT\n"
    assert re.fullmatch(words, told)


def test_a_damaged_database_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "bot.db"
    damaged = b"this is no database " * 1000
    file.write_bytes(damaged)
    assert run(tmp_path, DATABASE_URL=f"sqlite+aiosqlite:///{file}") == (
        "pobratim: the database file is damaged and was left as it is; "
        "move it away or restore a backup\n"
    )
    assert file.read_bytes() == damaged


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    told = run(tmp_path, DATABASE_URL=f"sqlite+aiosqlite:///{tmp_path}/file/bot.db")
    assert told.startswith(f"pobratim: cannot make the folder {tmp_path}/file")
    assert told.count("\n") == 1


def test_a_database_that_cannot_be_made(tmp_path: Path) -> None:
    url = "sqlite+aiosqlite:////proc/bot.db"  # not even root may write there
    # A process: the thread of a connection that failed outlives the loop by a moment.
    told = run(tmp_path, pobratim_process, DATABASE_URL=url)
    assert told.startswith("pobratim: the database cannot be reached (unable to open")
    assert told.count("\n") == 1
