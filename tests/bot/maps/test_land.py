"""What is land and what is sea, on maps with any centre."""

import pytest

from bot.maps.land import coasts, land, windings
from bot.maps.projection import Projection
from storage.geography import Point

LAND = [(54.2, 37.6), (61.5, 105.3), (40.0, -100.0), (-10.0, -55.0), (-25.0, 135.0), (0.0, 25.0),
        (67.5, 175.0), (67.0, -174.0), (-89.0, 10.0), (-87.0, 179.9), (72.0, -40.0)]  # fmt: skip
SEA = [(0.0, -30.0), (0.0, -140.0), (-30.0, 80.0), (58.0, -178.0), (85.0, 0.0), (42.0, 51.0),
       (35.0, 18.0), (43.5, 34.0), (-60.0, 179.9), (30.0, -180.0)]  # fmt: skip
CENTRES = [
    (54.2, 37.6),  # Tula
    (59.9, 30.3),
    (43.1, 131.9),  # Vladivostok: both sides of 180 degrees
    (51.8, 107.6),  # Ulan-Ude: the antipode is in Chile
    (-51.6, -69.2),  # … and the other way round
    (-33.9, 18.4),
    (40.7, -74.0),
    (0.0, 180.0),
]


@pytest.mark.parametrize("centre", CENTRES)
def test_land_is_where_it_is_and_sea_around_it(centre: Point) -> None:
    projection = Projection.around(centre)
    rings, rim = land(projection)

    def is_land(point: Point) -> bool:
        flat = projection.flat(point)
        return bool(rim + sum(windings(ring, flat) for ring in rings))

    assert [point for point in LAND if not is_land(point)] == []
    assert [point for point in SEA if is_land(point)] == []


@pytest.mark.parametrize(
    ("centre", "is_land"), [((51.8, 107.6), True), ((54.2, 37.6), False), ((0.1, -140), True)]
)
def test_it_is_told_whether_the_antipode_is_land(centre: Point, is_land: bool) -> None:
    assert land(Projection.around(centre))[1] is is_land


def test_the_caspian_is_a_hole_in_the_land() -> None:
    projection = Projection.around((42.0, 51.0))
    rings, _ = land(projection)
    around = sorted(windings(ring, (0.0, 0.0)) for ring in rings if windings(ring, (0.0, 0.0)))
    assert around == [-1, 1]
    assert len(coasts()) > 500
