"""What several screens share: links to places and countries, pages, the source, ways on."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from markupsafe import Markup, escape

from bot.i18n import Translator
from bot.views.callbacks import (
    ChooseOther,
    ListCities,
    ListCountries,
    ShowAbout,
    ShowCountry,
    ShowGroup,
    ShowHelp,
    ShowNarrowed,
    ShowPair,
    ShowPart,
    ShowPlace,
    ShowStats,
    Tap,
    pack,
)
from bot.views.labels import in_rows
from bot.views.screen import Button, Rows
from storage.catalogue import Catalogue
from storage.countries import countries
from storage.groups import groups
from storage.model import Place

Trail = tuple[Tap, ...]  # the way back, nearest step first

BACK = "« "  # before where a button leads back to
MAX_LINE_CHARACTERS = 500  # of names; a card has six such lines, and a message 4096
MAX_RANGES_A_ROW = 6
MAX_QUOTED_CHARACTERS = 60  # characters of a question that are worth repeating
MAX_PAGES_NEAR_BY = 20  # to either side, so that a message has buttons left for what is on it
MAX_RANGE_LETTERS = 4  # letters; pages that begin alike for longer are numbered


def flagged(place: Place, t: Translator) -> str:
    """A place's name behind its country's flag."""
    return f"{countries()[place.country].flag} {t.place(place)}"


def country_name(code: str, t: Translator) -> str:
    """A country's name behind its flag."""
    return f"{countries()[code].flag} {t.country(code)}"


def names(places: Iterable[Place], t: Translator) -> str:
    """Names with commas between them, as many as there is room for."""
    return in_a_line(t.place(place) for place in places)


def in_a_line(labels: Iterable[str]) -> str:
    """Labels with commas between them; an ellipsis where a list has more than a message may."""
    shown: list[str] = []
    room = MAX_LINE_CHARACTERS
    for label in labels:
        room -= len(label.striptags() if isinstance(label, Markup) else label) + 2
        if room < 0:
            return ", ".join([*shown, "…"])
        shown.append(label)
    return ", ".join(shown)


def linked(place: Place, t: Translator, name: str | None = None) -> Markup:
    """A place's name as a link to its card, for any chat; plain where the bot has no username."""
    shown = escape(t.place(place) if name is None else name)
    if not t.bot:
        return shown
    # Not by Markup.format, which takes ten times as long; usernames and ids need no escaping.
    return Markup(f'<a href="https://t.me/{t.bot}?start={place.id}">{shown}</a>')  # noqa: S704


def linked_names(places: Sequence[Place], t: Translator, *, flags: bool = False) -> Markup:
    """The same of several, with commas between them, as many as there is room for."""
    links = (linked(place, t) for place in places)
    if flags:
        links = (Markup(f"{countries()[it.country].flag} {linked(it, t)}") for it in places)  # noqa: S704
    return Markup(in_a_line(links))  # noqa: S704 - all of it is escaped


def pages_of(places: Sequence[Place], size: int) -> list[Sequence[Place]]:
    """The places, so many a page; one page at least."""
    return [places[at : at + size] for at in range(0, max(1, len(places)), size)]


def by_country(places: Iterable[Place], t: Translator) -> list[tuple[str, list[Place]]]:
    """Country codes with their places, both in the reader's alphabetical order."""

    def order(place: Place) -> tuple[object, ...]:
        country = t.country(place.country)
        return (t.sort_key(country), country, t.sort_key(place.name(t.lang)))

    grouped = groupby(sorted(places, key=order), key=lambda place: place.country)
    return [(code, list(group)) for code, group in grouped]


def place_label(place: Place, catalogue: Catalogue, t: Translator) -> str:
    """A place's name; only those abroad need a flag."""
    return t.place(place) if place.country in catalogue.home else flagged(place, t)


def link(place: Place, catalogue: Catalogue, t: Translator, back: Trail = ()) -> Button:
    """The button that opens a place's card."""
    return Button(place_label(place, catalogue, t), pack(ShowPlace(place.id), back))


def country_link(
    code: str, catalogue: Catalogue, t: Translator, back: Trail = (), *, page: int = 0
) -> Button:
    """The button that opens a country's page, with the number of its pairs."""
    label = t.text(
        "button-country-count",
        country=f"{countries()[code].flag} {t.short_country(code)}",
        number=catalogue.pairs_in(code),
    )
    return Button(label, pack(ShowCountry(code, page), back))


def quoted(question: str) -> str:
    """As much of what somebody wrote as is worth repeating."""
    words = " ".join(question.split())
    return words if len(words) <= MAX_QUOTED_CHARACTERS else words[:MAX_QUOTED_CHARACTERS] + "…"


def clamp(page: int, pages: int) -> int:
    """A page that exists, whatever an old button asked for."""
    return max(0, min(page, pages - 1))


def page_rows(
    pages: Sequence[Sequence[str]], shown: int, turn: Callable[[int], Tap], back: Trail
) -> Rows:
    """A button to each other page, by the letters that its names begin with: «А–В».

    Of very many, to those near by, the first and the last.
    """
    if len(pages) == 1:
        return ()
    labels = _ranges(pages)
    near = range(shown - MAX_PAGES_NEAR_BY, shown + MAX_PAGES_NEAR_BY + 1)
    buttons = [
        Button(label, pack(turn(page), back))
        for page, label in enumerate(labels)
        if page != shown and (page in near or page in (0, len(pages) - 1))
    ]
    return in_rows(buttons, MAX_RANGES_A_ROW)


def _ranges(pages: Sequence[Sequence[str]]) -> list[str]:
    """First and last letters of each page, as many as it takes to tell the pages apart."""
    for letters in range(1, MAX_RANGE_LETTERS + 1):
        ends = [(page[0][:letters], page[-1][:letters]) for page in pages]
        labels = [first if first == last else f"{first}–{last}" for first, last in ends]
        if len(set(labels)) == len(pages):
            return labels
    return [str(number) for number in range(1, len(pages) + 1)]


def source_line(catalogue: Catalogue, t: Translator) -> list[Markup]:
    """Whose list it is and of when; nothing where nobody said."""
    source = catalogue.source
    if source is None:
        return []
    said = source.said.get(t.lang) or source.said["en"]
    return [t.html("source-line", said=said, month=t.month(source.year, source.month))]


def home_row(t: Translator, back: Trail = ()) -> Rows:
    """The two lists, from which everything can be reached."""
    return (
        (
            Button(t.text("button-cities"), pack(ListCities(), back)),
            Button(t.text("button-countries"), pack(ListCountries(), back)),
        ),
    )


def help_row(t: Translator) -> Rows:
    """The way from a page about the bot to what it can do."""
    return ((Button(t.text("button-help"), pack(ShowHelp())),),)


def map_button(tap: Tap, t: Translator) -> Button:
    """The button that sends a map."""
    return Button(t.text("button-map"), pack(tap))


def back_row(back: Trail, catalogue: Catalogue, t: Translator) -> Rows:
    """The button that leads back, where there is a way; it carries the rest of the way."""
    if not back:
        return ()
    label = _step_label(back[0], catalogue, t)
    return ((Button(BACK + label, pack(back[0], back[1:])),),) if label else ()


def _step_label(step: Tap, catalogue: Catalogue, t: Translator) -> str | None:
    match step:
        case ShowPlace(id) | ShowNarrowed(id) | ShowPart(id):
            place = catalogue.places.get(id)
            return t.place(place) if place else None
        case ShowCountry(code):
            return t.short_country(code) if code in catalogue.countries else None
        case ShowGroup(id):
            return groups()[id].name(t.lang) if id in groups() else None
        case ListCountries():
            return t.text("button-countries")
        case ListCities():
            return t.text("button-cities")
        case ChooseOther():
            return t.text("button-others-to-compare")
        case ShowPair():
            return t.text("button-pair")
        case ShowStats():
            return t.text("button-stats")
        case ShowHelp():
            return t.text("button-help")
        case ShowAbout():
            return t.text("button-about")
        case _:
            return None
