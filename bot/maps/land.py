"""The land as it lies on a map: coasts of `data/land.txt`, projected whole.

In the file a ring has land on its left, [lon, lat] in hundredths of a degree.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from math import hypot, sqrt

from bot.maps.projection import Flat, Projection, Vector, vector

LONGEST_EDGE_KM = 500.0  # on the map; a longer one is bent, as great circles are
MOST_HALVINGS = 10
NORTH_POLE = (90.0, 0.0)  # lies in the sea


@lru_cache(maxsize=1)
def coasts() -> tuple[tuple[Vector, ...], ...]:
    """Every coast, a closed ring of points in space."""
    text = (files("bot.maps") / "data/land.txt").read_text(encoding="ascii")
    return tuple(tuple(map(_read, line.split())) for line in text.splitlines())


def land(projection: Projection) -> tuple[list[list[Flat]], bool]:
    """The rings of all land on the map, and whether the antipode is land.

    Where it is, land is outside of what the rings enclose, up to the rim of the world. To fill both
    count windings (SVG's "nonzero"), the rim as one more ring of land.
    """
    rings = [_projected(coast, projection) for coast in coasts()]
    pole = projection.flat(NORTH_POLE)
    # In the sea, as the pole is, all sums up to nothing: where the rings do not, the rim does.
    return rings, sum(windings(ring, pole) for ring in rings) != 0


def _read(pair: str) -> Vector:
    lon, lat = pair.split(",")
    return vector((int(lat) / 100, int(lon) / 100))


def _projected(coast: Sequence[Vector], projection: Projection) -> list[Flat]:
    ring: list[Flat] = []
    flat = projection.flat_vector
    ends = [(v, flat(v)) for v in coast]
    for (start, start_flat), (end, end_flat) in pairwise([*ends, ends[0]]):
        ring.append(start_flat)
        if _far(start_flat, end_flat):
            ring += _between(start, start_flat, end, end_flat, projection, MOST_HALVINGS)
    return ring


def _between(  # noqa: PLR0913, PLR0917 - a step of a recursion
    start: Vector, start_flat: Flat, end: Vector, end_flat: Flat, on: Projection, halvings: int
) -> Iterator[Flat]:
    if not halvings or not _far(start_flat, end_flat):
        return
    x, y, z = (a + b for a, b in zip(start, end, strict=True))
    length = sqrt(x * x + y * y + z * z)
    middle = x / length, y / length, z / length
    middle_flat = on.flat_vector(middle)
    yield from _between(start, start_flat, middle, middle_flat, on, halvings - 1)
    yield middle_flat
    yield from _between(middle, middle_flat, end, end_flat, on, halvings - 1)


def _far(one: Flat, other: Flat) -> bool:
    return hypot(one[0] - other[0], one[1] - other[1]) > LONGEST_EDGE_KM


def windings(ring: Sequence[Flat], point: Flat) -> int:
    """How often a ring goes around a point against the clock, as coasts go around land."""
    x, y = point
    count = 0
    for (x0, y0), (x1, y1) in pairwise([*ring, ring[0]]):
        if (y0 > y) != (y1 > y) and x0 + (y - y0) / (y1 - y0) * (x1 - x0) > x:
            count += 1 if y1 < y0 else -1
    return count
