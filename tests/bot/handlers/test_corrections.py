"""Corrections: somebody says what is wrong on a card, in a private chat and in a group."""

import time

import pytest

from bot.context import Services
from storage.corrections import MAX_CORRECTION_CHARACTERS, MAX_CORRECTIONS_A_DAY
from storage.database.engine import StoreError
from storage.database.store import Store
from storage.search.search import Search
from tests.bot.conversation import Conversation
from tests.bot.handlers.correcting import (
    ADMIN,
    BUTTON,
    admin_begins,
    as_admin,
    notice,
    prompt,
    report,
    sent_to,
    waiting,
)

ANNA, BEN = 2001, 2002


@pytest.fixture(autouse=True)
def admin_has_begun(talk: Conversation) -> None:
    admin_begins(talk)


async def test_a_line_about_a_card_is_kept_thanked_for_and_told_to_the_administrator(
    talk: Conversation,
) -> None:
    said = await report(talk)
    [kept] = await waiting(talk)
    assert (kept.place_id, kept.text, kept.user_id, kept.chat_id, kept.message_id) == (
        "tula", "Керчь уже не побратим", talk.user["id"], talk.chat["id"], said["message_id"],
    )  # fmt: skip
    assert kept.revision == talk.application.bot_data.catalogue.revision
    assert f"его номер — {kept.number}" in sent_to(talk, talk.chat["id"])[-1]
    [told] = sent_to(talk, ADMIN)
    assert told.startswith(f"№ {kept.number} · Тула · открыто\nКерчь уже не побратим\n")


async def test_the_question_is_a_new_message_that_forces_a_reply_and_the_card_stays(
    talk: Conversation,
) -> None:
    asked = await prompt(talk, "/twins Киль")
    assert talk.shown["reply_markup"]["force_reply"] is True
    assert "Киль" in asked["text"]
    assert len(talk.telegram.sent("sendMessage")) == 2
    assert talk.telegram.sent("editMessageText") == []


async def test_nothing_is_kept_in_memory_so_a_reply_after_a_restart_counts(
    talk: Conversation, store: Store, search: Search
) -> None:
    asked = await prompt(talk)
    restarted = Conversation(Services(search, store.chats))
    await restarted.application.initialize()
    await restarted.say("Нет такой связи", reply_to_message=asked)
    assert [it.place_id for it in await waiting(talk)] == ["tula"]


async def test_an_update_that_is_run_again_makes_no_second_correction(talk: Conversation) -> None:
    said = await report(talk)
    talk.application.bot_data.answered._answers.clear()  # as after a restart
    await talk.receive({"message": said})
    assert len(await waiting(talk)) == 1


async def test_a_correction_that_is_edited_is_told_anew(talk: Conversation) -> None:
    said = await report(talk)
    await talk.correct(said, "Магеланг тоже")
    assert [it.text for it in await waiting(talk)] == ["Магеланг тоже"]
    assert len(sent_to(talk, ADMIN)) == 2


async def test_hostile_text_is_kept_as_it_is_and_shown_escaped(talk: Conversation) -> None:
    text = "<b>x</b> & </blockquote><a href='tg://user?id=1'>y</a> \u202e{place}"
    await report(talk, text)
    assert [it.text for it in await waiting(talk)] == [text]
    assert text in sent_to(talk, ADMIN)[0]


async def test_what_no_database_can_hold_is_left_out(talk: Conversation) -> None:
    await report(talk, "a\0b\ud83cc")
    assert [it.text for it in await waiting(talk)] == ["ab?c"]


async def test_a_caption_is_a_line_too(talk: Conversation) -> None:
    await talk.photo("Герб не тот", reply_to_message=await prompt(talk))
    assert [it.text for it in await waiting(talk)] == ["Герб не тот"]


@pytest.mark.parametrize(
    ("text", "told"), [("я" * (MAX_CORRECTION_CHARACTERS + 1), "длинновато"), ("", "только слова")]
)
async def test_what_cannot_be_taken_is_told_and_asked_for_again(
    talk: Conversation, text: str, told: str
) -> None:
    await talk.photo(text, reply_to_message=await prompt(talk))
    assert told in talk.text
    assert talk.shown["reply_markup"]["force_reply"] is True
    assert await waiting(talk) == []
    again = talk.telegram.world.sent[-1].as_bot_api()
    await talk.say("Короче", reply_to_message=again)
    assert [it.text for it in await waiting(talk)] == ["Короче"]


async def test_so_much_is_not_too_long(talk: Conversation) -> None:
    await report(talk, "<" * MAX_CORRECTION_CHARACTERS)
    assert len(await waiting(talk)) == 1
    assert len(sent_to(talk, ADMIN)) == 1


async def test_more_than_a_days_share_is_refused_kindly_and_before_it_is_written(
    talk: Conversation,
) -> None:
    now = int(time.time())
    asked = await prompt(talk)
    for number in range(MAX_CORRECTIONS_A_DAY + 1):
        await talk.say(f"{number}", reply_to_message=asked, date=now)
    assert "Сегодня вы прислали уже 5 замечаний" in talk.text
    assert len(await waiting(talk)) == MAX_CORRECTIONS_A_DAY
    sends = len(talk.telegram.sent("sendMessage"))
    await talk.tap("q:tula")
    assert "уже 5 замечаний" in talk.telegram.sent("answerCallbackQuery")[-1]["text"]
    assert len(talk.telegram.sent("sendMessage")) == sends


async def test_a_command_is_obeyed_though_it_replies_to_the_question(talk: Conversation) -> None:
    await talk.say("/twins Омск", reply_to_message=await prompt(talk))
    assert talk.text.startswith("<b>Омск</b>")
    assert await waiting(talk) == []


async def test_a_reply_to_any_other_message_is_a_question(talk: Conversation) -> None:
    await talk.say("Тула")
    await talk.say("Киль", reply_to_message=talk.telegram.world.sent[-1].as_bot_api())
    assert talk.text.startswith("<b>Киль</b>")
    forged = talk.message("x") | (await prompt(talk)) | {"from": talk.user}
    await talk.say("Омск", reply_to_message=forged)
    assert talk.text.startswith("<b>Омск</b>")


@pytest.mark.parametrize("data", ["q:atlantis", "d:show:1", "d:list:0", "d:close:1"])
async def test_a_button_that_leads_nowhere_or_is_not_theirs_gets_a_toast(
    talk: Conversation, data: str
) -> None:
    await report(talk)
    sends = len(talk.telegram.sent("sendMessage", "editMessageText"))
    await talk.tap(data)
    assert "устарела" in talk.telegram.sent("answerCallbackQuery")[-1]["text"]
    assert len(talk.telegram.sent("sendMessage", "editMessageText")) == sends
    assert len(await waiting(talk)) == 1


async def test_under_a_message_that_was_sent_inline_a_tap_leads_to_the_private_chat(
    talk: Conversation,
) -> None:
    await talk.receive(
        {"callback_query": {"id": "1", "from": talk.user, "chat_instance": "1", "data": "q:tula",
                            "inline_message_id": "abc"}}
    )  # fmt: skip
    [answer] = talk.telegram.sent("answerCallbackQuery")
    assert answer["url"] == "https://t.me/pobratim_sandbox_bot?start=report-tula"
    await talk.say("/start report-tula")
    assert talk.shown["reply_markup"]["force_reply"] is True
    asked = talk.telegram.world.sent[-1].as_bot_api()
    await talk.say("Не так", reply_to_message=asked)
    assert [it.place_id for it in await waiting(talk)] == ["tula"]


async def test_a_link_to_the_question_about_no_place_says_so(talk: Conversation) -> None:
    await talk.say("/start report-atlantis")
    assert "устарела" in talk.text


async def test_a_place_that_the_data_have_no_more_is_called_by_its_id(talk: Conversation) -> None:
    link = "https://t.me/pobratim_sandbox_bot?start=atlantis#report-5000000007"
    text_link = {"type": "text_link", "offset": 0, "length": 1, "url": link}
    asked = await prompt(talk) | {"entities": [text_link]}
    await talk.say("Где она?", reply_to_message=asked)
    assert [it.place_id for it in await waiting(talk)] == ["atlantis"]
    assert "· atlantis ·" in sent_to(talk, ADMIN)[0]


# In a group


async def test_in_a_group_whoever_tapped_is_asked_by_name_and_answered_there(
    talk: Conversation,
) -> None:
    talk.in_topic(9)
    talk.person(ANNA, "ru")
    await talk.say("/twins Тула")
    talk.person(BEN, "ru")
    await talk.tap_label(BUTTON)
    asked = talk.telegram.world.sent[-1]
    assert asked.formatted.mentioned == [BEN]
    assert talk.shown["reply_markup"]["selective"] is True
    await talk.say("Не так", reply_to_message=asked.as_bot_api())
    [kept] = await waiting(talk)
    assert (kept.user_id, kept.chat_id, kept.thread_id) == (BEN, talk.chat["id"], 9)
    thanked = next(m for m in talk.telegram.world.sent[::-1] if m.chat["id"] == talk.chat["id"])
    assert thanked.thread == 9
    assert thanked.reply_to
    assert thanked.reply_to.id == kept.message_id


async def test_in_a_group_the_reply_of_somebody_else_does_not_count(talk: Conversation) -> None:
    talk.in_group()
    talk.person(ANNA, "ru")
    asked = await prompt(talk)
    talk.person(BEN, "ru")
    await talk.say("А по-моему, всё так", reply_to_message=asked)
    assert "не к вам" in talk.text
    anonymous = {"id": 1_087_968_824, "is_bot": True, "first_name": "Group"}
    await talk.say("x", reply_to_message=asked, sender_chat=talk.chat, **{"from": anonymous})
    assert await waiting(talk) == []


# The store away


async def test_with_the_store_away_nobody_is_thanked_and_the_tap_tells_it_already(
    talk: Conversation, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = await prompt(talk)

    def away(**_: object) -> None:
        raise StoreError("the database cannot be reached")

    with monkeypatch.context() as patch:
        patch.setattr(store.database, "transaction", away)
        await talk.tap("q:tula")
        assert "недоступно" in talk.telegram.sent("answerCallbackQuery")[-1]["text"]
        await talk.say("Не так", reply_to_message=asked)
    assert "Хранилище сейчас недоступно" in talk.text
    assert sent_to(talk, ADMIN) == []
    assert await waiting(talk) == []


# Forgetting


async def test_forgetme_deletes_corrections_and_privacy_tells_of_them(talk: Conversation) -> None:
    await report(talk)
    await talk.say("/privacy")
    assert "Замечания о карточках" in talk.text
    await talk.say("/forgetme")
    assert "замечания" in talk.text
    await talk.tap_label("Удалить")
    assert await waiting(talk) == []
    as_admin(talk)
    await talk.say("Исправим", reply_to_message=notice(talk))
    assert "автор его удалил" in talk.text
    await talk.tap("d:show:1")
    assert "автор его удалил" in talk.telegram.sent("answerCallbackQuery")[-1]["text"]
