"""Browsing by buttons, and the commands that open the same screens."""

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update

from bot.context import Context, Services
from bot.handlers.reply import show
from bot.i18n import Translator
from bot.views.answer import others_page
from bot.views.callbacks import (
    ChooseOther,
    CopyList,
    ListCities,
    ListCountries,
    ShowAbout,
    ShowChain,
    ShowCountry,
    ShowFact,
    ShowGroup,
    ShowHelp,
    ShowNarrowed,
    ShowOthers,
    ShowPair,
    ShowPart,
    ShowPlace,
    ShowStats,
    Tap,
)
from bot.views.chain import chain_page
from bot.views.cities import city_list
from bot.views.compare import other_page
from bot.views.country import country_list, country_page, group_page
from bot.views.narrowed import narrowed_card, part_page
from bot.views.pages import about_page, help_page
from bot.views.pair import pair_page
from bot.views.parts import Trail
from bot.views.place import place_card
from bot.views.screen import Screen
from bot.views.sharing import list_to_copy
from bot.views.wander import fact_page, stats_page
from storage.catalogue import Catalogue
from storage.countries import countries
from storage.groups import groups


def opener(tap: Tap) -> Callable[[Update, Context], Coroutine[Any, Any, None]]:
    """A handler for the command that shows what a button would."""

    async def open_screen(update: Update, context: Context) -> None:
        t = await context.translator(update)
        if screen := render(tap, (), context.services, t):
            await show(update, context, screen)

    return open_screen


def render(tap: Tap, back: Trail, services: Services, t: Translator) -> Screen | None:
    """The screen a button leads to; None where that exists no more."""
    return services.screen((tap, back), t, lambda: _made(tap, back, services.catalogue, t))


def _made(tap: Tap, back: Trail, catalogue: Catalogue, t: Translator) -> Screen | None:
    """The screens of one place or two, else a list or a page."""
    places = catalogue.places
    match tap:
        case ShowPlace(id) if id in places:
            return place_card(places[id], catalogue, t, back)
        case ShowPart(id) if id in places:
            return part_page(tap, catalogue, t, back)
        case ShowNarrowed(id, code, page) if id in places and code in countries():
            return narrowed_card(places[id], code, catalogue, t, back, page=page)
        case CopyList(id) if id in places:
            return list_to_copy(tap, catalogue, t, back)
        case ShowOthers():
            return others_page(tap, catalogue, t)
        case ChooseOther(id) if id in places:
            return other_page(tap, catalogue, t, back)
        case ShowPair(one, other) if one != other and {one, other} <= places.keys():
            return pair_page((places[one], places[other]), catalogue, t, back)
        case ShowChain(one, other) if one != other and {one, other} <= places.keys():
            return chain_page(places[one], places[other], catalogue, t, back)
        case _:
            return _page(tap, back, catalogue, t)


def _page(tap: Tap, back: Trail, catalogue: Catalogue, t: Translator) -> Screen | None:
    match tap:
        case ShowCountry(code) if code in catalogue.countries:
            return country_page(tap, catalogue, t, back)
        case ShowGroup(id) if id in groups():
            return group_page(tap, catalogue, t, back)
        case ListCountries():
            return country_list(tap, catalogue, t, back)
        case ListCities():
            return city_list(tap, catalogue, t, back)
        case ShowFact():
            return fact_page(tap, catalogue, t)
        case ShowStats():
            return stats_page(catalogue, t)
        case ShowHelp():
            return help_page(catalogue, t)
        case ShowAbout():
            return about_page(catalogue, t)
        case _:
            return None
