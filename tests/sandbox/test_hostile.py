"""Whatever is sent to the sandbox gets an answer that says what was wrong, and breaks nothing."""

import json
from typing import Any

import pytest
from yarl import URL

from bot.sandbox.world import BOT, GROUP
from tests.sandbox.conftest import Client

JSON = {"Content-Type": "application/json"}
DIGITS = "9" * 5000
PAGE = [
    ("/chat/tap", {"json": {"user": 1001, "message_id": DIGITS}}),
    ("/chat/send", {"json": {"user": 1001, "text": "a", "reply_to": DIGITS}}),
    ("/chat/send", {"json": {"user": DIGITS, "text": "a"}}),
    ("/chat/send", {"json": {"user": BOT["id"], "text": "a"}}),
    ("/chat/send", {"json": {"user": GROUP["id"], "text": "a"}}),
    ("/chat/send", {"json": {"user": 1001, "chat": {"id": 5}, "text": "a"}}),
    ("/chat/send", {"json": {"user": 1001, "text": "a", "reply_to": [1]}}),
    ("/chat/send", {"json": ["user"]}),
    ("/chat/send", {"data": "[" * 100_000, "headers": JSON}),
    ("/chat/send", {"data": b"\xff", "headers": JSON}),
    ("/chat/send", {"data": "{}", "headers": {"Content-Type": "application/json; charset=zz"}}),
    ("/chat/attach", {"data": b"x", "headers": {"Content-Type": "multipart/form-data"}}),
    (
        "/chat/attach",
        {"data": b"x", "headers": {"Content-Type": "multipart/form-data; boundary=q"}},
    ),
    ("/chat/attach", {"data": {"user": "1001", "kind": "location", "latitude": DIGITS}}),
]
MARKUPS: list[Any] = [
    5,
    "x",
    [],
    {"inline_keyboard": [[{"text": "x", "web_app": 5}]]},
    {"inline_keyboard": [[{"text": "x", "switch_inline_query_chosen_chat": "q"}]]},
    {"inline_keyboard": [[{"text": "x", "callback_data": "a", "copy_text": "q"}]]},
    {"inline_keyboard": [[{"text": "x", "callback_data": "a", "copy_text": None, "web_app": 1}]]},
    {"inline_keyboard": [[{"text": {}, "callback_data": []}]]},
    {"force_reply": True, "input_field_placeholder": []},
    {"keyboard": [[{"text": [], "request_location": {}, "web_app": 5}]]},
    {"keyboard": None, "remove_keyboard": []},
]
NO_OPTIONS: list[Any] = [5, "x", {"url": {}}]
NO_REPLIES: list[Any] = [5, "x", {"message_id": {}}]
BOT_API: list[dict[str, Any]] = [
    *({"json": {"text": "a", "reply_markup": markup}} for markup in MARKUPS),
    *({"json": {"text": "a", "link_preview_options": told}} for told in NO_OPTIONS),
    *({"json": {"text": "a", "reply_parameters": told}} for told in NO_REPLIES),
    *(
        {"json": {"text": text, "parse_mode": "HTML"}}
        for text in (f"&#{DIGITS};", "\ud83c<b>x</b>")
    ),
    *({"json": {"text": text}} for text in ("a" * 100_000, "x@" + "a." * 20_000, "/a " * 20_000)),
    {"data": {"chat_id": DIGITS, "text": "a"}},
    {"data": {"text": "a", "reply_markup": "[" * 100_000}},
    {"data": b"\xff", "headers": JSON},
    {"data": b"x", "headers": {"Content-Type": "multipart/form-data"}},
]


async def still_well(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing was told as an error, and the chat works."""
    assert caplog.text == ""
    assert (await client.do("/chat/send", user=1001, text="Тула"))["message"]
    assert (await client.state())["messages"][-1]["text"] == "Тула"


@pytest.mark.parametrize(("path", "asked"), PAGE)
async def test_the_pages_server_refuses_what_makes_no_sense(
    client: Client, caplog: pytest.LogCaptureFixture, path: str, asked: dict[str, Any]
) -> None:
    async with client.session.post(client.address + path, **asked) as response:
        assert response.status == 400
        assert (await response.json())["error"].startswith("refused-")
    await still_well(client, caplog)


@pytest.mark.parametrize("asked", BOT_API)
async def test_the_bot_api_answers_what_makes_no_sense(
    client: Client, caplog: pytest.LogCaptureFixture, asked: dict[str, Any]
) -> None:
    if "json" in asked:
        asked = {"data": json.dumps({"chat_id": 1001} | asked["json"]), "headers": JSON}
    url = f"{client.address}/bot42:sandbox/sendMessage"
    async with client.session.post(url, **asked) as response:
        assert response.status in (200, 400)
        assert (await response.json())["ok"] is (response.status == 200)
    await still_well(client, caplog)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/%00", 404),
        ("/" + "a" * 3000, 404),
        ("/chat/events?user=x", 400),
        ("/chat/events?user=1001&after=9999", 200),
        (f"/chat/state?user={DIGITS}", 400),
        ("/chat/state?user=1001&chat=5", 400),
    ],
)
async def test_an_address_that_is_none_is_not_found(
    client: Client, caplog: pytest.LogCaptureFixture, path: str, status: int
) -> None:
    async with client.session.get(URL(client.address + path, encoded=True)) as response:
        assert response.status == status
    await still_well(client, caplog)
