"""Pictures of many screens, for the README and to look at: `make screenshots`.

In `docs/`: one contact sheet for each language and theme, and a few screens alone.
"""

import asyncio
import sys
import tempfile
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path

from playwright.async_api import Browser, Page, ViewportSize

from bot.sandbox.server import TOKEN, Sandbox
from tests.e2e.browser import PHONE, ask, chromium, opened, tap

FOLDER = Path(__file__).parents[2] / "docs"
THEMES = {"light": False, "dark": True}
ALONE = {
    "card-ru-light",
    "map-ru-light",
    "map-en-dark",
    "offer-ru-light",
    "inline-ru-light",
    "many-en-dark",
    "country-en-dark",
    "inline-en-dark",
}
SHEET = ViewportSize(width=1600, height=100)
COLUMNS = 7
BOT = "@pobratim_sandbox_bot"

# What is written for each screen; what is tapped then, and what that shows. Behind the bot's name
# it is an inline query, and its results are the screen.
SCREENS: Mapping[str, Mapping[str, tuple[str, *tuple[str, ...]]]] = {
    "ru": {
        "card": ("nekf",),
        "map": ("/map Владивосток",),
        "many": ("Санкт-Петербург",),
        "part": ("Санкт-Петербург", "Азия", "› Азия"),
        "partner": ("Киль",),
        "country": ("Германия",),
        "offer": ("Орск",),
        "namesakes": ("Портленд",),
        "guessed": ("Тулла",),
        "twinned": ("дружит ли Тула с Могилёвом?",),
        "not-twinned": ("Тула и Тверь",),
        "narrowed": ("японские побратимы Хабаровска",),
        "group": ("Скандинавия",),
        "no-country": ("Австралия",),
        "small-town": ("Стрёмстад",),
        "letter": ("/cities", "К", "К — "),
        "countries": ("/countries",),
        "help": ("/help",),
        "about": ("/about",),
        "inline": (f"{BOT} Тул",),
    },
    "en": {
        "card": ("nekf",),
        "map": ("/map Vladivostok",),
        "many": ("Saint Petersburg",),
        "part": ("Saint Petersburg", "Asia", "› Asia"),
        "partner": ("Kiel",),
        "country": ("Germany",),
        "offer": ("Orsk",),
        "namesakes": ("Portland",),
        "guessed": ("Volgogradd",),
        "twinned": ("Are Tver and Osnabrück twinned?",),
        "not-twinned": ("Tula and Tver",),
        "narrowed": ("German twin towns of Volgograd",),
        "group": ("Scandinavia",),
        "no-country": ("Australia",),
        "small-town": ("Strömstad",),
        "letter": ("/cities", "K", "K — "),
        "countries": ("/countries",),
        "help": ("/help",),
        "about": ("/about",),
        "inline": (f"{BOT} Germany",),
    },
}


async def take(browser: Browser, address: str, language: str, *, dark: bool) -> dict[str, bytes]:
    """A picture of each screen."""
    pictures = {}
    first = 900 + 50 * dark + 25 * (language == "en")
    for guest, (name, (question, *tapped)) in enumerate(SCREENS[language].items(), first):
        # Somebody new for each, so that nothing stands above it.
        there = f"{address}/#user={guest}&lang={language}"
        async with opened(browser, there, PHONE, dark=dark, still=True) as (page, _):
            if question.startswith(BOT):
                await page.locator("#field").press_sequentially(question)
                await page.locator("#results button").first.wait_for()
            else:
                await ask(page, question)
            if tapped:
                await tap(page, *tapped)
            await page.wait_for_timeout(400)  # until it has scrolled
            pictures[name] = await page.screenshot()
    return pictures


async def contact_sheet(page: Page, pictures: Mapping[str, bytes]) -> bytes:
    """All of them side by side, at half their size."""
    images = "".join(
        f'<img width="195" src="data:image/png;base64,{b64encode(picture).decode()}">'
        for picture in pictures.values()
    )
    style = f"display:grid;grid-template-columns:repeat({COLUMNS},195px);gap:12px;padding:12px"
    await page.set_content(f'<body style="margin:0;width:max-content;{style}">{images}</body>')
    return await page.locator("body").screenshot()


async def take_all(address: str, folder: Path) -> None:
    """Every screen in every language and theme."""
    async with chromium() as browser, opened(browser, "about:blank", SHEET) as (blank, _):
        for language in SCREENS:
            for theme, dark in THEMES.items():
                pictures = await take(browser, address, language, dark=dark)
                sheet = await contact_sheet(blank, pictures)
                (folder / f"screens-{language}-{theme}.png").write_bytes(sheet)
                for name, picture in pictures.items():
                    if f"{name}-{language}-{theme}" in ALONE:
                        (folder / f"{name}-{language}.png").write_bytes(picture)


async def main(folder: Path) -> None:
    """Run the bot in a sandbox of its own and take the pictures."""
    async with Sandbox().serve("127.0.0.1", 0) as address:
        with tempfile.TemporaryDirectory() as store:
            bot = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run",
                env={"TELEGRAM_API_URL": address, "TELEGRAM_BOT_TOKEN": TOKEN, "PORT": "0",
                     "DATABASE_URL": f"sqlite+aiosqlite:///{store}/pobratim.db"},
            )  # fmt: skip
            try:
                await take_all(address, folder)
            finally:
                bot.terminate()
                await bot.wait()


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    asyncio.run(main(FOLDER))
