"""Passing on what a card tells."""

import pytest

from bot.i18n import Translator, translator
from bot.views.callbacks import CopyList, ShowPlace
from bot.views.pair import pair_page
from bot.views.place import place_card
from bot.views.screen import Button, CopyButton, Screen, ShareButton
from bot.views.sharing import list_to_copy
from storage.catalogue import Catalogue
from storage.languages import ENGLISH, RUSSIAN
from storage.search.answer import Found, Pair
from storage.search.search import Search

ALIKE = {"munster"}  # in English, to whoever types without dots: Münster is larger


def buttons(screen: Screen) -> list[Button]:
    return [button for row in screen.rows for button in row]


def shared(screen: Screen) -> str:
    [button] = [it for it in buttons(screen) if isinstance(it, ShareButton)]
    return button.query


def test_what_a_card_shares_finds_that_card_first(
    catalogue: Catalogue, search: Search, t: Translator
) -> None:
    for place in catalogue.places.values():
        query = shared(place_card(place, catalogue, t))
        if place.id not in ALIKE:
            assert search.complete(query)[0] == Found(place), query


def test_what_a_pairs_page_shares_finds_the_pair(
    catalogue: Catalogue, search: Search, t: Translator
) -> None:
    pair = tuple(catalogue.places[id] for id in ("tula", "kerch"))
    assert search.complete(shared(pair_page(pair, catalogue, t)))[0] == Pair(pair)


def test_a_short_list_is_copied_by_its_button(catalogue: Catalogue) -> None:
    card = place_card(catalogue.places["tula"], catalogue, translator(RUSSIAN))
    [copied] = [it for it in buttons(card) if isinstance(it, CopyButton)]
    assert copied.text == (
        "Тула:\nБарранкилья, Колумбия\nКерчь, Украина\nМагеланг, Индонезия\n"
        "Могилёв, Беларусь\nФиллинген-Швеннинген, Германия"
    )
    partner = place_card(catalogue.places["kiel"], catalogue, translator(ENGLISH))
    [copied] = [it for it in buttons(partner) if isinstance(it, CopyButton)]
    assert copied.text == "Kiel, Germany:\nKaliningrad\nSovetsk"


def test_a_long_list_is_copied_from_a_message_of_its_own(catalogue: Catalogue) -> None:
    t, city = translator(RUSSIAN), catalogue.places["saint-petersburg"]
    [button] = [it for it in buttons(place_card(city, catalogue, t)) if it.label == "Скопировать"]
    assert button.data == "+x:saint-petersburg<p:saint-petersburg"
    page = list_to_copy(CopyList(city.id), catalogue, t, (ShowPlace(city.id),))
    lines = page.plain_text.split("\n")
    assert lines[0] == "Санкт-Петербург:"
    assert len(lines) == 1 + 47
    assert "Барселона, Испания" in lines
    assert [it.label for it in buttons(page)] == ["« Санкт-Петербург"]


def test_one_twin_is_no_list(catalogue: Catalogue, t: Translator) -> None:
    alone = next(it for it in catalogue.cities if len(catalogue.partners_of(it)) == 1)
    labels = [it.label for it in buttons(place_card(alone, catalogue, t))]
    assert t.text("button-share") in labels
    assert t.text("button-copy") not in labels


@pytest.mark.parametrize("page", [0, 1, 999])
def test_any_page_of_a_list_is_one_that_exists(catalogue: Catalogue, page: int) -> None:
    tap = CopyList("tula", page)
    assert "Могилёв" in list_to_copy(tap, catalogue, translator(RUSSIAN)).text
