"""The chat page is like Telegram: what is cut, what can be tapped, what can be sent."""

import pytest
from playwright.async_api import Locator, Page, expect

from storage.catalogue import Catalogue
from storage.countries import countries
from tests.e2e.another_bot import Bot, Site, keyboard, last
from tests.e2e.browser import ask

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("chromium-2")]

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
async def test_flags_are_drawn_and_read_once_with_every_country(
    page: Page, bot: Bot, catalogue: Catalogue
) -> None:
    language = await page.locator("html").get_attribute("lang") or ""
    lines = [
        f"{c.flag} {c.name(language)}: Xyz" for c in map(countries().get, catalogue.countries) if c
    ]
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


@pytest.mark.parametrize("odd", ["\U0001f3f4\U000e0061\U000e007f", "\U0001f3f4\U000e007f"])
async def test_a_flag_of_no_country_stays_text(page: Page, bot: Bot, odd: str) -> None:
    button = {"text": f"{odd} y", "callback_data": "x"}
    await bot.says(f"{odd} x", reply_markup=keyboard([button]))
    await expect(last(page).locator(".text")).to_have_text(f"{odd} x")
    await expect(last(page).get_by_role("button", name="y")).to_have_count(1)
    await expect(last(page).locator(".flag")).to_have_count(0)


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
    await expect(last(page).locator(".text")).to_contain_text("Тульская область · Tula")


async def test_a_link_that_leads_nowhere_good_is_plain_text(page: Page, bot: Bot) -> None:
    await bot.says(
        '<a href="javascript:alert(1)">js</a> <a href="/x.html">rel</a>', parse_mode="HTML"
    )
    await expect(last(page).locator(".text")).to_have_text("js rel")
    await expect(last(page).locator(".text a")).to_have_count(0)
