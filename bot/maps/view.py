"""A part of the map in its frame on the picture."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.maps.box import Box, Pixel, bounds
from bot.maps.projection import Flat

WIDTH = 1170  # px: a phone 390 points wide has three for each
ACROSS, DOWN = 150.0, 84.0  # px around the outermost dots, for their names
NARROWEST_KM = 2000.0  # between the outermost dots: closer, and nobody sees where that is
CLOSEST_KM = 500.0  # … and coasts are coarse


@dataclass(frozen=True, slots=True)
class View:
    """What lies within `frame`: `scale` is px a km, the map's centre is at `origin`."""

    frame: Box
    scale: float
    origin: Pixel

    @classmethod
    def of(
        cls,
        flats: Collection[Flat],
        top: float,
        lowest: float,
        tallest: float,
        narrowest: float = NARROWEST_KM,
    ) -> "View":
        """The closest view that has all these points, with room around them.

        Its frame begins at `top` and has all the width; it is as high as it need be, within bounds.
        `narrowest` is the km between the outermost dots, if they are not more.
        """
        box = bounds(flats)
        scale = (WIDTH - 2 * ACROSS) / max(box.width, narrowest)
        height = min(tallest, max(lowest, box.height * scale + 2 * DOWN))
        scale = min(scale, (height - 2 * DOWN) / max(box.height, 1.0))
        x, y = box.middle
        origin = WIDTH / 2 - x * scale, top + height / 2 - y * scale
        return cls(Box(0, top, WIDTH, top + height), scale, origin)

    def pixel(self, flat: Flat) -> Pixel:
        """Where a point of the map is on the picture."""
        return self.origin[0] + flat[0] * self.scale, self.origin[1] + flat[1] * self.scale

    def flat(self, pixel: Pixel) -> Flat:
        """The point of the map that is there."""
        return (pixel[0] - self.origin[0]) / self.scale, (pixel[1] - self.origin[1]) / self.scale

    def shows(self, flat: Flat) -> bool:
        """Whether a point of the map is within the frame."""
        return self.frame.has(self.pixel(flat))

    def part(self, other: "View") -> Box:
        """Where in this view the other's frame is."""
        ends = (other.frame.left, other.frame.top), (other.frame.right, other.frame.bottom)
        return bounds([self.pixel(other.flat(end)) for end in ends])
