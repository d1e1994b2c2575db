"""The projection, beside the globe."""

from math import atan2, degrees, hypot

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.maps.projection import WORLD_KM, Projection
from storage.geography import Point, azimuth_degrees, distance_km

points = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@given(points, points)
def test_distances_and_directions_from_the_centre_are_true(centre: Point, there: Point) -> None:
    km = distance_km(centre, there)
    x, y = Projection.around(centre).flat(there)
    assert hypot(x, y) == pytest.approx(km, rel=1e-4, abs=0.5)
    assume(abs(centre[0]) < 89.9 and 1 < km < WORLD_KM - 1)
    off = (degrees(atan2(x, -y)) - azimuth_degrees(centre, there) + 180) % 360 - 180
    assert off == pytest.approx(0, abs=0.1)


@given(points)
def test_the_antipode_is_on_the_rim(centre: Point) -> None:
    x, y = Projection.around(centre).flat((-centre[0], centre[1] + 180))
    assert hypot(x, y) == pytest.approx(WORLD_KM, rel=1e-6)


def test_north_is_up_and_east_is_right() -> None:
    projection = Projection.around((54.0, 37.0))
    assert projection.flat((55.0, 37.0))[1] < 0
    assert projection.flat((54.0, 38.0))[0] > 0
