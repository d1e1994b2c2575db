"""What the chat page sends beside text: photos, locations, stickers."""

import asyncio
import struct
from zlib import compress, crc32

import pytest
from playwright.async_api import Browser, Page, Route, expect

from tests.e2e.another_bot import PICTURE
from tests.e2e.browser import answered, opened, write
from tests.e2e.conftest import Guest

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("chromium-2")]


def transparent() -> bytes:
    """A PNG of one pixel that is not there."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 6, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", compress(b"\0\0\0\0\0")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


async def test_a_photo_with_a_caption_is_sent_and_the_bot_hears_of_it(page: Page) -> None:
    await page.locator("#attach").click()
    async with page.expect_file_chooser() as choosing:
        await page.get_by_role("button", name="Фото").click()
    await (await choosing.value).set_files(PICTURE)
    dialog = page.get_by_role("dialog", name="Фото")
    await expect(dialog.get_by_label("Подпись")).to_be_focused()
    await page.keyboard.type("Что это за город?")
    await page.keyboard.press("Enter")
    mine = page.locator(".message.out")
    await expect(mine.locator(".text")).to_have_text("Что это за город?")
    await expect(mine.locator("img")).to_have_js_property("complete", value=True)
    assert await mine.locator("img").evaluate("image => image.naturalWidth") > 0
    await answered(page)


async def test_a_picture_can_be_pasted_and_a_broken_one_is_told(page: Page) -> None:
    await page.locator("#attach").click()
    async with page.expect_file_chooser() as choosing:
        await page.get_by_role("button", name="Фото").click()
    broken = {"name": "x.png", "mimeType": "image/png", "buffer": b"no picture"}
    await (await choosing.value).set_files(broken)  # type: ignore[arg-type]
    await expect(page.locator("#toast")).to_contain_text("не смог открыть")
    await page.evaluate(
        """async () => {
            const canvas = document.createElement("canvas");
            const blob = await new Promise((done) => canvas.toBlob(done));
            await navigator.clipboard.write([new ClipboardItem({"image/png": blob})]);
        }"""
    )
    await page.locator("#field").focus()
    await page.keyboard.press("Control+v")
    await page.get_by_role("dialog", name="Фото").get_by_role("button", name="Отправить").click()
    await expect(page.locator(".message.out img")).to_have_count(1)


async def test_a_location_is_sent_as_typed_or_as_the_browser_knows_it(page: Page) -> None:
    await page.locator("#attach").click()
    await page.get_by_role("button", name="Геопозиция").click()
    dialog = page.get_by_role("dialog", name="Геопозиция")
    await dialog.get_by_label("Широта").fill("91")
    await dialog.get_by_role("button", name="Отправить").click()
    await expect(dialog).to_be_visible()  # there is no such latitude
    await dialog.get_by_role("button", name="Моя геопозиция").click()
    await expect(dialog.get_by_label("Широта")).to_have_value("54.195")
    await dialog.get_by_role("button", name="Отправить").click()
    await expect(page.locator(".message.out .place")).to_contain_text("54.1950, 37.6200")
    await answered(page)


async def test_a_place_has_a_name_or_is_live(page: Page) -> None:
    dialog = page.get_by_role("dialog", name="Геопозиция")
    for fill, told in (
        (lambda: dialog.get_by_label("Название места").fill("Кремль"), "Кремль: 54.1931"),
        (dialog.get_by_label("Показывать 15 минут").check, "Геопозиция 15 минут: 54.1931"),
    ):
        await page.locator("#attach").click()
        await page.get_by_role("button", name="Геопозиция").click()
        await fill()
        await dialog.get_by_role("button", name="Отправить").click()
        await expect(page.locator(".message.out .place").last).to_contain_text(told)


async def test_a_sticker_is_sent(page: Page) -> None:
    await page.locator("#attach").click()
    await page.get_by_role("button", name="Стикер").click()
    await page.get_by_role("dialog", name="Стикер").get_by_role("button", name="👋").click()
    await expect(page.get_by_role("img", name="Стикер 👋")).to_be_visible()
    await answered(page)


async def test_a_transparent_picture_is_white_behind(page: Page) -> None:
    await page.locator("#file").set_input_files(
        {"name": "x.png", "mimeType": "image/png", "buffer": transparent()}
    )
    await page.locator("#photo img").wait_for()
    pixel = await page.locator("#photo img").evaluate(
        """async (image) => {
            await image.decode();
            const pen = document.createElement("canvas").getContext("2d");
            pen.drawImage(image, 0, 0);
            return [...pen.getImageData(0, 0, 1, 1).data];
        }"""
    )
    assert min(pixel) > 250


async def test_whoever_leaves_the_chat_sends_nothing_there_any_more(page: Page) -> None:
    await page.locator("#attach").click()
    await page.get_by_role("button", name="Голосовое сообщение").click()
    await page.locator("#recording:visible").wait_for()
    await page.locator("#chat").select_option(index=1)
    await expect(page.locator("#kind")).to_have_text("бот в группе")
    await expect(page.locator("#recording")).to_be_hidden()
    await page.locator("#attach").click()
    await page.get_by_role("button", name="Геопозиция").click()
    await page.go_back()
    await expect(page.locator("#kind")).to_have_text("бот")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.locator(".message")).to_have_count(0)


class Line:
    """The way of attachments to the server; it breaks when it is told to."""

    def __init__(self) -> None:
        self.used = asyncio.Event()
        self.broken = asyncio.Event()

    async def hold(self, route: Route) -> None:
        self.used.set()
        await self.broken.wait()
        await route.abort()


async def leave_and_break(page: Page, line: Line) -> None:
    """Go to the group while something is on its way, which then fails."""
    await line.used.wait()
    await page.locator("#chat").select_option(index=1)
    await expect(page.locator("#kind")).to_have_text("бот в группе")
    line.broken.set()
    await page.locator("#toast", has_text="Не отправлено").wait_for()


async def test_a_photo_or_voice_that_failed_is_not_offered_to_another_chat(
    browser: Browser, guest: Guest
) -> None:
    async with opened(browser, guest("ru")) as (page, _):  # a failed fetch is in the console
        await page.route("**/chat/attach", (line := Line()).hold)
        await page.locator("#file").set_input_files(PICTURE)
        await page.locator("#photo .primary").click()
        await leave_and_break(page, line)
        await expect(page.get_by_role("dialog")).to_have_count(0)
        await page.locator("#chat").select_option(index=0)
        await expect(page.locator("#kind")).to_have_text("бот")
        await page.unroute_all()
        await page.route("**/chat/attach", (line := Line()).hold)
        await page.locator("#attach").click()
        await page.get_by_role("button", name="Голосовое сообщение").click()
        await page.locator("#recording .send").click()
        await leave_and_break(page, line)
        await expect(page.locator("#recording")).to_be_hidden()


async def test_a_photo_or_sticker_that_is_made_slowly_stays_in_its_chat(page: Page) -> None:
    await page.evaluate(
        """() => {
            const made = new Promise((done) => (window.make = done));
            const [bitmap, blob] = [createImageBitmap, HTMLCanvasElement.prototype.toBlob];
            window.createImageBitmap = (file) => made.then(() => bitmap(file));
            HTMLCanvasElement.prototype.toBlob = function (...told) {
                made.then(() => blob.apply(this, told));
            };
        }"""
    )
    await page.locator("#file").set_input_files(PICTURE)
    await page.locator("#attach").click()
    await page.get_by_role("button", name="Стикер").click()
    await page.get_by_role("dialog", name="Стикер").get_by_role("button", name="👋").click()
    await page.locator("#chat").select_option(index=1)
    await expect(page.locator("#kind")).to_have_text("бот в группе")
    before = await page.locator(".message.out").count()
    await page.evaluate("make()")
    await write(page, "/help@another_bot")
    await expect(page.locator(".message.out .text").last).to_have_text("/help@another_bot")
    await expect(page.locator(".message.out")).to_have_count(before + 1)
    await expect(page.get_by_role("dialog")).to_have_count(0)
