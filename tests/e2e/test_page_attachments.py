"""What the chat page sends beside text: photos, locations, stickers, voices."""

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("chromium")]

PICTURE = Path(__file__).parents[2] / "docs/card-ru.png"


async def answered(page: Page) -> None:
    """Wait for the bot's answer."""
    await page.locator(".message.in").last.wait_for()


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


async def test_a_sticker_is_sent(page: Page) -> None:
    await page.locator("#attach").click()
    await page.get_by_role("button", name="Стикер").click()
    await page.get_by_role("dialog", name="Стикер").get_by_role("button", name="👋").click()
    await expect(page.get_by_role("img", name="Стикер 👋")).to_be_visible()
    await answered(page)


async def test_a_voice_is_recorded_and_sent(page: Page) -> None:
    await page.locator("#attach").click()
    await page.get_by_role("button", name="Голосовое сообщение").click()
    recording = page.locator("#recording")
    await expect(recording.locator("time")).to_have_text("0:01")
    await recording.get_by_role("button", name="Отправить").click()
    voice = page.locator(".message.out audio")
    await expect(voice).to_be_visible()
    assert await voice.evaluate("audio => new Promise(done => { audio.onerror = () => done(false);"
                                "audio.oncanplay = () => done(true); audio.load(); })")  # fmt: skip
    await answered(page)


async def test_a_recording_can_be_cancelled(page: Page) -> None:
    await page.locator("#attach").click()
    await page.get_by_role("button", name="Голосовое сообщение").click()
    await page.locator("#recording").get_by_role("button", name="Отмена").click()
    await expect(page.locator("#recording")).to_be_hidden()
    await expect(page.locator("#field")).to_be_focused()
    await expect(page.locator(".message")).to_have_count(0)
