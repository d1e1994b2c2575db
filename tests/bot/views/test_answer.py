"""What questions come to, as screens."""

import pytest

from bot.i18n import Translator, translator
from bot.views.answer import answer, others_page
from bot.views.callbacks import ShowOthers, unpack
from bot.views.screen import Screen
from storage.catalogue import Catalogue
from storage.languages import ENGLISH, RUSSIAN
from storage.search.search import Search


@pytest.fixture
def asked(catalogue: Catalogue, search: Search):
    def ask(question: str, t: Translator) -> Screen:
        return answer(search.ask(question), question, catalogue, t)

    return ask


def labels(screen: Screen) -> list[str]:
    return [button.label for row in screen.rows for button in row]


@pytest.mark.parametrize(
    ("language", "question", "told"),
    [
        (RUSSIAN, "Тулла", "Похоже, вы имели в виду Тулу. Если нет, проверьте написание."),
        (ENGLISH, "Volgogradd", "Showing Volgograd. Not what you meant? Check the spelling."),
        (RUSSIAN, "Ленинград", "Ленинград — прежнее название Санкт-Петербурга."),
        (ENGLISH, "Stalingrad", "Stalingrad is now Volgograd."),
        (RUSSIAN, "Питер", "Питер — так часто называют Санкт-Петербург."),
        (RUSSIAN, "Сидней", "«Сидней» в списке побратимов не значится. Попробуйте, например:"),
        (RUSSIAN, "Париж", "«Париж» в списке побратимов не значится. Ближе всего из списка:"),
        (ENGLISH, "Kyiv", "“Kyiv” is not on the list. Nearest on the list:"),
        (RUSSIAN, "Гирмания", "Похоже, вы имели в виду: Германия. Если нет, проверьте написание."),
        (ENGLISH, "Germny", "Taken for: Germany. Not what you meant? Check the spelling."),
        (ENGLISH, "Orsk", "“Orsk” is not on the list. Similar names:"),
        (RUSSIAN, "🎉", "Не вижу названия."),
        (RUSSIAN, "спасибо", "Рад помочь!"),
        (RUSSIAN, "помощь", "Напишите город, его побратима или страну"),
        (ENGLISH, "how does it work?", "Type a city, its twin town or a country"),
        (RUSSIAN, "Бавария", "Из этого региона в списке:"),
        (RUSSIAN, "города Баварии", "Из этого региона в списке:"),
        (ENGLISH, "California", "On the list from this region:"),
    ],
)
def test_the_answer_begins_with_how_it_was_understood(asked, language, question, told) -> None:
    assert asked(question, translator(language)).plain_text.startswith(told)


def test_offers_say_what_helps_to_choose_and_lead_on(asked) -> None:
    found = asked("Орск", translator(RUSSIAN))
    assert labels(found)[0] == "Омск · 10 побратимов"
    assert any(label.startswith("🇧🇾 Орша") for label in labels(found))
    assert labels(found)[-2:] == ["🏙 Все города", "🌍 Все страны"]


def test_namesakes_are_told_apart(asked) -> None:
    assert labels(asked("Портленд", translator(RUSSIAN)))[:2] == [
        "🇺🇸 Портленд, Мэн — Архангельск", "🇺🇸 Портленд, Орегон — Хабаровск",
    ]  # fmt: skip
    assert labels(asked("Portland", translator(ENGLISH)))[:2] == [
        "🇺🇸 Portland, Maine — Arkhangelsk", "🇺🇸 Portland, Oregon — Khabarovsk",
    ]  # fmt: skip


def test_an_offer_is_answered_by_a_message_of_its_own(asked) -> None:
    route = unpack(asked("Портленд", translator(RUSSIAN)).rows[0][0].data)
    assert route
    assert route.anew


def test_what_a_misspelt_name_may_have_meant_as_well_is_a_tap_away(
    asked, catalogue: Catalogue
) -> None:
    t = translator(RUSSIAN)
    card = asked("Тулла", t)
    route = unpack(card.rows[-1][0].data)
    assert route
    assert isinstance(route.tap, ShowOthers)
    others = others_page(route.tap, catalogue, t)
    assert others
    assert others.text == "Возможно, вы имели в виду:"
    assert all("Тула ·" not in label for label in labels(others))


def test_others_of_an_old_message_that_are_gone_are_left_out(catalogue: Catalogue, t) -> None:
    assert others_page(ShowOthers("no-such-place"), catalogue, t) is None
    left = others_page(ShowOthers("no-such-place,tula"), catalogue, t)
    assert left
    assert len(left.rows) == 2
