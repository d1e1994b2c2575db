"""SQLite's files: whether those that are open are still the ones that the next start will find."""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

READ_BACK_SECONDS = 0.2  # to wait for another process's lock

Identity = tuple[int, ...] | None


class DatabaseFiles:
    """The database, its log and the log's index; without a path (a server, memory) never moved.

    Only a checkpoint writes into the database itself. Had it been written otherwise, what we wrote
    last, the beat, would not stand there any more.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.beat = 0  # of those that were in it before its log was moved into it
        self._open: list[Identity] | None = None
        self._written: Identity = None  # size and time of the database's last checkpoint

    def forget(self) -> None:
        """They are closed, or to be opened: whatever is there next is right."""
        self._open, self.beat = None, 0

    def note(self) -> None:
        """They are open now, unless they were before."""
        if self._open is None and self.path:
            self._open = self._found()
            self.note_checkpoint()

    def note_checkpoint(self) -> None:
        """The database was written, by us or another process of ours."""
        self._written = self._state()

    @property
    def moved(self) -> bool:
        """Whether one of them was deleted or replaced: what is written goes nowhere."""
        return self._open is not None and self._found() != self._open

    @property
    def was_written(self) -> bool:
        """Whether somebody wrote into the database since the last checkpoint that is known."""
        return self._open is not None and self._state() != self._written

    @property
    def is_log_for_database(self) -> bool:
        """Whether the database is as we left it, so that what our log holds can be saved in it."""
        return self._open is not None and self._found()[0] == self._open[0] and not self.was_written

    def spoil_log(self) -> None:
        """Keep our log out of a database that is another one: it must not be played into it."""
        for file, found, ours in zip(self._paths(), self._found(), self._open or (), strict=False):
            if found == ours and file != self.path:
                with suppress(OSError):
                    if file.name.endswith("-wal"):  # the index is mapped into memory
                        os.truncate(file, 0)
                    file.unlink()

    def reads_back(self) -> bool:
        """Whether a new connection finds the beat, or a later one; True where it cannot be said."""
        if self.path is None:
            return True
        address = f"{self.path.absolute().as_uri()}?mode=ro"
        try:
            with closing(sqlite3.connect(address, READ_BACK_SECONDS, uri=True)) as connection:
                row = connection.execute("SELECT beat FROM change").fetchone()
        except sqlite3.Error as error:
            return "locked" in str(error)
        return row is not None and int(row[0]) >= self.beat

    def _paths(self) -> list[Path]:
        return [Path(f"{self.path}{end}") for end in ("", "-wal", "-shm")]

    def _found(self) -> list[Identity]:
        found = [_stat(path) for path in self._paths()]
        return [it and (it.st_dev, it.st_ino) for it in found]

    def _state(self) -> Identity:
        found = _stat(self._paths()[0])
        return found and (found.st_size, found.st_mtime_ns)


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None
