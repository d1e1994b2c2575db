"""Writes land.txt from a TopoJSON of all land: `python make_land.py land-50m.json`.

Out come rings of [lon, lat] in hundredths of a degree, one a line, with land on their left; islands
below `SMALLEST_KM2` are left out, and so are points that move a coast by less than `TOLERANCE_KM`.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import cos, radians, sin
from pathlib import Path
from typing import Any, TypeAlias

Vector: TypeAlias = tuple[float, float, float]
LonLat: TypeAlias = tuple[float, float]

EARTH_KM = 6371.0
TOLERANCE_KM = 2.5
SMALLEST_KM2 = 250.0
OUT = Path(__file__).with_name("land.txt")


def rings(topology: Any) -> Iterator[tuple[list[LonLat], bool]]:
    """Every ring in degrees, and whether it is a hole in the land."""
    scale, move = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + move[0], y * scale[1] + move[1]))
        arcs.append(points)
    for polygon in topology["objects"]["land"]["geometries"][0]["arcs"]:
        for number, ring in enumerate(polygon):
            points = []
            for index in ring:
                arc = arcs[index] if index >= 0 else arcs[~index][::-1]
                points += arc[1:] if points else arc
            yield points[:-1], number > 0


def vector(point: LonLat) -> Vector:
    """Where a point lies in space, in km from the Earth's centre."""
    lon, lat = map(radians, point)
    return EARTH_KM * cos(lat) * cos(lon), EARTH_KM * cos(lat) * sin(lon), EARTH_KM * sin(lat)


def from_chord(point: Vector, start: Vector, end: Vector) -> float:
    """The distance of a point from a chord, km."""
    along = [e - s for s, e in zip(start, end, strict=True)]
    off = [p - s for s, p in zip(start, point, strict=True)]
    length = sum(a * a for a in along)
    share = sum(a * o for a, o in zip(along, off, strict=True)) / length if length else 0.0
    share = min(1.0, max(0.0, share))
    return float(sum((o - share * a) ** 2 for a, o in zip(along, off, strict=True)) ** 0.5)


def simplified(points: Sequence[LonLat]) -> list[LonLat]:
    """The points that matter, by Douglas and Peucker; the ring is cut at its two farthest ones."""
    vectors = [vector(point) for point in points]
    first = max(range(len(points)), key=lambda i: from_chord(vectors[i], vectors[0], vectors[0]))
    ends = [0, first, len(points)]
    vectors.append(vectors[0])
    kept = {0, first}
    ahead = list(pairwise(ends))
    while ahead:
        start, end = ahead.pop()
        inner = range(start + 1, end)
        if not inner:
            continue
        off = {i: from_chord(vectors[i], vectors[start], vectors[end]) for i in inner}
        worst = max(off, key=lambda i: off[i])
        if off[worst] > TOLERANCE_KM:
            kept.add(worst)
            ahead += [(start, worst), (worst, end)]
    return [points[i] for i in sorted(kept)]


def area_km2(points: Sequence[LonLat]) -> float:
    """The signed area, on the plane that keeps areas: positive where land is on the left."""
    unrolled = [points[0]]
    for lon, lat in (*points[1:], points[0]):  # a coast may go on across 180 degrees
        lon_before = unrolled[-1][0]
        unrolled.append((lon_before + (lon - lon_before + 180) % 360 - 180, lat))
    (start, _), (end, lat) = unrolled[0], unrolled[-1]
    if abs(end - start) > 180:  # it goes around a pole
        pole = 90.0 if lat > 0 else -90.0
        unrolled += [(end, pole), (start, pole), unrolled[0]]
    flat = [(radians(lon), sin(radians(lat))) for lon, lat in unrolled]
    double = sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(flat))
    return float(double * EARTH_KM**2 / 2)


def main() -> None:
    """Read, thin, write."""
    topology = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    lines = []
    for points, is_hole in rings(topology):
        area = area_km2(points)
        thin = simplified(points)
        if abs(area) < SMALLEST_KM2 or len(thin) < 3:
            continue
        if (area > 0) is is_hole:
            thin.reverse()
        lines.append(" ".join(f"{round(lon * 100)},{round(lat * 100)}" for lon, lat in thin))
    OUT.write_text("\n".join(sorted(lines, key=len, reverse=True)) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
