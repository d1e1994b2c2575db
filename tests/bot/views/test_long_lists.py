"""Lists that are longer than ours: pages, and an ellipsis, within what Telegram takes."""

from collections.abc import Sequence

import pytest

from bot.context import Services
from bot.handlers.browse import render
from bot.i18n import Translator, translator
from bot.views.callbacks import (
    CopyList,
    ListCities,
    ShowCountry,
    ShowNarrowed,
    ShowPart,
    ShowPlace,
    Tap,
    unpack,
)
from bot.views.screen import Screen
from storage.catalogue import Catalogue
from storage.countries import Part
from storage.languages import RUSSIAN
from storage.model import Place, PlaceKind, Twinning
from storage.search.search import Search


def a_place(number: int, country: str) -> Place:
    digits = "".join("абвгдежзик"[int(digit)] for digit in f"{number:04}")
    return Place(
        f"p{country.lower()}{number}", PlaceKind.CITY, country, f"A{number}", f"А{digits}", 0, 0
    )


def services(cities: Sequence[Place], partners: Sequence[Place]) -> Services:
    """A catalogue in which each of the cities is twinned with each of the partners."""
    twinnings = [Twinning(city, partner, "x") for city in cities for partner in partners]
    return Services(Search(Catalogue("r", [*cities, *partners], twinnings)), chats=None)  # type: ignore[arg-type]


def buttons(screen: Screen | None) -> list[tuple[str, Tap]]:
    assert screen
    found = [(button.label, unpack(button.data)) for row in screen.rows for button in row]
    return [(label, route.tap) for label, route in found if route]


def reached(services: Services, begin: Tap, pages: type[Tap], t: Translator) -> set[str]:
    """The places that are linked from a screen and from all pages that lead from it on."""
    ahead, seen, places = [begin], {begin}, set()
    while ahead:
        for _, tap in buttons(render(ahead.pop(), (), services, t)):
            if isinstance(tap, ShowPlace):
                places.add(tap.id)
            elif isinstance(tap, pages) and tap not in seen:
                seen.add(tap)
                ahead.append(tap)
    return places


MANY = [a_place(number, "RU") for number in range(300)]
ABROAD = [a_place(number, "DE") for number in range(300)]


@pytest.fixture(scope="module")
def one_city() -> Services:
    return services(MANY[:1], ABROAD)


@pytest.fixture(scope="module")
def one_partner() -> Services:
    return services(MANY, ABROAD[:1])


def ids(places: Sequence[Place]) -> set[str]:
    return {place.id for place in places}


def test_all_cities_of_a_letter_are_reached(one_partner: Services, t: Translator) -> None:
    assert reached(one_partner, ListCities("А" if t.lang == "ru" else "A"), ListCities, t) >= ids(
        MANY
    )


def test_all_cities_of_a_partner_are_reached(one_partner: Services, t: Translator) -> None:
    assert reached(one_partner, ShowPlace(ABROAD[0].id), ShowPart, t) >= ids(MANY)


def test_all_partners_of_a_city_are_reached(one_city: Services, t: Translator) -> None:
    assert reached(one_city, ShowPlace(MANY[0].id), ShowPart, t) >= ids(ABROAD)
    assert reached(one_city, ShowNarrowed(MANY[0].id, "DE"), ShowNarrowed, t) >= ids(ABROAD)
    assert reached(one_city, ShowCountry("DE"), ShowCountry, t) >= ids(ABROAD)


def test_a_page_that_does_not_exist_is_the_last(one_partner: Services, one_city: Services) -> None:
    t = translator(RUSSIAN)
    for served, far, last in (
        (one_partner, ListCities("А", 999), ListCities("А", 7)),
        (one_city, ShowNarrowed(MANY[0].id, "DE", 999), ShowNarrowed(MANY[0].id, "DE", 7)),
        (
            one_partner,
            ShowPart(ABROAD[0].id, Part.EUROPE, 999),
            ShowPart(ABROAD[0].id, Part.EUROPE, 29),
        ),
    ):
        assert render(far, (), served, t) == render(last, (), served, t)


def test_names_end_with_an_ellipsis_where_they_are_too_many(
    one_partner: Services, one_city: Services
) -> None:
    t = translator(RUSSIAN)
    for served, tap in ((one_city, ShowPlace(MANY[0].id)), (one_partner, ShowPlace(ABROAD[0].id))):
        screen = render(tap, (), served, t)
        assert screen
        assert "…" in screen.plain_text
        assert "300" in screen.plain_text
        assert len(screen.plain_text) < 1500


def test_of_very_many_pages_those_near_by_the_first_and_the_last_have_buttons() -> None:
    served = services(MANY[:1], [a_place(number, "DE") for number in range(2000)])
    t = translator(RUSSIAN)
    screen = render(ShowPart(MANY[0].id, Part.EUROPE, 100), (), served, t)
    pages = {tap.page for _, tap in buttons(screen) if isinstance(tap, ShowPart)}
    assert pages == {0, 199, *range(80, 121)} - {100}


@pytest.mark.parametrize(("number", "linked"), [(80, True), (81, False)])
def test_a_card_has_no_more_links_than_telegram_formats(number: int, linked: bool) -> None:
    card = render(
        ShowPlace(MANY[0].id),
        (),
        services(MANY[:1], ABROAD[:number]),
        translator(RUSSIAN, "twins_bot"),
    )
    assert card
    assert ("<a href=" in card.text) is linked


def test_a_list_of_any_length_is_copied_page_by_page(t: Translator) -> None:
    all_of_it = services(MANY[:1], ABROAD)
    pages = [render(CopyList(MANY[0].id, page), (), all_of_it, t) for page in range(5)]
    lines = {line for page in pages if page for line in page.plain_text.split("\n")}
    assert len(lines) == 1 + len(ABROAD)
