"""Search: countries and groups, several places at once, and what stands beside a name."""

import pytest

from storage.catalogue import Catalogue
from storage.search.answer import (
    Found,
    Nothing,
    Pair,
    Suggestions,
    WholeCountry,
    WholeGroup,
)
from storage.search.search import Search


def test_every_country_is_found_by_each_of_its_names(catalogue: Catalogue, search: Search) -> None:
    for question, code in {"Германия": "DE", "germany": "DE", "США": "US", "UK": "GB"}.items():
        answer = search.ask(question)
        assert isinstance(answer, WholeCountry)
        assert answer.code == code
        assert all(catalogue.is_city(place) for place in answer.places)


@pytest.mark.parametrize(("begun", "code"), [("Ameri", "US"), ("Белор", "BY"), ("Герман", "DE")])
def test_the_beginning_of_a_country_alone_is_the_country(
    search: Search, begun: str, code: str
) -> None:
    answer = search.ask(begun)
    assert isinstance(answer, WholeCountry)
    assert answer.code == code


@pytest.mark.parametrize(
    ("question", "found", "country"),
    [
        ("побратимы Тулы в Германии", "tula", "DE"),
        ("Tula's partners in Germany", "tula", "DE"),
        ("побратимы Армавира в Армении", "armavir", "AM"),
    ],
)
def test_a_country_beside_a_city_narrows_its_twins(
    search: Search, question: str, found: str, country: str
) -> None:
    answer = search.ask(question)
    assert isinstance(answer, Found)
    assert (answer.place.id, answer.country) == (found, country)


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("Тула и Тверь", "tula tver"),
        ("казань,уфа", "kazan ufa"),
        ("дружит ли Тула с Могилёвом?", "tula mogilev"),
        ("are Tver and Osnabrück twinned?", "tver osnabruck"),
        ("спб + мск + екб", "saint-petersburg moscow yekaterinburg"),
        ("Tula - Kerch", "tula kerch"),
        ("Портленд и Хабаровск", "portland-oregon khabarovsk"),
        ("Тулла и Казань", "tula kazan"),
    ],
)
def test_places_asked_for_together_are_a_pair(search: Search, question: str, ids: str) -> None:
    answer = search.ask(question)
    assert isinstance(answer, Pair)
    assert [place.id for place in answer.places] == ids.split()


@pytest.mark.parametrize("name", ["Ростов-на-Дону", "Villingen-Schwenningen", "Мали-Иджош"])
def test_a_name_with_a_hyphen_of_its_own_is_one_place(search: Search, name: str) -> None:
    assert isinstance(search.ask(name), Found)


@pytest.mark.parametrize(
    ("question", "found", "country", "group"),
    [
        ("японские побратимы Хабаровска", "khabarovsk", "JP", None),
        ("German twin towns of Volgograd", "volgograd", "DE", None),
        ("сколько побратимов у Питера в Азии?", "saint-petersburg", None, "asia"),
        ("побратимы Москвы в СНГ", "moscow", None, "cis"),
        ("казанские побратимы", "kazan", None, None),
        ("нижегородские", "nizhny-novgorod", None, None),
        ("омичи", "omsk", None, None),
        ("Kiel, DE", "kiel", None, None),
        ("Казань, Татарстан", "kazan", None, None),
        ("Дубна МО", "dubna", None, None),
        ("Osh, KG", "osh", None, None),
        ("Тула 300000", "tula", None, None),
    ],
)
def test_what_stands_beside_a_name_narrows_or_confirms_it(
    search: Search, question: str, found: str, country: str | None, group: str | None
) -> None:
    answer = search.ask(question)
    assert isinstance(answer, Found)
    assert (answer.place.id, answer.country, answer.group) == (found, country, group)


@pytest.mark.parametrize(
    ("question", "code"),
    [("🇩🇪", "DE"), ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "GB"),
     ("GER", "DE"), ("BLR", "BY"), ("DE", "DE"), ("немецкие побратимы", "DE"),
     ("Serbian partner towns", "RS"), ("Шотландия", "GB")],
)  # fmt: skip
def test_a_country_is_known_by_flags_codes_and_adjectives(
    search: Search, question: str, code: str
) -> None:
    answer = search.ask(question)
    assert isinstance(answer, WholeCountry)
    assert answer.code == code


@pytest.mark.parametrize("question", ["Австралия", "Исландия", "Ирак", "Канада", "New Zealand"])
def test_a_country_without_twins_is_known_and_told_so(search: Search, question: str) -> None:
    answer = search.ask(question)
    assert isinstance(answer, Nothing)
    assert answer.elsewhere
    assert answer.country


@pytest.mark.parametrize(
    ("question", "group"),
    [("Европа", "europe"), ("Скандинавия", "scandinavia"), ("Latin America", "latin-america")],
)
def test_a_group_of_countries_is_known_by_its_name(
    search: Search, question: str, group: str
) -> None:
    answer = search.ask(question)
    assert isinstance(answer, WholeGroup)
    assert answer.group == group


@pytest.mark.parametrize(
    "question", ["Berlin, Germany", "Atlanta, Georgia", "Париж, Франция", "Milan, Ohio"]
)
def test_a_qualifier_turns_no_town_into_another(search: Search, question: str) -> None:
    assert isinstance(search.ask(question), Nothing | Suggestions)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("LA", "los-angeles"),  # a name, before it is the code of a country
        ("К-на-А", "komsomolsk-on-amur"),  # words around names alone are no talk
        (",jhbcjukt,cr", "borisoglebsk"),  # on the other layout a comma is a letter
        ("Орянбургаа", "orenburg"),
        ("Киль, город в Германии", "kiel"),  # what a place is, is no region
        ("Bălțți", "balti"),  # a group of countries is no near name
    ],
)
def test_what_stands_beside_names_hides_none(search: Search, question: str, found: str) -> None:
    answer = search.ask(question)
    assert isinstance(answer, Found)
    assert answer.place.id == found


def test_a_region_offers_its_towns(search: Search) -> None:
    for question, one in (("Крым", "yalta"), ("California", "san-diego"), ("Абхазия", "gagra")):
        answer = search.ask(question)
        assert isinstance(answer, Suggestions)
        assert {place.country for place in answer.places} <= {"UA", "US", "GE"}
        assert one in {place.id for place in search.regions.members(question.casefold()) or ()}


def test_a_place_with_its_country_is_the_place(search: Search) -> None:
    assert search.ask("Армавир, Армения").places[0].id == "armavir-armenia"
