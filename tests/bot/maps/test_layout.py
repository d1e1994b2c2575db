"""Every map of the list: rays are true, names neither overlap nor leave the picture."""

from itertools import combinations
from math import atan2, degrees, hypot

import pytest

from bot.i18n import Translator, translator
from bot.maps.layout import Layout, layout
from bot.maps.panel import EDGE, Panel
from bot.maps.subject import MapSubject, Spot
from bot.maps.view import WIDTH
from bot.views.callbacks import ShowMap
from bot.views.maps import picture_of
from storage.catalogue import Catalogue
from storage.geography import azimuth_degrees, distance_km
from storage.languages import LANGUAGES

MOST_UNNAMED = {"saint-petersburg": 9, "moscow": 1}

pytestmark = pytest.mark.parametrize("t", ["ru", "en"], indirect=True, scope="module")


@pytest.fixture(scope="module")
def t(request: pytest.FixtureRequest) -> Translator:
    return translator(LANGUAGES[request.param])


@pytest.fixture(scope="module")
def maps(catalogue: Catalogue, t: Translator) -> dict[str, tuple[MapSubject, Layout]]:
    found = {}
    for city in catalogue.cities:
        picture = picture_of(ShowMap(city.id), catalogue, t)
        assert picture
        found[city.id] = picture.subject, layout(picture.subject)
    return found


def panels(maps: dict[str, tuple[MapSubject, Layout]]) -> list[tuple[MapSubject, Panel]]:
    return [(subject, panel) for subject, drawn in maps.values() for panel in drawn.panels]


def test_a_ray_ends_at_its_twin_in_its_true_direction_and_distance(
    maps: dict[str, tuple[MapSubject, Layout]],
) -> None:
    assert len(maps) == 140
    for subject, panel in panels(maps):
        assert len(panel.rays) == len(subject.legs) == len(subject.spots) - 1
        for spot, ray in zip(subject.spots[1:], panel.rays, strict=True):
            (x, y), (x_end, y_end) = ray
            km = hypot(x_end - x, y_end - y) / panel.view.scale
            assert km == pytest.approx(distance_km(subject.centre, spot.at), rel=0.005)
            direction = degrees(atan2(x_end - x, y - y_end))
            off = (direction - azimuth_degrees(subject.centre, spot.at) + 180) % 360 - 180
            assert off == pytest.approx(0, abs=0.5)


def test_rings_are_as_far_from_the_centre_as_they_say(
    maps: dict[str, tuple[MapSubject, Layout]],
) -> None:
    for subject, panel in panels(maps):
        named = {subject.number(km): km for km in panel.rings}
        x, y = panel.view.origin
        for note in panel.notes:
            away = hypot(note.box.middle[0] - x, note.box.middle[1] - y) / panel.view.scale
            assert away == pytest.approx(named[note.text], rel=0.005)


def test_no_two_names_overlap_and_none_covers_a_dot(
    maps: dict[str, tuple[MapSubject, Layout]],
) -> None:
    for _, panel in panels(maps):
        written = [*panel.labels, *panel.notes]
        for one, other in combinations(written, 2):
            assert not one.box.overlaps(other.box), (one.text, other.text)
        for label in written:
            others = (dot for dot in panel.dots if dot.at != label.at)
            assert not any(label.box.has(dot.at) for dot in others), label.text


def test_every_name_lies_inside_its_frame(maps: dict[str, tuple[MapSubject, Layout]]) -> None:
    for _, panel in panels(maps):
        for label in (*panel.labels, *panel.notes):
            assert panel.view.frame.grown(-EDGE).holds(label.box), label.text


def test_every_place_has_its_dot_and_all_but_the_few_of_a_crowd_their_name(
    maps: dict[str, tuple[MapSubject, Layout]],
) -> None:
    unnamed = {}
    for id, (subject, drawn) in maps.items():
        seen = {dot.spot for panel in drawn.panels for dot in panel.dots}
        assert seen == set(subject.spots), id
        named = [label.text for panel in drawn.panels for label in panel.labels]
        assert subject.spots[0].name in named, id
        unnamed[id] = drawn.unnamed
        assert drawn.unnamed == len(subject.spots) - len(named)
    assert {id: n for id, n in unnamed.items() if n > MOST_UNNAMED.get(id, 0)} == {}


def test_pictures_are_as_wide_as_a_phone_and_not_too_high_for_it(
    maps: dict[str, tuple[MapSubject, Layout]],
) -> None:
    for _, drawn in maps.values():
        assert 0.6 * WIDTH <= drawn.height <= 1.2 * WIDTH
        assert all(panel.view.frame.width == WIDTH for panel in drawn.panels)


def test_no_letters_are_smaller_than_nine_points(
    maps: dict[str, tuple[MapSubject, Layout]],
) -> None:
    for _, panel in panels(maps):
        assert all(label.size * 390 / WIDTH >= 9 for label in (*panel.labels, *panel.notes))


def test_where_many_are_at_one_spot_nothing_overlaps_and_the_rest_are_dots(t: Translator) -> None:
    crowd = [Spot(f"{t.lang} {n}", (50 + n / 1000, 30.0)) for n in range(150)]
    drawn = layout(MapSubject.around(Spot("A", (55.0, 37.0), main=True), crowd, "{} km", ","))
    [panel] = drawn.panels[-1:]
    for one, other in combinations(panel.labels, 2):
        assert not one.box.overlaps(other.box)
    assert 0 < drawn.unnamed < 150
