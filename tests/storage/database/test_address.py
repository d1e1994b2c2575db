"""What DATABASE_URL may say, and what it is told where it may not."""

import asyncio
import os
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from storage.database.address import for_asyncpg, parse_url
from storage.database.engine import make_engine, transaction
from storage.database.errors import StoreError
from storage.database.store import Store

PG = "postgresql+asyncpg://bot:s3cret@127.0.0.1:1/bot"
LITE = "sqlite+aiosqlite:///a.db"


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    "url",
    [
        "sqlite+aiosqlite://",
        "sqlite+aiosqlite:///",
        "sqlite+aiosqlite:///:memory:",
        "sqlite+aiosqlite:///file::memory:?uri=true",
        "sqlite+aiosqlite:///file:x.db?mode=memory&uri=true",
    ],
)
async def test_a_store_in_memory_is_one_to_all_who_ask_and_leaves_nothing(
    url: str, tmp_path: Path
) -> None:
    async with await Store.open(url) as store:
        inbox = store.inbox(1)
        await asyncio.gather(*(store.revision() for _ in range(5)), inbox.depth())
        assert len((await store.load_catalogue()).twinnings) == 895
    assert os.listdir(tmp_path) == []  # noqa: PTH208


@pytest.mark.parametrize(
    ("url", "told"),
    [
        (f"{LITE}?timeout=abc", "a timeout that is no number of seconds"),
        (f"{LITE}?sslmode=require", "unknown, 'sslmode'; take one of timeout, uri"),
        (f"{LITE}?mode=ro", "unknown, 'mode'"),
        (f"{LITE}?uri=maybe", "is not understood"),
        ("sqlite+aiosqlite://host/a.db", "is not understood"),
        ("sqlite+aiosqlite:///a%00b.db", "is not understood"),
        (f"{PG}?foo=bar", "unknown, 'foo'"),
        (f"{PG}?{'x' * 5000}=1", "unknown, 'xxx"),
        (f"{PG}?timeout=abc", "a timeout that is no number of seconds"),
        (f"{PG}?connect_timeout=nan", "a connect_timeout that is no number of seconds"),
        (f"{PG}?command_timeout=-1", "a command_timeout that is no number of seconds"),
        (f"{PG}?sslmode=bogus", "sslmode"),
        (f"{PG}?sslmode=verify-full&sslrootcert=/nope", "No such file"),
        (f"{PG}?prepared_statement_cache_size=x", "is not understood"),
        (PG.replace(":1/", ":0/"), "a port that is none"),
        (PG.replace(":1/", ":-1/"), "a port that is none"),
        (PG.replace(":1/", ":65536/"), "a port that is none"),
        (PG.replace(":1/", ":abc/"), "is not understood"),
        (PG.replace("127.0.0.1", "[::1"), "is not understood"),
        (PG.replace("127.0.0.1", "::1"), "is not understood"),
        (PG.replace("127.0.0.1", "a..b"), "cannot be reached"),
        (PG.replace("127.0.0.1", "[::1]"), "cannot be reached"),
        (PG, "cannot be reached"),
    ],
)
async def test_what_is_wrong_is_told_in_a_line_without_the_password(url: str, told: str) -> None:
    with pytest.raises(StoreError, match=told) as caught:
        await Store.open(url)
    assert "\n" not in str(caught.value)
    assert "s3cret" not in str(caught.value)
    assert len(str(caught.value)) < 800


def test_what_libpq_knows_is_passed_on() -> None:
    url, arguments = for_asyncpg(
        parse_url(f"{PG}?sslmode=require&application_name=a%20b&connect_timeout=3&port=5")
    )
    assert url == make_url(f"{PG}?port=5")
    assert arguments == {
        "dsn": "postgresql://?sslmode=require&application_name=a+b",
        "timeout": 3.0,
        "command_timeout": 10.0,
    }


async def test_parameters_reach_the_server(postgres_url: str) -> None:
    engine = make_engine(
        f"{postgres_url}&sslmode=prefer&application_name=pobratim&prepared_statement_cache_size=0"
    )
    async with transaction(engine) as connection:
        name = await connection.execute(text("SHOW application_name"))
        assert name.scalar() == "pobratim"
    await engine.dispose()


@pytest.mark.parametrize(
    ("part", "changed"),
    [
        ("?", "?options=--nonsense&"),
        ("?", "?client_encoding=klingon&"),
        ("postgres@", "nobody@"),
        ("/test", "/no-such-test"),
    ],
)
async def test_a_server_that_refuses_is_told_in_a_line(
    postgres_url: str, part: str, changed: str
) -> None:
    with pytest.raises(StoreError, match=r"^the database ") as caught:
        await Store.open(postgres_url.replace(part, changed, 1))
    assert "\n" not in str(caught.value)
