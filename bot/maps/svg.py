"""The picture as SVG: land below, then rings, rays, dots and names."""

from collections.abc import Iterator, Sequence
from math import hypot

from markupsafe import escape

from bot.maps import font, land
from bot.maps.box import Box, Pixel, bounds
from bot.maps.labels import PADDING, Label
from bot.maps.layout import Layout
from bot.maps.panel import Panel
from bot.maps.projection import WORLD_KM, Flat
from bot.maps.view import WIDTH, View

BEYOND, SEA, LAND = "#f4f6f8", "#d5e4ee", "#f3f0e6"
RING, RING_TEXT = "#8fabbd", "#55748a"
ACCENT, INK, HALO = "#c4472f", "#22303c", "#ffffff"
BASELINE = 0.35  # of a letter's size, from the middle of a line down to where letters stand


def svg(layout: Layout) -> str:
    """The whole picture; its fonts are those of `bot.maps.font`."""
    rings, antipode_is_land = land.land(layout.projection)
    body = "".join(
        part
        for number, panel in enumerate(layout.panels)
        for part in _panel(panel, rings, number, everywhere=antipode_is_land)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{layout.height:.0f}"'
        f' font-family="{font.FAMILY}">'
        f'<rect width="100%" height="100%" fill="{HALO}"/>{body}</svg>'
    )


def _panel(
    panel: Panel, rings: Sequence[Sequence[Flat]], number: int, *, everywhere: bool
) -> Iterator[str]:
    view, frame = panel.view, panel.view.frame
    x, y = view.origin
    yield f'<clipPath id="frame{number}">{_rectangle(frame)}</clipPath>'
    yield f'<g clip-path="url(#frame{number})">{_rectangle(frame, fill=BEYOND)}'
    yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{WORLD_KM * view.scale:.1f}" fill="{SEA}"/>'
    coasts = "".join(_coasts(rings, view, everywhere=everywhere))
    # The stroke covers the seams where the data cut the land at 180 degrees.
    yield f'<path d="{coasts}" fill="{LAND}" stroke="{LAND}" stroke-width="1.5"/>'
    for km in panel.rings:
        yield (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{km * view.scale:.1f}" fill="none"'
            f' stroke="{RING}" stroke-width="2" stroke-dasharray="3 9" stroke-linecap="round"/>'
        )
    for ray in panel.rays:
        yield (
            f'<path d="M{_points(ray)}" fill="none" stroke="{ACCENT}" stroke-opacity=".62"'
            ' stroke-width="3.2" stroke-linejoin="round"/>'
        )
    if panel.closer:
        yield _rectangle(
            panel.closer, rx=12, fill=HALO, fill_opacity=0.28, stroke=INK, stroke_width=2.5
        )
    yield from map(_leader, panel.labels)
    for dot in panel.dots:
        main = dot.spot.main
        yield (
            f'<circle cx="{dot.at[0]:.1f}" cy="{dot.at[1]:.1f}" r="{dot.radius}"'
            f' fill="{INK if main else ACCENT}" stroke="{HALO}" stroke-width="3.5"/>'
        )
    for note in panel.notes:
        yield _text(note, RING_TEXT)
    for label in panel.labels:
        yield _text(label, INK)
    yield "</g>"


def _coasts(rings: Sequence[Sequence[Flat]], view: View, *, everywhere: bool) -> Iterator[str]:
    """The land's path; coasts that are wholly outside the frame are left out."""
    if everywhere:
        (x, y), r = view.origin, WORLD_KM * view.scale
        # The rim as a ring with land on its left, as all have: against the clock.
        yield f"M{x - r:.1f},{y:.1f}A{r:.1f},{r:.1f} 0 1 0 {x + r:.1f},{y:.1f}"
        yield f"A{r:.1f},{r:.1f} 0 1 0 {x - r:.1f},{y:.1f}Z"
    for ring in rings:
        pixels = [view.pixel(flat) for flat in ring]
        if bounds(pixels).overlaps(view.frame):
            yield f"M{_points(_thinned(pixels))}Z"


def _thinned(pixels: Sequence[Pixel]) -> Iterator[Pixel]:
    """Without points that are less than a pixel from the one before."""
    before = (-9e9, -9e9)
    for pixel in pixels:
        if hypot(pixel[0] - before[0], pixel[1] - before[1]) > 1:
            yield (before := pixel)


def _points(pixels: Sequence[Pixel] | Iterator[Pixel]) -> str:
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
