"""Putting names beside dots so that no two overlap and all stay inside: greedy, by cost.

A name stands close to its dot where it can, else a little way off with a line that leads to it.
One that has room nowhere is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import cos, hypot, inf, pi, sin
from typing import TypeAlias

from bot.maps import font
from bot.maps.box import Box, Pixel, apart, square

LINE = 1.16  # the height of a line, in sizes of its letters
PADDING = 3.0  # px around a name
DISTANCES = (6.0, 34.0, 62.0, 96.0, 140.0)  # px between a dot and its name
WITH_LEADER = 20.0  # px; from this distance on a line leads to the name
DIRECTIONS = 16
CROSSED_RAY = 26.0  # what a ray through a name costs, in px of distance
CROSSED_LEADER = 40.0
ALONG_RAY = 0.35  # the sine of the angle below which a leader looks like its dot's ray
ALONG_RAY_REACH = 20.0  # px
# Directions in the order one reads best: right, left …
LIKING = {direction: rank for rank, direction in enumerate((0, 8, 1, 15, 7, 9, 4, 12))}

Line: TypeAlias = tuple[Pixel, Pixel]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A name to put beside a dot of so many px."""

    text: str
    at: Pixel
    dot: float
    size: float
    font: str = font.MEDIUM


@dataclass(frozen=True, slots=True)
class Label:
    """A name in its place. `leader` is the line from its dot, where one is needed."""

    text: str
    box: Box
    size: float
    font: str
    at: Pixel
    leader: Line | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a name must not cover, and the lines that it had better not."""

    frame: Box
    taken: Sequence[Box]
    rays: Sequence[Line]


def place(wanted: Sequence[Wanted], around: Surroundings) -> list[Label]:
    """The names that have room, in the order in which they choose theirs."""
    placed: list[Label] = []
    for name in wanted:
        if best := _best(name, around, placed):
            placed.append(best)
    return placed


def size_of(text: str, size: float, face: str) -> tuple[float, float]:
    """The width and the height of a name with its padding, px."""
    return font.width(text, size, face) + 2 * PADDING, size * LINE + 2 * PADDING


def note(
    wanted: Wanted,
    places: Sequence[Pixel],
    around: Surroundings,
    labels: Sequence[Label],
    *,
    may_cross: bool,
) -> Label | None:
    """A name whose middle is at the first of these places that is free; None where none is.

    `may_cross`: rays run through it, as it stands on one.
    """
    text = font.drawn(wanted.text, wanted.font)
    width, height = size_of(text, wanted.size, wanted.font)
    for x, y in places:
        box = Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        label = Label(text, box, wanted.size, wanted.font, (x, y))
        crossed = not may_cross and any(box.is_crossed(*ray) for ray in around.rays)
        if around.frame.holds(box) and not crossed and _is_free(label, around.taken, labels):
            return label
    return None


def _best(name: Wanted, around: Surroundings, placed: Sequence[Label]) -> Label | None:
    """The name where it costs least; None where it has room nowhere."""
    own = square(name.at, name.dot)
    others = [box for box in around.taken if box != own]
    best, least = None, inf
    for distance, direction in product(DISTANCES, range(DIRECTIONS)):
        cost = distance + 1.5 * LIKING.get(direction, len(LIKING))
        if cost >= least:
            continue
        label = _at(name, distance, direction)
        if around.frame.holds(label.box) and _is_free(label, others, placed):
            cost += _crossings(label, around, placed)
            if cost < least:
                best, least = label, cost
    return best


def _at(name: Wanted, distance: float, direction: int) -> Label:
    """The name so far from its dot, in a direction: 0 is right of it, then clockwise."""
    angle = 2 * pi * direction / DIRECTIONS
    dx, dy = cos(angle), sin(angle)
    width, height = size_of(name.text, name.size, name.font)
    reach = name.dot + distance
    x = name.at[0] + dx * reach + width / 2 * max(-1.0, min(1.0, 1.5 * dx))
    y = name.at[1] + dy * reach + height / 2 * max(-1.0, min(1.0, 1.5 * dy))
    box = Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
    leader = None
    if distance >= WITH_LEADER:
        end = (
            max(box.left + PADDING, min(box.right - PADDING, name.at[0])),
            max(box.top + PADDING, min(box.bottom - PADDING, name.at[1])),
        )
        length = apart(name.at, end)
        share = name.dot / length
        start = (
            name.at[0] + (end[0] - name.at[0]) * share,
            name.at[1] + (end[1] - name.at[1]) * share,
        )
        leader = start, end
    return Label(name.text, box, name.size, name.font, name.at, leader)


def _is_free(label: Label, taken: Sequence[Box], placed: Sequence[Label]) -> bool:
    if any(label.box.overlaps(other.box) for other in placed):
        return False
    if any(label.box.overlaps(box) for box in taken):
        return False
    if any(other.leader and label.box.is_crossed(*other.leader) for other in placed):
        return False
    if label.leader is None:
        return True
    return not any(other.box.is_crossed(*label.leader) for other in placed) and not any(
        box.is_crossed(*label.leader) for box in taken
    )


def _crossings(label: Label, around: Surroundings, placed: Sequence[Label]) -> float:
    """What it costs that rays and leaders run through one another and through the name."""
    cost = CROSSED_RAY * sum(label.box.is_crossed(*ray) for ray in around.rays)
    if own := label.leader:
        cost += CROSSED_LEADER * sum(
            other.leader is not None and _cross(own, other.leader) for other in placed
        )
        cost += sum(_nearness(own, ray) for ray in around.rays)
    return cost


def _nearness(leader: Line, ray: Line) -> float:
    """What it costs that a leader crosses a ray, or lies along it and is taken for one."""
    if _cross(leader, ray):
        return CROSSED_LEADER / 2
    if min(apart(leader[0], ray[0]), apart(leader[0], ray[1])) > ALONG_RAY_REACH:
        return 0.0
    (x0, y0), (x1, y1) = leader
    (a0, b0), (a1, b1) = ray
    u, v, p, q = x1 - x0, y1 - y0, a1 - a0, b1 - b0
    length = hypot(u, v) * hypot(p, q)
    return CROSSED_LEADER if length and abs(u * q - v * p) < ALONG_RAY * length else 0.0


def _cross(one: Line, other: Line) -> bool:
    """Whether two lines cross."""

    def side(a: Pixel, b: Pixel, p: Pixel) -> bool:
        return (b[0] - a[0]) * (p[1] - a[1]) > (b[1] - a[1]) * (p[0] - a[0])

    (a, b), (c, d) = one, other
    return side(a, b, c) != side(a, b, d) and side(c, d, a) != side(c, d, b)
