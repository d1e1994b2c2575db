"""What is offered while somebody types in another chat, and what is sent there."""

import pytest

from bot.i18n import Translator, translator
from bot.views.answer import answer
from bot.views.callbacks import MAX_CALLBACK_BYTES, language_told, unpack
from bot.views.inline import Article, article, for_any_chat, in_language, inline_help
from bot.views.pages import help_page
from bot.views.screen import Screen
from storage.catalogue import Catalogue
from storage.languages import ENGLISH, RUSSIAN
from storage.search.search import Search
from tests.bot.views.phone import VISIBLE, cut_labels, height
from tests.bot.views.test_screens import check_limits, taps

RU, EN = translator(RUSSIAN), translator(ENGLISH)


def first(typed: str, catalogue: Catalogue, search: Search, t: Translator) -> Article:
    found = search.complete(typed)[0]
    return article(found, answer(found, "", catalogue, t), catalogue, t)


@pytest.mark.parametrize(
    ("typed", "title", "description"),
    [
        ("Тул", "🇷🇺 Тула", "Тульская область · 5 побратимов"),
        ("Киль", "🇩🇪 Киль", "Германия · Калининград, Советск"),
        ("Портленд", "🇺🇸 Портленд (Мэн)", "США · Архангельск"),
        ("Тула Германия", "🇷🇺 Тула · Германия", "Филлинген-Швеннинген"),
        ("Тула Франция", "🇷🇺 Тула · Франция", "Франция: побратимов нет."),
        ("Герм", "🇩🇪 Германия", "75 пар городов"),
        ("Скандинавия", "🌍 Скандинавия", "30 пар городов"),
        ("Тула, Керчь", "Тула, Керчь", "Да, Тула и 🇺🇦 Керчь — побратимы."),
        ("Тула, Омск", "Тула, Омск", "Нет, Тула и Омск побратимами в списке не значатся."),
    ],
)
def test_a_line_tells_the_flag_and_how_many(
    catalogue: Catalogue, search: Search, typed: str, title: str, description: str
) -> None:
    line = first(typed, catalogue, search, RU)
    assert (line.title, line.description) == (title, description)


def test_a_line_is_in_the_readers_language(catalogue: Catalogue, search: Search) -> None:
    line = first("Тула", catalogue, search, EN)
    assert (line.title, line.description) == ("🇷🇺 Tula", "Tula Oblast · 5 twins")
    assert line.screen.text.startswith("<b>Tula</b>")


def everything(catalogue: Catalogue, search: Search, t: Translator) -> list[Screen]:
    typed = ["", "Тула Германия", "Тула Европа", "Тула, Керчь", "Европа", "Киль", "Портленд"]
    found = {it for words in typed for it in search.complete(words)}
    return [for_any_chat(answer(it, "", catalogue, t), t.lang) for it in found]


def test_every_message_fits_a_phone_and_telegrams_limits(
    catalogue: Catalogue, search: Search, t: Translator
) -> None:
    for screen in everything(catalogue, search, t):
        check_limits(screen)
        assert height(screen) <= VISIBLE
        assert cut_labels(screen) == []


def test_its_buttons_tell_the_language_and_lead_where_they_did(
    catalogue: Catalogue, search: Search, t: Translator
) -> None:
    for screen in everything(catalogue, search, t):
        for button in taps([button for row in screen.rows for button in row]):
            assert language_told(button.data) == t.lang
            assert unpack(button.data)


def test_a_message_names_no_command_that_nobody_would_answer(
    catalogue: Catalogue, search: Search, t: Translator
) -> None:
    assert not any("/about" in screen.text for screen in everything(catalogue, search, t))


def test_the_oldest_steps_give_way_to_the_language() -> None:
    data = "p:" + "a" * 28 + "<p:" + "b" * 26 + "<c:DE:0"
    assert in_language(data, "ru") == "ru!" + data.removesuffix("<c:DE:0")
    full = "v:" + "a" * 62
    assert in_language(full, "ru") == full
    assert len(in_language("p:tula<c:DE:0", "ru").encode()) <= MAX_CALLBACK_BYTES
    assert unpack("ru!+p:tula<c:DE:0") == unpack("+p:tula<c:DE:0")


@pytest.mark.parametrize("data", ["xx!p:tula", "!p:tula", "ru!", "ru!ru!p:tula", "ru!zzz"])
def test_a_language_that_is_none_makes_data_unreadable(data: str) -> None:
    assert unpack(data) is None


def test_the_help_tells_the_bots_name(catalogue: Catalogue) -> None:
    screen = inline_help(catalogue, translator(RUSSIAN, "twins_bot"))
    assert "<code>@twins_bot</code>" in screen.text
    check_limits(screen)
    assert height(screen) <= VISIBLE
    assert cut_labels(screen) == []


def test_the_help_of_a_bot_with_a_name_tells_how_to_ask_elsewhere(
    catalogue: Catalogue, t: Translator
) -> None:
    named = help_page(catalogue, translator(t.language, "twins_bot"))
    assert "<code>@twins_bot Т" in named.text or "<code>@twins_bot T" in named.text
    assert "twins_bot" not in help_page(catalogue, t).text
    assert height(named) <= VISIBLE
