"""Places asked for together: whether they are twins, and what they share."""

from collections.abc import Sequence
from itertools import combinations

from markupsafe import Markup

from bot.i18n import Translator
from bot.views.callbacks import ShowChain, ShowPair, ShowPlace, pack
from bot.views.labels import in_pairs
from bot.views.parts import (
    Trail,
    back_row,
    country_name,
    flagged,
    home_row,
    place_label,
    source_line,
)
from bot.views.screen import Button, Rows, Screen
from storage.catalogue import Catalogue
from storage.model import Place

MAX_SHARED = 12  # places or countries that are worth naming


def pair_page(
    places: Sequence[Place], catalogue: Catalogue, t: Translator, back: Trail = ()
) -> Screen:
    """Yes or no first; then the partners and countries that all of them share; a button to each."""
    paragraphs = [
        _verdict(places, catalogue, t),
        *_shared(places, catalogue, t),
        *source_line(catalogue, t),
    ]
    rows = (
        *in_pairs([card_below(place, catalogue, t) for place in places]),
        *_chain_row(places, catalogue, t, back),
        *(back_row(back, catalogue, t) or home_row(t)),
    )
    return Screen(Markup("\n\n").join(paragraphs), rows)


def card_below(place: Place, catalogue: Catalogue, t: Translator) -> Button:
    """The button that opens a card below what is shown now, which stays."""
    return Button(place_label(place, catalogue, t), pack(ShowPlace(place.id), anew=True))


def _chain_row(places: Sequence[Place], catalogue: Catalogue, t: Translator, back: Trail) -> Rows:
    """What joins two places that are no twins."""
    if len(places) != 2 or catalogue.are_twins(*places):
        return ()
    one, other = (place.id for place in places)
    here = (ShowPair(one, other), *back)
    return ((Button(t.text("button-chain"), pack(ShowChain(one, other), here)),),)


def _verdict(places: Sequence[Place], catalogue: Catalogue, t: Translator) -> Markup:
    twins = [pair for pair in combinations(places, 2) if catalogue.are_twins(*pair)]
    if len(places) == 2:
        one, other = (_shown(place, catalogue, t) for place in places)
        return (
            t.html("pair-yes", one=one, other=other)
            if twins
            else t.html("pair-no", one=one, other=other)
        )
    if not twins:
        return t.html("pair-none")
    told = [t.listed([_shown(place, catalogue, t) for place in pair]) for pair in twins]
    return t.html("pair-some", pairs=Markup("; ").join(told))


def _shared(places: Sequence[Place], catalogue: Catalogue, t: Translator) -> list[Markup]:
    """The twins that all have, else the countries in which all have some."""
    twins = [catalogue.twins_of(place) for place in places]
    common = t.by_name(set(twins[0]).intersection(*twins[1:]))[:MAX_SHARED]
    if common:
        return [t.html("pair-common-twins", places=", ".join(flagged(it, t) for it in common))]
    countries = set.intersection(*({twin.country for twin in them} for them in twins))
    named = sorted(countries, key=lambda code: t.sort_key(t.country(code)))[:MAX_SHARED]
    if not named:
        return []
    return [
        t.html("pair-common-countries", countries=", ".join(country_name(it, t) for it in named))
    ]


def _shown(place: Place, catalogue: Catalogue, t: Translator) -> Markup:
    return Markup("<b>{}</b>").format(place_label(place, catalogue, t))
