"""Places asked for together: whether they are twins, and what they share."""

from collections.abc import Sequence
from itertools import combinations

from markupsafe import Markup

from bot.i18n import Translator
from bot.views.callbacks import ShowChain, ShowPair, ShowPairMap, ShowPlace, pack
from bot.views.labels import in_pairs
from bot.views.parts import (
    Trail,
    back_row,
    country_name,
    flagged,
    home_row,
    map_button,
    place_label,
    source_line,
)
from bot.views.screen import Button, Screen
from bot.views.sharing import share_button
from storage.catalogue import Catalogue
from storage.model import Place

MAX_SHARED = 12  # places or countries that are worth naming


def pair_page(
    places: Sequence[Place], catalogue: Catalogue, t: Translator, back: Trail = ()
) -> Screen:
    """Yes or no first; then the partners and countries that all of them share; a button to each."""
    paragraphs = [
        pair_verdict(places, catalogue, t),
        *_shared(places, catalogue, t),
        *source_line(catalogue, t),
    ]
    buttons = [
        *(card_below(place, catalogue, t) for place in places),
        *_ways_between(places, catalogue, t, back),
        share_button(places, catalogue, t),
    ]
    rows = (*in_pairs(buttons), *(back_row(back, catalogue, t) or home_row(t)))
    return Screen(Markup("\n\n").join(paragraphs), rows)


def card_below(place: Place, catalogue: Catalogue, t: Translator) -> Button:
    """The button that opens a card below what is shown now, which stays."""
    return Button(place_label(place, catalogue, t), pack(ShowPlace(place.id), anew=True))


def _ways_between(
    places: Sequence[Place], catalogue: Catalogue, t: Translator, back: Trail
) -> list[Button]:
    """The map of two places, and what joins them if they are no twins."""
    if len(places) != 2:
        return []
    one, other = (place.id for place in places)
    to_map, here = map_button(ShowPairMap(one, other), t), (ShowPair(one, other), *back)
    chain = Button(t.text("button-chain"), pack(ShowChain(one, other), here))
    return [to_map] if catalogue.are_twins(*places) else [chain, to_map]


def pair_verdict(places: Sequence[Place], catalogue: Catalogue, t: Translator) -> Markup:
    """Whether they are twins, or which of them are."""
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
