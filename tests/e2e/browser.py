"""A real Chromium on the sandbox's page, with what people use: keys, taps, files, a microphone."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import (
    Browser,
    Geolocation,
    Page,
    ViewportSize,
    async_playwright,
    expect,
)

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PHONE = ViewportSize(width=390, height=844)
DESK = ViewportSize(width=1200, height=800)
PATIENCE = 15_000  # milliseconds
KREMLIN = Geolocation(latitude=54.195, longitude=37.62)  # Tula's
ARGUMENTS = (
    # as root, and without calling home
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    # a microphone that beeps
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """The browser, started; it serves many pages."""
    expect.set_options(timeout=PATIENCE)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def opened(
    browser: Browser,
    address: str,
    size: ViewportSize = PHONE,
    *,
    dark: bool = False,
    still: bool = False,
) -> AsyncIterator[tuple[Page, list[str]]]:
    """The page, shown, and what it complains of in its console. `still`: no motion is wanted."""
    complaints: list[str] = []
    context = await browser.new_context(
        viewport=size,
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce" if still else "no-preference",
        permissions=["clipboard-read", "clipboard-write", "geolocation", "microphone"],
        geolocation=KREMLIN,
    )
    context.set_default_timeout(PATIENCE)
    try:
        page = await context.new_page()
        page.on(
            "console",
            lambda message: complaints.append(message.text) if message.type == "error" else None,
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(address)
        if address.startswith("http"):
            await shown(page)
        yield page, complaints
    finally:
        await context.close()


async def shown(page: Page) -> None:
    """Wait until the chat that was asked for is there, in its language."""
    await page.locator("#log[aria-busy=false]").wait_for(state="attached")


async def write(page: Page, text: str) -> None:
    """Type a message key by key and send it."""
    await page.locator("#field").press_sequentially(text)
    await page.keyboard.press("Enter")


async def ask(page: Page, text: str) -> None:
    """Write a message, and wait for the bot's answer."""
    before = await page.locator(".message.in").count()
    await write(page, text)
    await page.locator(".message.in").nth(before).wait_for()


async def tap(page: Page, label: str, shows: str) -> None:
    """Tap a button under the last message, and wait until it shows this."""
    last = page.locator(".message.in").last
    await last.locator(".keyboard button", has_text=label).first.click()
    await last.locator(".text", has_text=shows).wait_for()


async def typed(page: Page) -> str:
    """What stands in the field."""
    return await page.locator("#field").input_value()


async def answered(page: Page) -> None:
    """Wait for the bot's answer."""
    await page.locator(".message.in").last.wait_for()
