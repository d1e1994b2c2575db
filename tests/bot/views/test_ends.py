"""What is shown where of two places one or both are not plain."""

from bot.i18n import translator
from bot.views.ends import ask_for_two, unclear_ends
from bot.views.screen import Screen
from storage.catalogue import Catalogue
from storage.languages import RUSSIAN
from storage.search.ends import ends_of
from storage.search.search import Search
from tests.bot.views.phone import VISIBLE, cut_labels, height

RU = translator(RUSSIAN)


def shown(question: str, catalogue: Catalogue, search: Search) -> Screen:
    screen = unclear_ends(ends_of(question, search), catalogue, RU)
    assert height(screen) <= VISIBLE
    assert cut_labels(screen) == []
    return screen


def test_what_is_near_an_unknown_end_is_offered_as_chains(
    catalogue: Catalogue, search: Search
) -> None:
    screen = shown("Тула Сиэтл", catalogue, search)
    assert screen.plain_text.startswith("Тула → ?\n\n«Сиэтл» в списке побратимов не значится.")
    assert screen.rows[0][0].label == "🇺🇸 Такома, Вашингтон — Владивосток"
    assert screen.rows[0][0].data == "+t:tula:tacoma"


def test_of_namesakes_one_is_chosen(catalogue: Catalogue, search: Search) -> None:
    screen = shown("Тула — Орск", catalogue, search)
    assert "Похожие названия:" in screen.text
    assert {row[0].data[:8] for row in screen.rows[:-1]} == {"+t:tula:"}


def test_for_what_nobody_knows_a_letter_is_chosen(catalogue: Catalogue, search: Search) -> None:
    screen = shown("Тула <Хогвартс>", catalogue, search)
    assert screen.text.startswith("Не нахожу «&lt;Хогвартс&gt;».\n\n<b>Тула</b>")
    assert screen.rows[0][0].data == "y:tula:А"


def test_two_unknown_names_are_both_told(catalogue: Catalogue, search: Search) -> None:
    screen = shown("Хогвартс — Мордор", catalogue, search)
    assert "Не нахожу ни «Хогвартс», ни «Мордор»." in screen.text
    assert any(b.data.startswith("+p:") for b in screen.rows[0])


def test_without_a_name_both_are_asked_for(catalogue: Catalogue) -> None:
    screen = ask_for_two(catalogue, RU)
    assert "<code>/path Тула Киль</code>" in screen.text
    assert screen.rows
