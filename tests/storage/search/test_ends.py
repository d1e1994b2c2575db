"""Two names one after the other, as people write them."""

import pytest

from storage.search.answer import Outcome
from storage.search.ends import MAX_WORDS, ends_of
from storage.search.search import Search


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("Тула Киль", "tula", "kiel"),
        ("Тула — Киль", "tula", "kiel"),
        ("Тула-Киль", "tula", "kiel"),
        ("Тула -> Киль", "tula", "kiel"),
        ("Тула → Киль", "tula", "kiel"),
        ("Тула, Киль", "tula", "kiel"),
        ("из Тулы в Киль", "tula", "kiel"),
        ("от Тулы до Киля", "tula", "kiel"),
        ("между Тулой и Килем", "tula", "kiel"),
        ("Tula to Kiel", "tula", "kiel"),
        ("from Tula to Kiel", "tula", "kiel"),
        ("Kiel Тула", "kiel", "tula"),
        ("nekf rbkm", "tula", "kiel"),
        ("тула киел", "tula", "kiel"),
        ("Тулла Калиниград", "tula", "kaliningrad"),
        ("Нижний Новгород Усть-Каменогорск", "nizhny-novgorod", "oskemen"),
        ("нижний новгород сан диего", "nizhny-novgorod", "san-diego"),
        ("Villingen Schwenningen Saint Petersburg", "villingen-schwenningen", "saint-petersburg"),
        ("Ростов-на-Дону Дортмунд", "rostov-on-don", "dortmund"),
    ],
)
def test_two_names_part_where_both_are_names(
    search: Search, question: str, one: str, other: str
) -> None:
    assert [end.place.id for end in ends_of(question, search) if end.place] == [one, other]


@pytest.mark.parametrize(
    ("question", "known", "unclear", "outcome"),
    [
        ("Тула Сиэтл", "tula", "Сиэтл", Outcome.SUGGESTIONS),
        ("Tula to Seattle", "tula", "Seattle", Outcome.SUGGESTIONS),
        ("от Тулы до Сиэтла", "tula", "Сиэтла", Outcome.SUGGESTIONS),
        ("Тула — Хогвартс", "tula", "Хогвартс", Outcome.NOTHING),
        ("Хогвартс Нижний Новгород", "nizhny-novgorod", "Хогвартс", Outcome.NOTHING),
    ],
)
def test_an_end_that_is_not_in_the_list_is_told_from_the_one_that_is(
    search: Search, question: str, known: str, unclear: str, outcome: Outcome
) -> None:
    ends = ends_of(question, search)
    assert len(ends) == 2
    assert [end.place.id for end in ends if end.place] == [known]
    assert [(end.typed, end.answer.outcome) for end in ends if not end.place] == [
        (unclear, outcome)
    ]


@pytest.mark.parametrize(
    ("question", "outcome"),
    [
        ("Нижний Новгород", Outcome.FOUND),
        ("Тула Тула", Outcome.FOUND),
        ("Рио де Жанейро", Outcome.FOUND),
        ("Тула Германия", Outcome.FOUND),
        ("Портленд", Outcome.CHOICES),
        ("Хогвартс Нарния", Outcome.NOTHING),
        ("до", Outcome.NOTHING),
        ("→", Outcome.NOTHING),
        ("абв " * MAX_WORDS + "где", Outcome.NOTHING),
        ("я" * 500, Outcome.NOTHING),
    ],
)
def test_what_is_no_two_names_is_one_question(
    search: Search, question: str, outcome: Outcome
) -> None:
    [end] = ends_of(question, search)
    assert end.answer.outcome == outcome


def test_more_than_two_stay_as_many(search: Search) -> None:
    assert [end.place.id for end in ends_of("Тула, Киль и Омск", search) if end.place] == [
        "tula", "kiel", "omsk",
    ]  # fmt: skip


def test_both_ends_may_be_unknown(search: Search) -> None:
    assert [end.typed for end in ends_of("Хогвартс — Мордор", search)] == ["Хогвартс", "Мордор"]
