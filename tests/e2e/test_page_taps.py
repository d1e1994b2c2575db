"""What can be tapped on the chat page: buttons, commands, links, code."""

import asyncio
import re

import pytest
from playwright.async_api import Page, Route, expect

from bot.sandbox.world import GROUP
from tests.e2e.another_bot import Bot, Site, keyboard, last
from tests.e2e.browser import ask

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("chromium-2")]


async def test_a_command_in_the_text_is_sent_when_it_is_tapped(page: Page) -> None:
    await ask(page, "/help")
    await last(page).locator("a.command", has_text=re.compile("^/countries$")).click()
    await expect(page.locator(".message.out .text").last).to_have_text("/countries")
    await expect(last(page).locator(".text")).to_contain_text("Все страны")


async def test_in_a_group_a_tapped_command_names_the_bot(page: Page) -> None:
    await page.locator("#chat").select_option(str(GROUP["id"]))
    await expect(page.locator("#kind")).to_have_text("бот в группе")
    await expect(page.locator("#menu")).to_have_class("slash")
    await page.locator("#menu").click()
    await page.locator("#commands button", has_text="/help").click()
    await expect(page.locator(".message.out .text").last).to_have_text("/help@pobratim_sandbox_bot")


async def test_code_is_copied_by_a_tap_and_by_a_key(page: Page) -> None:
    await ask(page, "/help")
    code = last(page).locator("code").first
    await code.click()
    await expect(page.locator("#toast")).to_have_text("Скопировано")
    assert await page.evaluate("navigator.clipboard.readText()") == "Тула"
    await last(page).locator("code").nth(2).focus()
    await page.keyboard.press("Enter")
    await page.wait_for_function("async () => await navigator.clipboard.readText() === 'Киль'")


async def test_links_to_the_bot_are_followed_inside_the_page(page: Page, bot: Bot) -> None:
    for link in (
        "https://t.me/pobratim_sandbox_bot?start=tula",
        "t.me/Pobratim_Sandbox_Bot?start=omsk",
        "tg://resolve?domain=pobratim_sandbox_bot&start=kiel",
    ):
        await bot.says(f"См. {link}")
        await page.locator(".text a", has_text=link).click()
        start = "/start " + link.rpartition("=")[2]
        await expect(page.locator(".message.out .text").last).to_have_text(start)
    await expect(last(page).locator(".text")).to_contain_text("Германия · Kiel")
    assert len(page.context.pages) == 1


async def test_a_button_with_a_link_to_the_bot_is_followed_too(page: Page, bot: Bot) -> None:
    for city, scheme in (("tula", "https://"), ("omsk", "")):
        button = {"text": city, "url": f"{scheme}t.me/pobratim_sandbox_bot?start={city}"}
        await bot.says("x", reply_markup=keyboard([button]))
        await last(page).locator(".buttons button", has_text=city).click()
        await expect(page.locator(".message.out .text").last).to_have_text(f"/start {city}")
        await expect(last(page).locator(".text")).to_contain_text(city.title())


async def test_a_button_whose_link_has_no_scheme_leads_into_the_web(
    page: Page, bot: Bot, picture: Site
) -> None:
    there = picture.address.removeprefix("http://") + "/map.png"
    await bot.says("x", reply_markup=keyboard([{"text": "x", "url": there}]))
    async with page.context.expect_page() as opening:
        await last(page).locator(".buttons button").click()
    assert (await opening.value).url == f"http://{there}"


async def test_what_was_to_be_done_in_another_chat_is_not_done_in_this_one(
    page: Page, bot: Bot
) -> None:
    shown = asyncio.Event()

    async def later(route: Route) -> None:
        if f"chat={GROUP['id']}" in route.request.url:
            await shown.wait()
        await route.continue_()

    await bot.says("https://t.me/pobratim_sandbox_bot?startgroup=tula")
    await page.route("**/chat/state*", later)
    async with page.expect_request(re.compile(f"/chat/state.*chat={GROUP['id']}")):
        await last(page).locator(".text a").click()
    async with page.expect_response("**/chat/state*"):
        await page.go_back()
    shown.set()
    await ask(page, "Омск")
    await expect(page.locator(".message.out .text")).to_have_text(["Омск"])


async def tap_elsewhere(page: Page, bot: Bot) -> str:
    """Tap an old button of the last message in another tab; the id of the tap, now answered."""
    number = await last(page).get_attribute("data-message-id")
    tap = {"user": bot.chat, "message_id": number, "data": "p:atlantis"}
    answer = await page.request.post(f"{bot.address}/chat/tap", data=tap)
    await page.locator("#toast", has_text="устарела").wait_for()
    query_id: str = (await answer.json())["query_id"]
    return query_id


@pytest.mark.parametrize("on_the_way", [False, True])
async def test_an_answer_to_a_tap_of_elsewhere_ends_no_tap_here(
    page: Page, bot: Bot, on_the_way: bool
) -> None:
    # The ids of taps begin anew with the server, so this page may get an id that was answered.
    tapped, over = asyncio.Event(), asyncio.Event()

    async def hang(route: Route) -> None:
        tapped.set()
        await over.wait()
        await route.fulfill(json={})

    await bot.says("x", reply_markup=keyboard([{"text": "x", "callback_data": "x"}]))
    button = last(page).locator(".buttons button")
    await page.route("**/chat/tap", hang)
    if on_the_way:
        await button.click()
        await tapped.wait()
    query_id = await tap_elsewhere(page, bot)
    if on_the_way:
        await page.locator("#chat").select_option(index=1)
        await expect(page.locator("#kind")).to_have_text("бот в группе")
        await page.go_back()
        await expect(page.locator("#kind")).to_have_text("бот")
    await page.route("**/chat/tap", lambda route: route.fulfill(json={"query_id": query_id}))
    await button.click()
    await expect(button).to_have_attribute("data-query", query_id)
    await expect(button).to_have_attribute("aria-busy", "true")
    over.set()


async def test_an_answer_that_overtakes_its_tap_ends_it(page: Page, bot: Bot) -> None:
    async def later(route: Route) -> None:
        response = await route.fetch()
        await page.locator("#toast", has_text="устарела").wait_for()
        await route.fulfill(response=response)

    await bot.says("x", reply_markup=keyboard([{"text": "x", "callback_data": "p:atlantis"}]))
    await page.route("**/chat/tap", later)
    button = last(page).locator(".buttons button")
    await button.click()
    await expect(button).to_have_attribute("aria-busy", "true")
    await expect(button).to_have_attribute("aria-busy", "false")


async def test_the_bots_own_name_leads_from_a_group_into_the_private_chat(
    page: Page, bot: Bot
) -> None:
    await page.locator("#chat").select_option(str(GROUP["id"]))
    await expect(page.locator("#kind")).to_have_text("бот в группе")
    bot.chat = GROUP["id"]
    await bot.says("Пишите мне: @pobratim_sandbox_bot")
    await page.locator(".text a[href='https://t.me/pobratim_sandbox_bot']").last.click()
    await expect(page.locator("#kind")).to_have_text("бот")


async def test_other_links_open_a_page_of_their_own(page: Page, bot: Bot) -> None:
    await bot.says(f'<a href="{bot.address}/favicon.svg">here</a>', parse_mode="HTML")
    async with page.context.expect_page() as opening:
        await last(page).locator(".text a").click()
    assert (await opening.value).url.endswith("/favicon.svg")


async def test_buttons_copy_begin_a_query_and_open_a_page(page: Page, bot: Bot) -> None:
    row: list[dict[str, object]] = [
        {"text": "c", "copy_text": {"text": "54.19, 37.61"}},
        {"text": "h", "switch_inline_query_current_chat": "Тула"},
        {"text": "s", "switch_inline_query": "Омск"},
        {"text": "w", "web_app": {"url": "https://localhost:1/"}},
    ]
    await bot.says("x", reply_markup=keyboard(row))
    buttons = last(page).locator(".buttons button")
    await buttons.nth(0).click()
    await page.wait_for_function(
        "async () => await navigator.clipboard.readText() === '54.19, 37.61'"
    )
    await buttons.nth(1).click()
    await expect(page.locator("#field")).to_have_value("@pobratim_sandbox_bot Тула")
    await buttons.nth(2).click()
    await page.get_by_role("dialog", name="Выберите чат").locator(".list button").nth(1).click()
    await expect(page.locator("#kind")).to_have_text("бот в группе")
    await expect(page.locator("#field")).to_have_value("@pobratim_sandbox_bot Омск")
    await page.go_back()
    await expect(page.locator("#kind")).to_have_text("бот")
    async with page.context.expect_page():
        await last(page).locator(".buttons button").nth(3).click()
