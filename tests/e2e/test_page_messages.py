"""What is done with messages: one reads on, replies, corrects and copies."""

import pytest
from playwright.async_api import Locator, Page, expect

from tests.e2e.another_bot import Bot, last
from tests.e2e.browser import ask, write

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("chromium-2")]

LONG = "Строка\n" * 60
END = "log => log.scrollHeight - log.scrollTop - log.clientHeight"


async def menu(page: Page, side: str) -> list[str]:
    """Open the menu of somebody's last message; what it offers."""
    bubble = page.locator(f".message.{side} .bubble").last
    await bubble.click(button="right", position={"x": 9, "y": 9})  # a link has a menu of its own
    return await offers(page).all_inner_texts()


def offers(page: Page) -> Locator:
    """What the open menu of a message offers."""
    return page.get_by_role("group", name="Действия с сообщением").get_by_role("button")


async def test_whoever_reads_above_is_told_what_came_and_led_to_it(page: Page, bot: Bot) -> None:
    down = page.locator("#to-end")
    await bot.says(LONG)
    await last(page).wait_for()
    await expect(down).to_be_hidden()
    await page.locator("#log").evaluate("log => log.scrollTo(0, 0)")
    await expect(down).to_be_visible()
    await expect(down).to_have_attribute("aria-label", "К последним сообщениям")
    for count in (1, 2):
        await bot.says("Ещё")
        await expect(down.locator("b")).to_have_text(str(count))
    await expect(down).to_have_attribute("aria-label", "К последним сообщениям. Новых: 2.")
    assert await page.locator("#log").evaluate("log => log.scrollTop") == 0
    await down.click()
    await expect(down).to_be_hidden()
    assert await page.locator("#log").evaluate(END) < 2
    await page.locator("#log").evaluate("log => log.scrollTo(0, 0)")
    await expect(down.locator("b")).to_be_empty()


async def test_one_reads_on_by_scrolling_and_by_writing(page: Page, bot: Bot) -> None:
    down, log = page.locator("#to-end"), page.locator("#log")
    await bot.says(LONG)
    await last(page).wait_for()
    for back in ("scroll", "write"):
        await log.evaluate("log => log.scrollTo(0, 0)")
        await expect(down).to_be_visible()
        await bot.says("Ещё")
        await expect(down.locator("b")).to_have_text("1")
        if back == "scroll":
            await log.evaluate("log => log.scrollTo(0, log.scrollHeight)")
        else:
            await write(page, "Тула")
        await expect(down).to_be_hidden()


async def test_a_message_of_ones_own_is_corrected_by_mouse(page: Page) -> None:
    await ask(page, "Тулла")
    await ask(page, "Омск")
    await page.locator(".message.out .bubble").first.click(button="right")
    await page.get_by_role("button", name="Изменить").click()
    await expect(page.locator("#reply b")).to_have_text("Редактирование")
    await expect(page.locator("#field")).to_have_value("Тулла")
    await page.locator("#field").fill("Тула")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message.out .text")).to_have_text(["Тула", "Омск"])


async def test_any_message_is_replied_to_and_copied_and_only_ones_own_corrected(
    page: Page,
) -> None:
    await ask(page, "Тула")
    assert await menu(page, "in") == ["Ответить", "Скопировать"]
    await page.keyboard.press("Escape")
    assert await menu(page, "out") == ["Ответить", "Изменить", "Скопировать"]
    await offers(page).filter(has_text="Скопировать").click()
    await page.wait_for_function("async () => await navigator.clipboard.readText() === 'Тула'")
    await menu(page, "out")
    await page.keyboard.press("Enter")  # the first has the focus
    await expect(page.locator("#reply p")).to_have_text("Тула")
    await write(page, "Омск")
    await expect(page.locator(".message.out .quoted")).to_have_text("Тула")


async def test_a_sticker_has_nothing_to_copy_or_correct(page: Page) -> None:
    await page.locator("#attach").click()
    await page.get_by_role("button", name="Стикер").click()
    await page.get_by_role("dialog", name="Стикер").get_by_role("button", name="👋").click()
    await page.locator(".message.out .sticker").wait_for()
    await page.locator(".message.out .meta").click(button="right")
    offers = page.get_by_role("group", name="Действия с сообщением").get_by_role("button")
    await expect(offers).to_have_text(["Ответить"])


async def test_the_menu_opens_by_key_inside_the_screen_and_leaves_links_to_the_browser(
    page: Page, bot: Bot
) -> None:
    await bot.says("см. <a href='https://example.com'>example</a>", parse_mode="HTML")
    opened = page.locator("#message-menu:popover-open")
    await last(page).locator(".text a").click(button="right")
    await expect(opened).to_have_count(0)
    await page.keyboard.press("Escape")
    await last(page).locator(".answer").focus()
    await page.keyboard.press("Shift+F10")
    await expect(opened).to_have_count(1)
    box = await opened.bounding_box()
    assert box
    assert 0 <= box["x"] <= 390 - box["width"]
    assert 0 <= box["y"] <= 844 - box["height"]
