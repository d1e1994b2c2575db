"""What is known and not in the list: countries by all their names, towns, everyday words."""

import pytest

from storage.catalogue import Catalogue
from storage.countries import countries
from storage.search.answer import Found, Nothing, Suggestions, WholeCountry, WordKind
from storage.search.country_names import country_names
from storage.search.doubted import common_words, doubted_in, small_towns
from storage.search.elsewhere import Elsewheres
from storage.search.hashes import Hashes
from storage.search.lexicon import words
from storage.search.search import Search


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("中国", "CN"), ("Deutschland", "DE"), ("España", "ES"), ("Suomi", "FI"), ("Україна", "UA"),
        ("Allemagne", "DE"), ("日本", "JP"), ("Қазақстан", "KZ"), ("Yunanistan", "GR"),
        ("города Finnland", "FI"), ("Türkei", "TR"),
    ],
)  # fmt: skip
def test_a_country_is_known_in_its_own_language_and_in_others(
    search: Search, question: str, code: str
) -> None:
    answer = search.ask(question)
    assert isinstance(answer, WholeCountry)
    assert (answer.code, answer.guessed) == (code, False)


@pytest.mark.parametrize(
    ("question", "code"),
    [("Islande", "IS"), ("Australien", "AU"), ("Ghanaian towns", "GH"), ("澳大利亚", "AU")],
)
def test_a_country_without_twins_is_known_in_other_languages(
    search: Search, question: str, code: str
) -> None:
    assert search.ask(question) == Nothing(elsewhere=True, country=code)


def test_no_name_of_a_country_is_a_place_or_a_word(search: Search) -> None:
    everyday = words()[WordKind.PLAIN] | words()[WordKind.AROUND]
    for name, code in country_names().items():
        assert code in countries()
        assert search.index.known_as(name) is None, name
        assert name not in everyday


@pytest.mark.parametrize("question", ["Гирмания", "Germny", "Герма"])
def test_a_misspelt_or_begun_country_is_a_guess(search: Search, question: str) -> None:
    answer = search.ask(question)
    assert isinstance(answer, WholeCountry)
    assert answer.guessed


def test_a_large_city_elsewhere_offers_what_is_near_it_on_the_map(search: Search) -> None:
    for question, one in (("Киев", "vasylkiv"), ("Paris", "courbevoie"), ("Абакан", "krasnoyarsk")):
        answer = search.ask(question)
        assert isinstance(answer, Suggestions)
        assert answer.elsewhere
        assert answer.nearest
        assert one in {place.id for place in answer.places}


def test_nothing_is_offered_where_nothing_is_near(search: Search) -> None:
    assert search.ask("Сидней") == Nothing(elsewhere=True)


def test_of_namesakes_elsewhere_the_largest_counts(catalogue: Catalogue) -> None:
    elsewheres = Elsewheres(catalogue)
    assert elsewheres.is_large("киев")
    assert not elsewheres.is_large("нетакогогорода")
    assert list(elsewheres.nearest("нетакогогорода")) == []


@pytest.mark.parametrize("question", ["указание", "portray", "Barrett", "что нового"])
def test_an_everyday_word_that_looks_like_a_town_is_offered_it_at_most(
    search: Search, question: str
) -> None:
    assert isinstance(search.ask(question), Suggestions | Nothing)


def test_no_common_word_is_a_name(search: Search) -> None:
    for word in doubted_in("common_words.txt")[::20]:
        answer = search.ask(word)
        assert not isinstance(answer, Found) or not answer.guessed, word


@pytest.mark.parametrize(
    ("question", "looks_like"),
    [
        ("Strömstad", "stromsund"),
        ("Waynesville", "gainesville-florida"),
        ("Rotenburg an der Fulda", "fulda"),
        ("Барселос", "barcelona"),
    ],
)
def test_a_small_town_is_offered_what_it_looks_like(
    search: Search, question: str, looks_like: str
) -> None:
    answer = search.ask(question)
    assert isinstance(answer, Suggestions)
    assert answer.elsewhere
    assert looks_like in {place.id for place in answer.places}


def test_no_small_town_is_a_name(search: Search) -> None:
    for town in doubted_in("small_towns.txt")[::10]:
        assert not search.index.exact(town), town
        assert isinstance(search.ask(town), Suggestions | Nothing), town


def test_strings_are_told_by_their_hashes() -> None:
    kept = Hashes(["tula", "тула", ""])
    assert all(each in kept for each in ("tula", "тула", ""))
    assert "tulа" not in kept
    assert "tula" not in Hashes([])
    assert "strömstad" not in common_words()
    assert "stromstad" in small_towns()
