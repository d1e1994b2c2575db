"""A place's twins in one country, a group of countries or a part of the world alone."""

from markupsafe import Markup

from bot.i18n import Translator
from bot.views.callbacks import ShowCountry, ShowNarrowed, ShowPart, ShowPlace, pack
from bot.views.labels import in_pairs
from bot.views.parts import (
    Trail,
    back_row,
    by_country,
    clamp,
    country_link,
    country_name,
    home_row,
    link,
    linked_names,
    page_rows,
    pages_of,
    source_line,
)
from bot.views.place import (
    MAX_PARTNER_BUTTONS,
    MAX_TWINS_A_PAGE,
    MAX_UNFOLDED_LINES,
    heading,
    lines_by_country,
    paragraphs,
    part_of,
    place_card,
    summary_of,
    twins_of,
)
from bot.views.screen import Button, Screen
from storage.catalogue import Catalogue
from storage.groups import groups
from storage.model import Place


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
        line = t.html("city-country-line", country=country, partners=linked_names(partners, t))
    else:
        line = t.html("city-country-none", country=country)
    pages = pages_of(partners, MAX_TWINS_A_PAGE)
    page = clamp(page, len(pages))
    here = (ShowNarrowed(city.id, code, page), *back)
    begun = [[place.name(t.lang) for place in places] for places in pages]
    rows = (
        *in_pairs([link(partner, catalogue, t, here) for partner in pages[page]]),
        *page_rows(begun, page, lambda other: ShowNarrowed(city.id, code, other), back),
        *(
            (country_link(code, catalogue, t, here, page=ShowCountry.OWN if partners else 0),)
            for _ in [0]
            if catalogue.twinnings_in(code)
        ),
        _whole(city, t),
        *(back_row(back, catalogue, t) or home_row(t, here)),
    )
    return Screen(paragraphs(heading(city, t), line, *source_line(catalogue, t)), rows)


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
        listing = Markup("\n").join(lines_by_country(partners, t))
        if len(partners) > MAX_UNFOLDED_LINES:
            listing = t.html("folded", listing=listing)
        summary = t.text("of-part", part=name, summary=summary_of(partners, catalogue, t))
        told = t.html("listing", summary=summary, listing=listing)
    else:
        told = t.html("city-country-none", country=name)
    return Screen(paragraphs(heading(city, t), told, *source_line(catalogue, t)), rows)


def part_page(at: ShowPart, catalogue: Catalogue, t: Translator, back: Trail = ()) -> Screen:
    """A page of a place's twins in one part of the world, as buttons."""
    city = catalogue.places[at.id]
    partners = t.by_name(p for p in twins_of(city, catalogue) if part_of(p) is at.part)
    if not partners:  # a button of an older list
        return place_card(city, catalogue, t, back)
    pages = pages_of(partners, MAX_PARTNER_BUTTONS)
    page = clamp(at.page, len(pages))
    here = (ShowPart(at.id, at.part, page), *back)
    text = t.html(
        "part-page",
        city=t.place(city),
        part=t.part(at.part),
        summary=summary_of(partners, catalogue, t),
    )
    shown = [[place.name(t.lang) for place in places] for places in pages]
    rows = (
        *in_pairs([link(partner, catalogue, t, here) for partner in pages[page]]),
        *page_rows(shown, page, lambda other: ShowPart(at.id, at.part, other), back),
        *(back_row(back, catalogue, t) or back_row((ShowPlace(city.id),), catalogue, t)),
    )
    return Screen(paragraphs(text, *source_line(catalogue, t)), rows)


def _whole(city: Place, t: Translator) -> tuple[Button, ...]:
    label = t.text("button-all-partners", city=t.place(city))
    return (Button(label, pack(ShowPlace(city.id))),)
