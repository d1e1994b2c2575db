"""Chains of twin towns: the shortest, the same there and back, and each step a twinning."""

from itertools import pairwise, product
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.catalogue import Catalogue
from storage.chains import joined_to, shortest_chain
from storage.geography import distance_km
from storage.model import Place, PlaceKind, Twinning

PLACES = tuple(
    Place(f"p{n}", PlaceKind.TOWN, "RU", f"P{n}", f"П{n}", lat=n * 7.0, lon=n * n * 3.0)
    for n in range(7)
)
places = st.sampled_from(PLACES)


def catalogue_of(pairs: set[tuple[Place, Place]]) -> Catalogue:
    return Catalogue("test", PLACES, [Twinning(one, other, "") for one, other in pairs])


catalogues = st.sets(st.tuples(places, places).filter(lambda pair: pair[0] != pair[1])).map(
    catalogue_of
)


def cost(chain: tuple[Place, ...]) -> tuple[float, float]:
    """How many twinnings and kilometres it has; endlessly many where there is none."""
    if not chain:
        return (inf, inf)
    return (len(chain) - 1, sum(distance_km(here.at, there.at) for here, there in pairwise(chain)))


def cheapest(catalogue: Catalogue) -> dict[tuple[Place, Place], tuple[float, float]]:
    """The least cost between any two, by Floyd and Warshall."""
    costs = {(one, other): (inf, inf) for one in PLACES for other in PLACES}
    costs |= {(it, it): (0.0, 0.0) for it in PLACES}
    for one, other in product(PLACES, repeat=2):
        if catalogue.are_twins(one, other):
            costs[one, other] = (1, distance_km(one.at, other.at))
    for by, one, other in product(PLACES, repeat=3):
        (first, km), (second, more_km) = costs[one, by], costs[by, other]
        costs[one, other] = min(costs[one, other], (first + second, km + more_km))
    return costs


@given(catalogues)
def test_a_chain_has_the_fewest_twinnings_and_then_the_fewest_kilometres(
    catalogue: Catalogue,
) -> None:
    for (one, other), least in cheapest(catalogue).items():
        if one != other:
            assert cost(shortest_chain(one, other, catalogue)) == pytest.approx(least)


@given(catalogues, places, places)
def test_each_step_is_a_twinning_and_the_way_back_is_the_same(
    catalogue: Catalogue, one: Place, other: Place
) -> None:
    chain = shortest_chain(one, other, catalogue)
    assert all(catalogue.are_twins(here, there) for here, there in pairwise(chain))
    assert len(set(chain)) == len(chain)
    assert shortest_chain(other, one, catalogue) == chain[::-1]
    assert not chain or (chain[0], chain[-1]) == (one, other)


@given(catalogues, places, places)
def test_what_a_place_is_joined_to_is_what_has_a_chain(
    catalogue: Catalogue, one: Place, other: Place
) -> None:
    has_chain = one != other and shortest_chain(one, other, catalogue) != ()
    assert (other in joined_to(one, catalogue)) == has_chain


@pytest.mark.parametrize(
    ("one", "other", "links"),
    [
        ("tula", "kerch", 1),
        ("kaliningrad", "sovetsk", 2),  # both are twins of Kiel
        ("tula", "mogilev", 1),
        ("sochi", "rimini", 1),
        ("baden-baden", "rimini", 2),  # by Sochi
    ],
)
def test_known_chains_of_the_list(catalogue: Catalogue, one: str, other: str, links: int) -> None:
    chain = shortest_chain(catalogue.places[one], catalogue.places[other], catalogue)
    assert len(chain) - 1 == links


def test_the_list_falls_into_parts_that_nothing_joins(catalogue: Catalogue) -> None:
    tula, sochi = catalogue.places["tula"], catalogue.places["sochi"]
    assert shortest_chain(tula, sochi, catalogue) == ()
    assert {it.id for it in joined_to(sochi, catalogue)} == {
        it.id for it in catalogue.partners_of(sochi)
    }
