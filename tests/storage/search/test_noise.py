"""Look-alike letters, contractions, and words without spaces."""

import pytest

from storage.catalogue import Catalogue
from storage.search.answer import Found, Pair, Suggestions
from storage.search.lookalikes import in_one_alphabet, in_the_other
from storage.search.run_together import apart
from storage.search.search import Search


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("CПб", "СПб"), ("Мурмaнск", "Мурманск"), ("Tulа", "Tula"), ("Τula", "Tula"),
        ("М0сква", "Москва"), ("Ka3aнь", "Казань"), ("Tu1a", "Tula"), ("Lаke Сitу", "Lake City"),
        ("mi4urinsk", "mi4urinsk"), ("Вiцебск", "Віцебск"), ("Дзæуджыхъæу", "Дзæуджыхъæу"),
        ("300000 Тула", "300000 Тула"), ("Tula Тула", "Tula Тула"),
    ],
)  # fmt: skip
def test_a_word_of_two_alphabets_is_put_in_one(typed: str, meant: str) -> None:
    assert in_one_alphabet(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Pyce", "Русе"), ("ОМСК", "OMCK"), ("Tula", None), ("Тула", None), ("CYP", None), ("", None)],
)
def test_a_word_whose_letters_all_look_alike_is_read_in_the_other(
    typed: str, meant: str | None
) -> None:
    assert in_the_other(typed) == meant


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("CПб", "saint-petersburg"),
        ("Pyce", "ruse"),
        ("OMCK", "omsk"),
        ("#побратимыТулы", "tula"),
        ("№1 Тула", "tula"),
        ("бывший Свердловск", "yekaterinburg"),
        ("ex-Sverdlovsk", "yekaterinburg"),
        ("еду в Тулу на выходные", "tula"),  # «Тулу на» is no case of «Тулун»
        ("побратимыказани", "kazan"),
        ("городТула", "tula"),
        ("twinsoftula", "tula"),
        ("sistercitiesofkazan", "kazan"),
    ],
)
def test_noise_around_a_name_is_seen_through(search: Search, question: str, found: str) -> None:
    answer = search.ask(question)
    assert isinstance(answer, Found)
    assert (answer.place.id, answer.guessed) == (found, False)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Волг-д", "volgograd"),
        ("У-Удэ", "ulan-ude"),
        ("Й-Ола", "yoshkar-ola"),
        ("Ек-бург", "yekaterinburg"),
        ("побратимы Волг-да", "volgograd"),
        ("города-побратимы У-Удэ", "ulan-ude"),
    ],
)
def test_a_contraction_is_its_only_city(search: Search, question: str, found: str) -> None:
    answer = search.ask(question)
    assert isinstance(answer, Found)
    assert (answer.place.id, answer.guessed) == (found, True)


def test_a_contraction_of_several_is_a_question(search: Search) -> None:
    answer = search.ask("Кр-к")
    assert isinstance(answer, Suggestions)
    assert "krasnoyarsk" in {place.id for place in answer.places}


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("тулаказань", "tula kazan"),
        ("тулаиказань", "tula kazan"),
        ("дружитлитуласказанью", "tula kazan"),
        ("ростовнадонутула", "rostov-on-don tula"),
        ("StPetersburgHamburg", "saint-petersburg hamburg"),
        ("казаньуфасамара", "kazan ufa samara"),
    ],
)
def test_names_run_together_are_asked_for_together(search: Search, question: str, ids: str) -> None:
    answer = search.ask(question)
    assert isinstance(answer, Pair)
    assert [place.id for place in answer.places] == ids.split()


@pytest.mark.parametrize(
    ("question", "found", "country"),
    [
        ("germantwinsofvolgograd", "volgograd", "DE"),
        ("побратимытулывгермании", "tula", "DE"),
        ("японскиепобратимыхабаровска", "khabarovsk", "JP"),
    ],
)
def test_what_is_run_together_narrows_as_words_do(
    search: Search, question: str, found: str, country: str
) -> None:
    answer = search.ask(question)
    assert isinstance(answer, Found)
    assert (answer.place.id, answer.country) == (found, country)


@pytest.mark.parametrize(
    "word", ["московском", "казахском", "владельца", "американскому", "тираспольского", "inspires"]
)
def test_an_everyday_word_is_not_taken_apart(search: Search, word: str) -> None:
    answer = search.ask(word)
    assert not isinstance(answer, Pair)


def test_a_word_of_several_pieces_is_taken_apart_into_the_fewest() -> None:
    names = {"ново", "город", "новгород", "тула"}

    def pieces(word: str) -> list[str]:
        return list(apart(word, names.__contains__, names.__contains__))

    assert pieces("новгородтула") == ["новгород", "тула"]
    assert pieces("побратимытулановгород") == ["побратимы", "тула", "новгород"]
    for none in ("новгород", "тулаау", "побратимы", "тулаитула" * 20, ""):
        assert pieces(none) == []


def test_every_city_is_known_run_together_with_another(
    catalogue: Catalogue, search: Search
) -> None:
    cities = [place for place in catalogue.places.values() if catalogue.is_city(place)]
    for one in cities:
        answer = search.ask(f"{one.name_ru}Хабаровск".lower())
        assert "khabarovsk" in {place.id for place in answer.places}, one.id
