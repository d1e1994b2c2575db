"""Inline keyboards: Telegram's limits, and what the page is told of each button."""

from typing import Any

import pytest

from bot.sandbox import keyboards
from bot.sandbox.refusals import ApiError
from bot.sandbox.world import GROUP

PRIVATE = {"id": 1, "type": "private"}


def keyboard(*rows: list[Any]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


def button(**action: Any) -> dict[str, Any]:
    return {"text": "x", **action}


TAP = button(callback_data="x")


@pytest.mark.parametrize(
    "action",
    [
        {"callback_data": "я" * 32},
        {"url": "https://example.com/x"},
        {"url": "tg://resolve?domain=x"},
        {"copy_text": {"text": "щ" * 256}},
        {"switch_inline_query": ""},
        {"switch_inline_query_current_chat": "Тула"},
        {"switch_inline_query_chosen_chat": {"query": "Тула", "allow_group_chats": True}},
        {"web_app": {"url": "https://example.com"}},
    ],
)
def test_each_kind_of_button_passes(action: dict[str, Any]) -> None:
    markup = keyboard([button(**action)])
    assert keyboards.checked(markup, PRIVATE) == markup


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        (keyboard(*[[TAP]] * 101), "REPLY_MARKUP_TOO_LONG"),
        (keyboard([TAP] * 9), "REPLY_MARKUP_TOO_LONG"),
        (keyboard(*[[button(callback_data="d" * 64) | {"text": "t" * 64}]] * 80), "too long"),
        (keyboard([button(callback_data="я" * 33)]), "BUTTON_DATA_INVALID"),
        (keyboard([button(callback_data="")]), "BUTTON_DATA_INVALID"),
        (keyboard([button(url="nonsense")]), "URL 'nonsense' is invalid: Wrong HTTP URL"),
        (keyboard([button(url="javascript:alert(1)//.")]), "is invalid: Wrong port"),
        (keyboard([button(url="ftp://example.com")]), "is invalid: Unsupported URL protocol"),
        (keyboard([TAP | {"url": "https://example.com"}]), "one action expected"),
        (keyboard([button(switch_inline_query="", copy_text={"text": "x"})]), "one action"),
        (keyboard([button(**dict.fromkeys(keyboards.SWITCHES, "q"))]), "one action expected"),
        (keyboard([button(copy_text={"text": "x" * 257})]), "BUTTON_COPY_TEXT_INVALID"),
        (keyboard([button(copy_text="x")]), "BUTTON_COPY_TEXT_INVALID"),
        (keyboard([button(web_app={"url": "http://example.com"})]), "Only HTTPS links"),
        (keyboard([button()]), "Text buttons are unallowed"),
        (keyboard([{"text": " ", "callback_data": "x"}]), "is empty"),
        (keyboard(["x"]), "must be an Object"),
        ({"inline_keyboard": [TAP]}, "Array of Arrays"),
        ({"inline_keyboard": "x"}, "Array of Arrays"),
        ("x", "object expected"),
    ],
)
def test_what_telegram_refuses_is_refused(markup: Any, words: str) -> None:
    with pytest.raises(ApiError, match=words):
        keyboards.checked(markup, PRIVATE)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("example.com/x", "http://example.com/x"),
        ("t.me/bot?start=", "http://t.me/bot?start="),
        ("https://Example.com", "https://example.com/"),
    ],
)
def test_a_link_is_kept_as_telegram_keeps_it(url: str, kept: str) -> None:
    asked = keyboard([button(url=url), TAP])
    assert keyboards.checked(asked, PRIVATE) == keyboard([button(url=kept), TAP])
    assert asked == keyboard([button(url=url), TAP])


def test_what_a_button_leaves_unsaid_is_no_action() -> None:
    markup = keyboard([TAP | {"url": None, "web_app": None}])
    assert keyboards.checked(markup, PRIVATE) == markup


def test_a_hundred_buttons_eight_in_a_row_pass() -> None:
    markup = keyboard(*[[TAP] * 8] * 12, [TAP] * 4)
    assert keyboards.checked(markup, PRIVATE) == markup


def test_web_pages_are_for_private_chats() -> None:
    with pytest.raises(ApiError, match="BUTTON_TYPE_INVALID"):
        keyboards.checked(keyboard([button(web_app={"url": "https://example.com"})]), GROUP)


def test_the_page_is_told_what_each_button_does() -> None:
    row = [
        TAP,
        button(url="https://a.ru"),
        button(copy_text={"text": "c"}),
        button(switch_inline_query_current_chat="q"),
        button(switch_inline_query="q"),
        button(web_app={"url": "https://a.ru"}),
    ]
    plain = {"text": "x", "data": None, "url": None}
    assert keyboards.as_page(keyboard(row)) == [
        [
            plain | {"data": "x"},
            plain | {"url": "https://a.ru"},
            plain | {"copy": "c"},
            plain | {"switch": {"query": "q", "choose": False}},
            plain | {"switch": {"query": "q", "choose": True, "returns": True}},
            plain | {"web_app": "https://a.ru"},
        ]
    ]
