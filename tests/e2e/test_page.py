"""The chat page in a real Chromium, at a phone's width, in both languages."""

import asyncio

import pytest
from playwright.async_api import Browser, Page, Route, expect

from bot.sandbox.world import GROUP
from tests.e2e.another_bot import Bot
from tests.e2e.browser import DESK, ask, opened, tap

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("chromium-2")]


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("ru", ("Тула", "5 побратимов", "Филлинген-Швеннинген", "Побратим Тулы", "Германия · 75")),
        ("en", ("Tula", "5 twins", "Villingen-Schwenningen", "Twinned with Tula", "Germany · 75")),
    ],
    indirect=["page"],
)
async def test_twins_tula_then_partner_then_country_and_back(
    page: Page, words: tuple[str, ...]
) -> None:
    city, of_city, partner, of_partner, country = words
    await ask(page, "/twins Tula")
    last = page.locator(".message.in").last
    assert (await last.locator(".text").inner_text()).startswith(city)
    await tap(page, partner, shows=of_partner)
    await tap(page, country, shows="10. ")
    await tap(page, f"« {partner}", shows=of_partner)
    await tap(page, f"« {city}", shows=of_city)
    assert await page.locator("html").evaluate("page => page.scrollWidth") <= 390


async def test_a_long_list_folds_and_opens(page: Page) -> None:
    await ask(page, "Санкт-Петербург")
    quote = page.locator(".message.in").last.locator("blockquote.expandable")
    folded = await quote.evaluate("quote => quote.clientHeight")
    await quote.click(position={"x": 4, "y": 4})  # beside the names, which are links
    await page.locator("blockquote.expandable.open").last.wait_for()
    assert await quote.evaluate("quote => quote.clientHeight") > folded


async def test_what_is_offered_can_be_tapped(page: Page) -> None:
    await ask(page, "Орск")
    await page.locator(".message.in").last.locator("button", has_text="Омск").click()
    await page.locator(".message.in .text", has_text="Омская область · Omsk").last.wait_for()


@pytest.mark.parametrize("page", ["en"], indirect=True)
async def test_the_menu_sends_a_command(page: Page) -> None:
    await ask(page, "/help")
    await page.locator("#menu").click()
    await page.locator("#commands button", has_text="/cities").click()
    await expect(page.locator("#commands")).to_be_hidden()
    await page.locator(".message.in .text", has_text="Choose a letter").last.wait_for()


async def test_a_forced_reply_is_shown_and_answered_in_a_group(page: Page) -> None:
    await page.locator("#chat").select_option(index=1)
    await expect(page.locator("#kind")).to_have_text("бот в группе")
    await ask(page, "/twins")
    await page.locator("#reply:visible").wait_for()
    await ask(page, "Сочи")
    await page.locator(".message.in .text", has_text="Краснодарский край · Sochi").last.wait_for()


async def test_in_a_group_whoever_says_that_a_card_is_wrong_is_the_one_who_is_asked(
    page: Page, bot: Bot
) -> None:
    await page.locator("#chat").select_option(index=1)
    await expect(page.locator("#kind")).to_have_text("бот в группе")
    await ask(page, "/twins Тула")
    await page.get_by_role("button", name="Нашли ошибку").last.click()
    await page.locator("#reply:visible").wait_for()
    await expect(page.locator("#field")).to_have_attribute("placeholder", "Что исправить")
    await page.keyboard.press("Escape")
    other = '<a href="tg://user?id=1002">Ben</a>?'
    forced = {"force_reply": True, "selective": True}
    await bot.call(
        "sendMessage", chat_id=GROUP["id"], text=other, parse_mode="HTML", reply_markup=forced
    )
    await page.locator(".message.in .text", has_text="Ben?").last.wait_for()
    await expect(page.locator("#reply")).to_be_hidden()


async def test_the_menu_of_a_group_has_its_own_commands(page: Page) -> None:
    await ask(page, "/start")
    settings = page.locator("#commands button[data-command=settings]")
    await page.locator("#menu").click()
    await expect(settings).to_be_visible()
    await page.locator("#chat").select_option(index=1)
    await expect(page.locator("#kind")).to_have_text("бот в группе")
    await page.locator("#menu").click()
    await expect(page.locator("#commands button[data-command=twins]")).to_be_visible()
    await expect(settings).to_have_count(0)


async def test_a_tap_may_be_answered_by_a_link_that_begins_a_chat(page: Page) -> None:
    await page.evaluate(
        """async (url) => (await import("/script/taps.js")).answered({query_id: "x", url})""",
        "t.me/pobratim_sandbox_bot?start=report-tula",
    )
    await page.locator(".message.in .text", has_text="Что не так на карточке «Тула»?").wait_for()
    await page.locator("#reply:visible").wait_for()


async def test_the_history_survives_a_reload(page: Page) -> None:
    await ask(page, "Тула")
    await page.reload()
    await expect(page.locator(".message")).to_have_count(2)


async def test_an_old_button_gives_a_toast(page: Page) -> None:
    await ask(page, "Тула")
    await page.evaluate(
        """async () => {
            const {user} = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
            const last = [...document.querySelectorAll('.message.in')].at(-1);
            await fetch('/chat/tap', {method: 'POST', body: JSON.stringify({user, chat: user,
                message_id: last.dataset.messageId, data: 'p:atlantis'})});
        }"""
    )
    await page.locator("#toast", has_text="устарела").wait_for()


async def test_the_language_is_chosen_at_the_top(page: Page) -> None:
    await page.locator("#language").select_option("en")
    await expect(page.locator("#field")).to_have_attribute("placeholder", "Message")
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await ask(page, "Тула")
    await page.locator(".message.in .text", has_text="Tula Oblast · Тула").wait_for()


EVENT = 'data: {"type": "commands"}\n\n'


async def test_many_changes_of_the_bot_are_asked_for_once(page: Page) -> None:
    asked: list[str] = []

    async def tell(route: Route) -> None:
        await page.route("**/chat/state*", note)
        await route.fulfill(body=EVENT * 5, content_type="text/event-stream")

    async def note(route: Route) -> None:
        asked.append(route.request.url)
        await route.continue_()

    await page.route("**/chat/events*", tell, times=1)
    async with page.expect_request("**/chat/events*"):
        await page.reload()
    async with page.expect_request("**/chat/events*"):  # the page comes back by itself
        pass
    assert len(asked) == 2  # for the changes, and when it comes back


async def test_what_is_heard_of_the_bot_too_late_changes_nothing(page: Page) -> None:
    answered = asyncio.Event()

    async def tell(route: Route) -> None:
        await page.route("**/chat/state*", old, times=1)
        await route.fulfill(body=EVENT, content_type="text/event-stream")

    async def old(route: Route) -> None:
        state = await (await route.fetch()).json()
        await page.locator("#chat").select_option(index=1)
        await expect(page.locator("#kind")).to_have_text("бот в группе")
        await route.fulfill(json=state | {"bot": state["bot"] | {"first_name": "Old"}})
        answered.set()

    await page.route("**/chat/events*", tell, times=1)
    await page.reload()
    async with asyncio.timeout(20):
        await answered.wait()
    await ask(page, "/help")
    await expect(page.locator("#name")).to_have_text("Побратим")


async def test_the_page_is_fit_for_a_desk_too(browser: Browser, address: str) -> None:
    async with opened(browser, f"{address}/", DESK, dark=True) as (page, complaints):
        await ask(page, "/countries")
        assert await page.locator("html").evaluate("page => page.scrollWidth") <= 1200
        assert complaints == []


async def test_an_address_from_elsewhere_leads_to_the_start(browser: Browser, address: str) -> None:
    for odd in ("user=42", "user=1001&chat=555"):
        async with opened(browser, f"{address}/#{odd}") as (page, _):  # the refusal is told
            await expect(page.locator("#user")).to_have_value("1001")
            assert "#" not in page.url
