"""Facts worth a look, worked out of the catalogue: the farthest pair, a country's only twin, …"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar
from zlib import crc32

from storage.catalogue import Catalogue
from storage.countries import countries
from storage.geography import distance_km
from storage.model import Place, Twinning

T = TypeVar("T")

SAME_LATITUDE_DEGREES = 0.1  # some 11 km
SAME_LATITUDE_KM = 2_000.0  # nearer ones are no wonder


class FactKind(StrEnum):
    """What is remarkable about a place."""

    FARTHEST_PAIR = "farthest-pair"
    NEAREST_PAIR = "nearest-pair"
    SAME_LATITUDE = "same-latitude"
    MUTUAL = "mutual"  # each stands in the other's own section
    ONLY_IN_COUNTRY = "only-in-country"
    ONLY_TWIN = "only-twin"
    MOST_TWINS = "most-twins"
    MOST_CITIES = "most-cities"
    MOST_COUNTRIES = "most-countries"
    MOST_PARTS = "most-parts"  # of the world
    NORTHERNMOST_CITY = "northernmost-city"
    SOUTHERNMOST_CITY = "southernmost-city"
    NORTHERNMOST_ABROAD = "northernmost-abroad"
    SOUTHERNMOST_ABROAD = "southernmost-abroad"


@dataclass(frozen=True, slots=True)
class Fact:
    """A place with a reason to look. `other`: its twin of which that is true as well.

    `number` counts twins, cities, countries or parts; for pairs it is their distance in km.
    """

    kind: FactKind
    place: Place
    other: Place | None = None
    number: float = 0


@lru_cache(maxsize=1)
def facts_of(catalogue: Catalogue) -> tuple[Fact, ...]:
    """All facts in an order that looks like chance, and is the same each time."""
    found = (*_of_pairs(catalogue), *_of_cities(catalogue), *_of_places_abroad(catalogue))
    return tuple(sorted(found, key=lambda fact: crc32(f"{fact.kind} {fact.place.id}".encode())))


def _by_length(catalogue: Catalogue) -> list[tuple[float, Twinning]]:
    """Each pair once, as one of the two names it, with its distance in km; the longest first."""
    pairs = {frozenset((it.city.id, it.partner.id)): it for it in reversed(catalogue.twinnings)}
    lengths = ((distance_km(it.city.at, it.partner.at), it) for it in pairs.values())
    return sorted(lengths, key=lambda each: each[0], reverse=True)


def _of_pairs(catalogue: Catalogue) -> Iterator[Fact]:
    lengths = _by_length(catalogue)
    for at, kind in ((0, FactKind.FARTHEST_PAIR), (-1, FactKind.NEAREST_PAIR)):
        for km, it in lengths[at:][:1]:
            yield Fact(kind, it.partner, it.city, km)
    for km, it in lengths:
        apart = abs(it.city.lat - it.partner.lat)
        if km >= SAME_LATITUDE_KM and apart <= SAME_LATITUDE_DEGREES:
            yield Fact(FactKind.SAME_LATITUDE, it.partner, it.city, km)
        if it.city in catalogue.partners_of(it.partner):
            yield Fact(FactKind.MUTUAL, it.partner, it.city, km)


def _of_cities(catalogue: Catalogue) -> Iterator[Fact]:
    partners = {city: catalogue.partners_of(city) for city in catalogue.cities}
    lands = {city: {it.country for it in them} for city, them in partners.items()}
    for city, number in _most(partners, lambda city: len(partners[city])):
        yield Fact(FactKind.MOST_TWINS, city, number=number)
    for city, number in _most(lands, lambda city: len(lands[city] - catalogue.home)):
        yield Fact(FactKind.MOST_COUNTRIES, city, number=number)
    parts = {city: {countries()[code].part for code in codes} for city, codes in lands.items()}
    for city, number in _most(parts, lambda city: len(parts[city])):
        yield Fact(FactKind.MOST_PARTS, city, number=number)
    for city in catalogue.cities:
        if len(partners[city]) == 1:
            yield Fact(FactKind.ONLY_TWIN, city, partners[city][0])
    yield from _farthest_north_and_south(
        catalogue.cities, FactKind.NORTHERNMOST_CITY, FactKind.SOUTHERNMOST_CITY
    )


def _of_places_abroad(catalogue: Catalogue) -> Iterator[Fact]:
    abroad = [it for it in catalogue.places.values() if it.country not in catalogue.home]
    for place, number in _most(abroad, lambda place: len(catalogue.cities_of(place))):
        yield Fact(FactKind.MOST_CITIES, place, number=number)
    for code in catalogue.abroad:
        first, *others = catalogue.twinnings_in(code)
        if not others:
            yield Fact(FactKind.ONLY_IN_COUNTRY, first.partner, first.city)
    yield from _farthest_north_and_south(
        abroad, FactKind.NORTHERNMOST_ABROAD, FactKind.SOUTHERNMOST_ABROAD
    )


def _farthest_north_and_south(
    places: Sequence[Place], north: FactKind, south: FactKind
) -> Iterator[Fact]:
    for place, _ in _most(places, lambda place: place.lat):
        yield Fact(north, place)
    for place, _ in _most(places, lambda place: -place.lat):
        yield Fact(south, place)


def _most(items: Collection[T], number: Callable[[T], float]) -> Iterator[tuple[T, float]]:
    """Those of which none has more, with how much that is."""
    most = max(map(number, items), default=0)
    return ((item, most) for item in items if number(item) == most)
