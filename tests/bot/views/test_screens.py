"""Every screen that can be reached, in every language: limits, a phone's size, ways on and back."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from html.parser import HTMLParser
from typing import cast

import pytest

from bot.context import Services
from bot.handlers.browse import render
from bot.i18n import Translator, translator
from bot.views.answer import answer, ask_for_place, only_text
from bot.views.callbacks import (
    MAX_CALLBACK_BYTES,
    ChooseLanguage,
    ChooseOther,
    CopyList,
    Forget,
    ListCities,
    ListCountries,
    ReportMistake,
    ShowChain,
    ShowCountry,
    ShowFact,
    ShowHelp,
    ShowMap,
    ShowNarrowed,
    ShowPair,
    ShowPairMap,
    ShowPlace,
    ShowSettings,
    ShowStats,
    Tap,
    unpack,
)
from bot.views.ends import ask_for_two
from bot.views.labels import label_width
from bot.views.pages import (
    about_page,
    forget_question,
    forgotten,
    help_page,
    privacy_page,
    settings_page,
    welcome,
)
from bot.views.screen import (
    BUTTON_LIMIT,
    TEXT_LIMIT,
    Button,
    CopyButton,
    Screen,
    ShareButton,
)
from bot.views.wander import stats_page
from storage.catalogue import Catalogue
from storage.database.chats import Chats
from storage.languages import LANGUAGES
from storage.search.search import Search
from tests.bot.views.phone import VISIBLE, cut_labels, height

State = tuple[Tap, Tap | None]  # all that a screen shows: where it is, and the nearest step back
Walk = dict[State, Screen]
HOME = (ListCities, ListCountries, ShowHelp, Forget)
MAPS = (ShowMap, ShowPairMap)
# by their handlers, not by `render`
DOES_SOMETHING = (ChooseLanguage, Forget, ReportMistake, ShowSettings, *MAPS)


pytestmark = pytest.mark.parametrize(
    "t", list(LANGUAGES.values()), ids=list(LANGUAGES), indirect=True, scope="module"
)


@pytest.fixture(scope="module")
def t(request: pytest.FixtureRequest) -> Translator:
    return translator(request.param)


@pytest.fixture(scope="module")
def pages(catalogue: Catalogue, t: Translator) -> list[Screen]:
    """The screens that a command or a message opens."""
    return [
        welcome(catalogue, t),
        help_page(catalogue, t),
        about_page(catalogue, t),
        privacy_page(t),
        forget_question(t),
        forgotten("yes", t),
        forgotten("no", t),
        only_text(catalogue, t),
        ask_for_place(catalogue, t, in_group=False),
        ask_for_two(catalogue, t),
        stats_page(catalogue, t),
        *(settings_page(chosen, t) for chosen in (None, *LANGUAGES)),
    ]


@pytest.fixture(scope="module")
def answers(catalogue: Catalogue, search: Search, t: Translator) -> dict[str, Screen]:
    """The answers to every name, whole, misspelt and half, and to what is none."""
    names = [p.name(t.lang) for p in catalogue.places.values()]
    misspelt = [name[:2] + name[3:] for name in names] + [name[:4] for name in names]
    narrowed = [f"{city.name(t.lang)} {t.country('DE')}" for city in catalogue.cities]
    others = ["<b>&amp;", "x" * 5000, "\u202e", "🎉" * 100, "&lt;" * 50, "спасибо", "help", "Орск"]
    questions = [*names, *misspelt, *narrowed, *map(t.country, catalogue.countries), *others]
    return {asked: answer(search.ask(asked), asked, catalogue, t) for asked in questions}


@pytest.fixture(scope="module")
def services(search: Search) -> Services:
    return Services(search, cast("Chats", None))  # screens ask for no chat


@pytest.fixture(scope="module")
def walk(
    catalogue: Catalogue,
    services: Services,
    t: Translator,
    pages: list[Screen],
    answers: dict[str, Screen],
) -> Walk:
    """Every screen that buttons lead to from there, by taps of any number."""
    many = one_of_many(catalogue, t)
    found: Walk = {}
    ahead = deque(route for screen in (*pages, *answers.values()) for route in routes(screen))
    ahead += [(ShowFact(0), ()), (ShowStats(), ())]
    while ahead:
        tap, back = ahead.popleft()
        state = (tap, back[0] if back else None)
        if state in found or isinstance(tap, DOES_SOMETHING) or many(*state):
            continue
        screen = render(tap, back, services, t)
        assert screen, f"a button leads nowhere: {tap} {back}"
        found[state] = screen
        ahead += routes(screen)
    return found


def one_of_many(catalogue: Catalogue, t: Translator) -> Callable[[Tap, Tap | None], bool]:
    """Whether only its way back tells a page from many others: it was turned to from some card.

    Those pages are walked from the cards and countries with the widest names, and from each city
    whose own twins a country's page would show. Of places to compare, the widest are enough.
    """
    places = sorted(catalogue.places.values(), key=lambda it: label_width(t.place(it)))
    countries = sorted(catalogue.countries, key=lambda it: label_width(t.short_country(it)))
    wide = {place.id for place in places[-20:]} | set(countries[-5:])
    compared = {place.id for place in places[-3:]}
    own = {(it.city.id, it.partner.country) for it in catalogue.twinnings}

    def is_one_of_many(tap: Tap, back: Tap | None) -> bool:
        match tap, back:
            case ChooseOther(id), _:
                return id not in compared
            case ShowPair(one, other) | ShowChain(one, other), _:
                return not {one, other} <= compared
            case ShowCountry(code), ShowPlace(id):
                return id not in wide and (id, code) not in own
            case ListCities() | ListCountries(), ShowPlace(it) | ShowNarrowed(it) | ShowCountry(it):
                return it not in wide
        return False

    return is_one_of_many


def routes(screen: Screen) -> Iterator[tuple[Tap, tuple[Tap, ...]]]:
    for row in screen.rows:
        for button in taps(row):
            route = unpack(button.data)
            assert route, button
            yield route.tap, route.back


def taps(row: Sequence[Button]) -> Iterator[Button]:
    """Those of the buttons that the bot hears of."""
    return (button for button in row if not isinstance(button, ShareButton | CopyButton))


class Tags(HTMLParser):
    """Checks that tags are closed in order, as Telegram demands."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def check_limits(screen: Screen) -> None:
    tags = Tags()
    tags.feed(screen.text)
    assert tags.open == []
    assert 0 < len(screen.plain_text.encode("utf-16-le")) // 2 <= TEXT_LIMIT
    buttons = [button for row in screen.rows for button in row]
    assert len(buttons) <= BUTTON_LIMIT
    assert all(0 < len(row) <= 8 for row in screen.rows)
    for button in buttons:
        assert button.label.strip()
    for button in taps(buttons):
        assert 0 < len(button.data.encode()) <= MAX_CALLBACK_BYTES


def everything(walk: Walk, pages: list[Screen], answers: dict[str, Screen]) -> Iterator[Screen]:
    yield from walk.values()
    yield from pages
    yield from answers.values()


def test_every_screen_keeps_telegrams_limits(
    walk: Walk, pages: list[Screen], answers: dict[str, Screen]
) -> None:
    assert len(walk) > 5_000
    for screen in everything(walk, pages, answers):
        check_limits(screen)


def test_every_screen_fits_a_phone(
    walk: Walk, pages: list[Screen], answers: dict[str, Screen]
) -> None:
    high = {screen.text: height(screen) for screen in everything(walk, pages, answers)}
    for (tap, _), screen in walk.items():
        if isinstance(tap, CopyList):  # it is to be copied whole, not to be looked at
            high.pop(screen.text, None)
    assert {text: dp for text, dp in high.items() if dp > VISIBLE} == {}


def test_no_label_is_cut_on_a_narrow_phone(
    walk: Walk, pages: list[Screen], answers: dict[str, Screen]
) -> None:
    screens = everything(walk, pages, answers)
    assert {label for screen in screens for label in cut_labels(screen)} == set()


def test_no_two_buttons_of_a_screen_say_the_same(
    walk: Walk, pages: list[Screen], answers: dict[str, Screen]
) -> None:
    for screen in everything(walk, pages, answers):
        labels = [button.label for row in screen.rows for button in row]
        assert len(labels) == len(set(labels)), screen


def test_every_screen_has_a_way_back_or_home(
    walk: Walk, pages: list[Screen], answers: dict[str, Screen]
) -> None:
    for screen in everything(walk, pages, answers):
        leads_home = (isinstance(tap, HOME) for tap, _ in routes(screen))
        leads_back = (b.label.startswith("« ") for row in screen.rows for b in row)
        assert any(leads_home) or any(leads_back), screen


def test_every_button_changes_something(walk: Walk) -> None:
    for screen in walk.values():
        for row in screen.rows:
            for button in taps(row):
                route = unpack(button.data)
                assert route
                led = walk.get((route.tap, route.back[0] if route.back else None))
                if led and not route.anew:
                    assert shown(led) != shown(screen), (button, screen)


def shown(screen: Screen) -> object:
    return screen.text, [[button.label for button in row] for row in screen.rows]


def test_a_tap_from_an_old_message_still_leads_somewhere(
    catalogue: Catalogue, services: Services, t: Translator
) -> None:
    tula = ShowPlace("tula")
    narrowed = render(ShowCountry("DE"), (tula,), services, t)
    assert narrowed == render(ShowNarrowed("tula", "DE"), (), services, t)
    for code in catalogue.countries:
        for page in (0, 5, 999):
            assert render(ShowCountry(code, page), (), services, t)
