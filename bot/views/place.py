"""The card of a place: a city with its partners, or a partner with its Russian cities."""

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from bot.i18n import Translator
from bot.views.actions import MAX_ACTION_ROWS, action_rows
from bot.views.callbacks import ListCities, ListCountries, ShowPart, ShowPlace, pack
from bot.views.labels import in_pairs, lines_needed
from bot.views.parts import (
    Trail,
    back_row,
    by_country,
    country_link,
    country_name,
    home_row,
    link,
    linked,
    linked_names,
    source_line,
)
from bot.views.phone import rows_below
from bot.views.screen import Button, Rows, Screen
from storage.catalogue import Catalogue
from storage.countries import Part, countries
from storage.model import Place

MAX_PARTNER_BUTTONS = 10  # more partners are shown by parts of the world
MAX_TWINS_A_PAGE = 40  # in one country; a list of one's own may have any number
MAX_UNFOLDED_LINES = 6  # a list of more lines than this folds, or the card fills a phone's screen
MAX_ROWS_OF_REMARK = 3  # that a remark above the card, and a button of its own, have the height of
MAX_LINKS = 80  # twins; Telegram formats the first hundred stretches of a text only
MAX_CITIES_IN_WORDS = 4  # of a partner, «Побратим Калининграда и Советска»; more are counted


def place_card(
    place: Place, catalogue: Catalogue, t: Translator, back: Trail = (), *, brief: bool = False
) -> Screen:
    """The card of any place of the catalogue. `brief`: it leaves room for a remark above it."""
    if catalogue.twins(place) > MAX_LINKS:
        t = replace(t, bot="")
    if catalogue.is_city(place):
        return _city_card(place, catalogue, t, back, brief=brief)
    return _partner_card(place, catalogue, t, back, brief=brief)


def _city_card(
    city: Place, catalogue: Catalogue, t: Translator, back: Trail, *, brief: bool
) -> Screen:
    partners = catalogue.partners_of(city)
    many = len(partners) > MAX_PARTNER_BUTTONS
    here = (ShowPlace(city.id), *back)
    ordered = [place for _, places in by_country(partners, t) for place in places]
    buttons = in_pairs(
        _part_buttons(city, catalogue, t, here)
        if many
        else [link(partner, catalogue, t, here) for partner in ordered]
    )
    lines = _lines_by_part(partners, t) if many else lines_by_country(partners, t)
    listing = Markup("\n").join(lines)
    taken = len(buttons) + 1 + MAX_ROWS_OF_REMARK * brief
    text = _city_text(city, listing, catalogue, t)
    if (
        many
        or sum(lines_needed(line.striptags()) for line in lines) > MAX_UNFOLDED_LINES
        or rows_below(text, taken) < MAX_ACTION_ROWS
    ):
        text = _city_text(city, t.html("folded", listing=listing), catalogue, t)
    rows = (
        *buttons,
        *action_rows(city, catalogue, t, here, most=rows_below(text, taken)),
        *(back_row(back, catalogue, t) or _lists_row(city, t, here)),
    )
    return Screen(text, rows)


def _city_text(city: Place, listing: Markup, catalogue: Catalogue, t: Translator) -> Markup:
    summary = summary_of(catalogue.partners_of(city), catalogue, t)
    return paragraphs(
        heading(city, t),
        t.html("listing", summary=summary, listing=listing),
        *_named_by_others(city, catalogue, t),
        *source_line(catalogue, t),
    )


def _partner_card(
    partner: Place, catalogue: Catalogue, t: Translator, back: Trail, *, brief: bool
) -> Screen:
    cities = t.by_name(catalogue.cities_of(partner))
    here = (ShowPlace(partner.id), *back)
    text = paragraphs(heading(partner, t), _twinned_with(cities, t), *source_line(catalogue, t))
    twins = (
        *in_pairs(
            [link(city, catalogue, t, here) for city in cities]
            if len(cities) <= MAX_TWINS_A_PAGE
            else _part_buttons(partner, catalogue, t, here)
        ),
        (country_link(partner.country, catalogue, t, here),),
    )
    most = rows_below(text, len(twins) + 1 + MAX_ROWS_OF_REMARK * brief)
    rows = (
        *twins,
        *action_rows(partner, catalogue, t, here, most=most),
        *(back_row(back, catalogue, t) or home_row(t, here)),
    )
    return Screen(text, rows)


def _twinned_with(cities: Sequence[Place], t: Translator) -> Markup:
    if len(cities) <= MAX_CITIES_IN_WORDS:
        bold = [Markup("<b>{}</b>").format(linked(city, t, t.genitive(city))) for city in cities]
        return t.html("twinned-with", cities=t.listed(bold))
    summary = t.count("twinned-with-cities", len(cities))
    return t.html("twinned-with-many", summary=summary, cities=linked_names(cities, t))


def heading(place: Place, t: Translator) -> Markup:
    """The name; below it where it lies, and its name in the other language."""
    flag = countries()[place.country].flag
    where = t.region(place) or f"{flag} {t.country(place.country)}"
    return t.html(
        "place-heading", name=t.place(place), where=where, other=place.name_beside(t.lang)
    )


def summary_of(partners: Sequence[Place], catalogue: Catalogue, t: Translator) -> str:
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


def lines_by_country(partners: Sequence[Place], t: Translator) -> list[Markup]:
    """A line for each country with its places, both in the reader's alphabetical order."""
    return [
        t.html("city-country-line", country=country_name(code, t), partners=linked_names(places, t))
        for code, places in by_country(partners, t)
    ]


def _lines_by_part(partners: Sequence[Place], t: Translator) -> list[Markup]:
    return [
        t.html(
            "city-part-line",
            part=t.part(part),
            number=len(places),
            partners=linked_names(t.by_name(places), t, flags=True),
        )
        for part, places in _by_part(partners)
    ]


def _part_buttons(city: Place, catalogue: Catalogue, t: Translator, here: Trail) -> list[Button]:
    """A button for each part of the world; one partner alone is its own button."""
    buttons = []
    for part, places in _by_part(twins_of(city, catalogue)):
        if len(places) == 1:
            buttons.append(link(places[0], catalogue, t, here))
        else:
            label = t.text("button-part", part=t.part(part), number=len(places))
            buttons.append(Button(label, pack(ShowPart(city.id, part), here)))
    return buttons


def twins_of(place: Place, catalogue: Catalogue) -> tuple[Place, ...]:
    """A city's partners, another place's Russian cities."""
    return catalogue.partners_of(place) or catalogue.cities_of(place)


def _by_part(partners: Sequence[Place]) -> list[tuple[Part, list[Place]]]:
    """The parts of the world that have any, in the usual order."""
    parts = {part: [place for place in partners if part_of(place) is part] for part in Part}
    return [(part, places) for part, places in parts.items() if places]


def part_of(place: Place) -> Part:
    """The part of the world that it lies in."""
    return countries()[place.country].part


def _named_by_others(city: Place, catalogue: Catalogue, t: Translator) -> list[Markup]:
    """The list is not symmetrical: some cities are named by others that they do not name."""
    own = catalogue.partners_of(city)
    others = [other for other in catalogue.cities_of(city) if other not in own]
    return [t.html("city-named-by", cities=linked_names(others, t))] if others else []


def _lists_row(city: Place, t: Translator, here: Trail) -> Rows:
    """Where a card that was asked for by name leads: the lists it stands in, and back."""
    letter = t.letter(city)
    return (
        (
            Button(t.text("button-cities-on", letter=letter), pack(ListCities(letter), here)),
            Button(t.text("button-countries"), pack(ListCountries(), here)),
        ),
    )


def paragraphs(*texts: Markup) -> Markup:
    """The parts of a message, a blank line between them."""
    return Markup("\n\n").join(texts)
