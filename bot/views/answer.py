"""What a question came to: a card, a choice, offers, or a kind word."""

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from bot.i18n import Translator
from bot.views.callbacks import ShowCountry, ShowGroup, ShowOthers, ShowPlace, pack
from bot.views.country import country_page, group_page
from bot.views.labels import in_rows, label_width, share
from bot.views.narrowed import grouped_card, narrowed_card
from bot.views.pages import examples, help_page
from bot.views.pair import pair_page
from bot.views.parts import country_name, home_row, names, quoted
from bot.views.place import place_card
from bot.views.screen import Button, Rows, Screen
from storage.catalogue import Catalogue
from storage.countries import countries
from storage.model import NameKind, Place
from storage.search.answer import (
    Answer,
    Choices,
    Found,
    Nothing,
    Pair,
    Suggestions,
    WholeCountry,
    WholeGroup,
    WordKind,
)
from storage.search.normalize import fold
from storage.search.search import MAX_QUESTION_CHARACTERS


def answer(found: Answer, question: str, catalogue: Catalogue, t: Translator) -> Screen:
    """The screen for what the search understood."""
    match found:
        case Found():
            return _card(found, catalogue, t)
        case WholeCountry(code, guessed=True):
            page = country_page(ShowCountry(code), catalogue, t)
            remark = t.html("guessed-country", country=countries()[code].name(t.lang))
            return replace(page, text=Markup("\n\n").join([remark, page.text]))
        case WholeCountry(code):
            return country_page(ShowCountry(code), catalogue, t)
        case Choices(places):
            return _offer(t.html("choices"), places, catalogue, t)
        case Suggestions():
            return _suggested(found, question, catalogue, t)
        case Pair(places):
            return pair_page(places, catalogue, t)
        case WholeGroup(group):
            return group_page(ShowGroup(group), catalogue, t)
        case Nothing(country=str() as code):
            text = t.html("country-elsewhere", country=country_name(code, t))
            return Screen(text, examples(catalogue, t))
        case Nothing(said=WordKind.HELP):
            return help_page(catalogue, t)
        case Nothing():
            return Screen(_nothing(found, question, t), examples(catalogue, t))


def _suggested(found: Suggestions, question: str, catalogue: Catalogue, t: Translator) -> Screen:
    """Offers, with what is known of the question itself."""
    if found.nearest:
        text = t.html("nearest", question=quoted(question))
    elif found.of_region:
        text = t.html("of-region")
    elif found.elsewhere:
        text = t.html("suggestions-elsewhere", question=quoted(question))
    else:
        text = t.html("suggestions")
    return _offer(text, found.places, catalogue, t)


def others_page(at: ShowOthers, catalogue: Catalogue, t: Translator) -> Screen | None:
    """What a misspelt name may have meant as well; None where nothing of it is there any more."""
    places = [catalogue.places[id] for id in at.ids.split(",") if id in catalogue.places]
    return _offer(t.html("others"), places, catalogue, t) if places else None


def ask_for_place(catalogue: Catalogue, t: Translator, *, in_group: bool) -> Screen:
    """What `/twins` alone asks; in a group the bot sees only replies, so it forces one."""
    if in_group:
        return Screen(t.html("ask-for-place"), force_reply=t.text("placeholder"))
    return Screen(t.html("ask-for-place"), examples(catalogue, t))


def only_text(catalogue: Catalogue, t: Translator) -> Screen:
    """The answer to a photo, a sticker, a voice."""
    return Screen(t.html("only-text"), examples(catalogue, t))


def _card(found: Found, catalogue: Catalogue, t: Translator) -> Screen:
    """The card of the place, below a line on how it was understood where that was not plain."""
    place, remark = found.place, _remark(found, t)
    if found.country:
        card = narrowed_card(place, found.country, catalogue, t)
    elif found.group:
        card = grouped_card(place, found.group, catalogue, t)
    else:
        card = place_card(place, catalogue, t, brief=remark is not None)
    if remark is None:
        return card
    others = _others_row(found.others, t) if found.guessed else ()
    text = Markup("\n\n").join([remark, card.text])
    return replace(card, text=text, rows=card.rows + others)


def _remark(found: Found, t: Translator) -> Markup | None:
    place = found.place
    if found.known_as and found.known_as.kind is NameKind.FORMER:
        return t.html("once-called", old=found.known_as.text, name=t.genitive(place))
    if found.known_as:
        shown = place.case(NameKind.ACCUSATIVE, t.lang)
        return t.html("also-called", old=found.known_as.text, name=shown)
    if found.guessed:
        return t.html("guessed", name=place.case(NameKind.ACCUSATIVE, t.lang))
    return None


def _others_row(others: Sequence[Place], t: Translator) -> Rows:
    """The button to what else may have been meant, as many as its data has room for."""
    for number in range(len(others), 0, -1):
        tap = ShowOthers(",".join(place.id for place in others[:number]))
        if tap.fits(anew=True):
            return ((Button(t.text("button-others"), pack(tap, anew=True)),),)
    return ()


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


def _offer(text: Markup, places: Sequence[Place], catalogue: Catalogue, t: Translator) -> Screen:
    """Places to choose from; the answer is a message of its own, so that the offer stays."""
    buttons = [
        Button(told_apart(place, catalogue, t), pack(ShowPlace(place.id), anew=True))
        for place in places
    ]
    return Screen(text, in_rows(buttons, 1) + home_row(t))


def told_apart(place: Place, catalogue: Catalogue, t: Translator) -> str:
    """A place with what helps to choose: a city's count, another's country, whose twin it is."""
    if catalogue.is_city(place):
        twins = t.count("partners", catalogue.twins(place))
        return t.text("offer", place=t.place_with_comma(place), context=twins)
    shown = f"{countries()[place.country].flag} {t.place_with_comma(place)}"
    told = (
        t.text("offer-twin", place=shown, cities=names(catalogue.cities_of(place), t)),
        t.text("offer", place=shown, context=t.short_country(place.country)),
        shown,
    )
    return next(label for label in told if label_width(label) <= share(1) or label is shown)
