"""Reading the gazetteer: every row or an error that names it."""

import pytest

from storage.ingest.gazetteer import read_gazetteer
from storage.ingest.problems import DatasetError
from storage.model import NameKind

PLACES = "id,listed,partner_of,country,kind,name_ru,lat,lon,geonames_id,note"
NAMES = "id,lang,kind,name"
FORMS = "id,genitive,dative,accusative,instrumental,prepositional"
KIEL = 'kiel,"Kiel, Germany",,DE,city,Киль,54.3213,10.1349,2891122,'


def problems(places: str = KIEL, names: str = "", forms: str = "") -> tuple[str, ...]:
    with pytest.raises(DatasetError) as caught:
        read_gazetteer(
            [PLACES, *places.splitlines()],
            [NAMES, *names.splitlines()],
            [FORMS, *forms.splitlines()],
        )
    return caught.value.problems


def test_the_three_files_make_a_place_with_all_its_names() -> None:
    [entry] = read_gazetteer(
        [PLACES, KIEL],
        [NAMES, "kiel,de,variant,Kiel an der Ostsee"],
        [FORMS, "kiel,Киля,Килю,Киль,Килем,Киле"],
    )
    place = entry.place
    assert (place.name_en, place.name_ru, place.geonames_id) == ("Kiel", "Киль", 2891122)
    assert place.case(NameKind.PREPOSITIONAL, "ru") == "Киле"
    assert list(place.names_of(NameKind.VARIANT)) == ["Kiel an der Ostsee"]


def test_the_first_of_several_spellings_is_the_english_name() -> None:
    row = 'b,"Baranavichy, Belarus + Baranovichi, Belarus",,BY,city,Барановичи,53.1,26.0,,'
    [entry] = read_gazetteer([PLACES, row], [NAMES], [FORMS])
    assert entry.place.name_en == "Baranavichy"
    assert entry.spellings == ("Baranavichy, Belarus", "Baranovichi, Belarus")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("kiel,", "Kiel,"), "the id 'Kiel' is not"),
        (("kiel,", "k" * 29 + ","), "is not at most 28"),
        (("city", "metropolis"), "the kind 'metropolis' is none of"),
        ((",DE,", ",GER,"), "'GER' is not an ISO 3166 alpha-2 code"),
        (("Киль", "Kиль"), "the Russian name 'Kиль' is not written in Russian letters"),
        (("54.3213", "154.3"), "are not degrees"),
        (("54.3213", "north"), "could not convert string to float"),
        (("54.3213", "91"), "91.0 are not degrees from -90 to 90"),
        (("10.1349", "-180.1"), "-180.1 are not degrees from -180 to 180"),
        (("54.3213", "nan"), "could not convert string to float: 'nan'"),
        (("54.3213", "inf"), "could not convert string to float: 'inf'"),
        (("54.3213", "1e1"), "could not convert string to float: '1e1'"),
        (("54.3213", "5_4"), "could not convert string to float: '5_4'"),
        (("54.3213", "9" * 500), "could not convert string to float: '999"),
        (("54.3213", '"54,3213"'), "write a point, no comma"),
        (("54.3213", ""), "could not convert string to float: ''"),
        ((",DE,", ",XX,"), "the country 'XX' is unknown"),
        ((",2891122,", ",-5,"), "'-5' is not a GeoNames id"),
        ((",2891122,", ",3000000000,"), "'3000000000' is not a GeoNames id"),
        ((",2891122,", ",two,"), "'two' is not a GeoNames id"),
        (('"Kiel, Germany"', ""), "the name '' has no letter"),
        (('"Kiel, Germany"', '"!?, Germany"'), "the name '!?' has no letter"),
        (("Kiel,", "K" * 101 + ","), "is over 100 characters long"),
        (("Киль", "К" * 101), "is over 100 characters long"),
        (("Киль", "Ки\u202eль"), "a character that nobody sees (U+202E)"),
        (("Киль", "Киль" * 5000), "is longer than 2000 characters"),
        ((",2891122,", ",27,extra,"), "too many or too few columns"),
    ],
)
def test_a_wrong_row_is_an_error_that_names_it(change: tuple[str, str], reason: str) -> None:
    [problem] = problems(KIEL.replace(*change, 1))
    assert problem.startswith("places.csv, row 2: ")
    assert reason in problem
    assert len(problem) < 300


def test_a_name_of_no_place_is_an_error() -> None:
    assert problems(names="paris,fr,variant,Lutèce") == (
        "names.csv, row 2: there is no place 'paris'",
    )


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("kiel,ru,variant,Kиль", "has Latin letters"),
        ("kiel,ru,nickname,Кильчик", "the kind 'nickname' is none of"),
        ("kiel,,variant,Kiel", "a name and a language code are needed"),
        ("kiel,de,variant, ", "a name and a language code are needed"),
    ],
)
def test_a_wrong_name_is_an_error_that_names_it(row: str, reason: str) -> None:
    [problem] = problems(names=row)
    assert problem.startswith("names.csv, row 2: ")
    assert reason in problem


def test_a_name_without_end_is_an_error() -> None:
    [problem] = problems(names=f"kiel,de,variant,{'K' * 101}")
    assert problem.startswith("names.csv, row 2: the name 'KKK")
    assert len(problem) < 200


def test_a_case_that_is_not_russian_is_an_error() -> None:
    assert problems(forms="kiel,Kiels,Килю,Киль,Килем,Киле") == (
        "forms.csv, row 2: the genitive 'Kiels' is not Russian",
    )


def test_one_id_for_two_places_is_an_error() -> None:
    assert problems(f"{KIEL}\n{KIEL}") == ("places.csv, row 3: 'kiel' stands there twice",)
