"""Groups: answers stay in their thread, whatever kind they are and however they were asked for."""

from typing import Any

import pytest
from telegram.error import BadRequest

from bot.sandbox.message import Message
from tests.bot.conversation import Conversation
from tests.fake_telegram import BOT

TOPIC = 9
GONE = BadRequest("Message to edit not found")


def last(talk: Conversation) -> Message:
    """What the bot sent last."""
    return talk.telegram.world.sent[-1]


def replied_to(talk: Conversation) -> int | None:
    """The id of the message that it replies to."""
    reply_to = last(talk).reply_to
    return reply_to.id if reply_to else None


async def test_in_a_topic_every_kind_of_answer_stays_in_it(talk: Conversation) -> None:
    talk.in_topic(TOPIC)
    ways = [
        talk.say("/twins Тула"),
        talk.say("/twins"),  # forces a reply
        talk.say("/help"),
        talk.photo("/twins Тула"),
        talk.say("Омск", reply_to_message=talk.message("?") | {"from": BOT}),
        talk.tap("+p:tula"),
        talk.tap("q:tula"),
    ]
    for number, way in enumerate(ways, 1):
        await way
        assert len(talk.telegram.world.sent) == number
        assert last(talk).thread == TOPIC


async def test_in_a_topic_what_goes_wrong_after_a_tap_is_told_there(talk: Conversation) -> None:
    talk.in_topic(TOPIC)
    await talk.say("/twins Тула")
    talk.telegram.failures["editMessageText"].append(BadRequest("Something new"))
    await talk.tap("p:kiel")
    assert "Что-то пошло не так" in last(talk).formatted.text
    assert last(talk).thread == TOPIC


async def test_what_is_shown_below_a_tapped_message_hangs_on_it_in_a_group(
    talk: Conversation,
) -> None:
    talk.in_group()
    await talk.say("/twins Орск")
    offer = last(talk)
    await talk.tap("+p:omsk")
    assert last(talk).reply_to is offer
    assert last(talk).formatted.text.startswith("Омск")


async def test_in_a_private_chat_nothing_hangs_on_anything(talk: Conversation) -> None:
    await talk.say("Орск")
    await talk.tap("+p:omsk")
    assert [message.reply_to for message in talk.telegram.world.sent] == [None, None]


async def test_in_the_comments_of_a_channels_post_answers_hang_on_their_questions(
    talk: Conversation,
) -> None:
    """Such a thread is a chain of replies: Telegram takes no message by its id."""
    talk.in_group()
    comment = talk.message("/twins Тула", message_thread_id=5)
    await talk.receive({"message": comment})
    assert replied_to(talk) == comment["message_id"]
    card = last(talk).as_bot_api() | {"message_thread_id": 5}
    await talk.tap("+p:kiel", message=card)
    assert replied_to(talk) == card["message_id"]
    talk.telegram.failures["editMessageText"].append(GONE)
    await talk.tap("p:omsk", message=card)
    assert last(talk).formatted.text.startswith("Омск")
    assert all("message_thread_id" not in sent for sent in talk.telegram.sent("sendMessage"))


CHANNEL: dict[str, Any] = {"id": -100_9, "type": "channel", "title": "К"}
AS_CHANNEL = {"id": 136_817_688, "is_bot": True, "first_name": "Channel"}


async def test_a_linked_channels_post_is_not_answered_in_its_group_and_its_comments_are(
    talk: Conversation,
) -> None:
    talk.in_group()
    post = {"from": {"id": 777_000, "is_bot": False, "first_name": "Telegram"},
            "sender_chat": CHANNEL, "is_automatic_forward": True}  # fmt: skip
    await talk.say("/twins Тула", **post)
    assert talk.telegram.calls == []
    await talk.say("/twins Тула", sender_chat=CHANNEL, **{"from": AS_CHANNEL})
    assert last(talk).formatted.text.startswith("Тула")


async def test_a_caption_is_answered_in_the_language_of_its_letters(talk: Conversation) -> None:
    talk.in_group()
    anonymous = {"id": 1_087_968_824, "is_bot": True, "first_name": "Group"}
    await talk.photo("/twins Тула", sender_chat=talk.chat, **{"from": anonymous})
    assert last(talk).formatted.text.startswith("Тула\n")


@pytest.mark.parametrize("kind", ["video", "document", "animation"])
async def test_a_command_under_anything_that_has_a_caption_counts(
    talk: Conversation, kind: str
) -> None:
    talk.in_group()
    message = talk.photo_message("/twins Тула")
    file = message.pop("photo")[0] | {"duration": 1}
    await talk.receive({"message": message | {kind: file}})
    assert last(talk).formatted.text.startswith("Тула\n")


async def test_under_a_picture_with_a_caption_a_tap_keeps_the_captions_language(
    talk: Conversation,
) -> None:
    talk.in_group()
    picture = talk.photo_message("Побратимы города") | {"from": BOT}
    talk.person(2002, "en")
    await talk.tap("+p:tula", message=picture)
    assert last(talk).formatted.text.startswith("Тула\n")


async def test_what_another_bot_is_asked_is_not_ours(talk: Conversation) -> None:
    talk.in_topic(TOPIC)
    replied = talk.message("?") | {"from": BOT}
    await talk.say("/twins@another_bot Тула", reply_to_message=replied)
    await talk.say("/settings@another_bot")
    await talk.say("/twins@pobratim_sandbox_bott Тула")
    assert talk.telegram.calls == []
    await talk.say("/TWINS@Pobratim_Sandbox_Bot Тула")
    assert last(talk).formatted.text.startswith("Тула\n")


async def test_an_anonymous_administrator_sees_the_settings_and_chooses(
    talk: Conversation,
) -> None:
    talk.in_group()
    anonymous = {"id": 1_087_968_824, "is_bot": True, "first_name": "Group"}
    await talk.say("/settings", sender_chat=talk.chat, **{"from": anonymous})
    # Whoever taps does so by their own name, and is known as an administrator.
    talk.person(2001, "ru")
    talk.telegram.world.standing[talk.chat["id"], 2001] = "administrator"
    await talk.tap("g:ru")
    assert await talk.application.bot_data.chats.language(talk.chat["id"]) == "ru"
