"""What is near, as a screen."""

import pytest

from bot.i18n import Translator, translator
from bot.views.near import ask_for_location, near_page, unknown_point
from storage.catalogue import Catalogue
from storage.geography import Point
from storage.languages import ENGLISH, RUSSIAN
from storage.nearby import nearby
from tests.bot.views.phone import VISIBLE, cut_labels, height

RU, EN = translator(RUSSIAN), translator(ENGLISH)
TULA, BERLIN = (54.193, 37.617), (52.52, 13.405)
EVERYWHERE = [(lat, lon) for lat in range(-90, 91, 30) for lon in range(-180, 181, 30)]


def test_at_home_cities_are_told_with_their_way(catalogue: Catalogue) -> None:
    screen = near_page(nearby(TULA, catalogue), catalogue, RU)
    title, first, second, *_ = screen.plain_text.split("\n")
    assert title == "Ближайшие города России с побратимами"
    assert first == "Тула — совсем рядом"
    assert second == "Алексин — 50\u00a0км на северо-запад"
    assert [b.data for b in screen.rows[0]] == ["+p:tula", "+p:aleksin"]


def test_abroad_what_is_there_comes_first(catalogue: Catalogue) -> None:
    told = near_page(nearby(BERLIN, catalogue), catalogue, EN).plain_text
    assert told.startswith("The nearest twins of Russian cities\n🇩🇪 Neukölln (Berlin): 5\u00a0km")
    assert "\n\nThe nearest Russian cities with twins\nKaliningrad: 528\u00a0km north-east" in told


@pytest.mark.parametrize("here", EVERYWHERE)
def test_anywhere_it_fits_a_phone(catalogue: Catalogue, t: Translator, here: Point) -> None:
    screen = near_page(nearby(here, catalogue), catalogue, t)
    assert height(screen) <= VISIBLE
    assert cut_labels(screen) == []
    labels = [button.label for row in screen.rows for button in row]
    assert len(set(labels)) == len(labels)


def test_no_button_tells_where_somebody_is(catalogue: Catalogue) -> None:
    here, beside = nearby(TULA, catalogue), nearby((54.2, 37.6), catalogue)
    assert near_page(here, catalogue, RU).rows == near_page(beside, catalogue, RU).rows


def test_a_location_is_asked_for_by_a_button_and_in_a_group_by_a_reply(t: Translator) -> None:
    assert ask_for_location(t, in_group=False).request_location
    assert ask_for_location(t, in_group=True).force_reply
    assert ask_for_location(t, in_group=True).request_location is None


def test_an_unknown_point_quotes_the_question(t: Translator) -> None:
    assert "&lt;b&gt;" in unknown_point("<b>", t).text
