"""The chain between two places, as a screen."""

import pytest

from bot.i18n import Translator, translator
from bot.views.callbacks import ShowPair, ShowPlace
from bot.views.chain import chain_page
from bot.views.screen import Screen
from storage.catalogue import Catalogue
from storage.chains import shortest_chain
from storage.languages import ENGLISH, RUSSIAN
from tests.bot.views.phone import VISIBLE, cut_labels, height

RU, EN = translator(RUSSIAN), translator(ENGLISH)
LONGEST = ("offenbach-am-main", "otaru")


def chain(catalogue: Catalogue, one: str, other: str, t: Translator = RU) -> Screen:
    return chain_page(catalogue.places[one], catalogue.places[other], catalogue, t)


def test_each_link_has_its_kilometres(catalogue: Catalogue) -> None:
    screen = chain(catalogue, "kaliningrad", "sovetsk")
    assert screen.plain_text.replace("\u00a0", " ").startswith(
        "Калининград → Советск\nЦепочка из 2 звеньев, "
    )
    lines = screen.plain_text.replace("\u00a0", " ").split("\n\n")[1].split("\n")
    assert [line.split(" · ")[0] for line in lines][::2] == ["Калининград", "→ Советск"]
    assert all(line.endswith(" км") for line in lines[1:])
    [[between]] = screen.rows[:-1]
    assert between.data.startswith("+p:")
    assert between.label in lines[1]


def test_twins_are_one_link(catalogue: Catalogue) -> None:
    assert "Цепочка из 1 звена, " in chain(catalogue, "tula", "kerch").text
    assert "A chain of 1 link, " in chain(catalogue, "tula", "kerch", EN).text


def test_where_there_is_no_chain_it_is_told_how_far_each_leads(catalogue: Catalogue) -> None:
    told = chain(catalogue, "tula", "sochi").text
    assert "Цепочки побратимов между ними нет." in told
    assert "<b>Тула</b> соединяется цепочками с 665 местами." in told
    assert "<b>Сочи</b> соединяется цепочками вот с кем: 🇩🇪 Баден-Баден, " in told


def test_a_long_chain_folds_and_fits_a_phone(catalogue: Catalogue, t: Translator) -> None:
    screen = chain(catalogue, *LONGEST, t)
    one, other = (catalogue.places[id] for id in LONGEST)
    assert len(shortest_chain(one, other, catalogue)) > 12
    assert "<blockquote expandable>" in screen.text
    assert height(screen) <= VISIBLE
    assert cut_labels(screen) == []


def test_its_way_back_is_the_comparison_of_the_two(catalogue: Catalogue) -> None:
    way_back = chain(catalogue, "tula", "kiel").rows[-1][0]
    assert (way_back.label, way_back.data) == ("« Сравнение", "b:tula:kiel")
    tula, kiel = catalogue.places["tula"], catalogue.places["kiel"]
    before = (ShowPair("tula", "kiel"), ShowPlace("tula"))
    again = chain_page(tula, kiel, catalogue, RU, before).rows[-1][0]
    assert again.data == "b:tula:kiel<p:tula"


@pytest.mark.parametrize("step", [1, 7, 31])
def test_any_chain_fits_a_phone(catalogue: Catalogue, t: Translator, step: int) -> None:
    places = list(catalogue.places.values())[::step][:40]
    for one, other in zip(places, reversed(places), strict=True):
        if one != other:
            screen = chain_page(one, other, catalogue, t)
            assert height(screen) <= VISIBLE
            assert cut_labels(screen) == []
