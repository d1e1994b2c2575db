"""`/random` and `/stats` in conversation."""

from tests.bot.conversation import Conversation


async def test_a_fact_leads_to_another_one_in_the_same_message(talk: Conversation) -> None:
    await talk.say("/random")
    seen = {talk.text}
    for _ in range(5):
        await talk.tap_label("Ещё что-нибудь")
        assert talk.text not in seen
        seen.add(talk.text)
    assert len(talk.telegram.sent("sendMessage")) == 1


async def test_asked_twice_it_shows_two_facts(talk: Conversation) -> None:
    await talk.say("/random", message_id=7)
    first = talk.text
    await talk.say("/random", message_id=9)
    assert talk.text != first


async def test_an_update_that_runs_again_shows_the_same(talk: Conversation) -> None:
    message = talk.message("/random")
    await talk.receive({"message": message})
    first = talk.text
    await talk.receive({"message": message})
    assert talk.text == first


async def test_figures_lead_to_a_card_and_back(talk: Conversation) -> None:
    await talk.say("/stats")
    figures = talk.text
    assert "Больше всего побратимов" in figures
    await talk.tap_label("Санкт-Петербург")
    await talk.tap_label("« Список в цифрах")
    assert talk.text == figures
