"""Cards, as whole screens."""

from bot.i18n import translator
from bot.views.callbacks import ShowCountry, ShowPart, ShowPlace
from bot.views.narrowed import narrowed_card, part_page
from bot.views.place import place_card
from bot.views.screen import Button, Screen
from storage.catalogue import Catalogue
from storage.countries import Part, countries
from storage.languages import ENGLISH, RUSSIAN
from storage.model import Place, PlaceKind, Twinning


def labels(screen: Screen) -> list[list[str]]:
    return [[button.label for button in row] for row in screen.rows]


def test_a_city_card_in_russian(catalogue: Catalogue) -> None:
    card = place_card(catalogue.places["tula"], catalogue, translator(RUSSIAN))
    assert card.text == (
        "<b>Тула</b>\nТульская область · Tula\n\n"
        "5 побратимов:\n"
        "🇧🇾 Беларусь: <b>Могилёв</b>\n"
        "🇩🇪 Германия: <b>Филлинген-Швеннинген</b>\n"
        "🇮🇩 Индонезия: <b>Магеланг</b>\n"
        "🇨🇴 Колумбия: <b>Барранкилья</b>\n"
        "🇺🇦 Украина: <b>Керчь</b>\n\n"
        "По Википедии, ноябрь 2026 · /about"
    )
    assert labels(card) == [
        ["🇧🇾 Могилёв", "🇮🇩 Магеланг"],
        ["🇩🇪 Филлинген-Швеннинген"],
        ["🇨🇴 Барранкилья", "🇺🇦 Керчь"],
        ["🗺 Карта", "Сравнить с…", "Поделиться"],
        ["Скопировать", "✎ Нашли ошибку?"],
        ["Города на «Т»", "🌍 Все страны"],
    ]
    assert [button.data for button in (*card.rows[1], *card.rows[-1])] == [
        "p:villingen-schwenningen<p:tula", "l:Т<p:tula", "n:0<p:tula",
    ]  # fmt: skip


def test_a_partner_card_in_english(catalogue: Catalogue) -> None:
    card = place_card(catalogue.places["kiel"], catalogue, translator(ENGLISH))
    assert card.text == (
        "<b>Kiel</b>\n🇩🇪 Germany · Киль\n\n"
        "Twinned with <b>Kaliningrad</b> and <b>Sovetsk</b>\n\n"
        "From Wikipedia, November 2026 · /about"
    )
    assert labels(card) == [
        ["Kaliningrad", "Sovetsk"],
        ["🇩🇪 Germany · 75"],
        ["🗺 Map", "Compare…", "Share"],
        ["Copy list", "✎ Something wrong?"],
        ["🏙 All cities", "🌍 All countries"],
    ]


def test_the_cities_of_a_partner_stand_in_the_genitive(catalogue: Catalogue) -> None:
    card = place_card(catalogue.places["kiel"], catalogue, translator(RUSSIAN))
    assert "Побратим <b>Калининграда</b> и <b>Советска</b>" in card.text


def test_one_partner_is_told_in_words(catalogue: Catalogue) -> None:
    alone = next(it for it in catalogue.cities if len(catalogue.partners_of(it)) == 1)
    assert "Один побратим:\n" in place_card(alone, catalogue, translator(RUSSIAN)).text
    assert "One twin:\n" in place_card(alone, catalogue, translator(ENGLISH)).text


def test_more_than_ten_partners_are_shown_by_parts_of_the_world(catalogue: Catalogue) -> None:
    t = translator(RUSSIAN)
    card = place_card(catalogue.places["saint-petersburg"], catalogue, t)
    assert "47 побратимов в 37 странах:\n<blockquote expandable><b>Европа · 17</b>: 🇧🇪" in card.text
    assert labels(card)[:2] == [["Европа · 17", "Азия · 19"], ["Америка · 8", "Африка · 3"]]
    asia = part_page(ShowPart("saint-petersburg", Part.ASIA), catalogue, t)
    assert asia.text.startswith("<b>Санкт-Петербург</b> › Азия\n19 побратимов в 15 странах:")
    assert sum(map(len, asia.rows)) == 10 + 1 + 1
    assert labels(asia)[-1] == ["« Санкт-Петербург"]


def test_pages_of_a_part_together_have_each_partner_once(catalogue: Catalogue) -> None:
    t = translator(ENGLISH)
    moscow = catalogue.places["moscow"]
    found = [
        label.split(" ", 1)[1]
        for part in {countries()[it.country].part for it in catalogue.partners_of(moscow)}
        for page in range(3)
        for row in labels(part_page(ShowPart("moscow", part, page), catalogue, t))
        for label in row
        if not label.startswith("«") and "–" not in label
    ]
    assert set(found) == {t.place(it) for it in catalogue.partners_of(moscow)}


def test_the_card_narrowed_to_a_country_leads_to_all_of_it(catalogue: Catalogue) -> None:
    card = narrowed_card(catalogue.places["tula"], "DE", catalogue, translator(RUSSIAN))
    assert labels(card)[:3] == [
        ["🇩🇪 Филлинген-Швеннинген"], ["🇩🇪 Германия · 75"], ["Тула: все побратимы"],
    ]  # fmt: skip


def test_a_country_without_twins_of_the_city_is_told_so(catalogue: Catalogue) -> None:
    card = narrowed_card(catalogue.places["tula"], "FR", catalogue, translator(RUSSIAN))
    assert "🇫🇷 Франция: побратимов нет." in card.text


def test_a_card_that_was_reached_by_buttons_leads_back(catalogue: Catalogue) -> None:
    back = (ShowCountry("DE", 2), ShowPlace("kiel"))
    card = place_card(catalogue.places["tula"], catalogue, translator(RUSSIAN), back)
    assert card.rows[-1] == (Button("« Германия", "c:DE:2<p:kiel"),)


def test_a_city_that_others_name_without_being_named_says_so() -> None:
    tula = Place("tula", PlaceKind.CITY, "RU", "Tula", "Тула", 0, 0)
    kaluga = Place("kaluga", PlaceKind.CITY, "RU", "Kaluga", "Калуга", 0, 0)
    kiel = Place("kiel", PlaceKind.CITY, "DE", "Kiel", "Киль", 0, 0)
    twinnings = [
        Twinning(tula, kaluga, "RUS Kaluga, Russia"),
        Twinning(kaluga, kiel, "GER Kiel, Germany"),
    ]
    catalogue = Catalogue("r", [tula, kaluga, kiel], twinnings)
    card = place_card(kaluga, catalogue, translator(RUSSIAN))
    assert card.text.endswith("Числится побратимом и в списках других городов: Тула")


def test_names_are_escaped() -> None:
    city = Place("x", PlaceKind.CITY, "RU", "A<b>", "Б&", 0, 0)
    catalogue = Catalogue("r", [city], [Twinning(city, city, "RUS A, Russia")])
    card = place_card(city, catalogue, translator(ENGLISH))
    assert card.text.startswith("<b>A&lt;b&gt;</b>\n🇷🇺 Russia · Б&amp;\n")
