"""What a map's caption says, and where its buttons lead."""

import pytest

from bot.i18n import translator
from bot.views.callbacks import TAPS, ShowMap, ShowPairMap, ShowPlace, unpack
from bot.views.maps import CAPTION_LIMIT, Picture, picture_of
from bot.views.screen import Screen, ScreenError
from storage.catalogue import Catalogue
from storage.languages import LANGUAGES
from storage.model import Place, PlaceKind, Twinning

RU, EN = (translator(LANGUAGES[code]) for code in ("ru", "en"))


def picture(catalogue: Catalogue, *ids: str, t=RU) -> Picture:
    tap = ShowMap(*ids) if len(ids) == 1 else ShowPairMap(*ids)
    found = picture_of(tap, catalogue, t)
    assert found
    return found


def test_the_caption_tells_how_many_and_the_nearest_and_the_farthest(catalogue: Catalogue) -> None:
    assert picture(catalogue, "tula").caption.plain_text == (
        "Тула\n5 побратимов\nБлиже всех — 🇧🇾 Могилёв, 480 км\n"
        "Дальше всех — 🇨🇴 Барранкилья, 10\u00a0420 км"
    ).replace(" км", "\u00a0км")
    assert picture(catalogue, "tula", t=EN).caption.plain_text == (
        "Tula\n5 twins\nNearest: 🇧🇾 Mogilev, 480 km\nFarthest: 🇨🇴 Barranquilla, 10,420 km"
    ).replace(" km", "\u00a0km")


def test_of_one_twin_the_distance_is_told(catalogue: Catalogue) -> None:
    alone = next(it for it in catalogue.cities if len(catalogue.partners_of(it)) == 1)
    caption = picture(catalogue, alone.id).caption.plain_text
    assert caption.count("\n") == 1
    assert "Побратим — " in caption


def test_a_partner_is_shown_with_its_russian_cities(catalogue: Catalogue) -> None:
    kiel = picture(catalogue, "kiel", t=EN)
    assert [spot.name for spot in kiel.subject.spots] == ["Kiel", "Kaliningrad", "Sovetsk"]
    assert kiel.subject.spots[0].main
    assert kiel.subject.centre == catalogue.places["kiel"].at


def test_of_a_pair_the_way_between_them_is_shown(catalogue: Catalogue) -> None:
    pair = picture(catalogue, "tula", "kiel")
    assert pair.caption.plain_text == "Тула — 🇩🇪 Киль: 1\u00a0770\u00a0км по прямой"
    assert [leg.label for leg in pair.subject.legs] == ["1\u00a0770\u00a0км"]


def test_the_way_back_opens_the_card_in_a_message_of_its_own(catalogue: Catalogue) -> None:
    for ids in (["tula"], ["tula", "kiel"]):
        rows = picture(catalogue, *ids).caption.rows
        routes = [unpack(button.data) for row in rows for button in row]
        assert [(route.tap, route.anew) for route in routes if route] == [
            (ShowPlace(id), True) for id in ids
        ]


@pytest.mark.parametrize(
    "tap", [ShowMap("atlantis"), ShowPairMap("tula", "atlantis"), ShowPairMap("tula", "tula")]
)
def test_a_place_that_is_there_no_more_has_no_map(
    catalogue: Catalogue, tap: ShowMap | ShowPairMap
) -> None:
    assert picture_of(tap, catalogue, RU) is None


def test_every_place_has_a_map_whose_caption_telegram_takes(catalogue: Catalogue) -> None:
    longest = max(catalogue.places, key=len)
    assert unpack(ShowPairMap(longest, longest[:-1]).pack()) is not None
    for place in catalogue.places:
        shown = picture(catalogue, place)
        assert unpack(shown.shows) == (ShowMap(place), (), False)
        assert len(shown.subject.legs) >= 1


def test_a_place_without_twins_has_only_its_name_below_its_map() -> None:
    lonely = Place("lonely", PlaceKind.TOWN, "RU", "Lonely", "Одинок", 50.0, 50.0)
    town = Place("town", PlaceKind.TOWN, "DE", "Town", "Таун", 50.0, 10.0)
    catalogue = Catalogue("r", [lonely, town], [Twinning(town, town, "")])
    assert picture(catalogue, "lonely").caption.plain_text == "🇷🇺 Одинок"


def test_a_caption_that_telegram_would_refuse_is_refused(catalogue: Catalogue) -> None:
    tula = picture(catalogue, "tula")
    Picture("m:tula", tula.subject, Screen(tula.caption.text.__class__("а" * CAPTION_LIMIT)))
    with pytest.raises(ScreenError, match="caption"):
        Picture("m:tula", tula.subject, Screen(tula.caption.text.__class__("😀" * 513)))


def test_both_buttons_are_read() -> None:
    assert {ShowMap.__name__, ShowPairMap.__name__} <= {tap.__name__ for tap in TAPS}
