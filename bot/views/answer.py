"""What a question came to: a card, a choice, offers, or a kind word."""

from dataclasses import replace

from markupsafe import Markup

from bot.i18n import Translator
from bot.views.callbacks import ListCities, ListCountries, ShowCountry, ShowPlace, pack
from bot.views.country import country_page
from bot.views.parts import flagged, link
from bot.views.place import country_card, place_card
from bot.views.screen import Button, Screen, in_rows
from storage.catalogue import Catalogue
from storage.model import NameKind, Place
from storage.search.answer import (
    Answer,
    Choices,
    Found,
    Nothing,
    Suggestions,
    WholeCountry,
    WordKind,
)
from storage.search.normalize import fold
from storage.search.search import MAX_QUESTION_CHARACTERS

EXAMPLES = ("tula", "sochi", "kiel")  # ids that the list is sure to keep
MAX_QUOTED_CHARACTERS = 60  # characters of a question that are worth repeating


def answer(found: Answer, question: str, catalogue: Catalogue, t: Translator) -> Screen:
    """The screen for what the search understood."""
    match found:
        case Found():
            return _card(found, catalogue, t)
        case WholeCountry(code):
            return country_page(ShowCountry(code), catalogue, t)
        case Choices(places):
            return _offer(t.html("choices"), places, t)
        case Suggestions(places, elsewhere=True):
            return _offer(t.html("suggestions-elsewhere", question=quoted(question)), places, t)
        case Suggestions(places):
            return _offer(t.html("suggestions"), places, t)
        case Nothing():
            return Screen(_nothing(found, question, t), examples(catalogue, t))


def _card(found: Found, catalogue: Catalogue, t: Translator) -> Screen:
    """The card of the place, below a line on how it was understood where that was not plain."""
    place = found.place
    if found.country:
        card = country_card(place, found.country, catalogue, t)
    else:
        card = place_card(place, catalogue, t)
    remark = None
    if found.known_as and found.known_as.kind is NameKind.FORMER:
        remark = t.html("once-called", old=found.known_as.text, name=t.place(place))
    elif found.known_as:
        remark = t.html("also-called", old=found.known_as.text, name=t.place(place))
    elif found.guessed:
        shown = place.case(NameKind.ACCUSATIVE, t.lang)
        remark = t.html("guessed", name=shown)
    return replace(card, text=Markup("\n\n").join([remark, card.text])) if remark else card


def _nothing(found: Nothing, question: str, t: Translator) -> Markup:
    """A kind word to what is not in the list."""
    if found.said is WordKind.HELLO:
        return t.html("hello")
    if found.said is WordKind.THANKS:
        return t.html("welcome-thanks")
    if len(question) > MAX_QUESTION_CHARACTERS:
        return t.html("too-long", limit=MAX_QUESTION_CHARACTERS)
    if not fold(question):
        return t.html("no-name")  # emoji, punctuation, invisible marks
    if found.elsewhere:
        return t.html("elsewhere", question=quoted(question))
    return t.html("nothing-found", question=quoted(question))


def quoted(question: str) -> str:
    """A question as far as it is worth repeating."""
    words = " ".join(question.split())
    return words if len(words) <= MAX_QUOTED_CHARACTERS else words[:MAX_QUOTED_CHARACTERS] + "…"


def ask_for_place(catalogue: Catalogue, t: Translator, *, in_group: bool) -> Screen:
    """What `/twins` alone asks; in a group the bot sees only replies, so it forces one."""
    if in_group:
        return Screen(t.html("ask-for-place"), force_reply=t.text("placeholder"))
    return Screen(t.html("ask-for-place"), examples(catalogue, t))


def examples(catalogue: Catalogue, t: Translator) -> tuple[tuple[Button, ...], ...]:
    """Places to try, and the two lists."""
    places = [catalogue.places[id] for id in EXAMPLES if id in catalogue.places]
    return (
        tuple(Button(flagged(place, t), pack(ShowPlace(place.id))) for place in places),
        (
            Button(t.text("button-cities"), pack(ListCities())),
            Button(t.text("button-countries"), pack(ListCountries())),
        ),
    )


def _offer(text: Markup, places: tuple[Place, ...], t: Translator) -> Screen:
    return Screen(text, in_rows([link(place, t) for place in places], 1))
