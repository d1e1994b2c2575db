"""A place and what it lies in: its country, its state, its region."""

import pytest

from storage.catalogue import Catalogue
from storage.countries import countries
from storage.model import Place
from storage.search.answer import Answer, Choices, Found, Nothing, Suggestions
from storage.search.search import Search


def is_found(place: Place, answer: Answer) -> bool:
    if isinstance(answer, Found):
        return answer.place == place
    return isinstance(answer, Choices) and place in answer.places


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_every_place_found_by_its_name_is_found_with_its_country_too(
    catalogue: Catalogue, search: Search, lang: str
) -> None:
    by_name = [it for it in catalogue.places.values() if is_found(it, search.ask(it.name(lang)))]
    assert len(by_name) >= 834
    for place in by_name:
        alone = search.ask(place.name(lang))
        name, country = place.name(lang), countries()[place.country]
        for question in (
            f"{name}, {country.code}",
            f"{name},{country.code}",
            f"{name}, {country.name(lang)}",
            f"{name} ({country.name(lang)})",
            f"{country.name(lang)}, {name}",
            f"{name} {country.flag}",
        ):
            answer = search.ask(question)
            assert is_found(place, answer), question
            assert isinstance(answer, Found) or not isinstance(alone, Found), question


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Portland, OR", "portland-oregon"),
        ("Portland, ME", "portland-maine"),  # and not Montenegro
        ("San Diego CA", "san-diego"),
        ("St. Petersburg, FL", "st-petersburg-florida"),
        ("Gagra, Georgia", "gagra"),  # the country, not the state
        ("Kiel, Schleswig-Holstein", "kiel"),
        ("Эрланген, Бавария", "erlangen"),
        ("респ. Татарстан, г. Казань", "kazan"),
        ("Krasnoyarsk, Krasnoyarsk Krai", "krasnoyarsk"),
        ("Сочи, Кубань", "sochi"),
        ("Уфа, РБ", "ufa"),
        ("Гродно, РБ", "grodno"),
        ("300000, г. Тула", "tula"),
        ("Kiel/DE", "kiel"),
        ("Димитровград, Ульяновская область", "dimitrovgrad"),
        ("Армавир Краснодарский край", "armavir"),
        ("Дубна Московская", "dubna"),
        ("Беларусь, Гродненская область", "grodno-region"),
    ],
)
def test_what_a_place_lies_in_confirms_it(search: Search, question: str, found: str) -> None:
    answer = search.ask(question)
    assert isinstance(answer, Found)
    assert (answer.place.id, answer.guessed, answer.country) == (found, False, None)


@pytest.mark.parametrize(
    "question",
    [
        "Paris, Texas", "Rome, Georgia", "Birmingham, Alabama", "Cambridge, MA", "Athens, GA",
        "London, Ontario", "London, Canada", "Kiel, US", "Kiel, Wisconsin", "Tula, Mexico",
        "Москва, США", "Брест, Франция", "Calumbo, AO", "Vitória de Santo Antão, BR",
        "Jamaica, US", "Texas", "Советск, Кировская область", "Железногорск Красноярский край",
    ],
)  # fmt: skip
def test_a_town_of_another_place_is_none_of_the_lists(search: Search, question: str) -> None:
    assert isinstance(search.ask(question), Nothing | Suggestions)


def test_a_region_among_words_offers_its_towns(search: Search) -> None:
    answer = search.ask("города Калифорнии")
    assert isinstance(answer, Suggestions)
    assert {place.country for place in answer.places} == {"US"}


@pytest.mark.parametrize("question", ["HELP ME", "TELL ME"])
def test_a_word_in_capitals_is_no_code(search: Search, question: str) -> None:
    assert isinstance(search.ask(question), Nothing)
