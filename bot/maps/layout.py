"""Where everything stands on a picture: in one view, or in two where a crowd needs a closer one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.maps.box import Box, apart
from bot.maps.panel import NAME, SMALL_NAME, Naming, Panel, Scene, panel
from bot.maps.projection import Projection
from bot.maps.subject import MapSubject, Spot
from bot.maps.view import CLOSEST_KM, View

LOWEST, TALLEST = 720, 1170  # px of a view that stands alone …
OVERVIEW, CLOSER, GAP = 640, 720, 14  # … and of two, one above the other
STEPS = 18.0, 36.0, 56.0, 84.0, 120.0  # px: dots with such steps between them are tried as a crowd
NAMINGS = Naming(), Naming(NAME, True), Naming(SMALL_NAME), Naming(SMALL_NAME, True)
HOPELESS = 3  # places without a name in one view: other ways to put names are not tried
MANY, TOO_MANY = 30, 120  # places: names are small in two views; no second view helps
CROWD = 3  # places that are worth a view of their own
WORTHWHILE = 1.5  # a closer view is that many times larger at least


@dataclass(frozen=True, slots=True)
class Layout:
    """A picture: its height in px (the width is WIDTH), and its views from the top down."""

    height: float
    panels: tuple[Panel, ...]
    projection: Projection

    @property
    def gaps(self) -> list[Box]:
        """What lies between two views."""
        frames = [each.view.frame for each in self.panels]
        return [Box(0, one.bottom, one.right, next_.top) for one, next_ in pairwise(frames)]

    @property
    def unnamed(self) -> int:
        """How many places have a dot and no name."""
        spots = {dot.spot for each in self.panels for dot in each.dots}
        return len(spots) - sum(len(each.labels) for each in self.panels)


def layout(subject: MapSubject) -> Layout:
    """The picture on which the fewest places are without a name; of such, the plainest."""
    scene = Scene.of(subject)
    tried = []
    for picture in _pictures(scene):
        tried.append(picture)
        if not picture.unnamed:
            break
    return min(tried, key=lambda it: it.unnamed)


def _pictures(scene: Scene) -> Iterator[Layout]:
    """One view, the same with names put otherwise, and the whole with closer views of crowds."""
    view = View.of(scene.flats.values(), 0, LOWEST, TALLEST)
    for naming in NAMINGS:
        alone = panel(scene, view, scene.flats, naming)
        yield (picture := Layout(view.frame.bottom, (alone,), scene.projection))
        if picture.unnamed > HOPELESS:
            break
    if len(scene.flats) > TOO_MANY:
        return
    named = {label.at for label in alone.labels}
    unnamed = {spot for spot, flat in scene.flats.items() if view.pixel(flat) not in named}
    whole = View.of(scene.flats.values(), 0, OVERVIEW, OVERVIEW)
    naming = Naming(NAME if len(scene.flats) < MANY else SMALL_NAME)
    for step in STEPS:
        closer, crowd = _closer(scene, _crowd(scene, unnamed, step / whole.scale))
        if closer.scale >= WORTHWHILE * whole.scale and len(crowd) >= CROWD:
            others = scene.flats.keys() - crowd
            above = panel(scene, whole, others, naming, whole.part(closer))
            below = panel(scene, closer, crowd, naming)
            yield Layout(closer.frame.bottom, (above, below), scene.projection)


def _crowd(scene: Scene, unnamed: set[Spot], step_km: float) -> set[Spot]:
    """The crowd with the most who have no name: all whom steps of so many km reach."""
    left, crowds = list(scene.flats), []
    while left:
        crowd = [left.pop()]
        for spot in crowd:  # which grows meanwhile
            near = [it for it in left if apart(scene.flats[spot], scene.flats[it]) < step_km]
            left = [it for it in left if it not in near]
            crowd += near
        crowds.append(set(crowd))
    return max(crowds, key=lambda crowd: (len(crowd & unnamed), len(crowd)))


def _closer(scene: Scene, crowd: set[Spot]) -> tuple[View, set[Spot]]:
    """The view of a crowd, and all whom it shows: others may stand between them."""
    while True:
        inside: Sequence[Spot] = [spot for spot in scene.flats if spot in crowd]
        view = View.of(
            [scene.flats[it] for it in inside], OVERVIEW + GAP, CLOSER, CLOSER, CLOSEST_KM
        )
        within = {spot for spot, flat in scene.flats.items() if view.shows(flat)}
        if within <= crowd:
            return view, within
        crowd = within
