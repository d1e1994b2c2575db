"""Pictures of the page for the README: `make screenshots`."""

import asyncio
import sys
from pathlib import Path

from playwright.async_api import Page

from bot.sandbox.server import TOKEN, Sandbox
from tests.e2e.browser import PHONE, ask, chromium, opened, tap

FOLDER = Path(__file__).parents[2] / "docs"


WORDS = {"ru": ("Орск", "Германия", "Архангельск"), "en": ("Orsk", "Germany", "Arkhangelsk")}


async def take(address: str, folder: Path) -> None:
    """A city card, an offer and a country page; in Russian by day, in English at night."""
    for language, (typo, country, city) in WORDS.items():
        dark, there = language == "en", f"{address}/#lang={language}"
        async with chromium() as browser, opened(browser, there, PHONE, dark=dark) as (page, _):

            async def shoot(name: str, page: Page = page, language: str = language) -> None:
                await page.wait_for_timeout(400)  # until it has scrolled
                await page.screenshot(path=folder / f"{name}-{language}.png")

            await ask(page, "nekf")
            await shoot("card")
            await ask(page, typo)
            await shoot("offer")
            await ask(page, "/twins Tula")
            await tap(page, country, shows=city)
            await shoot("country")


async def main(folder: Path) -> None:
    """Run the bot in a sandbox of its own and take the pictures."""
    async with Sandbox().serve("127.0.0.1", 0) as address:
        bot = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run",
            env={"TELEGRAM_API_URL": address, "TELEGRAM_BOT_TOKEN": TOKEN, "PORT": "0",
                 "DATABASE_URL": "sqlite+aiosqlite:///.venv/screenshots.db"},
        )  # fmt: skip
        try:
            await take(address, folder)
        finally:
            bot.terminate()
            await bot.wait()


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    asyncio.run(main(FOLDER))
