"""Distances and directions, beside figures that stand in books."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.geography import EARTH_KM, Point, along, azimuth_degrees, distance_km, midpoint

MOSCOW, TOKYO, NEW_YORK = (55.7558, 37.6173), (35.6762, 139.6503), (40.7128, -74.0060)
HALF_ROUND_KM = EARTH_KM * 3.14159265358979

points = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@pytest.mark.parametrize(
    ("here", "there", "km", "azimuth"),
    [
        ((0.0, 0.0), (0.0, 90.0), HALF_ROUND_KM / 2, 90),
        ((0.0, 0.0), (90.0, 0.0), HALF_ROUND_KM / 2, 0),
        ((10.0, 179.0), (10.0, -179.0), 219, 90),  # over the date line, and not round the globe
        (MOSCOW, TOKYO, 7478, 59.5),
        (MOSCOW, NEW_YORK, 7509, 310),
    ],
)
def test_known_distances_and_directions(
    here: Point, there: Point, km: float, azimuth: float
) -> None:
    assert distance_km(here, there) == pytest.approx(km, rel=0.005)
    assert azimuth_degrees(here, there) == pytest.approx(azimuth, abs=1)


@given(points, points)
def test_it_is_as_far_there_as_back_and_never_over_half_the_globe(
    here: Point, there: Point
) -> None:
    there_and_back = distance_km(here, there), distance_km(there, here)
    assert there_and_back[0] == pytest.approx(there_and_back[1], abs=1e-6)
    assert 0 <= there_and_back[0] <= HALF_ROUND_KM + 1e-6
    assert 0 <= azimuth_degrees(here, there) < 360


@given(points)
def test_the_other_end_of_the_globe_is_half_round_it(here: Point) -> None:
    antipode = (-here[0], here[1] + 180)
    assert distance_km(here, antipode) == pytest.approx(HALF_ROUND_KM, rel=1e-6)


@given(points, points, st.floats(0, 1))
def test_a_point_of_the_way_is_at_its_share_of_it(here: Point, there: Point, share: float) -> None:
    whole = distance_km(here, there)
    at = along(here, there, share)
    assert distance_km(here, at) == pytest.approx(whole * share, abs=0.01)
    assert distance_km(at, there) == pytest.approx(whole * (1 - share), abs=0.2)


@pytest.mark.parametrize(
    ("here", "there", "middle"),
    [
        ((0.0, 0.0), (0.0, 90.0), (0.0, 45.0)),
        (
            (10.0, 170.0),
            (10.0, -170.0),
            (10.15, 180.0),
        ),  # across the date line, and more to the north
        ((80.0, 0.0), (80.0, 180.0), (90.0, 0.0)),
    ],
)
def test_the_middle_of_a_way(here: Point, there: Point, middle: Point) -> None:
    assert distance_km(midpoint(here, there), middle) < 1
