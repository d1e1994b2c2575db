"""The rights of SQLite's files: they hold what people wrote and nobody has answered yet."""

import logging
import os
from contextlib import suppress
from pathlib import Path

from storage.database.errors import StoreError

log = logging.getLogger(__name__)

DEFAULT_PATH = Path("var/pobratim.db")  # under the working directory; all of it is ours
OTHERS = 0o077  # what group and others may do
BESIDE = ("-wal", "-shm", "-journal")  # SQLite makes them with the rights of the file itself


def make_private(path: Path) -> None:
    """Make the folder and the file where they are missing, for their owner alone.

    What is there already with wider rights is made so where it is ours, else it is told. Raises
    StoreError where the folder cannot be made.
    """
    folder = path.parent
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise StoreError(
            f"cannot make the folder {folder} for the database ({reason}); "
            "run from a folder you may write to, or set DATABASE_URL"
        ) from error
    with suppress(OSError):  # it is there, or cannot be made: then opening it tells why
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    if path == DEFAULT_PATH:
        for ours in (folder, path, *(Path(f"{path}{end}") for end in BESIDE)):
            _tighten(ours)
    elif _is_open_to_others(path):
        log.warning("others may read the store %s; chmod 600 makes it yours alone", path)


def _tighten(path: Path) -> None:
    if _is_open_to_others(path):
        try:
            path.chmod(path.stat().st_mode & ~OTHERS)
        except OSError as error:
            log.warning("others may read %s, and it cannot be changed (%s)", path, error.strerror)


def _is_open_to_others(path: Path) -> bool:
    try:
        return bool(path.stat().st_mode & OTHERS)
    except OSError:
        return False
