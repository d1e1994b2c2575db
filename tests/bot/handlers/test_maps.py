"""Maps: by command and by button, drawn once and then sent by their id."""

import asyncio
from typing import Any

import pytest
from telegram.error import BadRequest, Forbidden

from bot.maps.drawing import MapError
from bot.maps.subject import MapSubject
from storage.database.errors import StoreError
from storage.database.pictures import PictureKey
from tests.bot.conversation import Conversation
from tests.e2e.another_bot import PICTURE


class Easel:
    """Gives the same small picture for every map, and remembers which were asked for."""

    def __init__(self) -> None:
        self.drawn: list[MapSubject] = []
        self.broken = False

    async def __call__(self, subject: MapSubject) -> bytes:
        self.drawn.append(subject)
        for _ in range(20):  # it takes a while, in which others run
            await asyncio.sleep(0)
        if self.broken:
            raise MapError("the map cannot be drawn")
        return PICTURE.read_bytes()


@pytest.fixture
def easel(talk: Conversation) -> Easel:
    easel = Easel()
    talk.application.bot_data.draw = easel
    return easel


def photos(talk: Conversation) -> list[dict[str, Any]]:
    return talk.telegram.sent("sendPhoto")


async def test_the_command_sends_a_map_with_its_caption_and_a_way_to_the_card(
    talk: Conversation, easel: Easel
) -> None:
    await talk.say("/map Tula")
    [photo] = photos(talk)
    assert photo["caption"].startswith("<b>Тула</b>\n5 побратимов\n")
    assert [subject.spots[0].name for subject in easel.drawn] == ["Тула"]
    [[back]] = photo["reply_markup"]["inline_keyboard"]
    assert back == {"text": "« Тула", "callback_data": "+p:tula"}
    await talk.tap(back["callback_data"])
    assert talk.text.startswith("<b>Тула</b>\nТульская")
    assert len(talk.telegram.sent("sendMessage")) == 1
    assert talk.telegram.sent("editMessageText") == []


async def test_the_button_on_a_card_sends_it_below_and_leaves_the_card(
    talk: Conversation, easel: Easel
) -> None:
    await talk.say("Киль")
    await talk.tap_label("Карта")
    assert photos(talk)[0]["caption"].startswith("<b>🇩🇪 Киль</b>")
    assert talk.telegram.sent("editMessageText") == []
    assert [call for call, _ in talk.telegram.calls[-3:]] == [
        "answerCallbackQuery", "sendChatAction", "sendPhoto",
    ]  # fmt: skip


@pytest.mark.parametrize("asked", ["/map Тула, Киль", "/map Tula and Kiel"])
async def test_of_two_places_the_way_between_them_is_sent(
    talk: Conversation, easel: Easel, asked: str
) -> None:
    await talk.say(asked)
    assert "1\u00a0770\u00a0км" in photos(talk)[0]["caption"]
    assert len(easel.drawn[0].legs) == 1


async def test_the_screen_of_a_pair_has_it_too(talk: Conversation, easel: Easel) -> None:
    await talk.say("Тула и Киль")
    await talk.tap_label("Карта")
    assert [spot.name for spot in easel.drawn[0].spots] == ["Тула", "Киль"]


async def test_what_names_no_place_is_a_question(talk: Conversation, easel: Easel) -> None:
    for asked in ("/map", "/map Портленд", "/map Хогвартс", "/map Германия", "/map Орск"):
        await talk.say(asked)
    assert photos(talk) == []
    assert len(talk.telegram.sent("sendMessage")) == 5


async def test_a_map_is_drawn_once_for_each_language(talk: Conversation, easel: Easel) -> None:
    for _ in range(3):
        await talk.say("/map Тула")
    talk.person(6, "en")
    talk.chat = {"id": 6, "type": "private", "first_name": "B"}
    await talk.say("/map Tula")
    assert len(easel.drawn) == 2
    assert len(talk.telegram.sent("sendChatAction")) == 2, "only while it is drawn"
    first, second, third, _ = photos(talk)
    assert second["photo"] == third["photo"] != first["photo"]
    assert len({m.media.as_page["url"] for m in talk.telegram.world.sent[:3] if m.media}) == 1


@pytest.mark.parametrize(
    "refusal",
    [
        "Wrong file identifier/HTTP URL specified",
        "Wrong remote file identifier specified: Wrong padding in the string",
        "Wrong file_id or the file is temporarily unavailable",
        "FILE_REFERENCE_EXPIRED",
    ],
)
async def test_an_id_that_telegram_does_not_take_is_drawn_and_sent_anew(
    talk: Conversation, easel: Easel, refusal: str
) -> None:
    await talk.say("/map Тула")
    talk.telegram.failures["sendPhoto"].append(BadRequest(refusal))
    await talk.say("/map Тула")
    assert len(easel.drawn) == 2
    assert len(talk.telegram.world.sent) == 2
    await talk.say("/map Тула")
    assert len(easel.drawn) == 2, "the new id is remembered"


async def test_an_id_of_another_bot_is_none_here(talk: Conversation, easel: Easel) -> None:
    services = talk.application.bot_data
    key = PictureKey("m:tula", "ru", f"{services.catalogue.revision}.1")
    await services.pictures.remember(key, "AgACAgIAAxkBAAIB")
    await talk.say("/map Тула")
    assert len(easel.drawn) == len(talk.telegram.world.sent) == 1


async def test_where_nothing_can_be_drawn_words_and_the_card_are_left(
    talk: Conversation, easel: Easel
) -> None:
    easel.broken = True
    await talk.say("/map Тула")
    assert talk.text.startswith("Карту нарисовать не получилось.")
    assert "Могилёв, 480\u00a0км" in talk.text
    await talk.tap_label("« Тула")
    assert talk.text.startswith("<b>Тула</b>")
    await talk.tap("m:kiel")
    assert "Карту нарисовать не получилось." in talk.text
    assert len(talk.telegram.sent("answerCallbackQuery")) == 2
    easel.broken = False
    await talk.say("/map Тула")
    assert len(photos(talk)) == 1


async def test_with_the_store_away_it_is_drawn_and_sent(
    talk: Conversation, easel: Easel, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object) -> None:
        raise StoreError("the database cannot be reached")

    monkeypatch.setattr(talk.application.bot_data.pictures, "file_id", away)
    monkeypatch.setattr(talk.application.bot_data.pictures, "remember", away)
    await talk.say("/map Тула")
    assert len(talk.telegram.world.sent) == 1
    assert talk.telegram.sent("sendMessage") == []


async def test_in_a_group_it_answers_the_question_in_its_topic(
    talk: Conversation, easel: Easel
) -> None:
    talk.in_topic(9)
    await talk.say("/map Тула")
    [sent] = talk.telegram.world.sent
    assert (sent.thread, sent.reply_to and sent.reply_to.formatted.text) == (9, "/map Тула")
    await talk.tap("m:kiel")
    assert talk.telegram.world.sent[-1].thread == 9
    assert talk.telegram.sent("sendChatAction")[-1]["message_thread_id"] == 9


async def test_under_an_inline_message_the_tap_is_told_where_maps_are(
    talk: Conversation, easel: Easel
) -> None:
    query = {"id": "1", "from": talk.user, "chat_instance": "1", "data": "m:tula"}
    await talk.receive({"callback_query": query | {"inline_message_id": "abc"}})
    assert "личном чате" in talk.telegram.sent("answerCallbackQuery")[0]["text"]
    assert photos(talk) == []


async def test_a_button_to_a_place_that_is_gone_is_told_so(
    talk: Conversation, easel: Easel
) -> None:
    await talk.tap("m:atlantis")
    assert "устарела" in talk.telegram.sent("answerCallbackQuery")[0]["text"]
    assert photos(talk) == []


async def test_somebody_who_blocked_the_bot_gets_no_photo_and_no_error(
    talk: Conversation, easel: Easel
) -> None:
    talk.telegram.failures["sendPhoto"].append(Forbidden("Forbidden: bot was blocked by the user"))
    await talk.say("/map Тула")
    assert talk.telegram.sent("sendMessage") == []


async def test_that_it_is_on_its_way_may_fail(talk: Conversation, easel: Easel) -> None:
    talk.telegram.failures["sendChatAction"].append(BadRequest("Bad Request: whatever"))
    await talk.say("/map Тула")
    assert len(talk.telegram.world.sent) == 1


async def test_a_card_asked_for_from_a_photo_without_a_plus_comes_below_it(
    talk: Conversation, easel: Easel
) -> None:
    await talk.say("/map Тула")
    await talk.tap("p:kiel")
    assert talk.telegram.sent("sendMessage")[0]["text"].startswith("<b>Киль</b>")
