"""Search: what questions come to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.catalogue import Catalogue
from storage.groups import groups
from storage.search.answer import (
    Choices,
    Found,
    Nothing,
    Outcome,
    Pair,
    Suggestions,
    WholeCountry,
    WholeGroup,
)
from storage.search.answering import MAX_SUGGESTIONS
from storage.search.narrowing import MAX_TOGETHER
from storage.search.search import MAX_QUESTION_CHARACTERS, Search


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_every_city_is_found_by_its_name(catalogue: Catalogue, search: Search, lang: str) -> None:
    for city in catalogue.cities:
        answer = search.ask(city.name(lang))
        assert isinstance(answer, Found | Choices), city.id
        assert answer.places[0] == city


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_every_place_is_reachable_by_its_name(
    catalogue: Catalogue, search: Search, lang: str
) -> None:
    for place in catalogue.places.values():
        answer = search.ask(place.name(lang))
        # «Колумбия» is the country, whatever a town in South Carolina is called.
        assert place in answer.places or isinstance(answer, WholeCountry), (place.id, answer)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Тула", "tula"),
        ("  ТУЛА!!! ", "tula"),
        ("в Туле", "tula"),
        ("г. Тула", "tula"),
        ("город Тула, Россия", "tula"),
        ("city of Tula, Russia", "tula"),
        ("какие побратимы у Тулы?", "tula"),
        ("twin towns of Tula please", "tula"),
        ("«Орёл»", "oryol"),
        ("орел", "oryol"),
        ("Йошкар Ола", "yoshkar-ola"),
        ("ростов на дону", "rostov-on-don"),
        ("в Ростове-на-Дону", "rostov-on-don"),
        ("nekf", "tula"),
        ("егдф", "tula"),
        ("Urumqi", "urumqi"),
        ("Neukölln (Berlin)", "neukolln-berlin"),
        ("екат", "yekaterinburg"),
        ("petroz", "petrozavodsk"),
        ("Калинниград", "kaliningrad"),
        ("Ekaterinburg", "yekaterinburg"),
        ("Питер", "saint-petersburg"),
        ("Ленинград", "saint-petersburg"),
        ("Dzerzhinsk", "dzerzhinsk"),
        ("побратимы Питера", "saint-petersburg"),
        ("я родился в Горьком", "nizhny-novgorod"),
        ("Gorky (Nizhny Novgorod)", "nizhny-novgorod"),
        ("нижн нов", "nizhny-novgorod"),
        ("улан-б", "ulaanbaatar"),
        ("петропавловск ка", "petropavlovsk-kamchatsky"),
        ("Wladiwostok, Russland", "vladivostok"),
        ("привет, я из Серпухова 👋", "serpukhov"),
        (",bh,jbl;fy", "birobidzhan"),
    ],
)
def test_what_people_type_finds_what_they_mean(search: Search, question: str, found: str) -> None:
    answer = search.ask(question)
    assert (answer.outcome, answer.places[0].id) == (Outcome.FOUND, found)


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("Armavir", ["armavir", "armavir-armenia"]),
        ("Димитровград", ["dimitrovgrad", "dimitrovgrad-bulgaria"]),
        ("Milan", ["milan", "milan-tennessee"]),
        ("Portland", ["portland-maine", "portland-oregon"]),
        ("Владик", ["vladivostok", "vladikavkaz"]),
        ("St Petersburg", ["saint-petersburg", "st-petersburg-florida"]),
    ],
)
def test_a_name_that_several_bear_is_a_choice_the_city_first(
    search: Search, question: str, ids: list[str]
) -> None:
    answer = search.ask(question)
    assert (answer.outcome, [place.id for place in answer.places]) == (Outcome.CHOICES, ids)


def test_a_lesser_name_that_begins_a_city_is_a_question(search: Search) -> None:
    answer = search.ask("Барна")
    assert isinstance(answer, Suggestions)
    assert [place.id for place in answer.places] == ["barcelona", "barnaul"]


def test_a_beginning_that_may_as_well_be_a_misspelt_name_is_a_question(search: Search) -> None:
    answer = search.ask("Mosc")  # Moss, in Norway, is nearer
    assert isinstance(answer, Suggestions)
    assert [place.id for place in answer.places][:2] == ["moscow", "moss"]


@pytest.mark.parametrize("name", ["Ленинград", "Челяба", "Питер"])
def test_an_answer_tells_the_other_name_it_was_found_by(search: Search, name: str) -> None:
    answer = search.ask(name)
    assert isinstance(answer, Found)
    assert answer.known_as
    assert answer.known_as.text == name


@pytest.mark.parametrize("question", ["geita", "Клуж"])
def test_a_short_word_two_slips_from_a_name_is_none(search: Search, question: str) -> None:
    assert isinstance(search.ask(question), Nothing)


def test_a_half_typed_name_that_two_bear_is_a_question(search: Search) -> None:
    answer = search.ask("Dimi")
    assert isinstance(answer, Suggestions)
    assert {place.id for place in answer.places} >= {"dimitrovgrad", "dimitrovgrad-bulgaria"}


@pytest.mark.parametrize(
    "question",
    ["next", "city", "русский", "большой", "Константин", "nice work", "Natasha", "дурак"],
)
def test_everyday_words_and_first_names_find_nothing(search: Search, question: str) -> None:
    assert isinstance(search.ask(question), Nothing)


def test_one_letter_away_from_a_short_name_is_a_question_not_an_answer(search: Search) -> None:
    answer = search.ask("Орск")
    assert isinstance(answer, Suggestions)
    assert "omsk" in [place.id for place in answer.places]


@pytest.mark.parametrize(
    "question",
    [
        "",
        " ",
        "🎉",
        "\u200b",
        "asdfgh",
        "привет всем",
        "ыыыыы",
        "Casanova",
        "<b>",
        "'; DROP TABLE place; --",
        "٠",
        "x" * 500,
    ],
)
def test_what_is_no_name_finds_nothing(search: Search, question: str) -> None:
    assert search.ask(question).outcome is Outcome.NOTHING


@given(question=st.text(max_size=MAX_QUESTION_CHARACTERS + 10))
def test_any_text_is_a_question(search: Search, question: str) -> None:
    answer = search.ask(question)
    match answer:
        case Found(place):
            assert place in search.catalogue.places.values()
        case Choices(places):
            assert len(places) > 1
        case Suggestions(places):
            assert 1 <= len(places) <= MAX_SUGGESTIONS
        case WholeCountry(code):
            assert code in search.catalogue.countries
        case Pair(places):
            assert 2 <= len(places) <= MAX_TOGETHER
        case WholeGroup(group):
            assert group in groups()
        case Nothing(elsewhere=elsewhere, said=said):
            assert not (elsewhere and said)
