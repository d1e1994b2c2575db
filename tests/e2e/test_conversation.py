"""Conversations with the running bot."""

import asyncio
import re

from aiohttp import ClientSession

from bot.sandbox.world import GROUP
from tests.e2e.person import Person


async def test_a_newcomer_is_greeted_and_tries_an_example(person: Person) -> None:
    hello = await person.say("/start")
    assert "140 российских городов" in hello["text"]
    tula = await person.tap(hello, "Тула", anew=True)
    assert tula["text"].startswith("Тула\nТульская область · Tula")


async def test_browsing_goes_by_partner_and_country_and_back(person: Person) -> None:
    card = await person.say("/twins Tula")
    assert card["text"].startswith("Тула\n")
    partner = await person.tap(card, "🇩🇪 Филлинген-Швеннинген")
    assert partner["text"].startswith("Филлинген-Швеннинген\n")
    country = await person.tap(partner, "Германия · 75")
    assert country["text"].startswith("🇩🇪 Германия")
    kazan = await person.tap(country, "7")
    assert kazan["text"].startswith("Брауншвейг\n")
    again = await person.tap(await person.tap(kazan, "« Германия"), "« Филлинген")
    again = await person.tap(again, "« Тула")
    assert again["html"] == card["html"]
    assert len(await person.read()) == 2


async def test_free_text_typos_and_offers(person: Person) -> None:
    assert (await person.say("в Туле"))["text"].startswith("Тула")
    assert (await person.say("nekf"))["text"].startswith("Тула")
    offer = await person.say("Орск")
    assert (await person.tap(offer, "Омск", anew=True))["text"].startswith("Омск\n")
    assert "Не нахожу" in (await person.say("<i>Хогвартс</i>"))["text"]


async def test_the_language_can_be_switched_and_stays(person: Person) -> None:
    await person.do("language", language="en")
    assert "5 twins" in (await person.say("Tula"))["text"]
    settings = await person.say("/settings")
    await person.tap(settings, "Русский")
    assert "побратимов" in (await person.say("Tula"))["text"]


async def test_in_a_group_a_forced_reply_is_answered(person: Person) -> None:
    person.chat = GROUP["id"]
    question = await person.say("/twins")
    assert question["force_reply"]["selective"]
    answer = await person.say("Сочи", reply_to=question["message_id"])
    assert answer["text"].startswith("Сочи")
    assert answer["reply_to"]["text"] == "Сочи"


async def test_a_corrected_question_is_answered_anew(person: Person) -> None:
    await person.say("Кукуево")
    [own, *_] = await person.read()
    await person.do("edit", message_id=own["message_id"], text="Тула")
    found = await person._until(
        lambda messages: next((m for m in messages if m["text"].startswith("Тула\n")), None)
    )
    assert found["from"]["is_bot"]


async def test_somebody_who_blocks_the_bot_does_not_disturb_others(
    person: Person, session: ClientSession, address: str
) -> None:
    await person.say("/start")
    block = {"user": person.id, "blocked": True}
    async with session.post(f"{address}/sandbox/block", json=block):
        pass
    await person.do("send", text="Тула")
    other = Person(session, address)
    assert (await other.say("Тула"))["text"].startswith("Тула")
    assert len(await person.read()) == 3


async def test_an_old_or_tampered_button_is_answered_with_a_toast(person: Person) -> None:
    card = await person.say("Тула")
    for data in ("p:atlantis", "zzz", "c:XX:0"):
        await person.do("tap", message_id=card["message_id"], data=data)
    await asyncio.sleep(0.3)
    assert (await person.read())[-1]["html"] == card["html"]
    assert (await person.say("Омск"))["text"].startswith("Омск")


async def test_the_page_is_told_the_menu_and_the_description(
    person: Person, session: ClientSession, address: str
) -> None:
    await person.say("/start")
    query = {"user": 1002, "chat": 1002}
    async with session.get(f"{address}/chat/state", params=query) as response:
        state = await response.json()
    assert {"command": "cities", "description": "Cities by letter"} in state["commands"]
    assert state["bot"]["description"].startswith("Twin towns")


async def test_a_card_is_sent_into_another_chat_browsed_and_shared_on(
    session: ClientSession, address: str
) -> None:
    anna = Person(session, address, GROUP["id"])
    results = await anna.type_inline("Тул")
    assert [it["title"] for it in results["results"]] == ["🇷🇺 Тула", "🇫🇷 Тулон"]
    sent = await anna.pick(results)
    assert sent["via"] == "pobratim_sandbox_bot"
    partner = await anna.tap(sent, "Филлинген")
    assert partner["text"].startswith("Филлинген-Швеннинген\n")
    [shared] = [b for row in partner["keyboard"] for b in row if b["text"] == "Поделиться"]
    again = await anna.type_inline(shared["switch"]["query"])
    assert again["results"][0]["title"] == "🇩🇪 Филлинген-Швеннинген"


async def test_a_link_in_a_card_opens_the_partners_card(person: Person) -> None:
    card = await person.say("Тула")
    [link] = re.findall(r'href="https://t.me/pobratim_sandbox_bot\?start=(kerch)"', card["html"])
    assert (await person.say(f"/start {link}"))["text"].startswith("Керчь\n")
