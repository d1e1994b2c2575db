"""What a question came to: a card, a choice, offers, or a kind word."""

from bot.callbacks import ListCities, ListCountries, ShowCountry, ShowPlace, pack
from bot.i18n import Translator
from bot.screen import Button, Screen, in_rows
from bot.views.country import country_page
from bot.views.parts import flagged, link
from bot.views.place import place_card
from storage.catalogue import Catalogue
from storage.model import Answer, Outcome
from storage.names import fold
from storage.search import LONGEST

EXAMPLES = ("tula", "sochi", "kiel")  # ids that the list is sure to keep
QUOTED = 60  # characters of a question that are worth repeating


def answer(found: Answer, question: str, catalogue: Catalogue, t: Translator) -> Screen:
    """The screen for what the search understood."""
    match found.outcome:
        case Outcome.FOUND:
            return place_card(found.places[0], catalogue, t)
        case Outcome.COUNTRY if found.country:
            return country_page(ShowCountry(found.country), catalogue, t)
        case Outcome.CHOICES:
            return _offer(t.html("choices"), found, t)
        case Outcome.SUGGESTIONS:
            return _offer(t.html("suggestions"), found, t)
        case _:
            return nothing_found(question, catalogue, t)


def nothing_found(question: str, catalogue: Catalogue, t: Translator) -> Screen:
    """A kind answer to what is not in the list, with ways on."""
    if len(question) > LONGEST:
        text = t.html("too-long", limit=LONGEST)
    elif not fold(question):
        text = t.html("no-name")  # emoji, punctuation, invisible marks
    else:
        quoted = " ".join(question.split())
        shown = quoted if len(quoted) <= QUOTED else quoted[:QUOTED] + "…"
        text = t.html("nothing-found", question=shown)
    return Screen(text, examples(catalogue, t))


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


def _offer(text: str, found: Answer, t: Translator) -> Screen:
    return Screen(text, in_rows([link(place, t) for place in found.places], 1))
