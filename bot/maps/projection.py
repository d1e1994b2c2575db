"""The azimuthal equidistant projection: distances and directions from its centre are true."""

from dataclasses import dataclass
from math import acos, cos, radians, sin, sqrt
from typing import TypeAlias

from storage.geography import EARTH_KM, Point

Vector: TypeAlias = tuple[float, float, float]
Flat: TypeAlias = tuple[float, float]  # km to the east and to the south of the centre

WORLD_KM = 3.141592653589793 * EARTH_KM  # from the centre to its antipode, the rim of the world


def vector(point: Point) -> Vector:
    """Where a point of the globe lies in space, on a sphere of radius 1."""
    lat, lon = radians(point[0]), radians(point[1])
    return cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat)


@dataclass(frozen=True, slots=True)
class Projection:
    """A projection around a centre. `east` and `north` are directions there, `up` is the centre."""

    east: Vector
    north: Vector
    up: Vector

    @classmethod
    def around(cls, centre: Point) -> "Projection":
        """The projection whose centre it is."""
        lat, lon = radians(centre[0]), radians(centre[1])
        east = -sin(lon), cos(lon), 0.0
        north = -sin(lat) * cos(lon), -sin(lat) * sin(lon), cos(lat)
        return cls(east, north, vector(centre))

    def flat(self, point: Point) -> Flat:
        """Where a point of the globe lies on the map."""
        return self.flat_vector(vector(point))

    def flat_vector(self, v: Vector) -> Flat:
        """The same for a point in space. The antipode lies all along the rim: east, for one."""
        x, y, z = v
        east = x * self.east[0] + y * self.east[1]
        north = x * self.north[0] + y * self.north[1] + z * self.north[2]
        up = x * self.up[0] + y * self.up[1] + z * self.up[2]
        aside = sqrt(east * east + north * north)
        if aside < 1e-12:
            return (0.0, 0.0) if up > 0 else (WORLD_KM, 0.0)
        stretch = EARTH_KM * acos(max(-1.0, min(1.0, up))) / aside
        return east * stretch, -north * stretch
