"""Typing on the chat page, with real keys: what every field of every program can do."""

import re

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.browser import ask, opened, typed
from tests.e2e.conftest import Guest

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("chromium-1")]

# Keys that nobody may take from the browser, of which the page uses some.
KEYS = [
    *"aя1/ @", "Backspace", "Delete", "Enter", "Escape", "Tab", "Home", "End", "PageUp", "PageDown",
    "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Insert", "ContextMenu", "F1", "F5", "F12",
    "Unidentified", "Process", "Dead", "CapsLock", "BrowserBack",
]  # fmt: skip
MODIFIERS = ["", "shiftKey", "ctrlKey", "altKey", "metaKey"]
CANCELLED = """
([keys, modifiers]) => [...document.querySelectorAll("*")].flatMap((node) =>
  ["keydown", "keypress", "keyup"].flatMap((type) => keys.flatMap((key) => modifiers.flatMap(
    (modifier) => {
      const init = {key, bubbles: true, cancelable: true, composed: true, [modifier]: true};
      const left = node.dispatchEvent(new KeyboardEvent(type, init));
      return left ? [] : [[node.id || node.role || node.tagName, type, modifier, key].join(" ")];
    }))))
"""


async def test_the_field_has_the_focus_and_takes_what_is_typed(page: Page) -> None:
    await page.keyboard.type("Тула / tula, 2 + 2 = 4")
    await expect(page.locator("#field")).to_have_value("Тула / tula, 2 + 2 = 4")


@pytest.mark.parametrize("page", ["ru", "en"], indirect=True)
async def test_twins_tula_is_typed_key_by_key_and_answered(page: Page) -> None:
    await page.keyboard.type("/twins Tula", delay=20)
    await expect(page.locator("#field")).to_have_value("/twins Tula")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message.in .text").last).to_contain_text("Tula")
    await expect(page.locator(".message.out .text")).to_have_text("/twins Tula")
    assert await typed(page) == ""


async def test_backspace_arrows_and_selection_edit_as_everywhere(page: Page) -> None:
    await page.keyboard.type("Тулла")
    await page.keyboard.press("ArrowLeft")
    await page.keyboard.press("Backspace")
    assert await typed(page) == "Тула"
    await page.keyboard.press("Home")
    await page.keyboard.press("Delete")
    await page.keyboard.type("т")
    assert await typed(page) == "тула"
    await page.keyboard.press("Control+a")
    await page.keyboard.type("Сочи")
    assert await typed(page) == "Сочи"
    await page.keyboard.press("Shift+ArrowLeft")
    await page.keyboard.type("ы")
    assert await typed(page) == "Сочы"
    await page.keyboard.press("Control+z")
    assert await typed(page) != "Сочы"


async def test_what_is_copied_can_be_pasted(page: Page) -> None:
    await page.keyboard.type("Омск")
    await page.keyboard.press("Control+a")
    await page.keyboard.press("Control+c")
    await page.keyboard.press("End")
    await page.keyboard.press("Control+v")
    assert await typed(page) == "ОмскОмск"


async def test_tab_leaves_the_field_in_both_directions(page: Page) -> None:
    await page.locator("#field").focus()
    await page.keyboard.press("Tab")
    await expect(page.locator("#attach")).to_be_focused()
    await page.keyboard.press("Shift+Tab")
    await expect(page.locator("#field")).to_be_focused()
    await page.keyboard.press("Shift+Tab")
    await expect(page.locator("#menu")).to_be_focused()


async def test_shift_enter_begins_a_new_line(page: Page) -> None:
    await page.keyboard.type("Тула")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("Сочи")
    assert await typed(page) == "Тула\nСочи"
    assert await page.locator(".message").count() == 0


async def test_an_input_method_keeps_enter_until_the_word_is_composed(page: Page) -> None:
    devtools = await page.context.new_cdp_session(page)
    await page.locator("#field").focus()
    composing = {"text": "つら", "selectionStart": 2, "selectionEnd": 2}
    await devtools.send("Input.imeSetComposition", composing)
    await page.keyboard.press("Enter")
    assert await page.locator(".message").count() == 0
    assert "つら" in await typed(page)
    await page.locator("#field").evaluate("field => field.value = ''")
    await devtools.send("Input.imeSetComposition", composing)
    await devtools.send("Input.insertText", {"text": "トゥーラ"})
    assert await typed(page) == "トゥーラ"
    await page.keyboard.press("Enter")
    await expect(page.locator(".message.out .text")).to_have_text("トゥーラ")


async def test_no_handler_cancels_a_key_that_it_does_not_use(page: Page) -> None:
    await ask(page, "/help")
    await ask(page, "Санкт-Петербург")
    cancelled = set(await page.evaluate(CANCELLED, [KEYS, MODIFIERS]))
    # What plays a button in the text is pressed by Enter and Space; the field sends, and is sent.
    assert {one for one in cancelled if not one.startswith("button keydown")} == {
        "field keydown  Enter",
        "field keydown  ArrowUp",
    }
    assert {one.split(" ", 3)[3] for one in cancelled if one.startswith("button")} == {"Enter", " "}


async def test_commands_are_offered_as_they_are_typed(page: Page) -> None:
    options = page.locator("#commands [role=option]")
    await page.keyboard.type("/co")
    await expect(options).to_have_count(2)
    await expect(options.first).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("ArrowDown")
    await expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    chosen = await options.nth(1).get_attribute("id")
    await expect(page.locator("#field")).to_have_attribute("aria-activedescendant", chosen or "")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("listbox")).to_be_hidden()
    assert await typed(page) == "/co"


async def test_tab_completes_a_command_to_go_on_with(page: Page) -> None:
    await page.keyboard.type("/tw")
    await page.keyboard.press("Tab")
    assert await typed(page) == "/twins "
    await expect(page.get_by_role("listbox")).to_be_hidden()
    await page.keyboard.type("Tula")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message.out .text")).to_have_text("/twins Tula")


async def test_the_last_message_is_corrected_by_arrow_up(page: Page) -> None:
    await ask(page, "Тулла")
    await page.keyboard.press("ArrowUp")
    assert await typed(page) == "Тулла"
    await page.keyboard.press("ArrowLeft")
    await page.keyboard.press("Backspace")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message.out .text")).to_have_text("Тула")
    await expect(page.locator(".message.in .text")).to_have_text(re.compile("^Тула"))


async def test_a_command_is_corrected_like_any_other_message(page: Page) -> None:
    await page.keyboard.type("/hel")
    await page.keyboard.press("Escape")  # or else the command in the list would be sent
    await page.keyboard.press("Enter")
    await page.locator(".message.in").wait_for()
    await page.keyboard.press("ArrowUp")
    assert await typed(page) == "/hel"
    await expect(page.get_by_role("listbox")).to_be_hidden()
    await page.keyboard.type("p")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message.out .text")).to_have_text("/help")
    await expect(page.locator(".message.out")).to_have_count(1)


async def test_tab_in_a_list_that_the_menu_opened_leaves_what_is_written(page: Page) -> None:
    await page.keyboard.type("Тула")
    await page.locator("#menu").click()
    await page.locator("#field").focus()
    await page.keyboard.press("Tab")
    assert await typed(page) == "Тула"
    await expect(page.locator("#attach")).to_be_focused()


async def test_a_long_press_begins_a_reply_or_corrects_ones_own(
    browser: Browser, guest: Guest
) -> None:
    press = {"pointerType": "touch", "bubbles": True}
    async with opened(browser, guest("ru")) as (page, _):
        await ask(page, "Тула")
        await page.clock.install()
        label = page.locator("#reply b")
        for side, purpose in (("in", "Ответ на сообщение"), ("out", "Редактирование")):
            bubble = page.locator(f".message.{side} .bubble")
            await bubble.dispatch_event("pointerdown", press)
            await bubble.dispatch_event("pointerup", press)  # a tap is no press
            await page.clock.run_for(2000)
            await expect(page.locator("#reply")).to_be_hidden()
            await bubble.dispatch_event("pointerdown", press)
            await page.clock.run_for(2000)
            await expect(label).to_have_text(purpose)
            await page.keyboard.press("Escape")
        assert await typed(page) == ""


async def test_escape_closes_what_is_uppermost_only(page: Page) -> None:
    await ask(page, "Тула")
    await page.locator(".message.in .answer").focus()
    await page.keyboard.press("Enter")
    await page.locator("#attach").click()
    await page.keyboard.press("Escape")
    await expect(page.locator("#attachments")).to_be_hidden()
    await expect(page.locator("#reply")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#reply")).to_be_hidden()
