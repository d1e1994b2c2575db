"""Distances and directions in words."""

import pytest

from bot.i18n import translator
from bot.views.distances import away, direction, kilometres
from storage.languages import ENGLISH, RUSSIAN
from storage.model import Place, PlaceKind
from storage.nearby import Away

RU, EN = translator(RUSSIAN), translator(ENGLISH)
SOMEWHERE = Place("x", PlaceKind.TOWN, "RU", "X", "Х", 0, 0)


@pytest.mark.parametrize(
    ("km", "russian", "english"),
    [
        (0.4, "0 км", "0 km"),
        (84.4, "84 км", "84 km"),
        (999.4, "999 км", "999 km"),
        (7_509.0, "7 510 км", "7,510 km"),
        (19_996.0, "20 000 км", "20,000 km"),
    ],
)
def test_long_distances_are_round(km: float, russian: str, english: str) -> None:
    assert kilometres(km, RU).replace("\u00a0", " ") == russian
    assert kilometres(km, EN).replace("\u00a0", " ") == english


@pytest.mark.parametrize(
    ("azimuth", "russian", "english"),
    [
        (0, "на север", "north"),
        (22, "на север", "north"),
        (23, "на северо-восток", "north-east"),
        (90, "на восток", "east"),
        (135, "на юго-восток", "south-east"),
        (180, "на юг", "south"),
        (225, "на юго-запад", "south-west"),
        (270, "на запад", "west"),
        (315, "на северо-запад", "north-west"),
        (337, "на северо-запад", "north-west"),
        (338, "на север", "north"),
        (359.9, "на север", "north"),
    ],
)
def test_a_direction_is_the_nearest_of_eight(azimuth: float, russian: str, english: str) -> None:
    assert direction(azimuth, RU) == russian
    assert direction(azimuth, EN) == english


def test_what_is_here_lies_in_no_direction() -> None:
    assert away(Away(SOMEWHERE, 1.2, 90), RU) == "совсем рядом"
    assert away(Away(SOMEWHERE, 12, 90), EN) == "12\u00a0km east"
