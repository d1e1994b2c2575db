"""What a map shows, as values: places, and the ways between them. No pixels yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from storage.geography import Point, distance_km, midpoint


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map, with its name in the reader's language; a `main` one is set in bold."""

    name: str
    at: Point
    main: bool = False


@dataclass(frozen=True, slots=True)
class Leg:
    """A great circle between two points; `label` stands at its middle."""

    start: Point
    end: Point
    label: str = ""


@dataclass(frozen=True, slots=True)
class MapSubject:
    """Distances and directions from `centre` are true on its map.

    `ring_label` has the place of a number, «{} км»; where there is one, rings of distance are
    drawn around the centre. `thousands` stands between the thousands of that number.
    """

    centre: Point
    spots: tuple[Spot, ...]
    legs: tuple[Leg, ...]
    ring_label: str = ""
    thousands: str = ""

    @classmethod
    def around(cls, place: Spot, others: Sequence[Spot], ring_label: str, thousands: str) -> Self:
        """A place in the middle, rays to the others, and rings of distance."""
        legs = tuple(Leg(place.at, other.at) for other in others)
        return cls(place.at, (place, *others), legs, ring_label, thousands)

    @classmethod
    def along(cls, stops: Sequence[Spot], labels: Sequence[str]) -> Self:
        """A way with stops, and a label on each leg; the centre is between its ends."""
        ways = zip(pairwise(stops), labels, strict=True)
        legs = tuple(Leg(start.at, end.at, label) for (start, end), label in ways)
        return cls(midpoint(stops[0].at, stops[-1].at), tuple(stops), legs)

    def number(self, km: int) -> str:
        """The label of a ring."""
        return self.ring_label.format(f"{km:,}".replace(",", self.thousands))

    def farthest_km(self) -> float:
        """How far the farthest spot is from the centre."""
        return max(distance_km(self.centre, spot.at) for spot in self.spots)
