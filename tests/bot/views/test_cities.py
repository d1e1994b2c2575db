"""Cities by letter."""

from bot.i18n import Translator, translator
from bot.views.callbacks import ListCities
from bot.views.cities import city_list
from storage.catalogue import Catalogue
from storage.languages import RUSSIAN


def test_letters_are_those_that_have_cities(catalogue: Catalogue) -> None:
    letters = [
        b.label
        for row in city_list(ListCities(), catalogue, translator(RUSSIAN)).rows[:-1]
        for b in row
    ]
    assert "".join(letters) == "АБВГДЕЖИЙКЛМНОПРСТУХЧШЩЭЯ"


def test_every_city_stands_under_one_letter(catalogue: Catalogue, t: Translator) -> None:
    letters = [b.label for row in city_list(ListCities(), catalogue, t).rows[:-1] for b in row]
    found = [
        button.label
        for letter in letters
        for row in city_list(ListCities(letter), catalogue, t).rows[:-1]
        for button in row
    ]
    # A wide name goes below the two of a pair: the order is nearly that of the alphabet.
    assert sorted(found, key=t.sort_key) == [t.place(city) for city in t.by_name(catalogue.cities)]


def test_a_letter_without_cities_gives_the_letters(catalogue: Catalogue, t: Translator) -> None:
    assert city_list(ListCities("Ъ"), catalogue, t) == city_list(ListCities(), catalogue, t)
