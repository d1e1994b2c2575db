"""Corrections, as administrators of the bot see them: told, listed, answered and closed."""

import pytest
from telegram.error import BadRequest, Forbidden, NetworkError

from bot.context import Services
from bot.delivery.attempt import Attempt, running
from storage.corrections import Correction
from storage.database.store import Store
from storage.search.search import Search
from tests.bot.conversation import Conversation
from tests.bot.handlers.correcting import (
    ADMIN,
    admin_begins,
    as_admin,
    notice,
    prompt,
    report,
    sent_to,
    waiting,
)


@pytest.fixture(autouse=True)
def admin_has_begun(talk: Conversation) -> None:
    admin_begins(talk)


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
