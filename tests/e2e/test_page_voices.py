"""Voices on the chat page: recorded, cancelled, sent and sent again."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.browser import answered, opened
from tests.e2e.conftest import Guest

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("chromium-2")]


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


async def test_a_second_recording_waits_for_the_first_to_be_allowed(page: Page) -> None:
    await page.evaluate(
        """() => {
            const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
            window.asked = 0;
            navigator.mediaDevices.getUserMedia = async (what) => {
                window.asked += 1;
                await new Promise((done) => setTimeout(done, 500));
                return ask(what);
            };
        }"""
    )
    for _ in range(2):
        await page.locator("#attach").click()
        await page.get_by_role("button", name="Голосовое сообщение").click()
    await page.locator("#recording:visible").wait_for()
    assert await page.evaluate("window.asked") == 1
    await page.locator("#recording .cancel").click()
    await expect(page.locator("#recording")).to_be_hidden()


@pytest.mark.parametrize("microphone", [True, False])
async def test_nothing_sounds_or_listens_after_a_recording(page: Page, microphone: bool) -> None:
    await page.evaluate(
        """(microphone) => {
            const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
            const Context = window.AudioContext;
            window.sources = [];
            window.AudioContext = class extends Context {
                constructor() { super(); sources.push(() => this.state === "closed"); }
            };
            navigator.mediaDevices.getUserMedia = async (what) => {
                if (!microphone) throw new DOMException("none", "NotFoundError");
                const stream = await ask(what), [track] = stream.getTracks();
                sources.push(() => track.readyState === "ended");
                return stream;
            };
        }""",
        microphone,
    )
    for button in (".cancel", ".send"):
        await page.locator("#attach").click()
        await page.get_by_role("button", name="Голосовое сообщение").click()
        await page.locator(f"#recording {button}").click()
        await expect(page.locator("#recording")).to_be_hidden()
    await page.locator(".message.out audio").wait_for()
    assert await page.evaluate("sources.length") == 2
    await page.wait_for_function("() => sources.every((ended) => ended())")


async def test_a_voice_that_could_not_be_sent_can_be_sent_again(
    browser: Browser, guest: Guest
) -> None:
    async with opened(browser, guest("ru")) as (page, _):  # a failed fetch is in the console
        await page.locator("#attach").click()
        await page.get_by_role("button", name="Голосовое сообщение").click()
        await page.locator("#recording:visible").wait_for()
        await page.context.set_offline(offline=True)
        await page.locator("#recording .send").click()
        await page.locator("#toast", has_text="Не отправлено").wait_for()
        await page.context.set_offline(offline=False)
        await page.locator("#recording .send").click()
        await page.locator(".message.out audio").wait_for()
