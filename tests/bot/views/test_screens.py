"""Every screen of the real catalogue, in both languages, against Telegram's limits."""

from collections.abc import Iterator
from html.parser import HTMLParser

from bot.context import Services
from bot.handlers.browse import render
from bot.i18n import Translator
from bot.views.answer import answer
from bot.views.callbacks import (
    MAX_CALLBACK_BYTES,
    ListCities,
    ListCountries,
    ShowCountry,
    ShowHelp,
    ShowPlace,
    Tap,
    pack,
    unpack,
)
from bot.views.pages import forget_question, privacy_page, settings_page, welcome
from bot.views.screen import BUTTON_LIMIT, TEXT_LIMIT, Screen
from storage.catalogue import Catalogue
from storage.languages import LANGUAGES
from storage.search.search import Search

LONG_WAY = (ShowCountry("US", 3), ShowPlace("columbia-south-carolina"), ListCountries(4))


class Tags(HTMLParser):
    """Checks that tags are closed in order, as Telegram demands."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def check(screen: Screen) -> None:
    tags = Tags()
    tags.feed(screen.text)
    assert tags.open == []
    assert 0 < len(screen.plain_text.encode("utf-16-le")) // 2 <= TEXT_LIMIT
    buttons = [button for row in screen.rows for button in row]
    assert len(buttons) <= BUTTON_LIMIT
    assert all(len(row) <= 8 for row in screen.rows)
    for button in buttons:
        assert button.label.strip()
        assert 0 < len(button.data.encode()) <= MAX_CALLBACK_BYTES
        assert unpack(button.data), button


def services(catalogue: Catalogue) -> Services:
    return Services(Search(catalogue), chats=None)  # type: ignore[arg-type]


def taps(catalogue: Catalogue) -> Iterator[Tap]:
    yield from (ShowPlace(id) for id in catalogue.places)
    yield from (ShowCountry(code, page) for code in catalogue.countries for page in range(13))
    yield from (ListCountries(page) for page in range(10))
    yield from (
        ListCities(letter)
        for letter in ["", *map(chr, range(0x410, 0x430)), *map(chr, range(65, 91))]
    )
    yield ShowHelp()


def test_every_screen_keeps_telegrams_limits(catalogue: Catalogue, t: Translator) -> None:
    everything = services(catalogue)
    for tap in taps(catalogue):
        for back in ((), LONG_WAY):
            screen = render(tap, back, everything, t)
            assert screen, tap
            check(screen)


def test_the_other_pages_keep_them_too(catalogue: Catalogue, t: Translator) -> None:
    check(welcome(catalogue, t))
    check(privacy_page(t))
    check(forget_question(t))
    for chosen in (None, *LANGUAGES):
        check(settings_page(chosen, t))


def test_every_button_leads_to_a_screen(catalogue: Catalogue, t: Translator) -> None:
    everything = services(catalogue)
    led: set[Tap] = set()  # many lead to the same screen, by different ways back
    for tap in taps(catalogue):
        screen = render(tap, (), everything, t)
        assert screen
        for button in (button for row in screen.rows for button in row):
            unpacked = unpack(button.data)
            assert unpacked
            if unpacked[0] not in led:
                assert render(*unpacked, everything, t), button
                led.add(unpacked[0])


def test_from_every_screen_but_the_lists_a_button_leads_on(
    catalogue: Catalogue, t: Translator
) -> None:
    everything = services(catalogue)
    for tap in taps(catalogue):
        screen = render(tap, (ListCountries(1),), everything, t)
        assert screen
        back = pack(ListCountries(1))
        assert any(
            b.data.startswith((back, "l:")) for row in screen.rows for b in row
        ) or isinstance(tap, ShowHelp), tap


def test_the_answer_to_every_name_keeps_them(
    catalogue: Catalogue, search: Search, t: Translator
) -> None:
    questions = [name for p in catalogue.places.values() for name in (p.name_en, p.name_ru[:5])]
    for question in [*questions, "<b>&amp;", "x" * 5000, "\u202e", "🎉" * 100, "&lt;" * 50]:
        check(answer(search.ask(question), question, catalogue, t))
