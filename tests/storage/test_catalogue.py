"""The catalogue's indexes, on a small made list whose sections do not mirror each other."""

import pytest

from storage.catalogue import Catalogue
from storage.model import Place, PlaceKind, Twinning


def place(id: str, country: str = "RU") -> Place:
    return Place(id, PlaceKind.CITY, country, id.title(), id.title(), 0.0, 0.0)


TULA, KALUGA, KIEL = place("tula"), place("kaluga"), place("kiel", "DE")


@pytest.fixture
def small() -> Catalogue:
    twinnings = [
        Twinning(TULA, KIEL, "GER Kiel, Germany"),
        Twinning(TULA, KALUGA, "RUS Kaluga, Russia"),
        Twinning(KALUGA, KIEL, "GER Kiel, Germany"),
    ]
    return Catalogue("r1", [KALUGA, KIEL, TULA], twinnings)


def test_cities_are_those_with_a_section_in_the_lists_order(small: Catalogue) -> None:
    assert small.cities == (TULA, KALUGA)
    assert not small.is_city(KIEL)


def test_partners_are_those_of_the_own_section(small: Catalogue) -> None:
    assert small.partners_of(TULA) == (KIEL, KALUGA)
    assert small.partners_of(KALUGA) == (KIEL,)
    assert small.partners_of(KIEL) == ()


def test_reverse_lookup_finds_every_city_that_names_a_place(small: Catalogue) -> None:
    assert small.cities_of(KIEL) == (TULA, KALUGA)
    assert small.cities_of(KALUGA) == (TULA,)


def test_twins_of_a_city_are_its_partners_and_of_others_their_cities(small: Catalogue) -> None:
    assert [small.twins(each) for each in (TULA, KALUGA, KIEL)] == [2, 1, 2]


def test_twinnings_are_found_by_the_partners_country(small: Catalogue) -> None:
    assert [t.city for t in small.twinnings_in("DE")] == [TULA, KALUGA]
    assert small.twinnings_in("XX") == ()


def test_a_catalogue_cannot_be_changed(small: Catalogue) -> None:
    with pytest.raises(TypeError):
        small.places["x"] = TULA  # type: ignore[index]
