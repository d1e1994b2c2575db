"""The card of a place: a city with its partners, or a partner with its Russian cities."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.i18n import Translator
from bot.views.callbacks import ListCities, ListCountries, ShowNarrowed, ShowPart, ShowPlace, pack
from bot.views.labels import in_pairs, lines_needed
from bot.views.parts import (
    Trail,
    back_row,
    by_country,
    clamp,
    country_link,
    country_name,
    flagged,
    home_row,
    in_a_line,
    link,
    names,
    page_rows,
    pages_of,
    source_line,
)
from bot.views.screen import Button, Rows, Screen
from storage.catalogue import Catalogue
from storage.countries import Part, countries
from storage.groups import groups
from storage.model import Place

MAX_PARTNER_BUTTONS = 10  # more partners are shown by parts of the world
MAX_TWINS_A_PAGE = 40  # in one country; a list of one's own may have any number
MAX_UNFOLDED_LINES = 6  # a list of more lines than this folds, or the card fills a phone's screen
MAX_CITIES_IN_WORDS = 4  # of a partner, «Побратим Калининграда и Советска»; more are counted


def place_card(place: Place, catalogue: Catalogue, t: Translator, back: Trail = ()) -> Screen:
    """The card of any place of the catalogue."""
    if catalogue.is_city(place):
        return _city_card(place, catalogue, t, back)
    return _partner_card(place, catalogue, t, back)


def narrowed_card(  # noqa: PLR0913
    city: Place,
    code: str,
    catalogue: Catalogue,
    t: Translator,
    back: Trail = (),
    *,
    page: int = 0,
) -> Screen:
    """A page of a city's partners in one country alone; for other places the whole card."""
    if not catalogue.is_city(city):
        return place_card(city, catalogue, t, back)
    partners = t.by_name(p for p in catalogue.partners_of(city) if p.country == code)
    country = country_name(code, t)
    if partners:
        line = t.html("city-country-line", country=country, partners=names(partners, t))
    else:
        line = t.html("city-country-none", country=country)
    pages = pages_of(partners, MAX_TWINS_A_PAGE)
    page = clamp(page, len(pages))
    here = (ShowNarrowed(city.id, code, page), *back)
    begun = [[place.name(t.lang) for place in places] for places in pages]
    rows = (
        *in_pairs([link(partner, catalogue, t, here) for partner in pages[page]]),
        *page_rows(begun, page, lambda other: ShowNarrowed(city.id, code, other), back),
        *((country_link(code, catalogue, t, here),) for _ in [0] if catalogue.twinnings_in(code)),
        _whole(city, t),
        *(back_row(back, catalogue, t) or home_row(t, here)),
    )
    return Screen(_text(_heading(city, t), line, *source_line(catalogue, t)), rows)


def grouped_card(city: Place, group: str, catalogue: Catalogue, t: Translator) -> Screen:
    """A city's partners in a group of countries alone; for other places the whole card."""
    if not catalogue.is_city(city):
        return place_card(city, catalogue, t)
    members, name = groups()[group].members, groups()[group].name(t.lang)
    partners = [p for p in catalogue.partners_of(city) if p.country in members]
    here = (ShowPlace(city.id),)
    ordered = [place for _, places in by_country(partners, t) for place in places]
    rows = (
        *in_pairs([link(it, catalogue, t, here) for it in ordered[:MAX_PARTNER_BUTTONS]]),
        _whole(city, t),
        *home_row(t, here),
    )
    if partners:
        listing = Markup("\n").join(_lines_by_country(partners, t))
        if len(partners) > MAX_UNFOLDED_LINES:
            listing = t.html("folded", listing=listing)
        summary = t.text("of-part", part=name, summary=_summary(partners, catalogue, t))
        told = t.html("listing", summary=summary, listing=listing)
    else:
        told = t.html("city-country-none", country=name)
    return Screen(_text(_heading(city, t), told, *source_line(catalogue, t)), rows)


def _whole(city: Place, t: Translator) -> tuple[Button, ...]:
    label = t.text("button-all-partners", city=t.place(city))
    return (Button(label, pack(ShowPlace(city.id))),)


def part_page(at: ShowPart, catalogue: Catalogue, t: Translator, back: Trail = ()) -> Screen:
    """A page of a place's twins in one part of the world, as buttons."""
    city = catalogue.places[at.id]
    partners = t.by_name(p for p in _twins(city, catalogue) if _part(p) is at.part)
    if not partners:  # a button of an older list
        return place_card(city, catalogue, t, back)
    pages = pages_of(partners, MAX_PARTNER_BUTTONS)
    page = clamp(at.page, len(pages))
    here = (ShowPart(at.id, at.part, page), *back)
    text = t.html(
        "part-page",
        city=t.place(city),
        part=t.part(at.part),
        summary=_summary(partners, catalogue, t),
    )
    shown = [[place.name(t.lang) for place in places] for places in pages]
    rows = (
        *in_pairs([link(partner, catalogue, t, here) for partner in pages[page]]),
        *page_rows(shown, page, lambda other: ShowPart(at.id, at.part, other), back),
        *(back_row(back, catalogue, t) or back_row((ShowPlace(city.id),), catalogue, t)),
    )
    return Screen(_text(text, *source_line(catalogue, t)), rows)


def _city_card(city: Place, catalogue: Catalogue, t: Translator, back: Trail) -> Screen:
    partners = catalogue.partners_of(city)
    many = len(partners) > MAX_PARTNER_BUTTONS
    lines = _lines_by_part(partners, t) if many else _lines_by_country(partners, t)
    listing = Markup("\n").join(lines)
    if many or sum(lines_needed(line.striptags()) for line in lines) > MAX_UNFOLDED_LINES:
        listing = t.html("folded", listing=listing)
    here = (ShowPlace(city.id), *back)
    ordered = [place for _, places in by_country(partners, t) for place in places]
    buttons = (
        _part_buttons(city, catalogue, t, here)
        if many
        else [link(partner, catalogue, t, here) for partner in ordered]
    )
    text = _text(
        _heading(city, t),
        t.html("listing", summary=_summary(partners, catalogue, t), listing=listing),
        *_named_by_others(city, catalogue, t),
        *source_line(catalogue, t),
    )
    rows = in_pairs(buttons) + (back_row(back, catalogue, t) or _lists_row(city, t, here))
    return Screen(text, rows)


def _partner_card(partner: Place, catalogue: Catalogue, t: Translator, back: Trail) -> Screen:
    cities = t.by_name(catalogue.cities_of(partner))
    here = (ShowPlace(partner.id), *back)
    rows = (
        *in_pairs(
            [link(city, catalogue, t, here) for city in cities]
            if len(cities) <= MAX_TWINS_A_PAGE
            else _part_buttons(partner, catalogue, t, here)
        ),
        (country_link(partner.country, catalogue, t, here),),
        *(back_row(back, catalogue, t) or home_row(t, here)),
    )
    text = _text(_heading(partner, t), _twinned_with(cities, t), *source_line(catalogue, t))
    return Screen(text, rows)


def _twinned_with(cities: Sequence[Place], t: Translator) -> Markup:
    if len(cities) <= MAX_CITIES_IN_WORDS:
        bold = [Markup("<b>{}</b>").format(t.genitive(city)) for city in cities]
        return t.html("twinned-with", cities=t.listed(bold))
    summary = t.count("twinned-with-cities", len(cities))
    return t.html("twinned-with-many", summary=summary, cities=names(cities, t))


def _heading(place: Place, t: Translator) -> Markup:
    """The name; below it where it lies, and its name in the other language."""
    flag = countries()[place.country].flag
    where = t.region(place) or f"{flag} {t.country(place.country)}"
    return t.html(
        "place-heading", name=t.place(place), where=where, other=place.name_beside(t.lang)
    )


def _summary(partners: Sequence[Place], catalogue: Catalogue, t: Translator) -> str:
    """How many they are: «Один побратим», «5 побратимов», «47 побратимов в 37 странах»."""
    number = len(partners)
    if number <= MAX_PARTNER_BUTTONS:
        return t.text("one-partner") if number == 1 else t.count("partners", number)
    abroad = {partner.country for partner in partners} - catalogue.home
    if not abroad:
        return t.count("partners", number)
    summary = {
        "partners": t.count("partners", number),
        "countries": t.count("in-countries", len(abroad)),
    }
    if any(partner.country in catalogue.home for partner in partners):
        return t.text("partners-in-countries-and-home", **summary)
    return t.text("partners-in-countries", **summary)


def _lines_by_country(partners: Sequence[Place], t: Translator) -> list[Markup]:
    return [
        t.html("city-country-line", country=country_name(code, t), partners=names(places, t))
        for code, places in by_country(partners, t)
    ]


def _lines_by_part(partners: Sequence[Place], t: Translator) -> list[Markup]:
    return [
        t.html(
            "city-part-line",
            part=t.part(part),
            number=len(places),
            partners=in_a_line(flagged(place, t) for place in t.by_name(places)),
        )
        for part, places in _by_part(partners)
    ]


def _part_buttons(city: Place, catalogue: Catalogue, t: Translator, here: Trail) -> list[Button]:
    """A button for each part of the world; one partner alone is its own button."""
    buttons = []
    for part, places in _by_part(_twins(city, catalogue)):
        if len(places) == 1:
            buttons.append(link(places[0], catalogue, t, here))
        else:
            label = t.text("button-part", part=t.part(part), number=len(places))
            buttons.append(Button(label, pack(ShowPart(city.id, part), here)))
    return buttons


def _twins(place: Place, catalogue: Catalogue) -> tuple[Place, ...]:
    """A city's partners, another place's Russian cities."""
    return catalogue.partners_of(place) or catalogue.cities_of(place)


def _by_part(partners: Sequence[Place]) -> list[tuple[Part, list[Place]]]:
    """The parts of the world that have any, in the usual order."""
    parts = {part: [place for place in partners if _part(place) is part] for part in Part}
    return [(part, places) for part, places in parts.items() if places]


def _part(place: Place) -> Part:
    return countries()[place.country].part


def _named_by_others(city: Place, catalogue: Catalogue, t: Translator) -> list[Markup]:
    """The list is not symmetrical: some cities are named by others that they do not name."""
    own = catalogue.partners_of(city)
    others = [other for other in catalogue.cities_of(city) if other not in own]
    return [t.html("city-named-by", cities=names(others, t))] if others else []


def _lists_row(city: Place, t: Translator, here: Trail) -> Rows:
    """Where a card that was asked for by name leads: the lists it stands in, and back."""
    letter = t.letter(city)
    return (
        (
            Button(t.text("button-cities-on", letter=letter), pack(ListCities(letter), here)),
            Button(t.text("button-countries"), pack(ListCountries(), here)),
        ),
    )


def _text(*paragraphs: Markup) -> Markup:
    return Markup("\n\n").join(paragraphs)
