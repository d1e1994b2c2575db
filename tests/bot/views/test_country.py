"""Pages of countries."""

import pytest

from bot.i18n import translator
from bot.views.callbacks import ListCountries, ShowCountry, ShowPlace, pack, unpack
from bot.views.country import country_list, country_page
from bot.views.screen import Button
from storage.catalogue import Catalogue
from storage.languages import ENGLISH, RUSSIAN


def test_a_country_page_names_the_cities_and_their_partners(catalogue: Catalogue) -> None:
    page = country_page(ShowCountry("CU"), catalogue, translator(RUSSIAN))
    assert page.text == (
        "<b>🇨🇺 Куба</b>\n4 побратимские связи у 3 городов России\n\n"
        "<b>Нижний Новгород</b> — Матансас\n"
        "<b>Санкт-Петербург</b> — Гавана, Сантьяго-де-Куба\n"
        "<b>Чебоксары</b> — Санта-Клара"
    )
    assert page.rows[0] == (
        Button("Нижний Новгород", "p:nizhny-novgorod<c:CU:0"),
        Button("Санкт-Петербург", "p:saint-petersburg<c:CU:0"),
    )
    assert page.rows[-1] == (Button("🌍 Страны", "n:0"),)


def test_opened_from_a_city_it_offers_that_citys_partners_first(catalogue: Catalogue) -> None:
    page = country_page(ShowCountry("DE"), catalogue, translator(RUSSIAN), (ShowPlace("tula"),))
    assert page.rows[0] == (
        Button("🇩🇪 Филлинген-Швеннинген", "p:villingen-schwenningen<c:DE:0<p:tula"),
    )
    assert page.rows[-1] == (Button("« Тула", "p:tula"),)


@pytest.mark.parametrize("page", [0, 1, 5, 999])
def test_every_page_that_is_asked_for_exists(catalogue: Catalogue, page: int) -> None:
    screen = country_page(ShowCountry("DE", page), catalogue, translator(ENGLISH))
    numbers = [b for row in screen.rows for b in row if " / " in b.label]
    assert len(numbers) == 1
    assert unpack(numbers[0].data) == (ShowCountry("DE", min(page, 7)), ())


def test_pages_together_show_every_city_once(catalogue: Catalogue) -> None:
    t = translator(RUSSIAN)
    lines = [
        line
        for page in range(8)
        for line in country_page(ShowCountry("DE", page), catalogue, t).text.splitlines()[3:]
    ]
    cities = {twinning.city for twinning in catalogue.twinnings_in("DE")}
    assert [line.split("</b>")[0].removeprefix("<b>") for line in lines] == [
        t.place(city) for city in t.by_name(cities)
    ]


def test_the_list_of_countries_counts_twinnings_and_pages(catalogue: Catalogue) -> None:
    first = country_list(ListCountries(), catalogue, translator(RUSSIAN))
    assert "в 85 странах" in first.text
    assert first.rows[0] == (
        Button("🇦🇹 Австрия · 3", pack(ShowCountry("AT"), [ListCountries()])),
        Button("🇦🇿 Азербайджан · 5", pack(ShowCountry("AZ"), [ListCountries()])),
    )
    assert [b.label for b in first.rows[-1]] == ["1 / 6", "›"]
    last = country_list(ListCountries(99), catalogue, translator(RUSSIAN))
    assert [b.label for b in last.rows[-1]] == ["‹", "6 / 6"]
