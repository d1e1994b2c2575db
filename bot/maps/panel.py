"""What is drawn on a view, in px: rays, dots and their names, rings and theirs."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import cos, hypot, pi, sin

from bot.maps import font
from bot.maps.box import Box, Pixel, apart, square
from bot.maps.labels import Label, Surroundings, Wanted, note, place
from bot.maps.projection import WORLD_KM, Flat, Projection
from bot.maps.subject import Leg, MapSubject, Spot
from bot.maps.view import View
from storage.geography import along, distance_km

EDGE = 10.0  # px between a name and the frame
NAME, SMALL_NAME, MAIN_NAME = 34.0, 30.0, 42.0  # px: 11, 10 and 14 points
RING_NAME, LEG_NAME = 27.0, 32.0  # px: 9 and 11 points
DOT, MAIN_DOT = 9.0, 13.0  # px
MOST_NAMES = 60  # on a view: there is no room for more, and to look for it takes long
RING_STEPS = (50, 100, 200, 500, 1000, 2000, 5000)  # km
RINGS = 4.5  # about so many within the farthest spot
RING_PLACES = 48  # where on a ring its name may be
BENDS = 48  # straight pieces of a great circle that is no ray
LEG_PLACES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.25, 0.75)  # shares of a leg where its name may be


@dataclass(frozen=True, slots=True)
class Scene:
    """A subject on the plane of its map: `flats` has where each spot lies."""

    subject: MapSubject
    projection: Projection
    flats: dict[Spot, Flat] = field(compare=False)

    @classmethod
    def of(cls, subject: MapSubject) -> "Scene":
        """The subject, projected around its centre."""
        projection = Projection.around(subject.centre)
        return cls(subject, projection, {it: projection.flat(it.at) for it in subject.spots})

    def point(self, leg: Leg, share: float) -> Flat:
        """The point at so much of a leg, on the map."""
        return self.projection.flat(along(leg.start, leg.end, share))


@dataclass(frozen=True, slots=True)
class Naming:
    """How names are put: their size in px, and whether those in a crowd choose before others."""

    size: float = NAME
    crowded_first: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A place on a view."""

    spot: Spot
    at: Pixel
    radius: float


@dataclass(frozen=True, slots=True)
class Panel:
    """A view with what is drawn on it.

    `rings` are the km of the rings that show, `notes` the names of rings and legs, `closer` is what
    another view shows larger.
    """

    view: View
    rays: tuple[tuple[Pixel, ...], ...]
    dots: tuple[Dot, ...]
    labels: tuple[Label, ...]
    rings: tuple[int, ...]
    notes: tuple[Label, ...]
    closer: Box | None = None


def panel(
    scene: Scene,
    view: View,
    named: Collection[Spot],
    naming: Naming,
    closer: Box | None = None,
) -> Panel:
    """The view with all that lies in it, and names for those that are to be `named`."""
    dots = tuple(
        Dot(spot, view.pixel(flat), MAIN_DOT if spot.main else DOT)
        for spot, flat in scene.flats.items()
        if view.shows(flat)
    )
    rays = tuple(tuple(_ray(scene, view, leg)) for leg in scene.subject.legs)
    taken = [square(dot.at, dot.radius) for dot in dots] + ([closer] if closer else [])
    straight = [line for ray in rays for line in pairwise(ray)]
    around = Surroundings(view.frame.grown(-EDGE), taken, straight)
    chosen = _in_order([it for it in dots if it.spot in named], scene.subject, naming)
    labels = place([_wanted(dot, naming.size) for dot in chosen], around)
    rings = tuple(_rings(scene.subject, view))
    notes = tuple(_notes(scene, view, rings, around, labels))
    return Panel(view, rays, dots, tuple(labels), rings, notes, closer)


def _wanted(dot: Dot, size: float) -> Wanted:
    face, size = (font.BOLD, MAIN_NAME) if dot.spot.main else (font.MEDIUM, size)
    return Wanted(font.drawn(dot.spot.name, face), dot.at, dot.radius, size, face)


def _in_order(dots: Sequence[Dot], subject: MapSubject, naming: Naming) -> list[Dot]:
    """Who chooses first: the main ones, the nearest, the farthest, then who has room or none."""
    distance = {dot: distance_km(subject.centre, dot.spot.at) for dot in dots}
    others = sorted((dot for dot in dots if not dot.spot.main), key=lambda dot: distance[dot])

    def room(dot: Dot) -> float:
        return min((apart(dot.at, other.at) for other in dots if other is not dot), default=0.0)

    first = [*(dot for dot in dots if dot.spot.main), *others[:1], *others[-1:]]
    rest = sorted(others, key=room, reverse=not naming.crowded_first)
    return list(dict.fromkeys([*first, *rest]))[:MOST_NAMES]


def _ray(scene: Scene, view: View, leg: Leg) -> Iterator[Pixel]:
    """A leg as straight pieces: from the map's centre great circles are straight."""
    bends = 1 if leg.start == scene.subject.centre else BENDS
    yield view.pixel(scene.projection.flat(leg.start))
    for bend in range(1, bends):
        yield view.pixel(scene.point(leg, bend / bends))
    yield view.pixel(scene.projection.flat(leg.end))


def _rings(subject: MapSubject, view: View) -> Iterator[int]:
    """The km of the rings that the view shows a part of, one more than reach the farthest spot."""
    if not subject.ring_label:
        return
    frame, (x, y) = view.frame, view.origin
    corners = [(a, b) for a in (frame.left, frame.right) for b in (frame.top, frame.bottom)]
    widest = max(hypot(a - x, b - y) for a, b in corners) / view.scale
    aside = max(0.0, frame.left - x, x - frame.right), max(0.0, frame.top - y, y - frame.bottom)
    nearest = hypot(*aside) / view.scale
    shown = min(subject.farthest_km(), widest)
    step = next((step for step in RING_STEPS if step * RINGS >= shown), RING_STEPS[-1])
    farthest = min(subject.farthest_km() + step, widest, WORLD_KM)
    yield from (km for km in range(step, int(farthest), step) if km > nearest)


def _notes(
    scene: Scene,
    view: View,
    rings: Sequence[int],
    around: Surroundings,
    labels: Sequence[Label],
) -> Iterator[Label]:
    """The names of legs and rings, where there is room."""
    placed = [*labels]
    (x, y), turn = view.origin, 2 * pi / RING_PLACES
    # Seven places on each time, so that one that is free is found all around.
    angles = [turn * (7 * n % RING_PLACES) - pi / 2 for n in range(RING_PLACES)]
    wanted = [
        (leg.label, LEG_NAME, [view.pixel(scene.point(leg, share)) for share in LEG_PLACES])
        for leg in scene.subject.legs
        if leg.label
    ] + [
        (
            scene.subject.number(km),
            RING_NAME,
            [(x + km * view.scale * cos(a), y + km * view.scale * sin(a)) for a in angles],
        )
        for km in rings
    ]
    for text, size, places in wanted:
        may_cross = size == LEG_NAME  # it stands on its own leg
        found = note(Wanted(text, places[0], 0, size), places, around, placed, may_cross=may_cross)
        if found:
            placed.append(found)
            yield found
