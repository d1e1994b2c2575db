"""Pages of countries."""

import pytest

from bot.i18n import Translator, translator
from bot.views.callbacks import ListCountries, ShowCountry, ShowNarrowed, ShowPlace, pack, unpack
from bot.views.country import country_list, country_page
from bot.views.narrowed import narrowed_card
from bot.views.screen import Button, Screen
from storage.catalogue import Catalogue
from storage.languages import ENGLISH, RUSSIAN


def labels(screen: Screen) -> list[list[str]]:
    return [[button.label for button in row] for row in screen.rows]


def numbered(catalogue: Catalogue, at: ShowCountry, t: Translator) -> list[str]:
    """The lines of a page that begin with a number."""
    lines = country_page(at, catalogue, t).text.splitlines()
    return [line for line in lines if line[0:1].isdigit() and ". <b>" in line]


def test_a_small_country_names_its_towns_on_buttons(catalogue: Catalogue) -> None:
    page = country_page(ShowCountry("CU"), catalogue, translator(RUSSIAN))
    assert page.text == (
        "<b>🇨🇺 Куба</b>\n4 побратима у 3 городов России\n\n"
        "<b>Гавана</b> — Санкт-Петербург\n"
        "<b>Матансас</b> — Нижний Новгород\n"
        "<b>Санта-Клара</b> — Чебоксары\n"
        "<b>Сантьяго-де-Куба</b> — Санкт-Петербург\n\n"
        "По Википедии, ноябрь 2026 · /about"
    )
    assert page.rows[0] == (
        Button("🇨🇺 Гавана", "p:havana<c:CU:0"),
        Button("🇨🇺 Матансас", "p:matanzas<c:CU:0"),
    )
    assert labels(page)[-1] == ["🏙 Все города", "🌍 Все страны"]


def test_a_single_pair_needs_no_count(catalogue: Catalogue) -> None:
    page = country_page(ShowCountry("CO"), catalogue, translator(RUSSIAN))
    assert page.text.startswith("<b>🇨🇴 Колумбия</b>\n\n<b>Барранкилья</b> — Тула\n\n")


def test_a_large_country_numbers_its_towns_and_turns_by_letters(catalogue: Catalogue) -> None:
    page = country_page(ShowCountry("DE"), catalogue, translator(ENGLISH))
    assert "73 towns twinned with 63 Russian cities" in page.text
    assert "\n1. <b>Bad Orb</b> — Istra\n" in page.text
    assert labels(page)[0] == ["1", "2", "3", "4", "5", "6"]
    assert page.rows[0][0].data == "p:bad-orb<c:DE:0"
    assert all(label[0].isalpha() for label in labels(page)[2])


def test_pages_together_number_every_town_once(catalogue: Catalogue) -> None:
    t = translator(RUSSIAN)
    lines = [line for page in range(9) for line in numbered(catalogue, ShowCountry("DE", page), t)]
    towns = {it.partner for it in catalogue.twinnings_in("DE")}
    told = dict.fromkeys(line.split(" — ")[0] for line in lines)
    assert list(told) == [
        f"{number}. <b>{t.place(town)}</b>" for number, town in enumerate(t.by_name(towns), 1)
    ]


def test_the_same_by_russian_cities_is_a_tap_away(catalogue: Catalogue) -> None:
    t = translator(RUSSIAN)
    assert ["⇄ По городам России"] in labels(country_page(ShowCountry("DE"), catalogue, t))
    page = country_page(ShowCountry("DE", 0, by_city=True), catalogue, t)
    assert "\n1. <b>Архангельск</b> — Эмден\n" in page.text
    assert ["⇄ По зарубежным городам"] in labels(page)


@pytest.mark.parametrize("page", [8, 99, 998])
def test_a_page_beyond_the_last_is_the_last(catalogue: Catalogue, page: int) -> None:
    t = translator(ENGLISH)
    screen = country_page(ShowCountry("DE", page), catalogue, t)
    assert "73. <b>" in screen.text


def test_a_pair_at_home_counts_once(catalogue: Catalogue) -> None:
    t = translator(RUSSIAN)
    lines = numbered(catalogue, ShowCountry("RU"), t) + numbered(catalogue, ShowCountry("RU", 1), t)
    assert "17 пар городов" in country_page(ShowCountry("RU"), catalogue, t).text
    others = ", ".join(line.split(" — ")[1] for line in lines).split(", ")
    assert len(others) == 17


def test_from_a_citys_card_its_own_partners_there_come_first(catalogue: Catalogue) -> None:
    t = translator(RUSSIAN)
    page = country_page(ShowCountry("DE"), catalogue, t, (ShowPlace("tula"),))
    assert page == narrowed_card(catalogue.places["tula"], "DE", catalogue, t)
    assert ["🇩🇪 Филлинген-Швеннинген"] in labels(page)
    whole = next(b for row in page.rows for b in row if b.label == "🇩🇪 Германия · 75")
    own = ShowCountry("DE", ShowCountry.OWN)
    assert unpack(whole.data) == (own, (ShowNarrowed("tula", "DE"),), False)


@pytest.mark.parametrize("by_city", [False, True])
def test_from_there_the_whole_country_opens_where_they_stand_and_they_are_marked(
    catalogue: Catalogue, by_city: bool
) -> None:
    t = translator(RUSSIAN)
    for city in ("tula", "arkhangelsk", "yaroslavl"):
        back = (ShowNarrowed(city, "DE"),)
        page = country_page(ShowCountry("DE", ShowCountry.OWN, by_city), catalogue, t, back)
        marked = [line for line in page.text.splitlines() if line.endswith(" ←")]
        assert marked
        assert all(t.place(catalogue.places[city]) in line for line in marked)
    elsewhere = country_page(ShowCountry("DE", ShowCountry.OWN), catalogue, t)
    assert elsewhere == country_page(ShowCountry("DE"), catalogue, t)


def test_the_list_of_countries_counts_pairs_and_turns_by_letters(catalogue: Catalogue) -> None:
    first = country_list(ListCountries(), catalogue, translator(RUSSIAN))
    assert first.rows[0] == (
        Button("🇦🇹 Австрия · 3", pack(ShowCountry("AT"), [ListCountries()])),
        Button("🇦🇿 Азербайджан · 5", pack(ShowCountry("AZ"), [ListCountries()])),
    )
    assert labels(first)[-1] == ["🏙 Все города"]
    assert labels(first)[-2][0] == "В–И"
    last = country_list(ListCountries(99), catalogue, translator(RUSSIAN))
    assert "🇯🇵 Япония" in labels(last)[-3][-1]
