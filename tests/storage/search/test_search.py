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
from storage.search.search import MAX_QUESTION_CHARACTERS, MAX_TOGETHER, Search


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


def test_every_country_is_found_by_each_of_its_names(catalogue: Catalogue, search: Search) -> None:
    for question, code in {"Германия": "DE", "germany": "DE", "США": "US", "UK": "GB"}.items():
        answer = search.ask(question)
        assert isinstance(answer, WholeCountry)
        assert answer.code == code
        assert all(catalogue.is_city(place) for place in answer.places)


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


@pytest.mark.parametrize(("begun", "code"), [("Ameri", "US"), ("Белор", "BY"), ("Герман", "DE")])
def test_the_beginning_of_a_country_alone_is_the_country(
    search: Search, begun: str, code: str
) -> None:
    answer = search.ask(begun)
    assert isinstance(answer, WholeCountry)
    assert answer.code == code


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
    "question",
    ["next", "city", "русский", "большой", "Константин", "nice work", "Natasha", "дурак"],
)
def test_everyday_words_and_first_names_find_nothing(search: Search, question: str) -> None:
    assert isinstance(search.ask(question), Nothing)


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
        assert one in {place.id for place in search.regions.members(question.casefold())}


def test_a_place_with_its_country_is_the_place(search: Search) -> None:
    assert search.ask("Армавир, Армения").places[0].id == "armavir-armenia"


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
