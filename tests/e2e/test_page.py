"""The chat page in a real Chromium, at a phone's width, in both languages."""

from collections.abc import AsyncIterator
from itertools import count

import pytest
from playwright.async_api import Page

from tests.e2e.browser import CHROMIUM, DESK, ask, browse, tap

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed")

guests = count(90_001)


@pytest.fixture
async def page(address: str) -> AsyncIterator[Page]:
    async with browse(f"{address}/") as (page, complaints):
        yield page
        assert complaints == []


async def choose(page: Page, what: str, value: str) -> None:
    await page.locator(f"#{what}").select_option(value)
    await page.locator("#log[aria-busy=false]").wait_for(state="attached")
    await page.wait_for_timeout(500)  # until the other chat has come


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ru", ("Тула · Tula", "Германия", "Архангельск", "Эмден")),
        ("en", ("Tula · Тула", "Germany", "Arkhangelsk", "Emden")),
    ],
)
async def test_twins_tula_then_country_then_city_and_back(
    page: Page, language: str, words: tuple[str, str, str, str]
) -> None:
    heading, country, city, partner = words
    await choose(page, "language", language)
    await ask(page, "/twins Tula")
    last = page.locator(".message.in").last
    assert (await last.locator(".text").inner_text()).startswith(heading)
    await tap(page, country, shows=city)
    await tap(page, city, shows=partner)
    await tap(page, f"« {country}", shows=city)
    await tap(page, f"« {heading.partition(' ')[0]}", shows=heading)
    assert await page.locator("html").evaluate("page => page.scrollWidth") <= 390


async def test_a_long_list_folds_and_opens(page: Page) -> None:
    await ask(page, "Санкт-Петербург")
    quote = page.locator(".message.in").last.locator("blockquote.expandable")
    folded = await quote.evaluate("quote => quote.clientHeight")
    await quote.click()
    await page.locator("blockquote.expandable.open").last.wait_for()
    assert await quote.evaluate("quote => quote.clientHeight") > folded


async def test_what_is_offered_can_be_tapped(page: Page) -> None:
    await choose(page, "language", "ru")
    await ask(page, "Орск")
    await tap(page, "Омск", shows="Омск · Omsk")


async def test_the_menu_sends_a_command(page: Page) -> None:
    await choose(page, "language", "en")
    await ask(page, "/help")
    await page.locator("#menu").click()
    await page.locator("#commands button", has_text="/cities").click()
    await page.locator(".message.in .text", has_text="Choose a letter").last.wait_for()


async def test_a_forced_reply_is_shown_and_answered_in_a_group(page: Page) -> None:
    await choose(page, "language", "ru")
    group = await page.locator("#chat option").nth(1).get_attribute("value")
    assert group
    await choose(page, "chat", group)
    await ask(page, "/twins")
    await page.locator("#reply:visible").wait_for()
    await ask(page, "Сочи")
    await page.locator(".message.in .text", has_text="Сочи · Sochi").last.wait_for()


async def test_the_history_survives_a_reload(page: Page) -> None:
    await ask(page, "Тула")
    shown = await page.locator(".message").count()
    await page.reload()
    await page.locator(".message").nth(shown - 1).wait_for()
    assert await page.locator(".message").count() == shown


async def test_an_old_button_gives_a_toast(page: Page) -> None:
    await choose(page, "language", "ru")
    await ask(page, "Тула")
    await page.evaluate(
        """async () => {
            const last = [...document.querySelectorAll('.message.in')].at(-1);
            await fetch('/chat/tap', {method: 'POST', body: JSON.stringify({
                user: 1001, chat: 1001, message_id: +last.dataset.messageId, data: 'p:atlantis'})});
        }"""
    )
    await page.locator("#toast", has_text="устарела").wait_for()


async def test_the_page_is_fit_for_a_desk_too(address: str) -> None:
    async with browse(f"{address}/", DESK, dark=True) as (page, complaints):
        await ask(page, "/countries")
        assert await page.locator("html").evaluate("page => page.scrollWidth") <= 1200
        assert complaints == []
