"""The card of a place: a city with its partners, or a partner with its Russian cities."""

from itertools import groupby

from markupsafe import Markup

from bot.i18n import Translator
from bot.views.callbacks import ListCities, ListCountries, ShowCountry, ShowPlace, pack
from bot.views.parts import Trail, back_row, country_name, link, names
from bot.views.screen import Button, Screen, in_rows
from storage.catalogue import Catalogue
from storage.model import Place

MAX_UNFOLDED_LINES = 12  # a list of more lines than this folds, or the card fills a phone's screen


def place_card(place: Place, catalogue: Catalogue, t: Translator, back: Trail = ()) -> Screen:
    """The card of any place of the catalogue."""
    if catalogue.is_city(place):
        return _city_card(place, catalogue, t, back)
    return _partner_card(place, catalogue, t, back)


def _city_card(city: Place, catalogue: Catalogue, t: Translator, back: Trail) -> Screen:
    partners = catalogue.partners_of(city)
    by_country = _by_country(partners, t)
    lines = [
        t.html("city-country-line", country=country_name(code, t), partners=names(places, t))
        for code, places in by_country
    ]
    listing = Markup("\n").join(lines)
    text = [
        _heading(city, t),
        t.html(
            "city-summary",
            partners=t.count("partners", len(partners)),
            countries=t.count("in-countries", len(by_country)),
        ),
        t.html("folded", listing=listing) if len(lines) > MAX_UNFOLDED_LINES else listing,
        *_named_by_others(city, catalogue, t),
    ]
    here = (ShowPlace(city.id), *back)
    buttons = [
        Button(country_name(code, t), pack(ShowCountry(code), here)) for code, _ in by_country
    ]
    rows = in_rows(buttons, 2 if len(buttons) <= 8 else 3)
    return Screen(
        Markup("\n\n").join(text), rows + (back_row(back, catalogue, t) or _home_row(city, t))
    )


def country_card(city: Place, code: str, catalogue: Catalogue, t: Translator) -> Screen:
    """A city's partners in one country alone; for other places the whole card."""
    if not catalogue.is_city(city):
        return place_card(city, catalogue, t)
    partners = t.by_name(p for p in catalogue.partners_of(city) if p.country == code)
    country = country_name(code, t)
    if partners:
        line = t.html("city-country-line", country=country, partners=names(partners, t))
    else:
        line = t.html("city-country-none", country=country)
    here = (ShowPlace(city.id),)
    whole = Button(t.text("button-all-partners", city=t.place(city)), pack(ShowPlace(city.id)))
    rows = in_rows([link(partner, t, here) for partner in partners], 2)
    others = Button(country, pack(ShowCountry(code), here))
    return Screen(Markup("\n\n").join([_heading(city, t), line]), (*rows, (whole,), (others,)))


def _named_by_others(city: Place, catalogue: Catalogue, t: Translator) -> list[Markup]:
    """The list is not symmetrical: some cities are named by others that they do not name."""
    own = catalogue.partners_of(city)
    others = [other for other in catalogue.cities_of(city) if other not in own]
    return [t.html("city-named-by", cities=names(others, t))] if others else []


def _partner_card(partner: Place, catalogue: Catalogue, t: Translator, back: Trail) -> Screen:
    cities = t.by_name(catalogue.cities_of(partner))
    text = t.html(
        "partner-card",
        heading=_heading(partner, t),
        country=country_name(partner.country, t),
        twinned=t.count("twinned-with-cities", len(cities)),
        cities=names(cities, t),
    )
    here = (ShowPlace(partner.id), *back)
    rows = in_rows([link(city, t, here) for city in cities], 2)
    country = Button(country_name(partner.country, t), pack(ShowCountry(partner.country), here))
    return Screen(text, (*rows, (country,), *back_row(back, catalogue, t)))


def _heading(place: Place, t: Translator) -> Markup:
    return t.html("place-heading", name=t.place(place), other=place.name_beside(t.lang))


def _by_country(places: tuple[Place, ...], t: Translator) -> list[tuple[str, list[Place]]]:
    """Country codes with their places, both in the reader's alphabetical order."""

    def order(place: Place) -> tuple[object, ...]:
        country = t.country(place.country)
        return (t.sort_key(country), country, t.sort_key(place.name(t.lang)))

    grouped = groupby(sorted(places, key=order), key=lambda place: place.country)
    return [(code, list(group)) for code, group in grouped]


def _home_row(city: Place, t: Translator) -> tuple[tuple[Button, ...], ...]:
    """Where a card that was asked for by name leads: the lists it stands in."""
    letter = t.letter(city)
    return (
        (
            Button(t.text("button-cities-on", letter=letter), pack(ListCities(letter))),
            Button(t.text("button-countries"), pack(ListCountries())),
        ),
    )
