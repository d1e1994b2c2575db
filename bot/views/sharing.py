"""Passing on what a card tells: a button that shares it, one that copies its list."""

from collections.abc import Sequence

from bot.i18n import Translator
from bot.views.callbacks import CopyList, ShowPlace, pack
from bot.views.parts import Trail, back_row, clamp, page_rows, pages_of
from bot.views.screen import Button, CopyButton, Screen, ShareButton, can_be_copied
from storage.catalogue import Catalogue
from storage.model import Place

MAX_LINES_TO_COPY = 60  # of a message; few lists have more


def copy_buttons(place: Place, catalogue: Catalogue, t: Translator, here: Trail) -> list[Button]:
    """Copies a place's list, if it is one.

    A list that is too long for a button comes as a message, to be copied from there.
    """
    twins = _twins(place, catalogue, t)
    if len(twins) < 2:
        return []
    text, label = _listed(place, twins, catalogue, t), t.text("button-copy")
    if can_be_copied(text):
        return [CopyButton(label, text=text)]
    return [Button(label, pack(CopyList(place.id), here, anew=True))]


def share_button(places: Sequence[Place], catalogue: Catalogue, t: Translator) -> Button:
    """Begins the inline query for a place, or for several together, in a chat that is chosen."""
    if len(places) == 1:
        query = _whole_name(places[0], t.place_with_comma(places[0]), catalogue, t)
        return ShareButton(t.text("button-share"), query=query)
    return ShareButton(t.text("button-share"), query=", ".join(t.place(it) for it in places))


def list_to_copy(at: CopyList, catalogue: Catalogue, t: Translator, back: Trail = ()) -> Screen:
    """A page of a place's twins, a line each and nothing beside them."""
    place = catalogue.places[at.id]
    twins = _twins(place, catalogue, t)
    pages = pages_of(twins, MAX_LINES_TO_COPY)
    page = clamp(at.page, len(pages))
    begun = [[twin.name(t.lang) for twin in twins] for twins in pages]
    rows = (
        *page_rows(begun, page, lambda other: CopyList(at.id, other), back),
        *(back_row(back, catalogue, t) or back_row((ShowPlace(place.id),), catalogue, t)),
    )
    return Screen(t.html("list-to-copy", list=_listed(place, pages[page], catalogue, t)), rows)


def _listed(place: Place, twins: Sequence[Place], catalogue: Catalogue, t: Translator) -> str:
    named, *lines = (_whole_name(it, t.place(it), catalogue, t) for it in (place, *twins))
    return "\n".join([f"{named}:", *lines])


def _twins(place: Place, catalogue: Catalogue, t: Translator) -> list[Place]:
    return t.by_name(catalogue.partners_of(place) or catalogue.cities_of(place))


def _whole_name(place: Place, name: str, catalogue: Catalogue, t: Translator) -> str:
    """The name, and abroad the country: so it is understood where no card stands beside it."""
    if place.country in catalogue.home:
        return name
    return t.text("place-in-country", place=name, country=t.country(place.country))
