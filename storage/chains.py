"""Chains of twin towns: the shortest way from one place to another, from twin to twin."""

from collections.abc import Iterator
from typing import NamedTuple

from storage.catalogue import Catalogue
from storage.geography import distance_km
from storage.model import Place


class _Step(NamedTuple):
    """How a place is reached first: after so many km in all, from this one of its twins."""

    km: float
    from_place: Place


def shortest_chain(one: Place, other: Place, catalogue: Catalogue) -> tuple[Place, ...]:
    """The places from one to the other, each a twin of the next; none where nothing joins them.

    The fewest twinnings, and of these the fewest kilometres in all. The way back is the same.
    """
    if one.id > other.id:
        return shortest_chain(other, one, catalogue)[::-1]
    steps: dict[Place, _Step] = {}
    for layer in _layers(one, catalogue):
        steps |= layer
        if other in layer:
            break
    chain = [other]
    while chain[-1] != one:
        if chain[-1] not in steps:
            return ()
        chain.append(steps[chain[-1]].from_place)
    return tuple(reversed(chain))


def joined_to(place: Place, catalogue: Catalogue) -> tuple[Place, ...]:
    """All other places that some chain joins it to, those with the shortest chains first."""
    return tuple(it for layer in _layers(place, catalogue) for it in layer)


def _layers(start: Place, catalogue: Catalogue) -> Iterator[dict[Place, _Step]]:
    """Breadth-first search: the places that are one twinning away, then those two away, …"""
    seen, layer = {start}, {start: _Step(0, start)}
    while layer:
        reached: dict[Place, _Step] = {}
        for here, (km, _) in layer.items():
            for twin in catalogue.twins_of(here):
                if twin in seen:
                    continue
                step = _Step(km + distance_km(here.at, twin.at), here)
                if twin not in reached or step.km < reached[twin].km:
                    reached[twin] = step
        seen.update(reached)
        layer = reached
        if layer:
            yield layer
