"""Rectangles and lines on the picture, in its pixels, x to the right and y down."""

from collections.abc import Collection
from dataclasses import dataclass
from math import hypot
from typing import TypeAlias

Pixel: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with sides along the axes."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> Pixel:
        """Its centre."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    def overlaps(self, other: "Box") -> bool:
        """Whether they have more than an edge in common."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, other: "Box") -> bool:
        """Whether the other lies within."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def has(self, point: Pixel) -> bool:
        """Whether a point lies within."""
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom

    def grown(self, by: float) -> "Box":
        """One that is larger on each side; smaller where that is negative."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def is_crossed(self, start: Pixel, end: Pixel) -> bool:
        """Whether a straight line comes into it."""
        first, last = self._shares(start, end)
        return first < last

    def cut(self, start: Pixel, end: Pixel) -> tuple[Pixel, Pixel] | None:
        """The part of a straight line inside it; None where none is."""
        first, last = self._shares(start, end)
        if first >= last:
            return None
        (x, y), dx, dy = start, end[0] - start[0], end[1] - start[1]
        return (
            (x + first * dx, y + first * dy) if first else start,
            (x + last * dx, y + last * dy) if last < 1 else end,
        )

    def _shares(self, start: Pixel, end: Pixel) -> tuple[float, float]:
        """Between which shares of a line it is inside (Liang and Barsky); backwards for none."""
        (x, y), dx, dy = start, end[0] - start[0], end[1] - start[1]
        first, last = 0.0, 1.0
        if (
            max(x, end[0]) < self.left
            or min(x, end[0]) > self.right
            or max(y, end[1]) < self.top
            or min(y, end[1]) > self.bottom
        ):  # as most are, and that is soon told
            return 1.0, 0.0
        sides = (
            (-dx, x - self.left),
            (dx, self.right - x),
            (-dy, y - self.top),
            (dy, self.bottom - y),
        )
        for towards, room in sides:
            if towards == 0:
                if room < 0:
                    return 1.0, 0.0
            elif towards < 0:
                first = max(first, room / towards)
            else:
                last = min(last, room / towards)
        return first, last


def square(middle: Pixel, half: float) -> Box:
    """The square around a point."""
    x, y = middle
    return Box(x - half, y - half, x + half, y + half)


def bounds(points: Collection[Pixel]) -> Box:
    """The smallest box with all the points."""
    xs, ys = zip(*points, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def apart(one: Pixel, other: Pixel) -> float:
    """The distance of two points."""
    return hypot(one[0] - other[0], one[1] - other[1])
