"""What all tests share: the bundled catalogue, a search over it, translators, a database."""

import asyncio
import os
import re
import shutil
from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from bot.i18n import Translator, translator
from storage.catalogue import Catalogue
from storage.database.store import Store
from storage.ingest.dataset import Dataset, bundled_dataset
from storage.languages import LANGUAGES
from storage.search.search import Search
from tests.postgres import Postgres, binaries, running


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI nothing may be missing: what would be skipped there fails."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CI"):
        report.outcome = "failed"
    return report


# What shares a browser, a bot, a database server or a walk through all screens runs in one
# process, which makes it once.
GROUPS = {
    r"tests/bot/views/test_screens.*\[(\w+)": r"screens \1",
    r"tests/bot/maps/test_layout.*\[(\w+)": r"maps \1",
    "tests/storage/database/": "database",
    "tests/e2e/test_page_access": "browser 1",
    "tests/e2e/test_page_drafts": "browser 1",
    "tests/e2e/test_page_typing": "browser 1",
    "tests/e2e/test_page": "browser 2",
    "tests/e2e/test_conversation": "browser 2",
}


class Groups(LoadScopeScheduling):  # type: ignore[misc]  # which ships no types
    """By files: with pytest 9 the marks of groups do not reach the scheduler of xdist 3.8."""

    def _split_scope(self, nodeid: str) -> str:
        found = ((re.match(path, nodeid), group) for path, group in GROUPS.items())
        return next((match.expand(group) for match, group in found if match), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Groups:
    return Groups(config, log)


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    return bundled_dataset()


@pytest.fixture(scope="session")
def catalogue(dataset: Dataset) -> Catalogue:
    return Catalogue(dataset.digest, dataset.places, dataset.twinnings, dataset.source)


@pytest.fixture(scope="session")
def search(catalogue: Catalogue) -> Search:
    return Search(catalogue)


@pytest.fixture(params=list(LANGUAGES.values()), ids=list(LANGUAGES))
def t(request: pytest.FixtureRequest) -> Translator:
    return translator(request.param)


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path}/test.db"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A server of the test process's own."""
    programs = binaries()
    if programs is None:
        pytest.skip("Debian's postgresql is not installed")
    with running(programs) as server:
        yield server


@pytest.fixture
def postgres_url(postgres: Postgres, request: pytest.FixtureRequest) -> Iterator[str]:
    """A database of the test's own: an empty one, or where it wants `filled_url`, a copy."""
    is_filled = "filled_url" in request.fixturenames
    url = postgres.create(request.getfixturevalue("filled_in_postgres") if is_filled else "")
    yield url
    postgres.release(url)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that is filled already: filling it takes longer than most tests."""
    path = tmp_path_factory.mktemp("filled") / "filled.db"
    fill(f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def filled_in_postgres(postgres: Postgres) -> str:
    """The same there; gives its URL."""
    url = postgres.create()
    fill(url)
    return url


def fill(url: str) -> None:
    async def opened() -> None:
        await (await Store.open(url)).close()

    asyncio.run(opened())


@pytest.fixture
def filled_url(database_url: str, request: pytest.FixtureRequest) -> str:
    """The test's database, filled; on PostgreSQL `postgres_url` has copied it."""
    if database_url.startswith("sqlite"):
        shutil.copy(request.getfixturevalue("filled"), database_url.partition(":///")[2])
    return database_url


@pytest.fixture
async def store(filled_url: str) -> AsyncIterator[Store]:
    async with await Store.open(filled_url) as store:
        yield store
