"""Photos of the bot's: by a form and by id, with Telegram's refusals."""

import struct
from io import BytesIO
from typing import Any

import pytest
from aiohttp import FormData

from bot.sandbox.photos import PHOTO_LIMIT
from tests.sandbox.conftest import Client

BUTTON = '{"inline_keyboard": [[{"text": "« Тула", "callback_data": "+p:tula"}]]}'


def png(width: int = 1170, height: int = 720, more: int = 0) -> bytes:
    """The beginning of a PNG file, which is all that is looked at."""
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height) + b"\0" * more


async def send(client: Client, photo: bytes, **fields: str) -> dict[str, Any]:
    form = FormData({"chat_id": "1001"} | fields)
    form.add_field("photo", BytesIO(photo), filename="map.png", content_type="image/png")
    url = f"{client.address}/bot42:sandbox/sendPhoto"
    async with client.session.post(url, data=form) as response:
        answer: dict[str, Any] = await response.json()
        return answer


async def test_a_photo_is_on_the_page_with_its_caption_and_buttons(client: Client) -> None:
    answer = await send(
        client, png(), caption="<b>Тула</b>", parse_mode="HTML", reply_markup=BUTTON
    )
    sent = answer["result"]
    assert (sent["caption"], sent["caption_entities"][0]["type"]) == ("Тула", "bold")
    assert "text" not in sent
    [size] = sent["photo"]
    assert (size["width"], size["height"], size["file_size"]) == (1170, 720, len(png()))
    [shown] = (await client.state())["messages"]
    assert (shown["media"]["kind"], shown["media"]["width"]) == ("photo", 1170)
    assert shown["html"] == "<b>Тула</b>"
    assert shown["keyboard"][0][0]["data"] == "+p:tula"
    async with client.session.get(client.address + shown["media"]["url"]) as response:
        assert await response.read() == png()


async def test_a_photo_that_was_sent_is_sent_again_by_its_id_and_downloaded(client: Client) -> None:
    [size] = (await send(client, png()))["result"]["photo"]
    again = (await client.call("sendPhoto", chat_id=1002, photo=size["file_id"]))["result"]
    assert again["photo"] == [size]
    assert "caption" not in again
    file = (await client.call("getFile", file_id=size["file_id"]))["result"]
    where = f"{client.address}/file/bot42:sandbox/{file['file_path']}"
    async with client.session.get(where) as response:
        assert await response.read() == png()


async def test_a_form_may_name_its_file_otherwise(client: Client) -> None:
    form = FormData({"chat_id": "1001", "photo": "attach://map"})
    form.add_field("map", png(), filename="map.png", content_type="image/png")
    url = f"{client.address}/bot42:sandbox/sendPhoto"
    async with client.session.post(url, data=form) as response:
        assert (await response.json())["ok"]


@pytest.mark.parametrize(
    "photo", ["AgACAgIAAxkBAAIB", "photo1", "photo1-00000000", "https://x.ru/a.png"]
)
async def test_an_id_of_another_bot_or_another_life_is_none(client: Client, photo: str) -> None:
    await send(client, png())
    refused = await client.call("sendPhoto", chat_id=1001, photo=photo)
    assert refused["description"] == "Bad Request: wrong file identifier/HTTP URL specified"


async def test_a_request_without_a_photo_is_refused(client: Client) -> None:
    refused = await client.call("sendPhoto", chat_id=1001)
    assert refused["description"] == "Bad Request: there is no photo in the request"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"GIF89a", "IMAGE_PROCESS_FAILED"),
        (b"", "IMAGE_PROCESS_FAILED"),
        (png(0, 10), "IMAGE_PROCESS_FAILED"),
        (png(9_000, 1_001), "PHOTO_INVALID_DIMENSIONS"),
        (png(2_100, 100), "PHOTO_INVALID_DIMENSIONS"),
        (png(more=PHOTO_LIMIT), "too big for a photo"),
    ],
)
async def test_what_telegram_takes_for_no_photo_is_refused(
    client: Client, content: bytes, why: str
) -> None:
    assert why in (await send(client, content))["description"]
    assert (await client.state())["messages"] == []


async def test_a_caption_holds_1024_characters(client: Client) -> None:
    assert (await send(client, png(), caption="я" * 1024))["ok"]
    refused = await send(client, png(), caption="😀" * 513)
    assert refused["description"] == "Bad Request: message caption is too long"


async def test_a_photo_becomes_no_text_and_a_text_gets_no_caption(client: Client) -> None:
    photo = (await send(client, png()))["result"]["message_id"]
    text = (await client.call("sendMessage", chat_id=1001, text="а"))["result"]["message_id"]
    edit = {"chat_id": 1001, "message_id": photo, "text": "б"}
    refused = await client.call("editMessageText", **edit)
    assert refused["description"] == "Bad Request: there is no text in the message to edit"
    edit = {"chat_id": 1001, "message_id": text, "caption": "б"}
    refused = await client.call("editMessageCaption", **edit)
    assert refused["description"] == "Bad Request: there is no caption in the message to edit"


async def test_a_caption_is_edited_and_the_photo_stays(client: Client) -> None:
    photo = (await send(client, png(), caption="а"))["result"]
    edit = {"chat_id": 1001, "message_id": photo["message_id"], "caption": "б"}
    edited = (await client.call("editMessageCaption", **edit))["result"]
    assert (edited["caption"], edited["photo"]) == ("б", photo["photo"])
    refused = await client.call("editMessageCaption", **edit)
    assert "message is not modified" in refused["description"]


async def test_that_a_photo_is_on_its_way_is_told_to_the_page(client: Client) -> None:
    sent = await client.call("sendChatAction", chat_id=1001, action="upload_photo")
    assert sent["result"] is True
    refused = await client.call("sendChatAction", chat_id=1001, action="dancing")
    assert refused["description"] == "Bad Request: wrong parameter action in request"
