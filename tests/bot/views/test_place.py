"""Cards, as whole screens."""

from markupsafe import Markup

from bot.i18n import translator
from bot.views.callbacks import ListCities, ListCountries, ShowCountry, ShowPlace, pack
from bot.views.place import place_card
from bot.views.screen import Button, Screen
from storage.catalogue import Catalogue
from storage.languages import ENGLISH, RUSSIAN
from storage.model import Place, PlaceKind, Twinning


def test_a_city_card_in_russian(catalogue: Catalogue) -> None:
    tula = ShowPlace("tula")
    assert place_card(catalogue.places["tula"], catalogue, translator(RUSSIAN)) == Screen(
        Markup(
            "<b>Тула</b> · Tula\n\n"
            "5 побратимов в 5 странах\n\n"
            "🇧🇾 Беларусь: <b>Могилёв</b>\n"
            "🇩🇪 Германия: <b>Филлинген-Швеннинген</b>\n"
            "🇮🇩 Индонезия: <b>Магеланг</b>\n"
            "🇨🇴 Колумбия: <b>Барранкилья</b>\n"
            "🇺🇦 Украина: <b>Керчь</b>"
        ),
        (
            (
                Button("🇧🇾 Беларусь", pack(ShowCountry("BY"), [tula])),
                Button("🇩🇪 Германия", pack(ShowCountry("DE"), [tula])),
            ),
            (
                Button("🇮🇩 Индонезия", pack(ShowCountry("ID"), [tula])),
                Button("🇨🇴 Колумбия", pack(ShowCountry("CO"), [tula])),
            ),
            (Button("🇺🇦 Украина", pack(ShowCountry("UA"), [tula])),),
            (
                Button("Города на «Т»", pack(ListCities("Т"))),
                Button("🌍 Страны", pack(ListCountries())),
            ),
        ),
    )


def test_a_partner_card_in_english(catalogue: Catalogue) -> None:
    kiel = ShowPlace("kiel")
    assert place_card(catalogue.places["kiel"], catalogue, translator(ENGLISH)) == Screen(
        Markup(
            "<b>Kiel</b> · Киль\n🇩🇪 Germany\n\n"
            "Twinned with 2 Russian cities:\n<b>Kaliningrad, Sovetsk</b>"
        ),
        (
            (
                Button("Kaliningrad", pack(ShowPlace("kaliningrad"), [kiel])),
                Button("Sovetsk", pack(ShowPlace("sovetsk"), [kiel])),
            ),
            (Button("🇩🇪 Germany", pack(ShowCountry("DE"), [kiel])),),
        ),
    )


def test_a_long_list_folds(catalogue: Catalogue) -> None:
    card = place_card(catalogue.places["saint-petersburg"], catalogue, translator(RUSSIAN))
    assert "47 побратимов в 37 странах" in card.text
    assert "<blockquote expandable>🇦🇿" in card.text
    assert "🇮🇹 Италия: <b>Венеция, Милан</b>" in card.text


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
    assert card.text.startswith("<b>A&lt;b&gt;</b> · Б&amp;")
