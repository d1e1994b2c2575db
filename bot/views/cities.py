"""The list of cities: the letters first, then the cities of one."""

from bot.i18n import Translator
from bot.views.callbacks import ListCities, ListCountries, pack
from bot.views.labels import in_pairs, in_rows
from bot.views.parts import Trail, back_row, clamp, link, page_rows, pages_of
from bot.views.screen import Button, Screen
from storage.catalogue import Catalogue

LETTERS_A_ROW = 6
MAX_CITIES_A_PAGE = 40
MAX_CITIES_WITH_A_WAY_BACK = 18  # of a letter; below more of them a phone has room for one way


def city_list(at: ListCities, catalogue: Catalogue, t: Translator, back: Trail = ()) -> Screen:
    """The cities of a letter; without one, or with one that has none, the letters."""
    cities = t.by_name(city for city in catalogue.cities if t.letter(city) == at.letter)
    if not cities:
        return _letters(catalogue, t, back)
    pages = pages_of(cities, MAX_CITIES_A_PAGE)
    at = ListCities(at.letter, clamp(at.page, len(pages)))
    here = (at, *back)
    text = t.html("city-list-letter", letter=at.letter, cities=t.count("cities", len(cities)))
    ways = [Button(t.text("button-letters"), pack(ListCities(), back))]
    if len(cities) <= MAX_CITIES_WITH_A_WAY_BACK:
        ways += (button for row in back_row(back, catalogue, t) for button in row)
    begun = [[city.name(t.lang) for city in page] for page in pages]
    rows = (
        *in_pairs([link(city, catalogue, t, here) for city in pages[at.page]]),
        *page_rows(begun, at.page, lambda page: ListCities(at.letter, page), back),
        *in_pairs(ways),
    )
    return Screen(text, rows)


def _letters(catalogue: Catalogue, t: Translator, back: Trail) -> Screen:
    letters = sorted({t.letter(city) for city in catalogue.cities})
    buttons = [Button(letter, pack(ListCities(letter), back)) for letter in letters]
    text = t.html("city-list", cities=t.count("cities-and-districts", len(catalogue.cities)))
    here = (ListCities(), *back)
    countries = ((Button(t.text("button-countries"), pack(ListCountries(), here)),),)
    way_on = back_row(back, catalogue, t) or countries
    return Screen(text, in_rows(buttons, LETTERS_A_ROW) + way_on)
