"""What counts as a question: who asks, where, and in which words."""

from typing import Any

import pytest

from tests.bot.conversation import Conversation
from tests.fake_telegram import BOT


async def test_in_a_group_only_commands_replies_and_buttons_count(talk: Conversation) -> None:
    talk.in_group()
    await talk.say("Тула")
    await talk.say("/twins@another_bot Тула")
    other = talk.message("привет") | {"from": {"id": 9, "is_bot": False, "first_name": "Б"}}
    await talk.say("Тула", reply_to_message=other)
    assert talk.telegram.calls == []
    await talk.say("Тула", reply_to_message=talk.message("?") | {"from": BOT})
    assert talk.text.startswith("<b>Тула</b>")
    assert talk.shown["reply_parameters"]
    await talk.say("/twins Омск")
    assert talk.text.startswith("<b>Омск</b>")
    await talk.tap("p:tula")
    assert talk.text.startswith("<b>Тула</b>")


async def test_a_corrected_message_is_asked_again(talk: Conversation) -> None:
    await talk.receive({"edited_message": talk.message("Тула") | {"edit_date": 1_700_000_001}})
    assert talk.text.startswith("<b>Тула</b>")


async def test_a_channels_post_is_not_answered(talk: Conversation) -> None:
    post = talk.message("/start") | {"chat": {"id": -100, "type": "channel", "title": "К"}}
    del post["from"]
    await talk.receive({"channel_post": post})
    assert talk.telegram.calls == []


POLL = {
    "id": "1",
    "question": "?",
    "options": [],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}


async def test_a_correction_changes_the_answer_in_its_place(talk: Conversation) -> None:
    asked = talk.message("Тула")
    await talk.receive({"message": asked})
    answer = talk.telegram.world.sent[-1]
    await talk.correct(asked, "Киль")
    await talk.correct(asked, "Омск", after=60)
    assert [talk.telegram.world.sent, answer.formatted.text[:4]] == [[answer], "Омск"]


async def test_a_corrected_command_is_obeyed_in_place_of_the_first(talk: Conversation) -> None:
    asked = talk.message("/twins Тула")
    await talk.receive({"message": asked})
    await talk.correct(asked, "/country Германия")
    assert len(talk.telegram.world.sent) == 1
    assert "Германия" in talk.text


async def test_a_correction_whose_answer_has_vanished_is_answered_anew(talk: Conversation) -> None:
    asked = talk.message("Тула")
    await talk.receive({"message": asked})
    talk.telegram.world.messages[talk.chat["id"]].clear()
    await talk.correct(asked, "Киль")
    assert len(talk.telegram.sent("sendMessage")) == 2
    assert talk.text.startswith("<b>Киль</b>")


async def test_a_question_after_a_forced_reply_is_a_new_message(talk: Conversation) -> None:
    talk.in_group()
    asked = talk.message("/twins Тула")
    await talk.receive({"message": asked})
    await talk.correct(asked, "/twins")
    assert len(talk.telegram.sent("sendMessage")) == 2
    assert talk.shown["reply_markup"]["force_reply"] is True


@pytest.mark.parametrize(
    "change",
    [
        {},  # a first reaction, a link preview: no date of an edit
        {"edit_date": 1_700_000_005},  # the same words
        {"text": "Киль"},
        {"text": "Киль", "edit_date": 1_700_090_000},  # an old message is tidied up
    ],
)
async def test_an_edit_that_is_none_is_not_answered(
    talk: Conversation, change: dict[str, Any]
) -> None:
    asked = talk.message("Тула")
    await talk.receive({"message": asked})
    await talk.receive({"edited_message": asked | change})
    assert len(talk.telegram.sent("sendMessage", "editMessageText")) == 1


@pytest.mark.parametrize("edit_date", [None, 1_700_090_000])
async def test_an_old_message_that_telegram_tells_of_is_not_answered(
    talk: Conversation, edit_date: int | None
) -> None:
    edited = talk.message("Тула") | ({"edit_date": edit_date} if edit_date else {})
    await talk.receive({"edited_message": edited})
    assert talk.telegram.calls == []


@pytest.mark.parametrize(
    ("first", "changed"),
    [
        (
            {"location": {"latitude": 54.0, "longitude": 37.0, "live_period": 900}},
            {"location": {"latitude": 54.1, "longitude": 37.0, "live_period": 900}},
        ),
        ({"dice": {"emoji": "🎲", "value": 1}}, {"dice": {"emoji": "🎲", "value": 6}}),
        ({"poll": POLL}, {"poll": POLL | {"total_voter_count": 1}}),
    ],
    ids=["location", "dice", "poll"],
)
async def test_what_moves_or_changes_by_itself_is_answered_once(
    talk: Conversation, first: dict[str, Any], changed: dict[str, Any]
) -> None:
    message = talk.message("")
    del message["text"]
    await talk.receive({"message": message | first})
    assert talk.telegram.calls
    talk.telegram.calls.clear()
    for seconds in (5, 10):
        edited = message | changed | {"edit_date": message["date"] + seconds}
        await talk.receive({"edited_message": edited})
    assert talk.telegram.calls == []


@pytest.mark.parametrize("captions", [("", "", ""), ("Тула", "", ""), ("", "", "Тула")])
async def test_an_album_gets_one_answer(talk: Conversation, captions: tuple[str, ...]) -> None:
    for caption in captions:
        await talk.photo(caption, media_group_id="7")
    [answer] = talk.telegram.world.sent
    assert answer.formatted.text.startswith("Тула" if any(captions) else "Я понимаю только текст")
    await talk.photo("Киль", media_group_id="8")
    assert len(talk.telegram.world.sent) == 2


async def test_the_same_words_in_a_new_message_are_answered_again(talk: Conversation) -> None:
    for _ in range(2):
        await talk.say("Тула")
    assert len(talk.telegram.sent("sendMessage")) == 2


async def test_words_under_a_picture_count_as_text(talk: Conversation) -> None:
    await talk.photo("Киль")
    assert talk.text.startswith("<b>Киль</b>")
    await talk.photo("/twins Омск")
    assert talk.text.startswith("<b>Омск</b>")
    talk.in_group()
    await talk.photo("/twins@pobratim_sandbox_bot Тула")
    assert talk.text.startswith("<b>Тула</b>")
    await talk.photo("Киль", reply_to_message=talk.message("?") | {"from": BOT})
    assert talk.text.startswith("<b>Киль</b>")


async def test_pictures_in_a_group_that_are_not_for_the_bot_are_not_answered(
    talk: Conversation,
) -> None:
    talk.in_group()
    replied = talk.message("?") | {"from": BOT}
    await talk.photo("Тула")
    await talk.photo("/twins@another_bot Тула", reply_to_message=replied)
    await talk.photo("", reply_to_message=replied)
    assert talk.telegram.calls == []


ECHO = {"id": 99, "is_bot": True, "first_name": "Эхо", "username": "echo_bot"}


@pytest.mark.parametrize(
    "fields",
    [{"from": ECHO}, {"via_bot": ECHO}, {"from": BOT}, {"is_automatic_forward": True}],
    ids=["bot", "via", "own", "channel"],
)
async def test_bots_are_not_answered_lest_they_answer_for_ever(
    talk: Conversation, fields: dict[str, Any]
) -> None:
    for go in (lambda: None, talk.in_group):
        go()
        for text in ("Тула", "/twins Тула"):
            await talk.say(text, **fields, reply_to_message=talk.message("?") | {"from": BOT})
            edited = talk.message(text, **fields) | {"edit_date": 1_700_000_001}
            await talk.receive({"edited_message": edited})
    assert talk.telegram.calls == []


@pytest.mark.parametrize("sender", ["the group", "a channel"])
async def test_who_writes_as_a_group_or_a_channel_is_a_person(
    talk: Conversation, sender: str
) -> None:
    talk.in_group()
    channel = {"id": -100_9, "type": "channel", "title": "К"}
    anonymous = {"id": 1_087_968_824, "is_bot": True, "first_name": "Group"}
    as_chat = talk.chat if sender == "the group" else channel
    await talk.say("/twins Тула", sender_chat=as_chat, **{"from": anonymous})
    assert "Tula" in talk.text


async def test_an_answer_goes_to_the_topic_of_its_question(talk: Conversation) -> None:
    talk.in_topic(9)
    await talk.say("/twins Тула")
    assert talk.telegram.world.sent[-1].thread == 9
