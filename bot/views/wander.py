"""Wandering: a card with a reason to look at it, and the list in figures."""

from collections.abc import Iterable

from markupsafe import Markup

from bot.i18n import Translator
from bot.views.callbacks import ListCountries, ShowFact, ShowStats, pack
from bot.views.distances import kilometres
from bot.views.labels import in_pairs
from bot.views.parts import country_link, country_name, home_row, link, place_label, source_line
from bot.views.place import paragraphs, place_card
from bot.views.screen import Button, Screen
from storage.catalogue import Catalogue
from storage.facts import Fact, FactKind, facts_of

TOLD_IN_STATS = (FactKind.FARTHEST_PAIR,)
MOST = 5  # cities and countries that have the most twins
N_ = str  # marks a key for extraction; it is translated where it is shown

FACTS = {
    FactKind.FARTHEST_PAIR: N_("fact-farthest-pair"),
    FactKind.NEAREST_PAIR: N_("fact-nearest-pair"),
    FactKind.SAME_LATITUDE: N_("fact-same-latitude"),
    FactKind.MUTUAL: N_("fact-mutual"),
    FactKind.ONLY_IN_COUNTRY: N_("fact-only-in-country"),
    FactKind.ONLY_TWIN: N_("fact-only-twin"),
    FactKind.MOST_TWINS: N_("fact-most-twins"),
    FactKind.MOST_CITIES: N_("fact-most-cities"),
    FactKind.MOST_COUNTRIES: N_("fact-most-countries"),
    FactKind.MOST_PARTS: N_("fact-most-parts"),
    FactKind.NORTHERNMOST_CITY: N_("fact-northernmost-city"),
    FactKind.SOUTHERNMOST_CITY: N_("fact-southernmost-city"),
    FactKind.NORTHERNMOST_ABROAD: N_("fact-northernmost-abroad"),
    FactKind.SOUTHERNMOST_ABROAD: N_("fact-southernmost-abroad"),
}


def fact_page(at: ShowFact, catalogue: Catalogue, t: Translator) -> Screen | None:
    """A card below the reason to look at it; None where the list gives no reason at all."""
    facts = facts_of(catalogue)
    if not facts:
        return None
    number = at.number % len(facts)
    card = place_card(facts[number].place, catalogue, t, brief=True)
    ways_on = (
        Button(t.text("button-another"), pack(ShowFact((number + 1) % len(facts)))),
        Button(t.text("button-countries"), pack(ListCountries())),
    )
    text = paragraphs(_reason(facts[number], catalogue, t), card.text)
    return Screen(text, (*card.rows[:-1], ways_on))


def _reason(fact: Fact, catalogue: Catalogue, t: Translator) -> Markup:
    return t.html(
        FACTS[fact.kind],
        place=place_label(fact.place, catalogue, t),
        other=place_label(fact.other, catalogue, t) if fact.other else "",
        km=kilometres(fact.number, t),
        number=round(fact.number),
    )


def stats_page(catalogue: Catalogue, t: Translator) -> Screen:
    """The list in figures: how much there is, who has the most, who is the farthest."""
    cities = sorted(t.by_name(catalogue.cities), key=catalogue.twins, reverse=True)[:MOST]
    countries = sorted(catalogue.abroad, key=catalogue.pairs_in, reverse=True)[:MOST]
    told = paragraphs(
        t.html(
            "stats-totals",
            pairs=t.count("pairs", len(catalogue.pairs)),
            cities=t.count("cities-and-districts", len(catalogue.cities)),
            countries=t.count("in-countries", len(catalogue.abroad)),
        ),
        _ranked(t.text("stats-cities"), ((t.place(it), catalogue.twins(it)) for it in cities), t),
        _ranked(
            t.text("stats-countries"),
            ((country_name(it, t), catalogue.pairs_in(it)) for it in countries),
            t,
        ),
        *(_reason(it, catalogue, t) for it in facts_of(catalogue) if it.kind in TOLD_IN_STATS),
        *source_line(catalogue, t),
    )
    here = (ShowStats(),)
    buttons = [link(it, catalogue, t, here) for it in cities[:1]]
    buttons += [country_link(it, catalogue, t, here) for it in countries[:1]]
    return Screen(told, in_pairs(buttons) + home_row(t, here))


def _ranked(title: str, most: Iterable[tuple[str, int]], t: Translator) -> Markup:
    lines = [t.html("stats-line", name=name, number=number) for name, number in most]
    return t.html("stats-ranked", title=title, lines=Markup("\n").join(lines))
