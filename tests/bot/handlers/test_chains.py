"""Chains in conversation: by a command, by the comparison, and all by buttons."""

import pytest

from tests.bot.conversation import Conversation


@pytest.mark.parametrize(
    "question", ["Тула Киль", "Тула — Киль", "из Тулы в Киль", "Tula to Kiel", "nekf rbkm"]
)
async def test_a_chain_is_asked_for_as_people_write(talk: Conversation, question: str) -> None:
    await talk.say(f"/path {question}")
    assert talk.text.startswith("<b>Тула</b> → <b>🇩🇪 Киль</b>\nЦепочка из 5 звеньев, ")


async def test_two_places_are_compared_and_joined_without_typing(talk: Conversation) -> None:
    await talk.say("Тула")
    for label in ("Сравнить с…", "К"):
        await talk.tap_label(label)
    found = [b["callback_data"] for row in talk.buttons for b in row]
    assert found[0].startswith("b:tula:")
    await talk.tap("y:tula:К:2<p:tula")
    await talk.tap("b:tula:kiel<y:tula:К:2<p:tula")
    assert "побратимами в списке не значатся" in talk.text
    await talk.tap_label("Цепочка побратимов")
    assert "Цепочка из 5 звеньев" in talk.text
    for label, text in (
        ("« Сравнение", "Нет, "),
        ("« Сравнить с другим", "<b>Тула</b> — с чем сравнить?"),
        ("« Все буквы", "Выберите первую букву"),
        ("« Тула", "<b>Тула</b>\n"),
    ):
        await talk.tap_label(label)
        assert text in talk.text
    assert len(talk.telegram.sent("sendMessage")) == 1


async def test_a_pair_that_is_asked_for_in_words_leads_to_its_chain(talk: Conversation) -> None:
    await talk.say("Тула и Киль")
    await talk.tap_label("Цепочка побратимов")
    assert talk.text.startswith("<b>Тула</b> → <b>🇩🇪 Киль</b>")
    await talk.tap_label("Калининград")
    assert talk.text.startswith("<b>Калининград</b>")
    assert len(talk.telegram.sent("sendMessage")) == 2, "the chain stays"


async def test_twins_need_no_chain(talk: Conversation) -> None:
    await talk.say("Тула и Керчь")
    assert "Цепочка" not in str(talk.buttons)


async def test_with_one_name_the_other_is_chosen(talk: Conversation) -> None:
    await talk.say("/path Тула")
    assert "<b>Тула</b> — с чем сравнить?" in talk.text


async def test_without_names_both_are_asked_for(talk: Conversation) -> None:
    await talk.say("/path")
    assert "Какие два места" in talk.text


async def test_more_than_two_are_compared(talk: Conversation) -> None:
    await talk.say("/path Тула, Керчь, Омск")
    assert talk.text.startswith("Да, побратимы среди них: ")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Тула Сиэтл", "«Сиэтл» в списке побратимов не значится"),
        ("Тула Хогвартс", "Не нахожу «Хогвартс»"),
        ("Мордор — Хогвартс", "Не нахожу ни «Мордор», ни «Хогвартс»"),
        ("Хогвартс", "Не нахожу «Хогвартс»"),
        ("<b>", "Не нахожу «&lt;b&gt;»"),
        ("🎉", "Не вижу названия"),
        ("я" * 300, "слишком длинно"),
    ],
)
async def test_unknown_names_get_a_kind_answer(
    talk: Conversation, question: str, told: str
) -> None:
    await talk.say(f"/path {question}")
    assert told in talk.text
    assert talk.buttons


@pytest.mark.parametrize("data", ["t:tula:tula", "b:tula:tula", "t:tula:atlantis", "y:atlantis:"])
async def test_buttons_that_lead_nowhere_get_a_toast(talk: Conversation, data: str) -> None:
    await talk.tap(data)
    [answer] = talk.telegram.sent("answerCallbackQuery")
    assert "устарела" in answer["text"]
