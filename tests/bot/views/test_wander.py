"""A card with a reason to look, and the list in figures."""

from bot.i18n import Translator, translator
from bot.views.callbacks import ShowFact, ShowStats
from bot.views.place import place_card
from bot.views.screen import Screen
from bot.views.wander import fact_page, stats_page
from storage.catalogue import Catalogue
from storage.facts import FactKind, facts_of
from storage.languages import ENGLISH, RUSSIAN
from tests.bot.views.phone import VISIBLE, cut_labels, height

RU, EN = translator(RUSSIAN), translator(ENGLISH)


def fact(number: int, catalogue: Catalogue, t: Translator = RU) -> Screen:
    screen = fact_page(ShowFact(number), catalogue, t)
    assert screen
    return screen


def test_the_reason_stands_above_the_card(catalogue: Catalogue) -> None:
    kinds = [it.kind for it in facts_of(catalogue)]
    screen = fact(kinds.index(FactKind.NORTHERNMOST_CITY), catalogue)
    card = place_card(catalogue.places["murmansk"], catalogue, RU, brief=True)
    assert screen.text == "Самый северный из городов России в списке.\n\n" + card.text
    assert screen.rows[:-1] == card.rows[:-1]


def test_another_one_goes_through_all_before_it_comes_back(catalogue: Catalogue) -> None:
    number, seen = 5, []
    while number not in seen:
        seen.append(number)
        number = int(fact(number, catalogue).rows[-1][0].data.removeprefix("r:"))
    assert sorted(seen) == list(range(len(facts_of(catalogue))))


def test_every_fact_fits_a_phone(catalogue: Catalogue, t: Translator) -> None:
    texts = set()
    for number in range(len(facts_of(catalogue))):
        screen = fact(number, catalogue, t)
        assert height(screen) <= VISIBLE, screen.text
        assert cut_labels(screen) == []
        texts.add(screen.text)
    assert len(texts) == len(facts_of(catalogue))


def test_any_number_of_an_old_button_is_a_fact(catalogue: Catalogue) -> None:
    assert fact(10**10 - 1, catalogue)


def test_without_facts_there_is_nothing_to_show() -> None:
    assert fact_page(ShowFact(0), Catalogue("empty", (), ()), RU) is None


def test_figures_name_who_has_the_most(catalogue: Catalogue) -> None:
    told = stats_page(catalogue, EN).plain_text.replace("\u00a0", " ")
    assert "888 pairs of towns: 140 cities and districts, with twins in 84 countries" in told
    assert "Most twins\nSaint Petersburg: 47\nMoscow: 26\n" in told
    assert "Most pairs\n🇨🇳 China: 108\n" in told
    assert "The twins farthest from each other: 🇦🇷 Córdoba and Izhevsk, 14,520 km." in told


def test_figures_lead_on_and_back(catalogue: Catalogue) -> None:
    screen = stats_page(catalogue, RU)
    assert screen.rows[0][0].data == "p:saint-petersburg<e"
    card = place_card(catalogue.places["saint-petersburg"], catalogue, RU, (ShowStats(),))
    assert card.rows[-1][0].label == "« Список в цифрах"


def test_figures_of_an_empty_list_are_nought(t: Translator) -> None:
    assert stats_page(Catalogue("empty", (), ()), t).text
