"""Screens in a group."""

from bot.i18n import Translator
from bot.views.callbacks import ListCountries, ShowCountry, ShowPlace
from bot.views.country import country_page
from bot.views.group import for_group
from bot.views.pages import help_page, settings_page
from bot.views.place import place_card
from storage.catalogue import Catalogue
from tests.bot.views.phone import height
from tests.bot.views.test_screens import check_limits


def test_a_long_list_folds_below_its_first_line(catalogue: Catalogue, t: Translator) -> None:
    card = place_card(catalogue.places["tula"], catalogue, t)
    short = for_group(card)
    assert short.plain_text == card.plain_text
    assert ":\n<blockquote expandable>🇧🇾" in short.text
    assert height(short) < height(card) - 48
    check_limits(short)


def test_there_is_no_row_to_all_cities_and_countries(catalogue: Catalogue, t: Translator) -> None:
    page = country_page(ShowCountry("CU"), catalogue, t)
    assert for_group(page).rows == page.rows[:-1]


def test_a_way_back_stays(catalogue: Catalogue, t: Translator) -> None:
    card = place_card(catalogue.places["tula"], catalogue, t, (ShowPlace("kiel"),))
    assert for_group(card).rows == card.rows
    listed = place_card(catalogue.places["kiel"], catalogue, t, (ListCountries(2),))
    assert for_group(listed).rows == listed.rows


def test_what_is_short_stays_as_it_is(t: Translator) -> None:
    assert for_group(settings_page(None, t)) == settings_page(None, t)


def test_every_card_keeps_the_limits(catalogue: Catalogue, t: Translator) -> None:
    check_limits(for_group(help_page(catalogue, t)))
    for place in catalogue.places.values():
        check_limits(for_group(place_card(place, catalogue, t)))
