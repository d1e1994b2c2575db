"""DATABASE_URL: what it may say, and what of it the drivers are told."""

from collections.abc import Mapping
from math import isfinite
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from storage.database.errors import StoreError

SQLITE, POSTGRESQL = "sqlite+aiosqlite", "postgresql+asyncpg"
# Seconds to connect and to answer: lookups go on without the store, so nobody waits long for it.
POSTGRES_TIMEOUTS = {"timeout": 5.0, "command_timeout": 10.0}

SQLITE_PARAMETERS = frozenset({"timeout", "uri"})
SQLITE_URI_PARAMETERS = frozenset({"cache", "immutable", "mode", "nolock", "psow", "vfs"})
SQLALCHEMY_PARAMETERS = frozenset(
    {"host", "port", "user", "password", "ssl", "prepared_statement_cache_size"}
)
# What libpq calls so, asyncpg reads in an address of its own form.
LIBPQ_PARAMETERS = frozenset(
    """application_name client_encoding dbname gsslib krbsrvname options passfile search_path
    service servicefile sslcert sslcrl sslkey sslmode sslnegotiation sslpassword sslrootcert
    ssl_max_protocol_version ssl_min_protocol_version statement_timeout target_session_attrs
    timezone""".split()
)
SECONDS = {"timeout": "timeout", "connect_timeout": "timeout", "command_timeout": "command_timeout"}

NOT_UNDERSTOOD = (
    "DATABASE_URL is not understood; "
    "write sqlite+aiosqlite:///PATH or postgresql+asyncpg://USER:PASSWORD@HOST/NAME"
)


def parse_url(url: str) -> URL:
    """Check a database URL; raises StoreError with advice, which does not repeat it."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        parsed = None
    understood = parsed and parsed.drivername in (SQLITE, POSTGRESQL)
    if not parsed or not understood or "\0" in url.replace("%00", "\0"):
        raise StoreError(NOT_UNDERSTOOD)
    if parsed.port is not None and not 1 <= parsed.port <= 65535:
        raise StoreError("DATABASE_URL has a port that is none; they are 1 to 65535")
    _check_parameters(parsed)
    return parsed


def is_in_memory(sqlite: URL) -> bool:
    """Whether nothing is written anywhere, and all is gone with the connection."""
    name, mode = sqlite.database or "", sqlite.query.get("mode")
    return name in ("", ":memory:", "file::memory:") or mode == "memory"


def file_of(url: URL) -> Path | None:
    """SQLite's file; None where there is none."""
    if url.drivername != SQLITE or is_in_memory(url):
        return None
    return Path((url.database or "").removeprefix("file:"))


def for_asyncpg(url: URL) -> tuple[URL, dict[str, Any]]:
    """The URL as SQLAlchemy takes it, and asyncpg's arguments for the rest of it."""
    arguments: dict[str, Any] = dict(POSTGRES_TIMEOUTS)
    arguments |= {SECONDS[name]: _seconds(url, name) for name in url.query if name in SECONDS}
    libpq = {name: value for name, value in url.query.items() if name in LIBPQ_PARAMETERS}
    if libpq:
        arguments["dsn"] = f"postgresql://?{urlencode(libpq, doseq=True)}"
    rest = {name: it for name, it in url.query.items() if name in SQLALCHEMY_PARAMETERS}
    return url.set(query=rest), arguments


def _check_parameters(url: URL) -> None:
    if url.drivername == POSTGRESQL:
        known = SQLALCHEMY_PARAMETERS | LIBPQ_PARAMETERS | SECONDS.keys()
    else:
        known = SQLITE_PARAMETERS | (SQLITE_URI_PARAMETERS if _is_uri(url.query) else frozenset())
    for name in url.query:
        if name not in known:
            raise StoreError(
                f"DATABASE_URL has a parameter that is unknown, {name[:40]!r}; "
                f"take one of {', '.join(sorted(known))}"
            )
        if name in SECONDS:
            _seconds(url, name)


def _is_uri(query: Mapping[str, Any]) -> bool:
    return str(query.get("uri", "")).lower() in ("true", "yes", "on", "y", "t", "1")


def _seconds(url: URL, name: str) -> float:
    try:
        seconds = float(str(url.query[name]))
    except ValueError:
        seconds = 0.0
    if not (isfinite(seconds) and seconds > 0):
        raise StoreError(f"DATABASE_URL has a {name} that is no number of seconds above 0")
    return seconds
