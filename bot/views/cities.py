"""The list of cities: the letters first, then the cities of one."""

from bot.i18n import Translator
from bot.views.callbacks import ListCities, pack
from bot.views.parts import Trail, back_row, link
from bot.views.screen import Button, Screen, in_rows
from storage.catalogue import Catalogue

LETTERS_A_ROW = 6


def city_list(at: ListCities, catalogue: Catalogue, t: Translator, back: Trail = ()) -> Screen:
    """The cities of a letter; without one, or with one that has none, the letters."""
    cities = [city for city in t.by_name(catalogue.cities) if t.letter(city) == at.letter]
    if not cities:
        return _letters(catalogue, t, back)
    here = (at, *back)
    text = t.html("city-list-letter", letter=at.letter, cities=t.count("cities", len(cities)))
    all_letters = ((Button(t.text("button-letters"), pack(ListCities(), back)),),)
    return Screen(text, in_rows([link(city, t, here) for city in cities], 2) + all_letters)


def _letters(catalogue: Catalogue, t: Translator, back: Trail) -> Screen:
    letters = sorted({t.letter(city) for city in catalogue.cities})
    buttons = [Button(letter, pack(ListCities(letter), back)) for letter in letters]
    text = t.html("city-list", cities=t.count("cities", len(catalogue.cities)))
    return Screen(text, in_rows(buttons, LETTERS_A_ROW) + back_row(back, catalogue, t))
