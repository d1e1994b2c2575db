"""Near names: what slips may cost before nobody is answered with them."""

import pytest

from storage.search.answer import Found, Nothing, Suggestions
from storage.search.name_index import Elsewhere, Rank
from storage.search.ranking import Candidate, stands_alone
from storage.search.search import Search


@pytest.mark.parametrize(
    "word", ["kappel", "yaffe", "pieman", "zaks", "балто", "treville", "мордобой", "Lunéville"]
)
def test_a_short_word_that_is_like_a_name_is_offered_it(search: Search, word: str) -> None:
    assert isinstance(search.ask(word), Suggestions)


@pytest.mark.parametrize("word", ["весёлых", "emmi", "totty", "Iława", "птуй"])
def test_a_short_word_is_no_misspelt_name_on_the_other_layout(search: Search, word: str) -> None:
    assert isinstance(search.ask(word), Suggestions | Nothing)


@pytest.mark.parametrize(
    ("slip", "found"), [("Тулла", "tula"), ("gfpfh;lbr", "pazardzhik"), ("syktivkra", "syktyvkar")]
)
def test_a_slip_in_a_name_is_answered_where_nothing_else_is_near(
    search: Search, slip: str, found: str
) -> None:
    answer = search.ask(slip)
    assert isinstance(answer, Found)
    assert (answer.place.id, answer.guessed) == (found, True)


@pytest.mark.parametrize(
    "town", ["Сент-Ирье-ла-Перш", "La Celle-Saint-Cloud", "Saint-Sébastien-sur-Loire"]
)
def test_half_a_word_with_hyphens_is_no_name(search: Search, town: str) -> None:
    assert not isinstance(search.ask(town), Found)


def test_the_longer_a_word_the_more_its_slips_may_cost(search: Search) -> None:
    tula = search.catalogue.places["tula"]
    for rank in Rank:
        for tenths in range(8, 24):
            candidate = Candidate(tula, 1, tenths / 10, 90, rank)
            answered = [stands_alone([candidate], letters) for letters in range(3, 40)]
            assert answered == sorted(answered)
            assert not answered[0]


def test_a_lesser_name_may_be_missed_by_less_than_a_shown_one(search: Search) -> None:
    tula = search.catalogue.places["tula"]

    def alone(rank: Rank, letters: int) -> bool:
        return stands_alone([Candidate(tula, 1, 1.0, 90, rank)], letters)

    assert [alone(rank, 5) for rank in Rank] == [True, True, False, False]
    assert not any(alone(rank, 4) for rank in Rank)


def test_nobody_stands_alone_beside_a_place_elsewhere_that_is_as_near(search: Search) -> None:
    tula = Candidate(search.catalogue.places["tula"], 1, 0.6, 90, Rank.OWN)
    other = Candidate(Elsewhere(), 1, 0.7, 90, Rank.OWN)
    assert stands_alone([tula], 8)
    assert not stands_alone([tula, other], 8)
