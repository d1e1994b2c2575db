"""What can be wrong with a database, told in a line: an outage, damage, or a bug of ours."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

# Of PostgreSQL's errors, those of the moment or the server: connection, resources, rights to log
# in, interventions, the system, damage, a server that only reads, deadlocks, a missing database.
OUTAGES = ("08", "25006", "28", "3D", "40", "53", "55", "57", "58", "XX")
# What SQLite says of a file that is damaged, or that somebody has put in the place of ours.
DAMAGE = ("malformed", "not a database", "disk I/O error", "no such table: change")


class StoreError(Exception):
    """The store cannot be used now; the message says why and what to do."""


class StoreDamagedError(StoreError):
    """What the database holds cannot be read, or is not what it held."""


class StoreRefusedError(StoreError):
    """The database works, and refuses what it was told: a bug, which no waiting mends."""


@contextmanager
def store_errors() -> Iterator[None]:
    """Whatever the database refuses in here is a StoreError."""
    try:
        yield
    except (DBAPIError, PoolTimeoutError, OSError) as error:  # TimeoutError is an OSError
        raise _kind(error)(_advice(error)) from error


def unreachable(reason: object) -> str:
    """Advice where no more is known than what the driver says."""
    told = _first_line(str(reason)) or type(reason).__name__
    return f"the database cannot be reached ({told}); check DATABASE_URL and the folder's rights"


def _advice(error: Exception) -> str:
    reason = str(error.orig if isinstance(error, DBAPIError) else error) or type(error).__name__
    if "not a database" in reason or "malformed" in reason:
        return (
            "the database file is damaged and was left as it is; move it away or restore a backup"
        )
    if "disk is full" in reason or "No space left" in reason:
        return "the disk is full; make room for the database"
    if "readonly" in reason or "read-only" in reason:
        return (
            "the database cannot be written; check the rights of its file and folder, "
            "or why its server only reads"
        )
    if _is_outage(error):
        return unreachable(reason)
    return f"the database refused ({_first_line(reason)})"


def _kind(error: Exception) -> type[StoreError]:
    if any(words in str(error) for words in DAMAGE):
        return StoreDamagedError
    return StoreError if _is_outage(error) else StoreRefusedError


def _is_outage(error: Exception) -> bool:
    """Whether it may pass by itself, or when somebody looks after the database."""
    if not isinstance(error, DBAPIError) or error.connection_invalidated:
        return True
    if code := getattr(error.orig, "sqlstate", None):
        return str(code).startswith(OUTAGES)
    reason = str(error.orig)
    if isinstance(error, InterfaceError):  # asyncpg's: also for what it was asked wrongly
        return "closed" in reason
    return isinstance(error, OperationalError | InternalError)


def _first_line(text: str) -> str:
    return text.partition("\n")[0]  # what follows may quote rows
