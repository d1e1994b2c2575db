"""Inline mode: what is offered while somebody types `@bot Tul` in any chat, and its messages."""

from dataclasses import dataclass, replace

from bot.i18n import Translator
from bot.views.callbacks import LANGUAGE_END, MAX_CALLBACK_BYTES, STEP_SEPARATOR
from bot.views.group import for_group
from bot.views.pages import examples
from bot.views.pair import pair_verdict
from bot.views.parts import country_name, flagged, names
from bot.views.screen import Screen, ShareButton
from storage.catalogue import Catalogue
from storage.groups import groups
from storage.model import Place
from storage.search.answer import Found, Pair, WholeCountry, WholeGroup
from storage.search.completion import Complete

COMMAND_BESIDE = " · /about"  # in other chats nobody would answer it


@dataclass(frozen=True, slots=True)
class Article:
    """A line of the results: a title with a flag, what is told below it, the message it sends."""

    title: str
    description: str
    screen: Screen


def article(found: Complete, screen: Screen, catalogue: Catalogue, t: Translator) -> Article:
    """The line for an answer; `screen` is the answer's, for any chat."""
    match found:
        case Found(place, country=str() as code):
            twins = [it for it in catalogue.twins_of(place) if it.country == code]
            told = names(twins, t) or t.text("city-country-none", country=t.country(code))
            title = t.text("offer", place=flagged(place, t), context=t.country(code))
        case Found(place, group=str() as group):
            name, members = groups()[group].name(t.lang), groups()[group].members
            twins = [it for it in catalogue.twins_of(place) if it.country in members]
            title, told = t.text("offer", place=flagged(place, t), context=name), names(twins, t)
        case Found(place):
            title, told = flagged(place, t), _told_of(place, catalogue, t)
        case WholeCountry(code):
            title, told = country_name(code, t), t.count("pairs", catalogue.pairs_in(code))
        case WholeGroup(group):
            pairs = sum(catalogue.pairs_in(code) for code in groups()[group].members)
            title, told = f"🌍 {groups()[group].name(t.lang)}", t.count("pairs", pairs)
        case Pair(places):
            title = names(places, t)
            told = pair_verdict(places, catalogue, t).striptags()
    return Article(title, told, screen)


def for_any_chat(screen: Screen, language: str | None) -> Screen:
    """A screen as it is sent into any chat: short, as in a group, and of one language for all.

    Telegram does not show the bot its messages there, so their buttons tell it the language.
    """
    screen = for_group(screen)
    text = screen.text.replace(COMMAND_BESIDE, "")
    if language is None:
        return replace(screen, text=text)
    rows = tuple(
        tuple(replace(it, data=in_language(it.data, language)) if it.data else it for it in row)
        for row in screen.rows
    )
    return replace(screen, text=text, rows=rows)


def in_language(data: str, language: str) -> str:
    """A button's data that tells its message's language; the oldest steps give way to it."""
    steps = data.split(STEP_SEPARATOR)
    while steps:
        longer = language + LANGUAGE_END + STEP_SEPARATOR.join(steps)
        if len(longer.encode()) <= MAX_CALLBACK_BYTES:
            return longer
        steps.pop()
    return data


def inline_help(catalogue: Catalogue, t: Translator) -> Screen:
    """How to ask in any chat, and the way back to that from which one came."""
    search = ((ShareButton(t.text("button-search-there"), query="", returns=True),),)
    return Screen(t.html("inline-help", bot=t.bot), search + examples(catalogue, t))


def _told_of(place: Place, catalogue: Catalogue, t: Translator) -> str:
    """Where a city lies and how many twins it has; a partner's country and Russian cities."""
    if catalogue.is_city(place):
        where = t.region(place) or t.country(place.country)
        return t.text("offer", place=where, context=t.count("partners", catalogue.twins(place)))
    cities = names(t.by_name(catalogue.cities_of(place)), t)
    return t.text("offer", place=t.country(place.country), context=cities)
