"""The map's font: what it can draw, and how wide that is."""

from bot.i18n import translator
from bot.maps import font
from storage.catalogue import Catalogue
from storage.languages import LANGUAGES


def test_widths_are_those_of_the_font_file() -> None:
    # By fontTools, from the same file.
    assert font.width("Тула", 34) == 80.58
    assert font.width("Тула", 34, font.BOLD) > font.width("Тула", 34)
    assert font.width("", 34) == 0


def test_every_name_of_the_list_can_be_drawn_whole(catalogue: Catalogue) -> None:
    for language in LANGUAGES.values():
        t = translator(language)
        for place in catalogue.places.values():
            for face in (font.MEDIUM, font.BOLD):
                assert font.drawn(t.place(place), face) == t.place(place)


def test_a_letter_that_it_lacks_is_drawn_without_its_accent_or_left_out() -> None:
    assert font.drawn("Huế, 東京 Tōkyō") == "Hue,  Tōkyō"
    assert font.drawn("e\u0301") == "é"
