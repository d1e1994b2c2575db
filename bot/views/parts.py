"""What several screens share: links to places and countries, pages, and the way back."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.i18n import Translator
from bot.views.callbacks import (
    ListCities,
    ListCountries,
    ShowCountry,
    ShowHelp,
    ShowPlace,
    Tap,
    pack,
)
from bot.views.screen import Button
from storage.catalogue import Catalogue
from storage.countries import countries
from storage.model import Place

Trail = tuple[Tap, ...]  # the way back, nearest step first


def flagged(place: Place, t: Translator) -> str:
    """A place's name behind its country's flag."""
    return f"{countries()[place.country].flag} {t.place(place)}"


def country_name(code: str, t: Translator) -> str:
    """A country's name behind its flag."""
    return f"{countries()[code].flag} {t.country(code)}"


def names(places: Iterable[Place], t: Translator) -> str:
    """Names with commas between them."""
    return ", ".join(t.place(place) for place in places)


def link(place: Place, t: Translator, back: Trail = ()) -> Button:
    """The button that opens a place's card; only foreign ones need a flag."""
    label = t.place(place) if place.country == "RU" else flagged(place, t)
    return Button(label, pack(ShowPlace(place.id), back))


def clamp(page: int, pages: int) -> int:
    """A page that exists, whatever an old button asked for."""
    return max(0, min(page, pages - 1))


def pages_of(items: Sequence[object], size: int) -> int:
    """How many pages the items fill; one at least."""
    return max(1, -(-len(items) // size))


def page_row(
    at: ShowCountry | ListCountries, pages: int, back: Trail
) -> tuple[tuple[Button, ...], ...]:
    """Arrows to the pages beside this one, its number between; nothing for a single page."""
    if pages == 1:
        return ()

    def turn(label: str, page: int) -> Button:
        return Button(label, pack(replace(at, page=page), back))

    before = (turn("‹", at.page - 1),) if at.page > 0 else ()
    after = (turn("›", at.page + 1),) if at.page < pages - 1 else ()
    return ((*before, turn(f"{at.page + 1} / {pages}", at.page), *after),)


def back_row(back: Trail, catalogue: Catalogue, t: Translator) -> tuple[tuple[Button, ...], ...]:
    """The button that leads back, where there is a way; it carries the rest of the way."""
    if not back:
        return ()
    label = _step_label(back[0], catalogue, t)
    return ((Button(f"« {label}", pack(back[0], back[1:])),),) if label else ()


def _step_label(step: Tap, catalogue: Catalogue, t: Translator) -> str | None:
    match step:
        case ShowPlace(id):
            place = catalogue.places.get(id)
            return t.place(place) if place else None
        case ShowCountry(code):
            return t.country(code) if code in catalogue.countries else None
        case ListCountries():
            return t.text("button-countries")
        case ListCities():
            return t.text("button-cities")
        case ShowHelp():
            return t.text("button-help")
        case _:
            return None
