"""What lies near somebody: they tell where they are, and see the nearest places of the list."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.i18n import Translator
from bot.views.distances import away
from bot.views.labels import in_pairs
from bot.views.pair import card_below
from bot.views.parts import home_row, place_label, quoted
from bot.views.place import paragraphs
from bot.views.screen import Screen
from storage.catalogue import Catalogue
from storage.nearby import Away, Nearby


def ask_for_location(t: Translator, *, in_group: bool) -> Screen:
    """What `/near` asks: by a button in a private chat; in a group the bot hears replies only."""
    if in_group:
        return Screen(t.html("where-in-group"), force_reply=t.text("placeholder-where"))
    return Screen(t.html("where"), request_location=t.text("button-here"))


def near_page(found: Nearby, catalogue: Catalogue, t: Translator) -> Screen:
    """The nearest places with their distances and directions; a button to each."""
    abroad = [t.html("near-abroad", lines=_lines(found.abroad, catalogue, t))]
    cities = [t.html("near-cities", lines=_lines(found.cities, catalogue, t))]
    told = (abroad if found.abroad else []) + (cities if found.cities else [])
    buttons = [card_below(it.place, catalogue, t) for it in (*found.abroad, *found.cities)]
    return Screen(paragraphs(*told), in_pairs(buttons) + home_row(t))


def unknown_point(question: str, t: Translator) -> Screen:
    """The answer to `/near` with the name of a place of which nobody knows where it is."""
    return Screen(t.html("near-unknown", question=quoted(question)), home_row(t))


def _lines(places: Sequence[Away], catalogue: Catalogue, t: Translator) -> Markup:
    return Markup("\n").join(
        t.html("near-line", place=place_label(it.place, catalogue, t), away=away(it, t))
        for it in places
    )
