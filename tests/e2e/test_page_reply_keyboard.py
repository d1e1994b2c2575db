"""The reply keyboard: buttons below the field that a bot puts there and takes away."""

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from bot.sandbox.world import GROUP
from tests.e2e.another_bot import Bot, last
from tests.e2e.browser import KREMLIN, opened, shown, write
from tests.e2e.conftest import Guest

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("chromium-2")]


def buttons(page: Page) -> Locator:
    return page.get_by_role("group", name="Клавиатура бота").get_by_role("button")


def toggle(page: Page) -> Locator:
    return page.locator("#keyboard-toggle")


async def bring(bot: Bot, *rows: list[object], **more: object) -> None:
    await bot.says("?", reply_markup={"keyboard": list(rows), **more})


async def in_group(page: Page, bot: Bot) -> None:
    await page.locator("#chat").select_option(str(GROUP["id"]))
    await expect(page.locator("#kind")).to_have_text("бот в группе")
    bot.chat = GROUP["id"]


async def test_a_button_sends_its_text_and_the_keyboard_stays(page: Page, bot: Bot) -> None:
    await bring(bot, ["Тула", "Омск"], ["🇩🇪 Киль"], input_field_placeholder="Какой город?")
    await expect(buttons(page)).to_have_text(["Тула", "Омск", "🇩🇪 Киль"])
    await expect(page.locator("#field")).to_have_attribute("placeholder", "Какой город?")
    await buttons(page).nth(1).click()
    await expect(page.locator(".message.out .text")).to_have_text("Омск")
    await expect(last(page).locator(".text")).to_contain_text("Омская область · Omsk")
    await expect(buttons(page)).to_have_count(3)
    await page.reload()
    await expect(buttons(page)).to_have_count(3)
    await expect(page.locator("#field")).to_have_attribute("placeholder", "Какой город?")


async def test_a_keyboard_is_folded_and_unfolded_and_taken_away(page: Page, bot: Bot) -> None:
    await expect(toggle(page)).to_be_hidden()
    await bring(bot, ["Тула"])
    await toggle(page).click()
    await expect(buttons(page)).to_have_count(0)
    await expect(toggle(page)).to_have_attribute("aria-expanded", "false")
    await toggle(page).click()
    await expect(buttons(page)).to_have_count(1)
    await bot.says("!", reply_markup={"remove_keyboard": True})
    for _ in range(2):
        await expect(toggle(page)).to_be_hidden()
        await expect(buttons(page)).to_have_count(0)
        await page.reload()
        await shown(page)


async def test_a_keyboard_for_one_time_closes_when_it_is_used(page: Page, bot: Bot) -> None:
    await bring(bot, ["Тула"], one_time_keyboard=True)
    await write(page, "Омск")  # which is on no button
    await page.locator(".message.out").wait_for()
    await expect(buttons(page)).to_have_count(1)
    await page.reload()
    await expect(buttons(page)).to_have_count(1)
    await buttons(page).first.click()
    await expect(page.locator(".message.out")).to_have_count(2)
    for _ in range(2):
        await expect(toggle(page)).to_be_visible()  # it can be had once more
        await expect(buttons(page)).to_have_count(0)
        await page.reload()
        await shown(page)


async def test_a_keyboard_is_as_high_as_the_phones_own_unless_it_is_resized(
    page: Page, bot: Bot
) -> None:
    heights = []
    for resize in (False, True):
        await bring(bot, ["Тула"], ["Омск"], resize_keyboard=resize)
        await expect(page.locator("#reply-keyboard.tall")).to_have_count(int(not resize))
        box = await buttons(page).first.bounding_box()
        assert box
        heights.append(box["height"])
    assert heights[0] > 2 * heights[1] > 80


async def test_a_place_is_shared_by_a_button(page: Page, bot: Bot) -> None:
    await bring(bot, [{"text": "Где я?", "request_location": True}])
    await buttons(page).first.click()
    there = f"{KREMLIN['latitude']:.4f}, {KREMLIN['longitude']:.4f}"
    await expect(page.locator(".message.out .place")).to_contain_text(there)
    await expect(page.locator(".message.out .text")).to_have_count(0)


async def test_what_is_near_is_found_by_the_bots_own_button_which_goes_away(page: Page) -> None:
    await write(page, "/near")
    await expect(buttons(page)).to_have_text(["📍 Отправить, где я"])
    await buttons(page).first.click()
    await expect(last(page).locator(".text")).to_contain_text("Тула — совсем рядом")
    await expect(toggle(page)).to_be_hidden()
    await expect(buttons(page)).to_have_count(0)


async def test_who_does_not_tell_where_they_are_can_write_it(
    browser: Browser, guest: Guest, address: str
) -> None:
    async with opened(browser, guest("ru")) as (page, _):
        await page.context.clear_permissions()
        await bring(Bot(address, page), [{"text": "Где я?", "request_location": True}])
        await buttons(page).first.click()
        await page.locator("#alert").get_by_role("button").click()
        dialog = page.get_by_role("dialog", name="Геопозиция")
        await dialog.get_by_role("button", name="Отправить").click()
        await page.locator(".message.out .place").wait_for()


async def test_what_the_page_cannot_share_is_told(page: Page, bot: Bot) -> None:
    await bring(bot, [{"text": "Номер", "request_contact": True}])
    await buttons(page).first.click()
    await expect(page.locator("#toast")).to_contain_text("только геопозицией")
    await expect(page.locator(".message.out")).to_have_count(0)


async def test_in_a_group_the_text_of_a_button_is_a_reply_that_the_bot_hears(
    page: Page, bot: Bot
) -> None:
    await in_group(page, bot)
    await bring(bot, ["Сочи"])
    await buttons(page).first.click()
    await expect(page.locator(".message.out .quoted").last).to_have_text("?")
    await expect(last(page).locator(".text")).to_contain_text("Краснодарский край · Sochi")
    await bot.says("!", reply_markup={"remove_keyboard": True})
    await expect(toggle(page)).to_be_hidden()


async def test_a_selective_keyboard_is_for_whom_it_answers(page: Page, bot: Bot) -> None:
    await in_group(page, bot)
    own, other = bot.chat, 1001
    selective = {"keyboard": [["Сочи"]], "selective": True}
    ids = []
    for user in (other, int(await page.evaluate("Number(location.hash.match(/user=(\\d+)/)[1])"))):
        message = {"user": user, "chat": own, "text": "/x@another_bot"}
        answer = await page.request.post(f"{bot.address}/chat/send", data=message)
        ids.append((await answer.json())["message"]["message_id"])
    for number, keys in zip(ids, (0, 1), strict=True):
        asked = {"message_id": number}
        await bot.says(f"для {number}", reply_parameters=asked, reply_markup=selective)
        await page.locator(".message.in .text", has_text=f"для {number}").wait_for()
        await expect(buttons(page)).to_have_count(keys)
    await bot.says("!", reply_markup={"remove_keyboard": True})
    await expect(toggle(page)).to_be_hidden()
