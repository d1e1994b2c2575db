"""Choosing what to compare a place with."""

from bot.i18n import Translator, translator
from bot.views.callbacks import ChooseOther, ShowPlace, unpack
from bot.views.compare import other_page
from storage.catalogue import Catalogue
from storage.languages import ENGLISH, RUSSIAN
from tests.bot.views.phone import VISIBLE, cut_labels, height

RU, EN = translator(RUSSIAN), translator(ENGLISH)


def test_letters_come_first_and_lead_back_to_the_card(catalogue: Catalogue) -> None:
    screen = other_page(ChooseOther("tula"), catalogue, RU)
    assert [b.label for b in screen.rows[0]] == ["А", "Б", "В", "Г", "Д", "Е"]
    assert (screen.rows[-1][0].label, screen.rows[-1][0].data) == ("« Тула", "p:tula")


def test_a_place_of_a_letter_leads_to_the_comparison_and_back_to_the_letter(
    catalogue: Catalogue,
) -> None:
    screen = other_page(ChooseOther("tula", "K"), catalogue, EN, (ShowPlace("tula"),))
    found = [b for row in screen.rows for b in row if b.label == "Kaluga"]
    assert [b.data for b in found] == ["b:tula:kaluga<y:tula:K<p:tula"]


def test_every_other_place_can_be_chosen_and_each_page_fits_a_phone(
    catalogue: Catalogue, t: Translator
) -> None:
    offered = set()
    for letter in {t.letter(place) for place in catalogue.places.values()}:
        for page in range(9):
            screen = other_page(ChooseOther("kiel", letter, page), catalogue, t)
            assert height(screen) <= VISIBLE
            assert cut_labels(screen) == []
            routes = [unpack(b.data) for row in screen.rows for b in row]
            offered |= {getattr(it.tap, "other", None) for it in routes if it}
    assert offered - {None} == catalogue.places.keys() - {"kiel"}


def test_an_old_letter_and_an_old_page_still_show_something(catalogue: Catalogue) -> None:
    assert other_page(ChooseOther("tula", "Q"), catalogue, RU) == other_page(
        ChooseOther("tula"), catalogue, RU
    )
    last = other_page(ChooseOther("tula", "К", 999), catalogue, RU)
    assert last == other_page(ChooseOther("tula", "К", 99), catalogue, RU)
