"""Conversations with the running bot."""

import asyncio
import re
from typing import Any

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


async def test_a_location_is_asked_for_and_answered_with_what_is_near(person: Person) -> None:
    asked = await person.say("/near")
    [[button]] = asked["reply_keyboard"]["rows"]
    assert button["request"] == "location"
    near = await person.locate(54.1931, 37.6173)
    assert near["text"].startswith("Ближайшие города России с побратимами\nТула — совсем рядом")
    [*_, thanks, _] = await person.read()
    assert thanks["reply_keyboard"]["rows"] == []
    card = await person.tap(near, "Серпухов", anew=True)
    assert card["text"].startswith("Серпухов\n")
    abroad = await person.locate(-77.85, 166.67)  # McMurdo Station
    assert "Ближайшие побратимы российских городов" in abroad["text"]


async def test_two_places_are_compared_and_a_chain_joins_them(person: Person) -> None:
    card = await person.say("Калининград")
    letters = await person.tap(card, "Сравнить с…")
    places = await person.tap(letters, "Щ")
    pair = await person.tap(places, "Щучин")
    assert pair["text"].startswith("Нет, Калининград и ")
    chain = await person.tap(pair, "Цепочка побратимов")
    assert chain["text"].startswith("Калининград → 🇧🇾 Щучин\n")
    again = await person.tap(await person.tap(chain, "« Сравнение"), "« Сравнить с другим")
    assert again["html"] == places["html"]
    told = await person.say("/path Тула — Киль")
    assert "Цепочка из 5 звеньев" in told["text"]
    assert "«Сиэтл» в списке" in (await person.say("/path Тула Сиэтл"))["text"]


async def test_wandering_goes_from_fact_to_fact_and_by_figures(person: Person) -> None:
    fact = await person.say("/random")
    another = await person.tap(fact, "Ещё что-нибудь")
    assert another["html"] != fact["html"]
    figures = await person.say("/stats")
    card = await person.tap(figures, "Санкт-Петербург")
    assert (await person.tap(card, "« Список в цифрах"))["html"] == figures["html"]


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
    state = await state_of(session, address, 1002, 1002)
    assert {"command": "cities", "description": "Cities by letter"} in state["commands"]
    assert state["bot"]["description"].startswith("Twin towns")


async def test_a_group_and_the_bots_administrator_have_menus_of_their_own(
    person: Person, administrator: Person, session: ClientSession, address: str
) -> None:
    await person.say("/start")  # by then the menus are set

    async def menu(user: int, chat: int) -> set[str]:
        state = await state_of(session, address, user, chat)
        return {it["command"] for it in state["commands"]}

    private = await menu(person.id, person.id)
    assert private - await menu(person.id, GROUP["id"]) == {
        "about", "forgetme", "privacy", "settings", "start",
    }  # fmt: skip
    assert await menu(administrator.id, administrator.id) - private == {"status", "corrections"}


async def state_of(session: ClientSession, address: str, user: int, chat: int) -> dict[str, Any]:
    """What somebody's page begins with."""
    query = {"user": user, "chat": chat}
    async with session.get(f"{address}/chat/state", params=query) as response:
        state: dict[str, Any] = await response.json()
        return state


async def test_a_mistake_is_told_in_a_group_and_answered_there_by_an_administrator(
    person: Person, administrator: Person, session: ClientSession, address: str
) -> None:
    person.chat = GROUP["id"]
    card = await person.say("/twins Тула")
    asked = await person.tap(card, "Нашли ошибку", anew=True)
    assert asked["mentioned"] == [person.id]
    other = Person(session, address, GROUP["id"])
    no = await other.say("Нет", reply_to=asked["message_id"])
    assert "не к вам" in no["text"]
    thanks = await person.say("Керчь <уже> не побратим", reply_to=asked["message_id"])
    assert "Замечание записано" in thanks["text"]

    notice = await administrator._until(
        lambda messages: next((m for m in messages if "Керчь <уже>" in m["text"]), None)
    )
    sent = await administrator.say("Проверим, спасибо", reply_to=notice["message_id"])
    assert sent["text"] == "Ответ отправлен."
    assert (await administrator.say("/corrections"))["text"] == "Открытых замечаний нет."
    answer = await person._until(
        lambda messages: next((m for m in messages if "Проверим, спасибо" in m["text"]), None)
    )
    assert answer["reply_to"]["text"] == "Керчь <уже> не побратим"


async def test_a_map_is_a_photo_of_its_own_with_a_way_back_to_the_card(
    person: Person, session: ClientSession, address: str
) -> None:
    card = await person.say("Тула")
    photo = await person.tap(card, "🗺 Карта", anew=True)
    assert photo["media"]["kind"] == "photo"
    assert photo["text"].startswith("Тула\n5 побратимов\nБлиже всех — 🇧🇾 Могилёв")
    async with session.get(address + photo["media"]["url"]) as response:
        png = await response.read()
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20], "big") == photo["media"]["width"] == 1170
    again = await person.say("/map tula")
    assert again["media"]["url"] == photo["media"]["url"], "drawn once"
    back = await person.tap(photo, "« Тула", anew=True)
    assert back["html"] == card["html"]
    pair = await person.say("/map Тула, Киль")
    assert "км по прямой" in pair["text"]


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
