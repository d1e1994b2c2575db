"""Ways between places: a pair, and a chain of several."""

from math import hypot

import pytest

from bot.maps.layout import layout
from bot.maps.panel import Scene
from bot.maps.subject import MapSubject, Spot
from storage.geography import distance_km

TULA = Spot("Тула", (54.2, 37.6), main=True)
SEATTLE = Spot("Сиэтл", (47.6, -122.3), main=True)
KOBE = Spot("Кобе", (34.7, 135.2))


def test_the_way_of_a_pair_is_straight_and_as_long_as_it_is() -> None:
    subject = MapSubject.along([TULA, SEATTLE], ["8 690 км"])
    scene = Scene.of(subject)
    (x, y), (x_end, y_end) = scene.flats[TULA], scene.flats[SEATTLE]
    assert (x, y) == pytest.approx((-x_end, -y_end), rel=1e-6)
    assert hypot(x_end - x, y_end - y) == pytest.approx(distance_km(TULA.at, SEATTLE.at), rel=1e-6)


def test_it_has_the_distance_on_it_and_no_rings() -> None:
    [panel] = layout(MapSubject.along([TULA, SEATTLE], ["8 690 км"])).panels
    assert [note.text for note in panel.notes] == ["8 690 км"]
    assert panel.rings == ()
    assert {label.text for label in panel.labels} == {"Тула", "Сиэтл"}


def test_a_chain_has_a_leg_from_each_stop_to_the_next() -> None:
    subject = MapSubject.along([TULA, KOBE, SEATTLE], ["7 200 км", "7 900 км"])
    assert [(leg.start, leg.end) for leg in subject.legs] == [
        (TULA.at, KOBE.at), (KOBE.at, SEATTLE.at),
    ]  # fmt: skip
    [panel] = layout(subject).panels
    assert len(panel.labels) == 3
    for leg, ray in zip(subject.legs, panel.rays, strict=True):
        ends = [
            panel.view.pixel(Scene.of(subject).projection.flat(p)) for p in (leg.start, leg.end)
        ]
        assert [ray[0], ray[-1]] == ends


def test_two_places_at_one_spot_have_a_map_too() -> None:
    [panel] = layout(MapSubject.along([TULA, Spot("Тула-2", TULA.at)], ["0 км"])).panels
    assert len(panel.dots) == 2


def test_numbers_have_the_readers_marks() -> None:
    assert MapSubject(TULA.at, (TULA,), (), "{} км", " ").number(10_000) == "10 000 км"
