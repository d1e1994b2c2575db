"""Photos, places, stickers and voices: from the page to the bot, in the Bot API's forms."""

from typing import Any

import pytest
from aiohttp import FormData

from bot.sandbox import media
from bot.sandbox.media import Files
from bot.sandbox.refusals import RefusedError
from bot.sandbox.server import Sandbox
from bot.sandbox.world import GROUP
from tests.sandbox.conftest import Client

# A photo that would be taken.
WHOLE = {"kind": "photo", "content": b"x", "of": "image/png", "width": 1, "height": 1}


async def attach(
    client: Client, kind: str, content: bytes | None = None, of: str = "", **fields: Any
) -> dict[str, Any]:
    form = FormData({"user": "1001", "kind": kind} | {k: str(v) for k, v in fields.items()})
    if content is not None:
        form.add_field("file", content, filename="x", content_type=of)
    async with client.session.post(f"{client.address}/chat/attach", data=form) as response:
        done: dict[str, Any] = await response.json()
        return done


async def heard(client: Client) -> dict[str, Any]:
    """The last message that the bot was told of."""
    message: dict[str, Any] = (await client.call("getUpdates"))["result"][-1]["message"]
    return message


async def test_a_photo_comes_with_its_caption_and_can_be_downloaded(client: Client) -> None:
    size = {"width": 800, "height": 600}
    sent = await attach(client, "photo", b"jpeg", "image/jpeg", caption="/twins Тула", **size)
    message = await heard(client)
    [photo] = message["photo"]
    assert photo == photo | size | {"file_unique_id": "uphoto1", "file_size": 4}
    assert message["caption"] == "/twins Тула"
    assert message["caption_entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert "text" not in message
    file = (await client.call("getFile", file_id=photo["file_id"]))["result"]
    where = f"{client.address}/file/bot42:sandbox/{file['file_path']}"
    shown = client.address + sent["message"]["media"]["url"]
    for url, media_type in ((where, "application/octet-stream"), (shown, "image/jpeg")):
        async with client.session.get(url) as response:
            assert await response.read() == b"jpeg"
            assert response.headers["Content-Type"] == media_type


async def test_a_place_a_sticker_and_a_voice_come_in_their_forms(client: Client) -> None:
    await attach(client, "location", latitude="54.19", longitude="-37.5")
    assert (await heard(client))["location"] == {"latitude": 54.19, "longitude": -37.5}
    await attach(client, "sticker", b"webp", "image/webp", emoji="👋", width=512, height=512)
    sticker = (await heard(client))["sticker"]
    assert (sticker["emoji"], sticker["width"], sticker["type"]) == ("👋", 512, "regular")
    await attach(client, "voice", b"ogg", "audio/ogg;codecs=opus", duration=3)
    voice = (await heard(client))["voice"]
    assert (voice["duration"], voice["mime_type"]) == (3, "audio/ogg")


async def test_a_place_with_a_name_is_a_venue_and_a_live_one_tells_for_how_long(
    client: Client,
) -> None:
    place: dict[str, Any] = {"latitude": 54.19, "longitude": 37.62}
    await attach(client, "location", **place, title=" Кремль ")
    venue = await heard(client)
    assert venue["location"] == place
    assert venue["venue"] == {"location": place, "title": "Кремль", "address": "Кремль"}
    await attach(client, "location", **place, live="true")
    assert (await heard(client))["location"] == place | {"live_period": 900}


async def test_an_attachment_can_be_a_reply_and_its_caption_be_corrected(client: Client) -> None:
    await client.state()
    bots = await client.call("sendMessage", chat_id=1001, text="?")
    question = bots["result"]["message_id"]
    sent = await attach(
        client, "photo", b"x", "image/png", width=1, height=1, caption="а", reply_to=question
    )
    message = sent["message"]
    assert message["reply_to"]["message_id"] == question
    assert (await heard(client))["reply_to_message"]["text"] == "?"
    edit = {"user": 1001, "message_id": message["message_id"], "text": "б"}
    assert (await client.do("/chat/edit", **edit))["message"]["text"] == "б"
    edited = (await client.call("getUpdates"))["result"][-1]["edited_message"]
    assert (edited["caption"], len(edited["photo"])) == ("б", 1)


async def test_in_a_group_only_what_is_for_the_bot_reaches_it(client: Client) -> None:
    group = GROUP["id"]
    bots = (await client.call("sendMessage", chat_id=group, text="?"))["result"]["message_id"]
    place = {"chat": group, "latitude": 1, "longitude": 1}
    await attach(client, "location", **place)
    await attach(client, "location", reply_to=bots, **place)
    photo: dict[str, Any] = {
        "chat": group,
        "content": b"x",
        "of": "image/png",
        "width": 1,
        "height": 1,
    }
    await attach(client, "photo", caption="Тула", **photo)
    await attach(client, "photo", caption="/twins", **photo)
    heard = [update["message"] for update in (await client.call("getUpdates"))["result"]]
    assert [message.get("caption") for message in heard] == [None, "/twins"]
    assert heard[0]["reply_to_message"]["message_id"] == bots


@pytest.mark.parametrize("kind", ["location", "sticker", "voice"])
async def test_a_caption_is_for_photos_and_voices(client: Client, kind: str) -> None:
    files = {"sticker": "image/webp", "voice": "audio/ogg"}
    content: dict[str, Any] = {"content": b"x", "of": files[kind]} if kind in files else {}
    told: dict[str, Any] = {
        "latitude": 1,
        "longitude": 1,
        "width": 1,
        "height": 1,
        "duration": 1,
        **content,
    }
    sent = await attach(client, kind, caption="Тула", **told)
    if kind == "voice":
        assert sent["message"]["text"] == "Тула"
        return
    assert sent["error"] == "refused-length"
    bare = (await attach(client, kind, **told))["message"]["message_id"]
    corrected = await client.do("/chat/edit", user=1001, message_id=bare, text="Тула")
    assert corrected["error"] == "refused-length"


async def test_what_an_attachment_holds_is_told_by_its_type_and_not_by_its_name(
    client: Client,
) -> None:
    await attach(client, "voice", b"webm", "audio/webm;codecs=opus", duration=1)
    voice = (await heard(client))["voice"]
    file = (await client.call("getFile", file_id=voice["file_id"]))["result"]
    assert (file["file_path"], voice["mime_type"]) == ("voice/1.oga", "audio/webm")


async def test_each_path_leads_to_its_own_file(client: Client) -> None:
    sizes = {"width": 1, "height": 1}
    ids = {}
    for content in (b"a", b"b"):
        await attach(client, "photo", content, "image/png", **sizes)
        ids[content] = (await heard(client))["photo"][0]["file_id"]
    for content, file_id in ids.items():
        file = (await client.call("getFile", file_id=file_id))["result"]
        where = f"{client.address}/file/bot42:sandbox/{file['file_path']}"
        async with client.session.get(where) as response:
            assert await response.read() == content


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ({"kind": "location", "latitude": "91", "longitude": 0}, "refused-number"),
        ({"kind": "location", "latitude": "nan", "longitude": 0}, "refused-number"),
        ({"kind": "location", "longitude": 0}, "refused-number"),
        ({"kind": "photo", "width": 1, "height": 1}, "refused-kind"),
        ({"kind": "photo", "content": b"x", "of": "text/html", "width": 1}, "refused-photo"),
        ({"kind": "photo", "content": b"x", "of": "image/svg+xml", "width": 1}, "refused-photo"),
        ({"kind": "photo", "content": b"", "of": "image/png", "width": 1}, "refused-size"),
        ({"kind": "photo", "content": b"x", "of": "image/png", "width": 0}, "refused-number"),
        ({"kind": "voice", "content": b"x", "of": "image/png"}, "refused-voice"),
        ({"kind": "sticker", "content": b"x", "of": "video/webm"}, "refused-sticker"),
        ({"kind": "teleport", "content": b"x", "of": "image/png"}, "refused-kind"),
        ({"kind": "location", "latitude": 1, "longitude": 1, "caption": "x" * 1025},
         "refused-length"),
        ({"kind": "location", "latitude": 1, "longitude": 1, "reply_to": 99}, "refused-message"),
        ({"kind": "location", "latitude": 1, "longitude": 1, "user": "x"}, "refused-who"),
        (WHOLE | {"height": "x"}, "refused-number"),
        (WHOLE | {"reply_to": 99}, "refused-message"),
        (WHOLE | {"caption": "x" * 1025}, "refused-length"),
        (WHOLE | {"chat": 5}, "refused-who"),
    ],
)  # fmt: skip
async def test_what_cannot_be_sent_is_refused_with_a_reason(
    sandbox: Sandbox, client: Client, asked: dict[str, Any], key: str
) -> None:
    assert (await attach(client, **asked))["error"] == key
    assert (await client.state())["messages"] == []
    assert len(sandbox.world.files) == 0  # nobody would ever see it


async def test_an_unknown_file_is_not_there(client: Client) -> None:
    assert "wrong file_id" in (await client.call("getFile", file_id="photo9"))["description"]
    for path in ("/chat/file/photo9", "/file/bot42:sandbox/photos/9.jpg", "/file/bot1:x/a"):
        async with client.session.get(client.address + path) as response:
            assert response.status == 404


def test_a_file_that_is_too_large_is_refused_and_the_oldest_go_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(media, "FILE_LIMIT", 10)
    monkeypatch.setattr(media, "KEPT", 25)
    files = Files()
    with pytest.raises(RefusedError):
        files.new("photo", "image/png", b"x" * 11)
    sent = [files.new("photo", "image/png", b"x" * 10) for _ in range(3)]
    for file in sent:
        files.keep(file)
    assert [files.get(file.id) for file in sent] == [None, *sent[1:]]
