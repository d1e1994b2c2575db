"""Inline mode on the chat page: typed by keys, picked, and led back from the bot's chat."""

import pytest
from playwright.async_api import Page, expect

from bot.sandbox.world import GROUP
from tests.e2e.another_bot import last
from tests.e2e.browser import ask, typed

pytestmark = pytest.mark.asyncio(loop_scope="session")

NAME = "@pobratim_sandbox_bot"


async def type_inline(page: Page, words: str, first: str) -> None:
    """Type behind the bot's name, and wait for the results."""
    await page.locator("#field").press_sequentially(f"{NAME} {words}")
    await expect(page.locator("#results button b").first).to_contain_text(first)


async def test_results_come_as_one_types_and_a_key_sends_one(page: Page) -> None:
    await type_inline(page, "Тул", "Тула")
    results = page.locator("#results button")
    await expect(results).to_have_count(2)
    await expect(results.first).to_contain_text("Тульская область · 5 побратимов")
    await page.keyboard.press("ArrowDown")
    await expect(results.nth(1)).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Enter")
    sent = page.locator(".message.out").last
    await expect(sent.locator(".via")).to_have_text(f"через {NAME}")
    await expect(sent.locator(".text")).to_contain_text("Тульская область")
    await expect(page.locator("#inline")).to_be_hidden()
    assert await typed(page) == ""
    await sent.locator(".keyboard button", has_text="Филлинген").click()
    await expect(sent.locator(".text")).to_contain_text("Германия")


async def test_more_results_come_at_the_lists_end(page: Page) -> None:
    await type_inline(page, "", "Санкт-Петербург")
    results = page.locator("#results button")
    before = await results.count()
    await results.last.scroll_into_view_if_needed()
    await expect(results).not_to_have_count(before)


async def test_the_button_above_leads_to_the_bot_and_its_button_back(page: Page) -> None:
    await page.locator("#chat").select_option(str(GROUP["id"]))
    await expect(page.locator("#kind")).to_have_text("бот в группе")
    await type_inline(page, "Тул", "Тула")
    await page.locator("#inline .to-bot").click()
    await expect(page.locator("#kind")).to_have_text("бот")
    await expect(last(page).locator(".text")).to_contain_text("в любом чате")
    await last(page).locator(".buttons button").first.click()
    await expect(page.locator("#kind")).to_have_text("бот в группе")
    await expect(page.locator("#field")).to_have_value(f"{NAME} ")


async def test_a_query_is_no_message_and_escape_puts_it_away(page: Page) -> None:
    await page.locator("#field").press_sequentially(f"{NAME} ывапро")
    await expect(page.locator("#inline .to-bot")).to_be_visible()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Escape")
    await expect(page.locator("#inline")).to_be_hidden()
    await expect(page.locator(".message")).to_have_count(0)
    await page.locator("#field").fill("Тула")
    await page.keyboard.press("Enter")
    await expect(last(page).locator(".text")).to_contain_text("Тульская область")


async def test_a_card_is_shared_and_its_list_copied(page: Page) -> None:
    await ask(page, "Тула")
    await last(page).locator(".buttons button", has_text="Скопировать").click()
    await page.wait_for_function(
        "async () => (await navigator.clipboard.readText()).includes('Керчь, Украина')"
    )
    await last(page).locator(".buttons button", has_text="Поделиться").click()
    await page.get_by_role("dialog", name="Выберите чат").locator(".list button").nth(1).click()
    await expect(page.locator("#kind")).to_have_text("бот в группе")
    await expect(page.locator("#results button b").first).to_contain_text("Тула")
