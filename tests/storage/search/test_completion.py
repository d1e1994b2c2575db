"""Completion: what a question that is being typed may become, in which order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.catalogue import Catalogue
from storage.search.answer import Found, Pair, WholeCountry, WholeGroup
from storage.search.completion import Complete
from storage.search.search import Search


def told(found: Complete) -> str:
    """A found answer in a word: `tula`, `tula/DE`, `DE`, `europe`, `tula+kerch`."""
    match found:
        case WholeCountry(code):
            return code
        case WholeGroup(group):
            return group
        case Pair(places):
            return "+".join(place.id for place in places)
        case Found(place, country, group):
            return "/".join(filter(None, (place.id, country, group)))


@pytest.mark.parametrize(
    ("typed", "begins"),
    [
        ("Тул", "tula toulon"),
        ("тУл", "tula toulon"),
        ("nek", "tula toulon"),  # on the other layout
        ("Tul", "tula"),
        ("Тула", "tula"),
        ("Тулла", "tula"),  # misspelt: nothing begins so
        ("tula", "tula"),
        ("fuzhou-fujian", "fuzhou-fujian"),  # an id
        ("Тула Германия", "tula/DE tula DE"),
        ("Тула Европа", "tula/europe tula"),
        ("Тула, Керчь", "tula+kerch tula kerch"),
        ("Портленд", "portland-maine portland-oregon"),
        ("Германия", "DE saint-petersburg/DE"),
        ("Герм", "DE"),
        ("Гер", "gera DE"),  # a partner stands before a country
        ("ка", "kazan kaliningrad kaluga"),
        ("Европа", "europe BY DE"),
        ("Европ", "europe eu"),
        ("Ленингр", "saint-petersburg"),
        ("", "saint-petersburg moscow kronstadt"),
        ("  ", "saint-petersburg moscow kronstadt"),
    ],
)
def test_the_likeliest_stands_first(search: Search, typed: str, begins: str) -> None:
    found = [told(it) for it in search.complete(typed)]
    assert found[: len(begins.split())] == begins.split()


@pytest.mark.parametrize("typed", ["ывапро", "спасибо", "?", "🎉", "x" * 500])
def test_what_means_nothing_becomes_nothing(search: Search, typed: str) -> None:
    assert search.complete(typed) == ()


def test_of_what_begins_so_cities_come_before_partners_and_partners_before_countries(
    search: Search, catalogue: Catalogue
) -> None:
    for letter in "абвгдеиклмнопрстуфхшabcdefghiklmnoprstuv":
        found = search.complete(letter)
        kinds = [
            (0 if catalogue.is_city(it.place) else 1) if isinstance(it, Found) else 2
            for it in found
        ]
        assert kinds == sorted(kinds), letter
        assert len(found) > 3, letter


def test_without_a_word_every_city_and_country_is_offered_with_the_most_twins_first(
    search: Search, catalogue: Catalogue
) -> None:
    found = search.complete("")
    cities = [it.place for it in found if isinstance(it, Found)]
    assert set(cities) == set(catalogue.cities)
    twins = [catalogue.twins(city) for city in cities]
    assert twins == sorted(twins, reverse=True)
    assert len(found) == len(cities) + len(catalogue.countries)


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_every_place_is_offered_while_its_name_is_typed(
    search: Search, catalogue: Catalogue, lang: str
) -> None:
    for place in list(catalogue.places.values())[::7]:
        name = place.name(lang)
        for letters in (1, 3, len(name)):
            offered = search.complete(name[:letters])
            assert any(place in it.places for it in offered), (place.id, name[:letters])


@given(st.text(max_size=40))
def test_any_text_becomes_answers_each_once(search: Search, text: str) -> None:
    found = search.complete(text)
    assert len(set(found)) == len(found)
    assert not any(isinstance(it, Found | WholeCountry) and it.guessed for it in found)
