"""Links to the bot, `t.me/BOT?start=…`: what they name, in whatever case and spelling."""

import re

from bot.context import Services
from bot.handlers.browse import render
from bot.i18n import Translator
from bot.views.answer import answer
from bot.views.callbacks import (
    ListCities,
    ListCountries,
    ShowAbout,
    ShowCountry,
    ShowHelp,
    ShowPlace,
    Tap,
)
from bot.views.inline import inline_help
from bot.views.screen import Screen
from storage.search.answer import Answer, Found, Nothing, Pair, Suggestions, WholeCountry
from storage.search.normalize import fold

CODE = 2  # letters of a country's code
INLINE = "inline"  # where the button above the results of an inline query leads
# Links take Latin letters, digits, - and _ alone: a name has either of the two for its spaces, and
# between the names of a pair stands _.
BETWEEN = re.compile(r"[_\s]+")
KIND = re.compile(r"^(?:map|country|pair)[-_ ]+", re.IGNORECASE)  # what a link may say first
PAGES: dict[str, Tap] = {
    "help": ShowHelp(),
    "about": ShowAbout(),
    "cities": ListCities(),
    "countries": ListCountries(),
}


def linked(payload: str, services: Services, t: Translator) -> Screen | None:
    """What a link names: a place by its id or any name, a country, a pair, a page; or None."""
    named = BETWEEN.sub(" ", payload).strip()
    if named.casefold() == INLINE:
        return inline_help(services.catalogue, t)
    if page := PAGES.get(named.casefold()):
        return render(page, (), services, t)
    for words in dict.fromkeys((payload, KIND.sub("", payload))):
        if screen := _named(words, services, t):
            return screen
    return None


def _named(payload: str, services: Services, t: Translator) -> Screen | None:
    words = BETWEEN.sub(" ", payload).strip()
    if len(words) == CODE and (country := render(ShowCountry(words.upper()), (), services, t)):
        return country
    if card := render(ShowPlace(fold(words).replace(" ", "-")), (), services, t):
        return card
    if pair := _pair(payload, services):
        return answer(pair, words, services.catalogue, t)
    found = services.search.ask(words)
    return None if _is_guess(found) else answer(found, words, services.catalogue, t)


def _pair(payload: str, services: Services) -> Answer | None:
    """Places that stand together, by ids or names: `tula_kerch`, `Spb_Kiel`."""
    parts = [part for part in BETWEEN.split(payload) if fold(part)]
    ids = [fold(part).replace(" ", "-") for part in parts]
    places = [services.catalogue.places[id] for id in ids if id in services.catalogue.places]
    if len(parts) > 1 and len(places) == len(parts):
        return services.search.meaning.of_pair([[place] for place in places])
    found = services.search.ask(", ".join(parts))
    return found if isinstance(found, Pair) else None


def _is_guess(found: Answer) -> bool:
    return isinstance(found, Suggestions | Nothing) or (
        isinstance(found, Found | WholeCountry) and found.guessed
    )
