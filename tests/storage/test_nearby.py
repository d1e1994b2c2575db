"""What lies near a point, beside distances that stand in books."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.catalogue import Catalogue
from storage.geography import Point, distance_km
from storage.nearby import nearby, nearest

TULA, BERLIN, SEATTLE = (54.193, 37.617), (52.52, 13.405), (47.606, -122.332)
points = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@pytest.mark.parametrize(
    ("here", "id", "km", "azimuth"),
    [
        (TULA, "serpukhov", 83, 345),
        (BERLIN, "kaliningrad", 529, 60),
        (SEATTLE, "tacoma", 41, 190),
    ],
)
def test_known_neighbours(
    catalogue: Catalogue, here: Point, id: str, km: float, azimuth: float
) -> None:
    found = nearby(here, catalogue)
    [it] = [it for it in (*found.abroad, *found.cities) if it.place.id == id]
    assert it.km == pytest.approx(km, abs=3)
    assert it.azimuth == pytest.approx(azimuth, abs=7)


def test_at_home_there_are_cities_alone_and_abroad_both(catalogue: Catalogue) -> None:
    at_home, abroad = nearby(TULA, catalogue), nearby(BERLIN, catalogue)
    assert at_home.abroad == ()
    assert at_home.cities[0].place.id == "tula"
    assert abroad.abroad[0].place.id == "neukolln-berlin"
    assert abroad.cities[0].place.id == "kaliningrad"


@given(here=points)
def test_anywhere_on_earth_something_is_near(catalogue: Catalogue, here: Point) -> None:
    found = nearby(here, catalogue)
    assert found.cities
    assert all(catalogue.is_city(it.place) for it in found.cities)
    for them in (found.cities, found.abroad):
        assert [it.km for it in them] == sorted(it.km for it in them)
    closest = min(distance_km(here, it.at) for it in catalogue.places.values())
    assert (found.abroad or found.cities)[0].km == pytest.approx(closest, abs=300)


@given(here=points)
def test_nothing_that_is_left_out_is_nearer(catalogue: Catalogue, here: Point) -> None:
    found = nearest(here, catalogue.cities, 3)
    others = (it for it in catalogue.cities if it not in {near.place for near in found})
    assert found[-1].km <= min(distance_km(here, it.at) for it in others)


def test_a_place_is_not_near_itself(catalogue: Catalogue) -> None:
    tula = catalogue.places["tula"]
    assert tula not in {it.place for it in nearby(tula.at, catalogue).cities}


def test_without_places_nothing_is_near() -> None:
    found = nearby(TULA, Catalogue("empty", (), ()))
    assert (found.cities, found.abroad) == ((), ())
