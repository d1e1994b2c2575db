"""The page of a country, and the list of all countries."""

from itertools import groupby

from markupsafe import Markup

from bot.i18n import Translator
from bot.views.callbacks import ListCountries, ShowCountry, ShowPlace, pack
from bot.views.parts import (
    Trail,
    back_row,
    clamp,
    country_name,
    link,
    names,
    page_row,
    pages_of,
)
from bot.views.screen import Button, Screen, in_rows
from storage.catalogue import Catalogue
from storage.model import Place

CITIES_A_PAGE = 8
COUNTRIES_A_PAGE = 16


def country_page(at: ShowCountry, catalogue: Catalogue, t: Translator, back: Trail = ()) -> Screen:
    """The cities with partners in the country, and which; from a city's card, its own first."""
    cities = _cities_with_partners(at.code, catalogue, t)
    pages = pages_of(cities, CITIES_A_PAGE)
    at = ShowCountry(at.code, clamp(at.page, pages))
    shown = cities[at.page * CITIES_A_PAGE :][:CITIES_A_PAGE]
    text = t.html(
        "country-page",
        country=country_name(at.code, t),
        twinnings=t.count("twinnings", len(catalogue.twinnings_in(at.code))),
        cities=t.count("of-cities", len(cities)),
        lines=Markup("\n").join(
            t.html("country-city-line", city=t.place(city), partners=names(partners, t))
            for city, partners in shown
        ),
    )
    here = (at, *back)
    rows = (
        *in_rows(
            [link(place, t, here) for place in _partners_of_origin(at.code, catalogue, t, back)], 2
        ),
        *in_rows([link(city, t, here) for city, _ in shown], 2),
        *page_row(at, pages, back),
        *(back_row(back, catalogue, t) or _all_countries(t)),
    )
    return Screen(text, rows)


def country_list(
    at: ListCountries, catalogue: Catalogue, t: Translator, back: Trail = ()
) -> Screen:
    """All countries with the number of their twinnings."""
    codes = sorted(catalogue.countries, key=lambda code: t.sort_key(t.country(code)))
    pages = pages_of(codes, COUNTRIES_A_PAGE)
    at = ListCountries(clamp(at.page, pages))
    here = (at, *back)
    buttons = [
        Button(
            t.text(
                "button-country-count",
                country=country_name(code, t),
                number=len(catalogue.twinnings_in(code)),
            ),
            pack(ShowCountry(code), here),
        )
        for code in codes[at.page * COUNTRIES_A_PAGE :][:COUNTRIES_A_PAGE]
    ]
    text = t.html("country-list", countries=t.count("in-countries", len(codes)))
    rows = in_rows(buttons, 2) + page_row(at, pages, back) + back_row(back, catalogue, t)
    return Screen(text, rows)


def _cities_with_partners(
    code: str, catalogue: Catalogue, t: Translator
) -> list[tuple[Place, list[Place]]]:
    twinnings = sorted(
        catalogue.twinnings_in(code),
        key=lambda twinning: (t.sort_key(twinning.city.name(t.lang)), twinning.city.id),
    )
    grouped = groupby(twinnings, key=lambda twinning: twinning.city)
    return [(city, t.by_name(twinning.partner for twinning in group)) for city, group in grouped]


def _partners_of_origin(code: str, catalogue: Catalogue, t: Translator, back: Trail) -> list[Place]:
    if not back or not isinstance(back[0], ShowPlace):
        return []
    origin = catalogue.places.get(back[0].id)
    partners = catalogue.partners_of(origin) if origin else ()
    return t.by_name(place for place in partners if place.country == code)


def _all_countries(t: Translator) -> tuple[tuple[Button, ...], ...]:
    return ((Button(t.text("button-countries"), pack(ListCountries())),),)
