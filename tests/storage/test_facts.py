"""Facts are worked out of the catalogue, and true of it."""

from collections.abc import Sequence

import pytest

from storage.catalogue import Catalogue
from storage.facts import SAME_LATITUDE_DEGREES, Fact, FactKind, facts_of
from storage.geography import distance_km


@pytest.fixture(scope="module")
def facts(catalogue: Catalogue) -> Sequence[Fact]:
    return facts_of(catalogue)


def of_kind(facts: Sequence[Fact], *kinds: FactKind) -> list[Fact]:
    found = [fact for fact in facts if fact.kind in kinds]
    assert found, kinds
    return found


@pytest.mark.parametrize(
    ("kind", "id", "number"),
    [
        (FactKind.NORTHERNMOST_CITY, "murmansk", 0),
        (FactKind.SOUTHERNMOST_CITY, "derbent", 0),
        (FactKind.NORTHERNMOST_ABROAD, "vardo", 0),
        (FactKind.SOUTHERNMOST_ABROAD, "mar-del-plata", 0),
        (FactKind.MOST_TWINS, "saint-petersburg", 47),
        (FactKind.MOST_COUNTRIES, "saint-petersburg", 37),
    ],
)
def test_known_records(facts: Sequence[Fact], kind: FactKind, id: str, number: int) -> None:
    assert [(it.place.id, it.number) for it in of_kind(facts, kind)] == [(id, number)]


def test_facts_of_two_are_of_twins_with_their_distance(
    facts: Sequence[Fact], catalogue: Catalogue
) -> None:
    lengths = [distance_km(it.city.at, it.partner.at) for it in catalogue.twinnings]
    [farthest] = of_kind(facts, FactKind.FARTHEST_PAIR)
    [nearest] = of_kind(facts, FactKind.NEAREST_PAIR)
    assert (nearest.number, farthest.number) == pytest.approx((min(lengths), max(lengths)))
    for fact in facts:
        if fact.other:
            assert catalogue.are_twins(fact.place, fact.other)
            assert fact.number in (0, pytest.approx(distance_km(fact.place.at, fact.other.at)))


def test_pairs_on_one_latitude_lie_far_apart_on_it(facts: Sequence[Fact]) -> None:
    for fact in of_kind(facts, FactKind.SAME_LATITUDE):
        assert fact.other
        assert abs(fact.place.lat - fact.other.lat) <= SAME_LATITUDE_DEGREES
        assert fact.number > 2000
    told = {fact.place.id for fact in of_kind(facts, FactKind.SAME_LATITUDE)}
    assert told & {"vladivostok", "vladikavkaz"}


def test_what_is_mutual_stands_in_both_sections(
    facts: Sequence[Fact], catalogue: Catalogue
) -> None:
    for fact in of_kind(facts, FactKind.MUTUAL):
        assert fact.other in catalogue.partners_of(fact.place)
        assert fact.other
        assert fact.place in catalogue.partners_of(fact.other)


def test_the_only_ones_are_alone(facts: Sequence[Fact], catalogue: Catalogue) -> None:
    only = of_kind(facts, FactKind.ONLY_IN_COUNTRY)
    assert all(catalogue.pairs_in(fact.place.country) == 1 for fact in only)
    assert len(only) == sum(catalogue.pairs_in(code) == 1 for code in catalogue.abroad)
    for fact in of_kind(facts, FactKind.ONLY_TWIN):
        assert catalogue.partners_of(fact.place) == (fact.other,)


def test_no_town_abroad_has_more_cities_than_those_that_have_the_most(
    facts: Sequence[Fact], catalogue: Catalogue
) -> None:
    most = max(
        len(catalogue.cities_of(it))
        for it in catalogue.places.values()
        if it.country not in catalogue.home
    )
    told = of_kind(facts, FactKind.MOST_CITIES)
    assert {len(catalogue.cities_of(fact.place)) for fact in told} == {most}


def test_the_facts_follow_the_list(catalogue: Catalogue) -> None:
    others = [it for it in catalogue.twinnings if it.city.id != "saint-petersburg"]
    less = facts_of(Catalogue("less", catalogue.places.values(), others))
    assert [it.place.id for it in of_kind(less, FactKind.MOST_TWINS)] == ["moscow"]


def test_the_order_stays_and_kinds_are_mixed(catalogue: Catalogue, facts: Sequence[Fact]) -> None:
    again = Catalogue("again", catalogue.places.values(), catalogue.twinnings)
    assert facts_of(again) == facts
    assert len({fact.kind for fact in facts[:10]}) > 2
    assert len(set(facts)) == len(facts)


def test_an_empty_list_has_none() -> None:
    assert facts_of(Catalogue("empty", (), ())) == ()
