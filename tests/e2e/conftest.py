"""A running bot and the people who talk with it."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import ClientSession, web
from playwright.async_api import Browser, Page

from tests.e2e.another_bot import PICTURE, Bot, Site
from tests.e2e.browser import CHROMIUM, PHONE, chromium, opened, shown
from tests.e2e.person import Person

ENDS_WITHIN = 10.0
ADMIN = 1001  # of the bot: somebody who is in the sandbox from the start
guests = count(90_001)
Guest = Callable[[str], str]  # an address of the page, by language


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
            env=environment(ADMIN_IDS=str(ADMIN)),
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        assert process.stdout
        try:
            line = process.stdout.readline()
            found = re.search(r"http://\S+", line)
            assert found, (line, (folder / "errors").read_text())
            yield found[0]
            process.send_signal(signal.SIGINT)
            assert process.wait(ENDS_WITHIN) == 0
        finally:
            process.kill()  # which does nothing to one that has ended
            process.wait()
            process.stdout.close()
    assert (folder / "errors").read_text() == ""


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


@pytest.fixture
def person(session: ClientSession, address: str) -> Person:
    return Person(session, address)


@pytest.fixture
def administrator(session: ClientSession, address: str) -> Person:
    """The bot's administrator, in their private chat."""
    person = Person(session, address)
    person.id = person.chat = ADMIN
    return person


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Debian's chromium is not installed")
    async with chromium() as browser:
        yield browser


@pytest.fixture
def guest(address: str) -> Guest:
    """Addresses of the page for somebody new, in a chat of their own."""
    user = next(guests)
    return lambda language: f"{address}/#user={user}&lang={language}"


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def tab(browser: Browser) -> AsyncIterator[tuple[Page, list[str]]]:
    """A tab that the tests use one after another, and what it complains of."""
    async with opened(browser, "about:blank") as (page, complaints):
        yield page, complaints


@pytest_asyncio.fixture(loop_scope="session")
async def page(
    tab: tuple[Page, list[str]], guest: Guest, request: pytest.FixtureRequest
) -> AsyncIterator[Page]:
    """The page at a phone's width, in Russian or as parametrized; it must not complain."""
    page, complaints = tab
    await page.set_viewport_size(PHONE)
    await page.goto(guest(getattr(request, "param", "ru")))
    await shown(page)
    yield page
    for other in page.context.pages[1:]:
        await other.close()
    await page.unroute_all()
    await page.emulate_media(color_scheme="light")
    await page.goto("about:blank")  # nothing of the test goes on
    told = complaints.copy()
    complaints.clear()
    assert told == []


@pytest.fixture
def bot(address: str, page: Page) -> Bot:
    return Bot(address, page)


@pytest_asyncio.fixture(loop_scope="session")
async def picture() -> AsyncIterator[Site]:
    """A site of its own that gives a picture at every path."""
    app = web.Application()

    async def give(_: web.Request) -> web.FileResponse:
        return web.FileResponse(PICTURE)

    app.router.add_get("/{path:.*}", give)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield Site(f"http://127.0.0.1:{runner.addresses[0][1]}")
    await runner.cleanup()
