"""What lies near a point: places by their distance."""

from collections.abc import Iterable
from dataclasses import dataclass
from heapq import nsmallest
from typing import NamedTuple

from storage.catalogue import Catalogue
from storage.geography import Point, azimuth_degrees, distance_km
from storage.model import Place

MAX_CITIES = 5
MAX_CITIES_FROM_ABROAD = 2
MAX_ABROAD = 3


class Away(NamedTuple):
    """A place, how far it is (km), and in which direction one sets out for it (degrees)."""

    place: Place
    km: float
    azimuth: float


@dataclass(frozen=True, slots=True)
class Nearby:
    """The nearest cities, and before them, where one is abroad, the nearest places there."""

    cities: tuple[Away, ...]
    abroad: tuple[Away, ...] = ()


def nearest(here: Point, places: Iterable[Place], number: int) -> tuple[Away, ...]:
    """So many of the places that are nearest, in order."""
    away = ((distance_km(here, place.at), place.id, place) for place in places)
    return tuple(
        Away(place, km, azimuth_degrees(here, place.at)) for km, _, place in nsmallest(number, away)
    )


def nearby(here: Point, catalogue: Catalogue) -> Nearby:
    """What of the catalogue is near; abroad is where a place of another country is the nearest."""
    places = [place for place in catalogue.places.values() if place.at != here]
    at_home = [place for place in places if place.country in catalogue.home]
    abroad = [place for place in places if place.country not in catalogue.home]
    cities = nearest(here, filter(catalogue.is_city, at_home), MAX_CITIES)
    others = nearest(here, abroad, MAX_ABROAD)
    if not others or (cities and cities[0].km <= others[0].km):
        return Nearby(cities)
    return Nearby(cities[:MAX_CITIES_FROM_ABROAD], others)
