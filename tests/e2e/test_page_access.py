"""The chat page is for everybody: small screens, large letters, screen readers, weak eyes."""

from typing import Literal

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, ViewportSize, expect

from bot.commands import COMMANDS
from tests.e2e.another_bot import Bot
from tests.e2e.browser import DESK, PHONE, ask, opened, write
from tests.e2e.conftest import Guest

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("chromium-1")]

SMALL = ViewportSize(width=320, height=568)
ZOOMED = ViewportSize(width=195, height=422)  # a phone of 390 at 200 %
SIZES = (SMALL, ZOOMED, PHONE, DESK)
RULES: dict[Literal["light", "dark"], dict[str, object]] = {
    "light": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "dark": {"type": "rule", "values": ["color-contrast"]},
}
KEYBOARD = {"keyboard": [["Тула" * 30, "Омск"], [{"text": "Где я?", "request_location": True}]]}
# What sticks out of the screen sideways, though nothing may.
OUTSIDE = """
() => [...document.querySelectorAll("body *")].filter((node) => {
  const {left, right, width} = node.getBoundingClientRect();
  return width > 0 && !node.closest(".unseen") && (left < -1 || right > innerWidth + 1);
}).map((node) => node.outerHTML.slice(0, 80))
"""
# Whether a tap in the middle of a node meets the node.
REACHED = """
(node) => {
  const {left, top, width, height} = node.getBoundingClientRect();
  return node.contains(document.elementFromPoint(left + width / 2, top + height / 2));
}
"""


async def violations(page: Page) -> list[str]:
    """What axe finds against the A and AA levels of WCAG; by night only the colours differ."""
    found = []
    for scheme, rules in RULES.items():
        await page.emulate_media(color_scheme=scheme)
        result = await Axe().run(page, options={"runOnly": rules})
        found += [
            f"{scheme}, {one['id']}: {node['target']} {node['failureSummary']}"
            for one in result.response["violations"]
            for node in one["nodes"]
        ]
    return found


@pytest.mark.parametrize("page", ["ru", "en"], indirect=True)
async def test_axe_finds_nothing_in_a_chat(page: Page) -> None:
    assert await violations(page) == [], "start"
    await ask(page, "/help")
    await ask(page, "Санкт-Петербург")
    await page.locator(".message.in .answer").last.focus()
    await page.keyboard.press("Enter")
    await page.keyboard.type("/")
    assert await violations(page) == [], "a chat, with commands and a reply"
    await page.keyboard.press("Escape")
    await page.locator("#chat").select_option(index=1)
    await expect(page.locator("#menu")).to_have_class("slash")
    await write(page, "/twins")
    await page.locator("#reply:visible").wait_for()
    assert await violations(page) == [], "a group"


async def test_axe_finds_nothing_in_what_is_attached(page: Page) -> None:
    await page.locator("#attach").click()
    assert await violations(page) == [], "the menu"
    for kind in ("location", "sticker"):
        await page.locator(f"#attachments [value={kind}]").click()
        assert await violations(page) == [], kind
        await page.locator(f"#{kind} .primary, #{kind} .stickers button").first.click()
        await page.locator("#attach").click()
    await page.locator("#attachments [value=voice]").click()
    await page.locator("#recording:visible").wait_for()
    assert await violations(page) == [], "recording"
    await page.locator("#recording .send").click()
    await page.locator(".message.out audio").wait_for()
    assert await violations(page) == [], "a chat with media"


async def test_axe_finds_nothing_in_a_reply_keyboard_and_a_messages_menu(
    page: Page, bot: Bot
) -> None:
    await bot.says("x\n" * 60, reply_markup=KEYBOARD)
    await page.locator("#reply-keyboard button").first.wait_for()
    await page.locator("#log").evaluate("log => log.scrollTo(0, 0)")
    await page.locator("#to-end:visible").wait_for()
    await bot.says("x")
    await expect(page.locator("#to-end b")).to_have_text("1")
    await page.locator(".message.in .bubble").first.click(button="right", position={"x": 9, "y": 9})
    assert await violations(page) == []


@pytest.mark.parametrize("page", ["ru", "en"], indirect=True)
async def test_nothing_sticks_out_sideways(page: Page, bot: Bot) -> None:
    async def look() -> None:
        for size in SIZES:
            await page.set_viewport_size(size)
            assert await page.evaluate(OUTSIDE) == [], size
            assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"]

    await look()
    await bot.says("x", reply_markup=KEYBOARD)
    await page.locator("#reply-keyboard button").first.wait_for()
    await look()
    await ask(page, "/start")
    await ask(page, "Москва" * 30)
    await page.locator(".message.in .answer").last.focus()
    await page.keyboard.press("Enter")
    await write(page, "Moscow")  # a reply's own bubble, which quotes
    await page.locator(".message.out .quoted").wait_for()
    await page.locator("#menu").click()
    await look()


@pytest.mark.parametrize("page", ["ru", "en"], indirect=True)
async def test_on_the_smallest_phone_nothing_lies_under_the_composer(page: Page) -> None:
    await page.set_viewport_size(SMALL)
    begin = page.locator("#start button")
    await expect(begin).to_be_in_viewport(ratio=1)
    assert await begin.evaluate(REACHED)
    await begin.click()
    answer = page.locator(".message.in").last
    await answer.wait_for()
    await expect(answer.locator("button").nth(-2)).to_be_in_viewport(ratio=1)
    assert await answer.locator(".keyboard button").last.evaluate(REACHED)
    await page.set_viewport_size(ZOOMED)
    await answer.locator(".keyboard button").last.scroll_into_view_if_needed()
    assert await answer.locator(".keyboard button").last.evaluate(REACHED)


@pytest.mark.parametrize(
    ("page", "you", "bot"), [("ru", "Вы", "Побратим"), ("en", "You", "Побратим")], indirect=["page"]
)
async def test_a_screen_reader_hears_who_speaks_and_when(page: Page, you: str, bot: str) -> None:
    await ask(page, "Tula")
    clock = await page.locator(".message.out time").inner_text()
    mine = page.get_by_role("article", name=f"{you}, {clock}")
    await expect(mine).to_contain_text("Tula")
    await expect(page.get_by_role("article", name=f"{bot}, ")).to_contain_text("Тула")
    log = page.get_by_role("log", name="Сообщения" if you == "Вы" else "Messages")
    await expect(log).to_have_attribute("aria-live", "polite")


async def test_the_list_of_commands_is_a_listbox_that_is_announced(page: Page) -> None:
    field = page.get_by_role("combobox", name="Сообщение")
    await expect(field).to_have_attribute("aria-expanded", "false")
    await page.keyboard.type("/")
    await expect(page.get_by_role("listbox", name="Команды")).to_be_visible()
    await expect(field).to_have_attribute("aria-expanded", "true")
    heard = page.get_by_role("status").filter(has_text=f"Команд в списке: {len(COMMANDS)}")
    await expect(heard).to_have_count(1)
    option = page.get_by_role("listbox").get_by_role("option", selected=True)
    await expect(option).to_have_attribute("id", "command-0")


async def test_dialogs_have_names_and_give_the_focus_back(page: Page) -> None:
    await page.locator("#attach").click()
    await page.get_by_role("button", name="Геопозиция").click()
    await expect(page.get_by_role("dialog", name="Геопозиция")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.locator("#attach")).to_be_focused()


async def test_a_message_is_walked_through_by_keyboard_from_its_buttons_to_the_reply(
    page: Page,
) -> None:
    await ask(page, "Тула")
    buttons = page.locator(".message.in button")
    await buttons.first.focus()
    for at in range(1, await buttons.count()):
        await page.keyboard.press("Tab")
        await expect(buttons.nth(at)).to_be_focused()
    await expect(page.get_by_role("button", name="Ответить")).to_be_focused()


async def test_where_no_motion_is_wanted_nothing_moves(browser: Browser, guest: Guest) -> None:
    moving = "() => document.getAnimations().length"
    busy = "document.querySelector('.buttons button').ariaBusy = 'true'"
    async with opened(browser, guest("ru"), still=True) as (page, complaints):
        await ask(page, "Тула")
        await page.evaluate(busy)
        assert await page.evaluate(moving) == 0
        await page.locator(".message.in .buttons button").last.click()
        await page.locator(".message.flash").wait_for()
        assert await page.evaluate(moving) == 0
        assert complaints == []
    async with opened(browser, guest("ru")) as (page, _):
        await ask(page, "Тула")
        await page.evaluate(busy)
        assert await page.evaluate(moving) > 0
