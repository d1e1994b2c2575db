"""A real Chromium on the sandbox's page."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Page, ViewportSize, async_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PHONE = ViewportSize(width=390, height=844)
DESK = ViewportSize(width=1200, height=800)
QUIET = (  # as root, and without calling home
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)


@asynccontextmanager
async def browse(
    address: str, size: ViewportSize = PHONE, *, dark: bool = False
) -> AsyncIterator[tuple[Page, list[str]]]:
    """The page, opened, and what it complains of in its console."""
    complaints: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        try:
            context = await browser.new_context(
                viewport=size,
                color_scheme="dark" if dark else "light",
            )
            page = await context.new_page()
            page.on(
                "console",
                lambda message: (
                    complaints.append(message.text) if message.type == "error" else None
                ),
            )
            page.on("pageerror", lambda error: complaints.append(str(error)))
            await page.goto(address)
            yield page, complaints
        finally:
            await browser.close()


async def ask(page: Page, text: str) -> None:
    """Type a message key by key, send it, and wait for the bot's answer."""
    before = await page.locator(".message.in").count()
    await page.locator("#field").press_sequentially(text)
    await page.keyboard.press("Enter")
    await page.locator(".message.in").nth(before).wait_for()


async def tap(page: Page, label: str, shows: str) -> None:
    """Tap a button under the last message, and wait until it shows this."""
    last = page.locator(".message.in").last
    await last.locator(".keyboard button", has_text=label).first.click()
    await last.locator(".text", has_text=shows).wait_for()
