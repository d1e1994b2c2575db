"""The chat page is like Telegram: what is cut, what can be tapped, what can be sent."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import ClientSession, web
from playwright.async_api import Locator, Page, Route, expect

from bot.sandbox.server import TOKEN
from bot.sandbox.world import GROUP
from storage.countries import countries
from tests.e2e.browser import ask

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("chromium-2")]

PICTURE = Path(__file__).parents[2] / "docs/card-ru.png"
# A row's share of a phone for one label, in CSS pixels: 3, 2 or 1 a row.
SHARES = {390: (106, 169, 358), 360: (96, 154, 328)}

# Labels, how many of them in a row, and whether Telegram for Android cuts them at 390.
LABELS = [
    ("🇦🇿 Азербайджан", 3, True),
    ("🇺🇿 Узбекистан", 3, False),
    ("🇰🇷 Южная Корея", 3, True),
    ("🇬🇧 United Kingdom", 3, True),
    ("🇰🇿 Kazakhstan", 3, False),
    ("🇳🇱 Нидерланды", 3, True),
    ("🇵🇭 Филиппины", 3, True),
    ("🇲🇪 Montenegro", 3, False),
    ("Петропавловск-Камчатский", 2, True),
    ("Комсомольск-на-Амуре", 2, True),
    ("🇫🇮 Финляндия · 12", 2, False),
    ("🇵🇱 Grodzisk Wielkopolski County", 2, True),
    ("🇵🇱 Grodzisk Wielkopolski County", 1, False),
    ("🇩🇪 Филлинген-Швеннинген", 1, False),
]


class Bot:
    """What another bot could send, by the Bot API."""

    def __init__(self, address: str, page: Page) -> None:
        self.address = address
        found = re.search(r"user=(\d+)", page.url)
        assert found
        self.chat = int(found[1])

    async def call(self, method: str, **parameters: object) -> dict[str, object]:
        url = f"{self.address}/bot{TOKEN}/{method}"
        async with ClientSession() as session, session.post(url, json=parameters) as response:
            answer: dict[str, object] = await response.json()
            assert answer["ok"], answer
            return answer

    async def says(self, text: str, **more: object) -> None:
        await self.call("sendMessage", chat_id=self.chat, text=text, **more)


@pytest.fixture
def bot(address: str, page: Page) -> Bot:
    return Bot(address, page)


@dataclass(frozen=True)
class Site:
    """Where a picture is."""

    address: str


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


def keyboard(*rows: list[dict[str, object]]) -> dict[str, object]:
    return {"inline_keyboard": list(rows)}


def last(page: Page) -> Locator:
    return page.locator(".message.in").last


async def room(label: Locator) -> tuple[float, bool, float]:
    """A label's width, whether it is cut, and its height."""
    width, cut, height = await label.evaluate(
        "span => [span.clientWidth, span.scrollWidth > span.clientWidth, span.clientHeight]"
    )
    return width, cut, height


@pytest.mark.parametrize("width", [390, 360])
async def test_labels_are_on_one_line_and_cut_where_telegram_cuts_them(
    page: Page, bot: Bot, width: int
) -> None:
    await page.set_viewport_size({"width": width, "height": 800})
    long = "🇧🇦 Босния и Герцеговина, Объединённые Арабские Эмираты и другие"
    rows = [[{"text": long, "callback_data": "x"}] * number for number in (3, 2, 1)]
    await bot.says("x", reply_markup=keyboard(*rows))
    labels = last(page).locator(".buttons span:not(.flag)")
    await expect(labels).to_have_count(6)
    for at, share in zip((0, 3, 5), SHARES[width], strict=True):
        found, cut, height = await room(labels.nth(at))
        assert abs(found - share) <= 1
        assert cut
        assert height < 25
    shown = await labels.first.evaluate("span => getComputedStyle(span).textOverflow")
    assert shown == "ellipsis"


async def test_the_labels_that_telegram_cuts_on_a_phone_are_cut_here(page: Page, bot: Bot) -> None:
    # Another row makes the keyboard as wide as the phone.
    rows = [[{"text": "ш" * 60, "callback_data": "x"}]]
    for label, in_a_row, _ in LABELS:
        rows.append([{"text": label, "callback_data": "x"}] * in_a_row)
    await bot.says("x", reply_markup=keyboard(*rows))
    shown = last(page).locator(".buttons:not(:first-child) button:first-child span:not(.flag)")
    await expect(shown).to_have_count(len(LABELS))
    for at, (label, _, cut) in enumerate(LABELS):
        assert (label, (await room(shown.nth(at)))[1]) == (label, cut)


async def test_a_command_in_the_text_is_sent_when_it_is_tapped(page: Page) -> None:
    await ask(page, "/help")
    await last(page).locator("a.command", has_text=re.compile("^/countries$")).click()
    await expect(page.locator(".message.out .text").last).to_have_text("/countries")
    await expect(last(page).locator(".text")).to_contain_text("85")


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
    await expect(last(page).locator(".text")).to_contain_text("Киль · Kiel")
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


@pytest.mark.parametrize("odd", ["\U0001f3f4\U000e0061\U000e007f", "\U0001f3f4\U000e007f"])
async def test_a_flag_of_no_country_stays_text(page: Page, bot: Bot, odd: str) -> None:
    button = {"text": f"{odd} y", "callback_data": "x"}
    await bot.says(f"{odd} x", reply_markup=keyboard([button]))
    await expect(last(page).locator(".text")).to_have_text(f"{odd} x")
    await expect(last(page).get_by_role("button", name="y")).to_have_count(1)
    await expect(last(page).locator(".flag")).to_have_count(0)


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


async def test_a_link_preview_is_drawn_when_it_is_asked_for(
    page: Page, bot: Bot, picture: Site
) -> None:
    options = {"url": picture.address + "/map/tula.png", "prefer_large_media": True}
    await bot.says("Карта", link_preview_options=options | {"show_above_text": True})
    preview = last(page).locator(".preview.large")
    await expect(preview).to_contain_text("/map/tula.png")
    drawn = preview.locator("img")
    await expect(drawn).to_have_js_property("complete", value=True)
    assert await drawn.evaluate("image => image.naturalWidth") > 0
    await expect(preview.locator("+ .text")).to_have_text("Карта")
    await bot.says("см. t.me/telegram", link_preview_options={"is_disabled": True})
    await expect(last(page).locator(".text")).to_contain_text("см.")
    await expect(last(page).locator(".preview")).to_have_count(0)
    await bot.says("см. t.me/telegram")
    await expect(last(page).locator(".preview.small")).to_contain_text("t.me")


@pytest.mark.parametrize("page", ["ru", "en"], indirect=True)
async def test_flags_are_drawn_and_read_once_with_every_country(page: Page, bot: Bot) -> None:
    language = await page.locator("html").get_attribute("lang") or ""
    lines = [f"{c.flag} {c.name(language)}: Xyz" for c in countries().values()]
    await bot.says("\n".join(lines))
    flags = last(page).locator(".flag")
    await expect(flags).to_have_count(len(lines))
    hidden = await flags.evaluate_all("flags => flags.map(flag => flag.ariaHidden === 'true')")
    loud = [line for line, mute in zip(lines, hidden, strict=True) if not mute]
    # The browser calls it «КНДР», which nothing in the other name tells.
    assert loud == ([f"{countries()['KP'].flag} Северная Корея: Xyz"] if language == "ru" else [])
    flag = "[...document.fonts].filter(font => font.family === 'Flags')[0]"
    await page.wait_for_function(f"() => {flag}.status === 'loaded'")


async def test_a_flag_that_stands_for_its_country_is_read(page: Page, bot: Bot) -> None:
    await bot.says("x", reply_markup=keyboard([{"text": "🇺🇸 Портленд", "callback_data": "x"}]))
    button = page.get_by_role("button", name="Соединенные Штаты Портленд")
    await expect(button).to_have_count(1)


async def test_the_menu_button_opens_and_closes_the_commands(page: Page) -> None:
    menu = page.get_by_role("button", name="Меню")
    await expect(menu).to_contain_text("Меню")
    await menu.click()
    await expect(menu).to_have_attribute("aria-expanded", "true")
    await menu.click()
    await expect(page.locator("#commands")).to_be_hidden()
    await page.keyboard.type("т")
    await expect(menu.locator("span")).to_be_hidden()  # it makes room


async def test_one_odd_message_hides_no_other(page: Page, bot: Bot) -> None:
    for odd in ("https://example.com/100%", "https://example.com/%E0%A4%A", "http://[x"):
        await bot.says(odd)
    await bot.says("x", link_preview_options={"url": "nonsense%"})
    await ask(page, "Тула")
    await page.reload()
    await expect(page.locator(".message")).to_have_count(6)
    await expect(last(page).locator(".text")).to_contain_text("Тула · Tula")


async def test_a_link_that_leads_nowhere_good_is_plain_text(page: Page, bot: Bot) -> None:
    await bot.says(
        '<a href="javascript:alert(1)">js</a> <a href="/x.html">rel</a>', parse_mode="HTML"
    )
    await expect(last(page).locator(".text")).to_have_text("js rel")
    await expect(last(page).locator(".text a")).to_have_count(0)
