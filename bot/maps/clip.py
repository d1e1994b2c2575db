"""Cutting off what lies outside the frame: to draw it, or to mask it there, takes a second."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.maps.box import Box, Pixel


def clipped_area(ring: Sequence[Pixel], box: Box) -> list[Pixel]:
    """The part of a closed ring inside the box, and the box's edges (Sutherland and Hodgman).

    How often it goes around a point within stays as it was.
    """
    points = _half(_half(list(ring), 0, box.left, 1), 0, box.right, -1)
    return _half(_half(points, 1, box.top, 1), 1, box.bottom, -1)


def clipped_line(line: Sequence[Pixel], box: Box) -> Iterator[list[Pixel]]:
    """The pieces of a line inside the box."""
    piece: list[Pixel] = []
    for start, end in pairwise(line):
        inside = box.cut(start, end)
        if inside is None:
            continue
        first, last = inside
        if piece and piece[-1] != first:
            yield piece
            piece = []
        piece += [last] if piece else [first, last]
    if piece:
        yield piece


def _half(points: Sequence[Pixel], axis: int, edge: float, sign: int) -> list[Pixel]:
    """What lies on one side of a line along the other axis."""
    kept: list[Pixel] = []
    before = points[-1] if points else (0.0, 0.0)
    was_in = (before[axis] - edge) * sign >= 0
    for point in points:
        is_in = (point[axis] - edge) * sign >= 0
        if is_in is not was_in:
            share = (edge - before[axis]) / (point[axis] - before[axis])
            (x, y), (dx, dy) = before, (point[0] - before[0], point[1] - before[1])
            kept.append((x + share * dx, y + share * dy))
        if is_in:
            kept.append(point)
        before, was_in = point, is_in
    return kept
