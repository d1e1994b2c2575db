"""Places asked for together, as a screen."""

from bot.i18n import translator
from bot.views.pair import pair_page
from bot.views.screen import Screen
from storage.catalogue import Catalogue
from storage.languages import ENGLISH, RUSSIAN
from tests.bot.views.phone import VISIBLE, cut_labels, height


def pair(catalogue: Catalogue, *ids: str, russian: bool = True) -> Screen:
    t = translator(RUSSIAN if russian else ENGLISH)
    return pair_page([catalogue.places[id] for id in ids], catalogue, t)


def test_twins_are_told_yes_first(catalogue: Catalogue) -> None:
    screen = pair(catalogue, "tula", "kerch")
    assert screen.text.startswith("Да, <b>Тула</b> и <b>🇺🇦 Керчь</b> — побратимы.")
    assert [b.label for b in screen.rows[0]] == ["Тула", "🇺🇦 Керчь"]
    assert all(b.data.startswith("+p:") for b in screen.rows[0])
    assert pair(catalogue, "kerch", "tula", russian=False).text.startswith("Yes, ")


def test_others_are_told_no_and_what_they_share(catalogue: Catalogue) -> None:
    assert pair(catalogue, "tula", "tver").text.startswith("Нет, ")
    shared = pair(catalogue, "kaliningrad", "sovetsk").text
    assert "Общие побратимы: " in shared
    assert "🇩🇪 Киль" in shared
    assert "Общие страны побратимов: " in pair(catalogue, "tula", "kazan").text


def test_of_several_those_that_are_twinned_are_named(catalogue: Catalogue) -> None:
    told = pair(catalogue, "tula", "kerch", "tver").text
    assert told.startswith("Да, побратимы среди них: <b>Тула</b> и <b>🇺🇦 Керчь</b>.")
    assert pair(catalogue, "tula", "tver", "omsk").text.startswith("Нет, побратимов среди них")


def test_any_pair_fits_a_phone(catalogue: Catalogue) -> None:
    for one, other in zip(catalogue.cities, reversed(catalogue.cities), strict=True):
        if one != other:
            screen = pair(catalogue, one.id, other.id)
            assert height(screen) <= VISIBLE
            assert cut_labels(screen) == []
