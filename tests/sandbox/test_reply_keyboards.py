"""Reply keyboards: what Telegram takes, and what the page is told of them."""

from typing import Any

import pytest

from bot.sandbox import keyboards, reply_keyboards
from bot.sandbox.refusals import ApiError
from bot.sandbox.world import GROUP
from tests.sandbox.conftest import Client

PRIVATE = {"id": 1, "type": "private"}
HERE = {"text": "x", "request_location": True}
APP = {"text": "x", "web_app": {"url": "https://example.com"}}


@pytest.mark.parametrize(
    "markup",
    [
        {"keyboard": [["Тула", {"text": "Омск"}], [HERE]], "resize_keyboard": True},
        {"keyboard": [[HERE | {"request_contact": False}]], "input_field_placeholder": "щ" * 64},
        {"keyboard": [[APP]]},
        {"remove_keyboard": True, "selective": True},
        {"force_reply": True},
    ],
)
def test_each_kind_of_markup_passes(markup: dict[str, Any]) -> None:
    assert keyboards.checked(markup, PRIVATE) == markup


@pytest.mark.parametrize(
    ("markup", "chat", "words"),
    [
        ({"keyboard": "x"}, PRIVATE, "Array of Arrays"),
        ({"keyboard": ["x"]}, PRIVATE, "Array of Arrays"),
        ({"keyboard": [[]]}, PRIVATE, "keyboard is empty"),
        ({"keyboard": [[5]]}, PRIVATE, "must be a String or an Object"),
        ({"keyboard": [[" "]]}, PRIVATE, "'text' is empty"),
        ({"keyboard": [[{"request_location": True}]]}, PRIVATE, "'text' is empty"),
        ({"keyboard": [[HERE | {"request_contact": True}]]}, PRIVATE, "one action expected"),
        ({"keyboard": [[HERE]]}, GROUP, "location can be requested in private chats only"),
        ({"keyboard": [[APP | {"web_app": {"url": "http://a.ru"}}]]}, PRIVATE, "Only HTTPS"),
        ({"keyboard": [[APP | {"web_app": 5}]]}, PRIVATE, "Only HTTPS"),
        ({"keyboard": [[APP]]}, GROUP, "web App can be requested in private chats only"),
        ({"force_reply": True, "input_field_placeholder": "x" * 65}, PRIVATE, "too long"),
    ],
)
def test_what_telegram_refuses_is_refused(
    markup: dict[str, Any], chat: dict[str, Any], words: str
) -> None:
    with pytest.raises(ApiError, match=words):
        keyboards.checked(markup, chat)


def test_the_page_is_told_what_a_keyboard_holds_and_that_it_is_taken_away() -> None:
    plain = {"text": "x", "request": None, "web_app": None}
    told = {"one_time": False, "resize": True, "is_persistent": False, "selective": False}
    markup = {"keyboard": [["x", HERE], [APP]], "resize_keyboard": True}
    assert reply_keyboards.as_page(markup) == told | {
        "rows": [
            [plain, plain | {"request": "location"}],
            [plain | {"web_app": "https://example.com"}],
        ],
        "placeholder": None,
    }
    taken = reply_keyboards.as_page({"remove_keyboard": True, "selective": True})
    assert taken == told | {
        "rows": [],
        "resize": False,
        "selective": True,
        "placeholder": None,
    }
    assert reply_keyboards.as_page({"force_reply": True}) is None


async def test_a_keyboard_is_not_told_to_the_bot_and_can_be_taken_away(client: Client) -> None:
    await client.state()
    for markup, rows in (({"keyboard": [["Тула"]]}, 1), ({"remove_keyboard": True}, 0)):
        sent = await client.call("sendMessage", chat_id=1001, text="а", reply_markup=markup)
        assert "reply_markup" not in sent["result"]
        [*_, message] = (await client.state())["messages"]
        assert len(message["reply_keyboard"]["rows"]) == rows
