"""A running bot and the people who talk with it."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from aiohttp import ClientSession

from tests.e2e.person import Person

ENDS_WITHIN = 10.0


def environment(**settings: str) -> dict[str, str]:
    """A bare environment, so that a developer's token stays out of it."""
    return {"PATH": os.environ["PATH"], "PYTHONWARNINGS": "error", "PORT": "0"} | settings


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page's address of `pobratim run` without a token, which also must end well."""
    folder: Path = tmp_path_factory.mktemp("run")
    with (folder / "errors").open("w+") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=folder,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        assert process.stdout
        line = process.stdout.readline()
        found = re.search(r"http://\S+", line)
        assert found, (line, (folder / "errors").read_text())
        yield found[0]
        process.send_signal(signal.SIGINT)
        assert process.wait(ENDS_WITHIN) == 0
        process.stdout.close()
    assert (folder / "errors").read_text() == ""


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


@pytest.fixture
def person(session: ClientSession, address: str) -> Person:
    return Person(session, address)
