"""The shortest chain of twin towns between two places, or to what each of them is joined."""

from collections.abc import Sequence
from itertools import pairwise

from markupsafe import Markup

from bot.i18n import Translator
from bot.views.callbacks import ShowPair
from bot.views.distances import kilometres
from bot.views.labels import in_pairs
from bot.views.pair import card_below
from bot.views.parts import Trail, back_row, in_a_line, place_label, source_line
from bot.views.place import paragraphs
from bot.views.screen import Screen
from storage.catalogue import Catalogue
from storage.chains import joined_to, shortest_chain
from storage.geography import distance_km
from storage.model import Place

MAX_UNFOLDED = 6  # places; a longer chain folds, or it fills a phone's screen
MAX_JOINED = 12  # places that are worth naming


def chain_page(
    one: Place, other: Place, catalogue: Catalogue, t: Translator, back: Trail = ()
) -> Screen:
    """The chain with its kilometres, and a button to each place between the two."""
    chain = shortest_chain(one, other, catalogue)
    heading = t.html(
        "chain-heading",
        one=place_label(one, catalogue, t),
        other=place_label(other, catalogue, t),
    )
    told = (
        t.html("chain", heading=heading, summary=_summary(chain, t))
        if chain
        else t.html("chain", heading=heading, summary=t.text("chain-none"))
    )
    listing = _links(chain, catalogue, t) if chain else _joined(one, other, catalogue, t)
    buttons = [card_below(place, catalogue, t) for place in chain[1:-1] or (one, other)]
    there = (ShowPair(one.id, other.id), *(step for step in back if not isinstance(step, ShowPair)))
    return Screen(
        paragraphs(told, listing, *source_line(catalogue, t)),
        in_pairs(buttons) + back_row(there, catalogue, t),
    )


def _summary(chain: Sequence[Place], t: Translator) -> str:
    km = kilometres(sum(distance_km(here.at, there.at) for here, there in pairwise(chain)), t)
    return t.count("chain-links", len(chain) - 1, km=km)


def _links(chain: Sequence[Place], catalogue: Catalogue, t: Translator) -> Markup:
    """A line for each place, with the way to it from the one before."""
    lines = [t.html("chain-first", place=place_label(chain[0], catalogue, t))]
    for here, there in pairwise(chain):
        km = kilometres(distance_km(here.at, there.at), t)
        lines.append(t.html("chain-line", place=place_label(there, catalogue, t), km=km))
    listing = Markup("\n").join(lines)
    return t.html("folded", listing=listing) if len(chain) > MAX_UNFOLDED else listing


def _joined(one: Place, other: Place, catalogue: Catalogue, t: Translator) -> Markup:
    """How far the chains of each of the two lead."""
    lines = []
    for place in (one, other):
        places = joined_to(place, catalogue)
        few = len(places) <= MAX_JOINED
        named = in_a_line(place_label(it, catalogue, t) for it in t.by_name(places))
        to = named if few else t.count("places", len(places))
        shown = place_label(place, catalogue, t)
        lines.append(
            t.html("chain-joined-few", place=shown, places=to)
            if few
            else t.html("chain-joined", place=shown, places=to)
        )
    return Markup("\n").join(lines)
