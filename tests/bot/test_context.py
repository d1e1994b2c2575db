"""The reader's language: chosen, Telegram's, or that of a message that several people see."""

from typing import Any

import pytest

from storage.database.engine import StoreError
from storage.database.store import Store
from tests.bot.conversation import Conversation

ANNA, BEN = 2001, 2002


@pytest.fixture
def group(talk: Conversation) -> Conversation:
    """A group with Anna, who reads Russian, and Ben, who reads English."""
    talk.in_group()
    talk.person(ANNA, "ru")
    return talk


@pytest.mark.parametrize("question", ["/twins Тула", "/twins Kiel", "/country Германия", "/help"])
@pytest.mark.parametrize(("asker", "tapper"), [("ru", "en"), ("en", "ru"), ("be", "de")])
async def test_in_a_group_a_message_keeps_its_language_whoever_taps_it(
    group: Conversation, question: str, asker: str, tapper: str
) -> None:
    group.person(ANNA, asker)
    await group.say(question)
    data = [b["callback_data"] for row in group.buttons for b in row if "callback_data" in b]
    group.person(ANNA, asker)
    await group.tap(data[0])
    as_asker = group.text
    await group.say(question)
    group.person(BEN, tapper)
    await group.tap(data[0])
    assert group.text == as_asker


async def test_what_somebody_asks_in_a_group_is_answered_in_their_language(
    group: Conversation,
) -> None:
    await group.say("/twins Тула")
    group.person(BEN, "en")
    await group.say("/twins Тула")
    assert group.text.startswith("<b>Tula</b>")


async def test_the_language_a_group_has_chosen_is_everybodys(group: Conversation) -> None:
    await group.say("/twins Тула")
    await group.application.bot_data.chats.choose_language(group.chat["id"], "en")
    await group.tap_label("Филлинген")
    assert "Germany" in group.text
    await group.say("/twins Тула")
    assert group.text.startswith("<b>Tula</b>")


async def test_a_vanished_message_has_no_language_and_the_tappers_is_taken(
    group: Conversation,
) -> None:
    group.person(BEN, "en")
    gone: dict[str, Any] = {"chat": group.chat, "message_id": 7, "date": 0}
    await group.tap("p:tula", message=gone)
    assert group.text.startswith("<b>Tula</b>")


async def test_in_a_private_chat_a_message_follows_its_reader(talk: Conversation) -> None:
    await talk.say("Тула")
    talk.user["language_code"] = "en"
    await talk.tap("p:tula")
    assert talk.text.startswith("<b>Tula</b>")


async def test_with_the_store_away_a_group_is_answered_all_the_same(
    group: Conversation, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object) -> str:
        raise StoreError("the database cannot be reached")

    monkeypatch.setattr(store.chats, "language", away)
    await group.say("/twins Тула")
    group.person(BEN, "en")
    await group.tap_label("Филлинген")
    assert "Германия" in group.text


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("Тула", "<b>Тула</b>"),
        ("Tula", "<b>Tula</b>"),
        ("nekf", "<b>Тула</b>"),  # «тула» with the other layout on
        ("егдф", "<b>Tula</b>"),
        ("/twins Тула", "<b>Тула</b>"),
        ("/twins nekf", "<b>Тула</b>"),
        ("gj,hfnbvs nekf", "<b>Тула</b>"),
    ],
)
async def test_somebody_of_no_known_language_is_answered_in_that_of_their_letters(
    talk: Conversation, question: str, begins: str
) -> None:
    del talk.user["language_code"]
    await talk.say(question)
    assert talk.text.startswith(begins)


async def test_somebody_of_no_known_language_keeps_that_of_the_message_they_tap(
    talk: Conversation,
) -> None:
    del talk.user["language_code"]
    await talk.say("Тула")
    await talk.tap_label("Филлинген")
    assert "Германия" in talk.text


async def test_a_known_language_is_kept_whatever_letters_are_typed(talk: Conversation) -> None:
    await talk.say("Tula")
    assert talk.text.startswith("<b>Тула</b>")
