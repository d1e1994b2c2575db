"""Distances and directions in words."""

from babel.numbers import format_decimal

from bot.i18n import Translator
from storage.nearby import Away

CLOSE_BY_KM = 2.0  # nearer than a town is wide, no direction means anything
EXACT_BELOW_KM = 1_000.0  # above, the sphere's own error is larger than a kilometre
N_ = str  # marks a key for extraction; it is translated where it is shown

# Clockwise, each of them the middle of 45 degrees.
DIRECTIONS = (
    N_("to-north"),
    N_("to-north-east"),
    N_("to-east"),
    N_("to-south-east"),
    N_("to-south"),
    N_("to-south-west"),
    N_("to-west"),
    N_("to-north-west"),
)


def kilometres(km: float, t: Translator) -> str:
    """A distance as people say it: "84 km", "7,510 km"."""
    rounded = round(km) if km < EXACT_BELOW_KM else round(km, -1)
    return t.text("kilometres", number=format_decimal(int(rounded), locale=t.lang))


def direction(azimuth: float, t: Translator) -> str:
    """The nearest of eight directions to an azimuth in degrees: "north-east"."""
    return t.text(DIRECTIONS[round(azimuth / 45) % len(DIRECTIONS)])


def away(it: Away, t: Translator) -> str:
    """How far a place is, and where: "84 km north-east"."""
    if it.km < CLOSE_BY_KM:
        return t.text("close-by")
    return t.text("away", distance=kilometres(it.km, t), direction=direction(it.azimuth, t))
