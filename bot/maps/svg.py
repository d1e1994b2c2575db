"""The picture as SVG: land below, then rings, rays, dots and names."""

from collections.abc import Iterable, Iterator, Sequence
from math import cos, hypot, pi, sin

from markupsafe import escape

from bot.maps import font, land
from bot.maps.box import Box, Pixel, bounds
from bot.maps.clip import clipped_area, clipped_line
from bot.maps.labels import PADDING, Label
from bot.maps.layout import Layout
from bot.maps.panel import Panel
from bot.maps.projection import WORLD_KM, Flat
from bot.maps.view import WIDTH, View

BEYOND, SEA, LAND = "#f4f6f8", "#d5e4ee", "#f3f0e6"
RING, RING_TEXT = "#8fabbd", "#55748a"
ACCENT, INK, HALO = "#c4472f", "#22303c", "#ffffff"
AROUND = 6.0  # px
CORNERS = 360  # of a circle
BASELINE = 0.35  # of a letter's size, from the middle of a line down to where letters stand


def svg(layout: Layout) -> str:
    """The whole picture; its fonts are those of `bot.maps.font`."""
    rings, antipode_is_land = land.land(layout.projection)
    body = "".join(
        part
        for panel in layout.panels
        for part in _panel(panel, rings, antipode_is_land=antipode_is_land)
    )
    # Lines end at a frame by half their width too late: white lies between two of them.
    gaps = "".join(_rectangle(gap, fill=HALO) for gap in layout.gaps)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{layout.height:.0f}"'
        f' font-family="{font.FAMILY}">{body}{gaps}</svg>'
    )


def _panel(
    panel: Panel, rings: Sequence[Sequence[Flat]], *, antipode_is_land: bool
) -> Iterator[str]:
    view = panel.view
    rim = _circle(view, WORLD_KM)
    yield _rectangle(view.frame, fill=BEYOND)
    yield f'<path d="{_area(rim, view.frame)}" fill="{SEA}"/>'
    # Where the antipode is land, so is all that no coast encloses, up to the rim. As every coast
    # the rim then has land on its left, against the clock.
    coasts = [_pixels(ring, view) for ring in rings] + ([rim[::-1]] if antipode_is_land else [])
    areas = "".join(_area(coast, view.frame) for coast in coasts)
    # The stroke covers the seams where the data cut the land at 180 degrees.
    yield f'<path d="{areas}" fill="{LAND}" stroke="{LAND}" stroke-width="1.5"/>'
    for km in panel.rings:
        yield from _lines(
            _circle(view, km),
            view.frame,
            f'stroke="{RING}" stroke-width="2" stroke-dasharray="3 9" stroke-linecap="round"',
        )
    for ray in panel.rays:
        style = f'stroke="{ACCENT}" stroke-opacity=".62" stroke-width="3.2"'
        yield from _lines(ray, view.frame, style + ' stroke-linejoin="round"')
    if panel.closer:
        window = {"fill": HALO, "fill_opacity": 0.28, "stroke": INK, "stroke_width": 2.5}
        yield _rectangle(panel.closer, rx=12, **window)
    yield from _names(panel)


def _names(panel: Panel) -> Iterator[str]:
    """Dots, and what is written."""
    yield from map(_leader, panel.labels)
    for dot in panel.dots:
        yield (
            f'<circle cx="{dot.at[0]:.1f}" cy="{dot.at[1]:.1f}" r="{dot.radius}"'
            f' fill="{INK if dot.spot.main else ACCENT}" stroke="{HALO}" stroke-width="3.5"/>'
        )
    for note in panel.notes:
        yield _text(note, RING_TEXT)
    for label in panel.labels:
        yield _text(label, INK)


def _circle(view: View, km: float) -> list[Pixel]:
    """A ring around the map's centre, closed, in the direction of the clock."""
    (x, y), radius, turn = view.origin, km * view.scale, 2 * pi / CORNERS
    return [(x + radius * cos(turn * n), y + radius * sin(turn * n)) for n in range(CORNERS + 1)]


def _pixels(ring: Sequence[Flat], view: View) -> list[Pixel]:
    """A coast on the picture, without points that are less than a pixel from the one before."""
    return list(_thinned(map(view.pixel, ring)))


def _area(ring: Sequence[Pixel], frame: Box) -> str:
    """A path of what of it lies in the frame, and a little around, so that no cut is seen."""
    box = frame.grown(AROUND)
    inside = clipped_area(ring, box) if bounds(ring).overlaps(box) else ()
    return f"M{_points(inside)}Z" if inside else ""


def _lines(line: Sequence[Pixel], frame: Box, style: str) -> Iterator[str]:
    for piece in clipped_line(line, frame):
        yield f'<path d="M{_points(piece)}" fill="none" {style}/>'


def _thinned(pixels: Iterable[Pixel]) -> Iterator[Pixel]:
    before = (-9e9, -9e9)
    for pixel in pixels:
        if hypot(pixel[0] - before[0], pixel[1] - before[1]) > 1:
            yield (before := pixel)


def _points(pixels: Iterable[Pixel]) -> str:
    return "L".join(f"{x:.1f},{y:.1f}" for x, y in pixels)


def _rectangle(box: Box, **style: object) -> str:
    told = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in style.items())
    return (
        f'<rect x="{box.left:.1f}" y="{box.top:.1f}" width="{box.width:.1f}"'
        f' height="{box.height:.1f}"{told}/>'
    )


def _leader(label: Label) -> str:
    if label.leader is None:
        return ""
    (x1, y1), (x2, y2) = label.leader
    line = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line {line} stroke="{INK}" stroke-width="1.8"/>'


def _text(label: Label, colour: str) -> str:
    weight = 700 if label.font == font.BOLD else 500
    x, y = label.box.left + PADDING, label.box.middle[1] + BASELINE * label.size
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{label.size:.0f}" font-weight="{weight}"'
        f' fill="{colour}" stroke="{HALO}" stroke-width="6" stroke-linejoin="round"'
        f' stroke-opacity=".85" paint-order="stroke">{escape(label.text)}</text>'
    )
