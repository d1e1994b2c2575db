"""The page of a country, and the list of all countries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from markupsafe import Markup

from bot.i18n import Translator
from bot.views.callbacks import (
    ListCities,
    ListCountries,
    ShowCountry,
    ShowGroup,
    ShowNarrowed,
    ShowPlace,
    pack,
)
from bot.views.labels import in_pairs, in_rows, lines_needed
from bot.views.narrowed import narrowed_card
from bot.views.parts import (
    Trail,
    back_row,
    clamp,
    country_link,
    country_name,
    home_row,
    link,
    names,
    page_rows,
    source_line,
)
from bot.views.screen import Button, Rows, Screen
from storage.catalogue import Catalogue
from storage.groups import groups
from storage.model import Place

MAX_NAMED_BUTTONS = 6  # towns of a country; more are numbered, six in a row
NUMBERS_A_ROW = 6
MAX_ENTRIES_A_PAGE = 12
# Lines that a page has room for, its summary among them; fewer above two rows of ranges.
MAX_LINES_A_PAGE, MAX_LINES_BELOW_TWO_ROWS = 13, 11
COUNTRIES_A_PAGE = 14


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a country's page: a town, and those it is twinned with.

    `told` is how it is said, which takes `height` lines of a phone, unless it is marked.
    """

    place: Place
    others: tuple[Place, ...]
    told: Markup
    height: int

    def __contains__(self, place: object) -> bool:
        return place == self.place or place in self.others


def country_page(at: ShowCountry, catalogue: Catalogue, t: Translator, back: Trail = ()) -> Screen:
    """The country's towns with their Russian cities, or the other way round.

    From the card of a city that has twins there, its own come first; the whole country is opened
    where they stand.
    """
    if city := _origin(at.code, catalogue, back):
        return narrowed_card(city, at.code, catalogue, t, back[1:])
    own = _narrowed(at.code, catalogue, back)
    entries = _entries(at.code, at.by_city, catalogue, t)
    summary = _summary(at.code, catalogue, t)
    for most in (MAX_LINES_A_PAGE, MAX_LINES_BELOW_TWO_ROWS):
        pages = _pages(entries, own, most - lines_needed(summary), t)
        page = clamp(_opened(at, pages, own), len(pages))
        ranges = page_rows(_begun(pages, t), page, partial(_turned, at), back)
        if len(ranges) <= 1:
            break
    at = replace(at, page=page)
    here = (at, *back)
    shown, before = pages[page], sum(map(len, pages[:page]))
    lines = [_line(entry, own, t) for entry in shown]
    links = [link(entry.place, catalogue, t, here) for entry in shown]
    buttons = in_pairs(links)
    if len(entries) > MAX_NAMED_BUTTONS:
        lines, buttons = _numbered(before + 1, lines, links)
    text = t.html(
        "country-page",
        country=country_name(at.code, t),
        summary=t.html("country-summary", summary=summary) if summary else "",
        lines=Markup("\n").join(lines),
    )
    rows = (
        *buttons,
        *ranges,
        *_other_order(at, catalogue, t, back),
        *(back_row(back, catalogue, t) or home_row(t, here)),
    )
    return Screen(Markup("\n\n").join([text, *source_line(catalogue, t)]), rows)


def country_list(
    at: ListCountries, catalogue: Catalogue, t: Translator, back: Trail = ()
) -> Screen:
    """All countries with the number of their pairs."""
    cities = ((Button(t.text("button-cities"), pack(ListCities(), (at, *back))),),)
    rows = _countries(catalogue.countries, at, catalogue, t, back)
    return Screen(t.html("country-list"), rows + (back_row(back, catalogue, t) or cities))


def group_page(at: ShowGroup, catalogue: Catalogue, t: Translator, back: Trail = ()) -> Screen:
    """The countries of a group that have twins in the list."""
    group = groups()[at.id]
    codes = [code for code in catalogue.countries if code in group.members]
    pairs = t.count("pairs", sum(catalogue.pairs_in(code) for code in codes))
    text = t.html("group-page", group=group.name(t.lang), pairs=pairs)
    rows = _countries(codes, at, catalogue, t, back)
    return Screen(text, rows + (back_row(back, catalogue, t) or home_row(t, (at, *back))))


def _countries(
    codes: Iterable[str],
    at: ListCountries | ShowGroup,
    catalogue: Catalogue,
    t: Translator,
    back: Trail,
) -> Rows:
    """A page of countries, and the ranges of the others."""
    ordered = sorted(codes, key=lambda code: t.sort_key(t.country(code)))
    pages = [ordered[i : i + COUNTRIES_A_PAGE] for i in range(0, len(ordered), COUNTRIES_A_PAGE)]
    page = clamp(at.page, len(pages))
    here = (replace(at, page=page), *back)
    begun = [[t.country(code) for code in codes] for codes in pages]
    links = [country_link(code, catalogue, t, here) for code in pages[page]]
    return in_pairs(links) + page_rows(begun, page, lambda to: replace(at, page=to), back)


def _origin(code: str, catalogue: Catalogue, back: Trail) -> Place | None:
    """The city from whose card one came, if it has twins in the country."""
    if not back or not isinstance(back[0], ShowPlace):
        return None
    place = catalogue.places.get(back[0].id)
    partners = catalogue.partners_of(place) if place else ()
    return place if any(partner.country == code for partner in partners) else None


def _narrowed(code: str, catalogue: Catalogue, back: Trail) -> Place | None:
    """The city whose twins in this country one comes from."""
    last = back[0] if back else None
    if isinstance(last, ShowNarrowed) and last.code == code:
        return catalogue.places.get(last.id)
    return None


def _opened(at: ShowCountry, pages: Sequence[Sequence[Entry]], own: Place | None) -> int:
    if at.page != ShowCountry.OWN:
        return at.page
    return next((number for number, page in enumerate(pages) if any(own in it for it in page)), 0)


@lru_cache(maxsize=512)  # all countries in both orders and languages; about 1 MB
def _entries(code: str, by_city: bool, catalogue: Catalogue, t: Translator) -> tuple[Entry, ...]:
    """Each town, or each city, in alphabetical order; a pair at home stands under its first."""
    others: dict[Place, dict[Place, None]] = {}
    told: set[frozenset[str]] = set()
    twinnings = catalogue.twinnings_in(code)
    pairs = ((it.city, it.partner) if by_city else (it.partner, it.city) for it in twinnings)
    for place, other in sorted(pairs, key=lambda pair: _order(pair, t)):
        pair = frozenset((place.id, other.id))
        if pair not in told:
            told.add(pair)
            others.setdefault(place, {})[other] = None
    return tuple(_entry(place, tuple(t.by_name(them)), t) for place, them in others.items())


def _entry(place: Place, others: tuple[Place, ...], t: Translator) -> Entry:
    told = t.html("country-line", place=t.place(place), others=names(others, t))
    return Entry(place, others, told, _height(told))


def _order(pair: tuple[Place, Place], t: Translator) -> tuple[object, ...]:
    place, other = pair
    return (t.sort_key(place.name(t.lang)), place.id, t.sort_key(other.name(t.lang)))


def _pages(
    entries: Sequence[Entry], own: Place | None, most: int, t: Translator
) -> list[list[Entry]]:
    """Pages of so many entries and lines as there is room for; `most` lines."""
    pages: list[list[Entry]] = []
    room = 0
    for entry in entries:
        lines = _height(_line(entry, own, t)) if own in entry else entry.height
        if lines > room or len(pages[-1]) == MAX_ENTRIES_A_PAGE:
            pages.append([])
            room = most
        pages[-1].append(entry)
        room -= lines
    return pages


def _begun(pages: Sequence[Sequence[Entry]], t: Translator) -> list[list[str]]:
    return [[entry.place.name(t.lang) for entry in page] for page in pages]


def _turned(at: ShowCountry, page: int) -> ShowCountry:
    return replace(at, page=page)


def _line(entry: Entry, own: Place | None, t: Translator) -> Markup:
    if own not in entry:
        return entry.told
    told = {"place": t.place(entry.place), "others": names(entry.others, t)}
    return t.html("country-line-own", **told)


def _height(line: Markup) -> int:
    return lines_needed(f"00. {line.striptags()}")


def _numbered(first: int, lines: list[Markup], links: list[Button]) -> tuple[list[Markup], Rows]:
    """The lines, and the buttons to their towns, by number: names would be too many."""
    told = [Markup("{}. {}").format(n, line) for n, line in enumerate(lines, first)]
    short = [replace(it, label=str(n)) for n, it in enumerate(links, first)]
    return told, in_rows(short, NUMBERS_A_ROW)


def _summary(code: str, catalogue: Catalogue, t: Translator) -> str:
    """How many towns of how many cities; nothing for a single pair."""
    if code in catalogue.home:
        return t.count("pairs", catalogue.pairs_in(code))
    twinnings = catalogue.twinnings_in(code)
    if len(twinnings) == 1:
        return ""
    towns = t.count("towns-abroad", len({it.partner.id for it in twinnings}))
    cities = t.count("of-cities", len({it.city.id for it in twinnings}))
    return f"{towns} {cities}"


def _other_order(at: ShowCountry, catalogue: Catalogue, t: Translator, back: Trail) -> Rows:
    """The same by Russia's cities, or back to the country's towns; where there is much to sort."""
    if at.code in catalogue.home or len(catalogue.twinnings_in(at.code)) <= MAX_NAMED_BUTTONS:
        return ()
    label = t.text("button-by-town") if at.by_city else t.text("button-by-city")
    return ((Button(label, pack(ShowCountry(at.code, 0, by_city=not at.by_city), back)),),)
