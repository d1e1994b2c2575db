"""What is written is not lost: half-written, corrected, refused, or on a line that breaks."""

import asyncio

import pytest
from playwright.async_api import Browser, Page, Route, expect

from tests.e2e.browser import ask, opened, typed, write
from tests.e2e.conftest import Guest

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("chromium-1")]


async def fail_later(route: Route) -> None:
    """A line that breaks while something is on its way."""
    await asyncio.sleep(0.5)
    await route.abort()


async def test_what_is_half_written_stays_in_its_chat(page: Page) -> None:
    await page.keyboard.type("Тул")
    await page.locator("#chat").select_option(index=1)
    await expect(page.locator("#kind")).to_have_text("бот в группе")
    assert await typed(page) == ""
    await page.locator("#field").press_sequentially("/tw")
    await page.locator("#chat").select_option(index=0)
    await expect(page.locator("#field")).to_have_value("Тул")
    await page.locator("#chat").select_option(index=1)
    await expect(page.locator("#field")).to_have_value("/tw")


async def test_a_message_that_is_too_long_is_told_and_not_lost(
    browser: Browser, guest: Guest
) -> None:
    async with opened(browser, guest("ru")) as (page, _):  # the refusal is in the console, too
        await page.locator("#field").focus()
        await page.keyboard.insert_text("щ" * 4097)
        await page.keyboard.press("Enter")
        await expect(page.locator("#toast")).to_contain_text("не больше 4096 символов")
        assert len(await typed(page)) == 4097


async def test_what_is_typed_before_the_chat_has_come_is_kept(page: Page) -> None:
    async def later(route: Route) -> None:
        await asyncio.sleep(0.5)
        await route.continue_()

    await page.route("**/chat/state*", later)
    await page.reload(wait_until="commit")
    await page.locator("#field").press_sequentially("Тула")
    await expect(page.locator("#field")).to_have_attribute("placeholder", "Сообщение")
    await expect(page.locator("#field")).to_have_value("Тула")


async def test_on_a_slow_line_a_message_is_sent_once(page: Page) -> None:
    devtools = await page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 400, "downloadThroughput": -1, "uploadThroughput": -1}
    try:
        await devtools.send("Network.emulateNetworkConditions", slow)
        await write(page, "Тула")
        await page.keyboard.press("Enter")
        await page.keyboard.press("Enter")
        await page.locator(".message.in").wait_for()
        await expect(page.locator(".message.out")).to_have_count(1)
    finally:
        await devtools.detach()  # and the line is fast again


async def test_what_could_not_be_sent_stands_before_what_was_written_meanwhile(
    browser: Browser, guest: Guest
) -> None:
    async with opened(browser, guest("ru")) as (page, _):  # a failed fetch is in the console
        await page.route("**/chat/send", fail_later)
        await write(page, "Тула")
        await page.keyboard.type("Омск")
        await expect(page.locator("#field")).to_have_value("Тула\nОмск")
        await expect(page.locator("#toast")).to_have_text("Не отправлено: нет связи.")
        await page.unroute_all()
        await page.keyboard.press("Enter")
        await page.locator(".message.in").wait_for()


async def test_a_correction_that_fails_comes_back_with_what_was_written_meanwhile(
    browser: Browser, guest: Guest
) -> None:
    async with opened(browser, guest("ru")) as (page, _):
        await ask(page, "Тула")
        await page.keyboard.press("ArrowUp")
        await page.keyboard.type("!")
        await page.route("**/chat/edit", fail_later)
        await page.keyboard.press("Enter")
        await page.keyboard.type("Омск")
        await expect(page.locator("#field")).to_have_value("Тула!\nОмск")


async def test_what_fails_after_the_chat_was_left_is_kept_in_its_chat(
    browser: Browser, guest: Guest
) -> None:
    async with opened(browser, guest("ru")) as (page, _):
        await page.route("**/chat/send", fail_later)
        await write(page, "Тула")
        await page.locator("#chat").select_option(index=1)
        await expect(page.locator("#kind")).to_have_text("бот в группе")
        await page.locator("#toast", has_text="Не отправлено").wait_for()
        assert await typed(page) == ""
        await page.locator("#chat").select_option(index=0)
        await expect(page.locator("#field")).to_have_value("Тула")


async def test_a_correction_that_is_begun_survives_another_language_and_a_tapped_command(
    page: Page,
) -> None:
    await ask(page, "/help")
    await ask(page, "Тула")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.type(" и Омск")
    await page.locator("#language").select_option("en")
    await expect(page.locator("#reply b")).to_have_text("Edit message")
    await expect(page.locator("#field")).to_have_value("Тула и Омск")
    await page.locator(".message.in").first.locator("a.command").first.click()
    await expect(page.locator(".message.out")).to_have_count(3)
    await expect(page.locator("#field")).to_have_value("Тула и Омск")
