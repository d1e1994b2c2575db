"""Choosing what to compare a place with, without typing: a letter, then a place."""

from bot.i18n import Translator
from bot.views.callbacks import ChooseOther, ShowPair, ShowPlace, pack
from bot.views.labels import in_pairs, in_rows
from bot.views.parts import Trail, back_row, clamp, page_rows, pages_of, place_label
from bot.views.screen import Button, Screen
from storage.catalogue import Catalogue
from storage.model import Place

LETTERS_A_ROW = 6
MAX_PLACES_A_PAGE = 13


def other_page(at: ChooseOther, catalogue: Catalogue, t: Translator, back: Trail = ()) -> Screen:
    """The places of a letter; without one, or with one that has none, the letters."""
    place = catalogue.places[at.id]
    others = [it for it in t.by_name(catalogue.places.values()) if it != place]
    begun = [it for it in others if t.letter(it) == at.letter]
    if not begun:
        return _letters(place, others, catalogue, t, back)
    pages = pages_of(begun, MAX_PLACES_A_PAGE)
    at = ChooseOther(at.id, at.letter, clamp(at.page, len(pages)))
    buttons = [
        Button(place_label(it, catalogue, t), pack(ShowPair(at.id, it.id), (at, *back)))
        for it in pages[at.page]
    ]
    names = [[it.name(t.lang) for it in page] for page in pages]
    rows = (
        *in_pairs(buttons),
        *page_rows(names, at.page, lambda page: ChooseOther(at.id, at.letter, page), back),
        (Button(t.text("button-letters"), pack(ChooseOther(at.id), back)),),
    )
    return Screen(t.html("compare", place=t.place(place)), rows)


def _letters(
    place: Place, others: list[Place], catalogue: Catalogue, t: Translator, back: Trail
) -> Screen:
    letters = dict.fromkeys(map(t.letter, others))
    buttons = [Button(letter, pack(ChooseOther(place.id, letter), back)) for letter in letters]
    way_back = back_row(back or (ShowPlace(place.id),), catalogue, t)
    text = t.html("compare-letters", place=t.place(place))
    return Screen(text, in_rows(buttons, LETTERS_A_ROW) + way_back)
