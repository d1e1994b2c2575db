"""Distances and directions on the globe. A point is (latitude, longitude) in degrees."""

from math import asin, atan2, cos, degrees, radians, sin, sqrt
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]

EARTH_KM = 6371.0  # the mean radius: a great circle on the sphere is right to 0.5 %


def distance_km(here: Point, there: Point) -> float:
    """The length of the great circle between two points, by the haversine formula."""
    (lat, lon), (lat_there, lon_there) = here, there
    north, east = radians(lat_there - lat) / 2, radians(lon_there - lon) / 2
    chord = sin(north) ** 2 + cos(radians(lat)) * cos(radians(lat_there)) * sin(east) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(chord)))


def azimuth_degrees(here: Point, there: Point) -> float:
    """The direction in which one sets out for there: 0 is north, 90 east, below 360."""
    lat, lat_there = radians(here[0]), radians(there[0])
    east = radians(there[1] - here[1])
    x = sin(east) * cos(lat_there)
    y = cos(lat) * sin(lat_there) - sin(lat) * cos(lat_there) * cos(east)
    return (degrees(atan2(x, y)) + 360) % 360


def midpoint(here: Point, there: Point) -> Point:
    """The middle of the great circle between two points; antipodes have many, this is one."""
    return along(here, there, 0.5)


def along(here: Point, there: Point, share: float) -> Point:
    """The point of the great circle at so much of the way: 0 is here, 1 there."""
    turn = distance_km(here, there) / EARTH_KM
    lat, azimuth = radians(here[0]), radians(azimuth_degrees(here, there))
    far = turn * share
    lat_there = asin(sin(lat) * cos(far) + cos(lat) * sin(far) * cos(azimuth))
    east = atan2(sin(azimuth) * sin(far) * cos(lat), cos(far) - sin(lat) * sin(lat_there))
    return degrees(lat_there), (here[1] + degrees(east) + 180) % 360 - 180
