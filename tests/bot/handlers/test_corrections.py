"""Corrections: somebody says what is wrong on a card, and administrators answer."""

import time
from typing import Any

import pytest
from telegram.error import BadRequest, Forbidden, NetworkError

from bot.context import Services
from bot.delivery.attempt import Attempt, running
from storage.corrections import MAX_CORRECTION_CHARACTERS, MAX_CORRECTIONS_A_DAY, Correction
from storage.database.engine import StoreError
from storage.database.store import Store
from storage.search.search import Search
from tests.bot.conversation import Conversation

ADMIN = 77
ANNA, BEN = 2001, 2002
BUTTON = "Нашли ошибку"


@pytest.fixture(autouse=True)
def admin_has_begun(talk: Conversation) -> None:
    """The bot may write to its administrator."""
    talk.telegram.world.user(ADMIN, "Админ")


async def prompt(talk: Conversation, card: str = "/twins Тула") -> dict[str, Any]:
    """The question that the button under a card asks."""
    await talk.say(card)
    await talk.tap_label(BUTTON)
    return talk.telegram.world.sent[-1].as_bot_api()


async def report(talk: Conversation, text: str = "Керчь уже не побратим") -> dict[str, Any]:
    """Say what is wrong; gives the message it was said in."""
    said = talk.message(text, reply_to_message=await prompt(talk))
    await talk.receive({"message": said})
    return said


async def waiting(talk: Conversation) -> list[Correction]:
    return (await talk.application.bot_data.chats.corrections.open(100))[0]


def sent_to(talk: Conversation, chat_id: int) -> list[str]:
    return [m.formatted.text for m in talk.telegram.world.sent if m.chat["id"] == chat_id]


def as_admin(talk: Conversation) -> None:
    talk.person(ADMIN, "ru")
    talk.chat = {"id": ADMIN, "type": "private", "first_name": "А"}
    talk.topic = {}


def notice(talk: Conversation) -> dict[str, Any]:
    """The last message of the bot's to its administrator."""
    return next(m for m in talk.telegram.world.sent[::-1] if m.chat["id"] == ADMIN).as_bot_api()


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


# Administrators


async def test_an_administrator_answers_by_a_reply_in_the_authors_language(
    talk: Conversation,
) -> None:
    talk.user["language_code"] = "en"
    await talk.say("Tula")
    await talk.tap_label("Something wrong")
    asked = talk.telegram.world.sent[-1].as_bot_api()
    said = talk.message("No such tie", reply_to_message=asked)
    await talk.receive({"message": said})
    author = talk.user["id"]
    as_admin(talk)
    await talk.say("Исправлено, <спасибо>", reply_to_message=notice(talk))
    assert "Ответ отправлен" in sent_to(talk, ADMIN)[-1]
    answer = next(m for m in talk.telegram.world.sent[::-1] if m.chat["id"] == author)
    assert "the card of Tula" in answer.formatted.text
    assert answer.formatted.text.endswith("\n\nИсправлено, <спасибо>")
    assert answer.reply_to
    assert answer.reply_to.id == said["message_id"]
    assert await waiting(talk) == []


async def test_an_answer_goes_to_the_topic_in_which_the_correction_was_written(
    talk: Conversation,
) -> None:
    talk.in_topic(9)
    await report(talk)
    group = talk.chat["id"]
    talk.telegram.world.messages[group].clear()  # its message is deleted meanwhile
    as_admin(talk)
    await talk.say("Спасибо", reply_to_message=notice(talk))
    answer = next(m for m in talk.telegram.world.sent[::-1] if m.chat["id"] == group)
    assert (answer.thread, answer.reply_to) == (9, None)


@pytest.mark.parametrize(
    "refusal", [Forbidden("bot was blocked by the user"), BadRequest("Chat not found")]
)
async def test_an_answer_that_reaches_nobody_is_told_and_closes_the_correction(
    talk: Conversation, refusal: Exception
) -> None:
    await report(talk)
    as_admin(talk)
    await talk.application.bot_data.chats.choose_language(ADMIN, "ru")
    talk.telegram.failures["sendMessage"].append(refusal)  # type: ignore[arg-type]
    await talk.say("Спасибо", reply_to_message=notice(talk))
    assert "Ответ не дошёл" in talk.text
    assert await waiting(talk) == []
    assert await talk.application.bot_data.chats.language(ADMIN) == "ru", "nobody else is forgotten"


async def test_an_answer_that_did_not_get_through_is_run_again(talk: Conversation) -> None:
    await report(talk)
    author = talk.chat["id"]
    as_admin(talk)
    answer = {"message": talk.message("Спасибо", reply_to_message=notice(talk))}
    talk.telegram.failures["sendMessage"].append(NetworkError("gone"))
    with running(attempt := Attempt(1)):
        await talk.receive(answer)
    assert attempt.undelivered
    await talk.receive(answer)
    assert sent_to(talk, author)[-1].endswith("Спасибо")


async def test_an_answer_needs_words_and_not_too_many(talk: Conversation) -> None:
    await report(talk)
    as_admin(talk)
    told = notice(talk)
    for caption in ("", "x" * 3001):
        await talk.photo(caption, reply_to_message=told)
        assert "не больше 3000" in talk.text
    assert len(await waiting(talk)) == 1


async def test_corrections_are_listed_shown_and_closed(talk: Conversation) -> None:
    for text in ("Первое", "Второе"):
        await report(talk, text)
    first, second = await waiting(talk)
    as_admin(talk)
    await talk.say("/corrections")
    assert "2 открытых замечания" in talk.text
    assert f"<b>№ {first.number}</b> Тула: Первое" in talk.text
    await talk.tap_label(f"№ {first.number}")
    assert "Первое" in talk.text
    await talk.tap_label("Закрыть")
    assert "закрыто" in talk.text
    await talk.tap_label("Все замечания")
    assert "1 открытое замечание" in talk.text
    await talk.tap(f"d:close:{second.number}")
    await talk.tap("d:list:0")
    assert talk.text == "Открытых замечаний нет."
    assert len(talk.telegram.sent("sendMessage")) == len(talk.telegram.world.sent)


async def test_a_hundred_corrections_are_ten_on_the_list_and_a_number(talk: Conversation) -> None:
    corrections = talk.application.bot_data.chats.corrections
    for number in range(12):
        said = Correction("tula", "r", "я\n" * 500, 0.0, number, number, 1, None, "ru")
        await corrections.keep(said)
    as_admin(talk)
    await talk.say("/corrections")
    assert "12 открытых замечаний" in talk.text
    assert sum(map(len, talk.buttons)) == 10


async def test_corrections_are_for_administrators_in_private(talk: Conversation) -> None:
    await report(talk, "Секрет")
    await talk.say("/corrections")
    assert "Секрет" not in talk.text
    as_admin(talk)
    talk.in_group()
    await talk.say("/corrections")
    for data in ("d:list:0", "d:show:1"):
        await talk.tap(data)
    assert "Секрет" not in talk.text
    await talk.say("Ответ", reply_to_message=notice(talk))
    assert "Ответ отправлен" not in talk.text


async def test_an_administrator_who_cannot_be_written_to_costs_nobody_anything(
    talk: Conversation, caplog: pytest.LogCaptureFixture
) -> None:
    talk.telegram.world.blocked.add(ADMIN)
    await report(talk, "Тайна")
    assert "Замечание записано" in sent_to(talk, talk.chat["id"])[-1]
    assert "an administrator cannot be told" in caplog.text
    assert "Тайна" not in caplog.text


async def test_an_administrator_is_told_though_the_thanks_do_not_get_through(
    talk: Conversation,
) -> None:
    said = talk.message("Не так", reply_to_message=await prompt(talk))
    talk.telegram.failures["sendMessage"].append(NetworkError("gone"))
    with running(attempt := Attempt(1)):
        await talk.receive({"message": said})
    assert attempt.undelivered
    assert len(sent_to(talk, ADMIN)) == 1
    await talk.receive({"message": said})
    assert "Замечание записано" in sent_to(talk, talk.chat["id"])[-1]
    assert len(await waiting(talk)) == 1


async def test_with_no_administrators_a_correction_is_kept_all_the_same(
    store: Store, search: Search
) -> None:
    talk = Conversation(Services(search, store.chats))
    await talk.application.initialize()
    await report(talk)
    assert len(await waiting(talk)) == 1
    assert "Замечание записано" in talk.text


async def test_a_group_that_moved_is_answered_where_it_is_now(talk: Conversation) -> None:
    talk.in_group()
    await report(talk)
    supergroup = -1_009_999_999_999
    await talk.application.bot_data.chats.move(talk.chat["id"], supergroup)
    talk.telegram.world.chats[supergroup] = {"id": supergroup, "type": "supergroup", "title": "x"}
    as_admin(talk)
    await talk.say("Спасибо", reply_to_message=notice(talk))
    assert sent_to(talk, supergroup)[-1].endswith("Спасибо")
    answer = next(m for m in talk.telegram.world.sent[::-1] if m.chat["id"] == supergroup)
    assert answer.reply_to is None
