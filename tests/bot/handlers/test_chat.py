"""The chat itself: welcome, links, the language, what is remembered."""

from typing import Any

import pytest

from storage.catalogue import Catalogue
from storage.database.chats import Chats
from storage.database.engine import StoreError
from storage.database.store import Store
from tests.bot.conversation import Conversation
from tests.fake_telegram import BOT


async def test_start_greets_with_things_to_try(talk: Conversation) -> None:
    await talk.say("/start")
    assert "Это «Побратим»" in talk.text
    assert "140 российских городов" in talk.text
    assert [b["text"] for b in talk.buttons[0]] == ["Тула", "Сочи", "🇩🇪 Киль"]
    await talk.tap_label("Тула")
    assert talk.text.startswith("<b>Тула</b>\n")
    assert len(talk.telegram.sent("sendMessage")) == 2


@pytest.mark.parametrize(
    ("payload", "card"),
    [
        ("kiel", "Киль"),
        ("tula", "Тула"),
        ("Tula", "Тула"),
        ("TULA", "Тула"),
        ("tula_", "Тула"),
        ("_tula-", "Тула"),
        ("saint-petersburg", "Санкт-Петербург"),
        ("Saint_Petersburg", "Санкт-Петербург"),
        ("sankt-peterburg", "Санкт-Петербург"),
        ("Spb", "Санкт-Петербург"),
        ("nizhny_novgorod", "Нижний Новгород"),
        ("Nizhniy-Novgorod", "Нижний Новгород"),
    ],
)
async def test_a_link_opens_a_card_in_whatever_spelling(
    talk: Conversation, payload: str, card: str
) -> None:
    await talk.say(f"/start {payload}")
    assert f"<b>{card}</b>" in talk.text


async def test_a_link_with_an_id_opens_its_card_whatever_else_is_called_so(
    talk: Conversation, catalogue: Catalogue
) -> None:
    for id in ("fuzhou-fujian", "milan", "munster", *list(catalogue.places)[::50]):
        for spelling in (id, id.upper().replace("-", "_")):
            await talk.say(f"/start {spelling}")
            assert talk.text.startswith(f"<b>{catalogue.places[id].name_ru}")


async def test_a_link_may_name_a_country_or_what_several_places_are_called(
    talk: Conversation,
) -> None:
    await talk.say("/start germany")
    assert talk.text.startswith("<b>🇩🇪 Германия</b>")
    await talk.say("/start Portland")
    assert "с таким названием несколько" in talk.text


@pytest.mark.parametrize("payload", ["nonsense", "ref_123", "<b>x</b>", "-", "я" * 300])
async def test_a_link_that_leads_nowhere_says_so_above_the_welcome(
    talk: Conversation, payload: str
) -> None:
    await talk.say(f"/start {payload}")
    told, _, welcome = talk.text.partition("\n\n")
    assert told.startswith("По ссылке")
    assert "Это «Побратим»" in welcome
    assert len(told) < 200


async def test_the_language_follows_telegram_until_one_is_chosen(talk: Conversation) -> None:
    talk.user["language_code"] = "en"
    await talk.say("Тула")
    assert talk.text.startswith("<b>Tula</b>\n")
    await talk.say("/settings")
    await talk.tap_label("Русский")
    assert "Язык этого чата: Русский" in talk.text
    assert [b["text"] for b in talk.buttons[0]] == ["как в Telegram", "English"]
    await talk.say("Tula")
    assert talk.text.startswith("<b>Тула</b>\n")
    await talk.say("/settings")
    await talk.tap_label("как в Telegram")
    await talk.say("Tula")
    assert talk.text.startswith("<b>Tula</b>")


async def test_what_is_remembered_is_forgotten_after_a_question(talk: Conversation) -> None:
    await talk.tap("g:en")
    await talk.say("/forgetme")
    await talk.tap_label("Keep")
    assert "nothing was changed" in talk.text
    assert await talk.application.bot_data.chats.language(talk.chat["id"]) == "en"
    await talk.say("/forgetme")
    await talk.tap_label("Delete")
    assert await talk.application.bot_data.chats.language(talk.chat["id"]) is None


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("/help", "/twins"),
        ("/cities", "Выберите букву"),
        ("/countries", "сколько таких пар"),
        ("/country", "сколько таких пар"),
        ("/privacy", "Что хранится"),
        ("/about", "List of twin towns and sister cities in Russia</a>, ноябрь 2026"),
    ],
)
async def test_every_command_answers(talk: Conversation, command: str, words: str) -> None:
    await talk.say(command)
    assert words in talk.text


async def test_status_is_for_administrators_in_private(talk: Conversation) -> None:
    await talk.say("/status")
    assert "895" not in talk.text
    talk.user["id"] = 77
    await talk.say("/status")
    assert "895" in talk.text


@pytest.mark.parametrize("kind", ["blocked", "left"])
async def test_a_chat_that_is_left_is_forgotten(talk: Conversation, kind: str) -> None:
    await talk.tap("g:en")
    chats = talk.application.bot_data.chats
    assert await chats.language(talk.user["id"]) == "en"
    was = {"user": BOT, "status": "member"}
    now = {"user": BOT, "status": "left"} if kind == "left" else {
        "user": BOT, "status": "kicked", "until_date": 0,
    }  # fmt: skip
    await talk.receive(
        {"my_chat_member": {"chat": talk.chat, "from": talk.user, "date": 0,
                            "old_chat_member": was, "new_chat_member": now}}
    )  # fmt: skip
    assert await chats.language(talk.user["id"]) is None


async def test_what_cannot_be_deleted_now_is_promised_and_not_used_any_more(
    talk: Conversation, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await talk.tap("g:en")
    with monkeypatch.context() as patch:
        patch.setattr(store.chats, "flush", away)
        await talk.tap("f:yes")
        assert "is deleted as soon as it answers" in talk.text
        assert await store.chats.language(talk.chat["id"]) is None
    await store.chats.refresh()
    assert await Chats(store.database).language(talk.chat["id"]) is None


async def test_a_language_is_taken_while_the_store_is_away(
    talk: Conversation, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(store.chats, "flush", away)
        await talk.tap("g:en")
        assert "English" in talk.text
    await store.chats.refresh()
    assert await Chats(store.database).language(talk.chat["id"]) == "en"


@pytest.mark.parametrize("order", ["to", "from", "to from", "from to", "to to from from"])
async def test_a_group_that_becomes_a_supergroup_takes_its_language_along(
    talk: Conversation, store: Store, order: str
) -> None:
    group: dict[str, Any] = {
        "id": -77,
        "type": "group",
        "title": "Друзья",
        "all_members_are_administrators": True,
    }
    supergroup = {"id": -1_001_234_567_890, "type": "supergroup", "title": "Друзья"}
    await store.chats.choose_language(group["id"], "en")
    calls = len(talk.telegram.calls)
    for side in order.split():
        talk.chat = group if side == "to" else supergroup
        other = {f"migrate_{side}_chat_id": (supergroup if side == "to" else group)["id"]}
        message = talk.message("") | other
        del message["text"]
        await talk.receive({"message": message})
    assert len(talk.telegram.calls) == calls, "nobody asked anything"
    talk.chat = supergroup
    await talk.say("/twins Tula")
    assert talk.text.startswith("<b>Tula</b>")
    assert await Chats(store.database).language(group["id"]) is None


async def away() -> None:
    raise StoreError("the database cannot be reached")
