"""Languages: whose is which, plurals, order."""

import pytest
from markupsafe import Markup

from bot.i18n import Translator, language_of_text, translator
from bot.views.pages import help_page, settings_page, welcome
from storage.catalogue import Catalogue
from storage.languages import ENGLISH, RUSSIAN


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0 побратимов"), (1, "1 побратим"), (2, "2 побратима"), (5, "5 побратимов"),
     (11, "11 побратимов"), (21, "21 побратим"), (47, "47 побратимов"), (112, "112 побратимов")],
)  # fmt: skip
def test_russian_numbers_take_their_plurals(number: int, words: str) -> None:
    assert translator(RUSSIAN).count("partners", number) == words


def test_english_numbers_take_theirs() -> None:
    t = translator(ENGLISH)
    assert [t.count("partners", number) for number in (1, 2)] == ["1 twin", "2 twins"]


def test_html_in_a_parameter_is_escaped_and_markup_is_not() -> None:
    t = translator(ENGLISH)
    assert t.html("place-heading", name="<b>", where="y", other=Markup("<i>x</i>")) == (
        "<b>&lt;b&gt;</b>\ny · <i>x</i>"
    )


def test_a_parameter_that_looks_like_a_placeholder_is_left_alone() -> None:
    assert "{name}" in translator(ENGLISH).html("nothing-found", question="{name} {0} %s")


def test_russian_order_puts_yo_with_ye_and_cyrillic_before_latin() -> None:
    t = translator(RUSSIAN)
    names = ["Orel", "Орёл", "Йошкар-Ола", "Ижевск", "Орел А", "Казань"]
    assert sorted(names, key=t.sort_key) == [
        "Ижевск", "Йошкар-Ола", "Казань", "Орёл", "Орел А", "Orel",
    ]  # fmt: skip


def test_english_order_ignores_accents() -> None:
    t = translator(ENGLISH)
    assert sorted(["Zeitz", "Évora", "Étienne", "Evora B"], key=t.sort_key) == [
        "Étienne", "Évora", "Evora B", "Zeitz",
    ]  # fmt: skip


def test_a_part_of_a_city_is_shown_with_the_city(catalogue: Catalogue) -> None:
    neukolln = catalogue.places["neukolln-berlin"]
    assert translator(RUSSIAN).place(neukolln) == "Нойкёльн (Берлин)"
    assert translator(ENGLISH).place(neukolln) == "Neukölln (Berlin)"


def test_a_german_district_is_told_from_its_town(catalogue: Catalogue) -> None:
    assert translator(RUSSIAN).place(catalogue.places["duren-district"]) == "Дюрен (район)"


def test_a_text_of_ours_tells_its_language(t: Translator, catalogue: Catalogue) -> None:
    for screen in (welcome(catalogue, t), help_page(catalogue, t), settings_page(None, t)):
        labels = [button.label for row in screen.rows for button in row]
        assert language_of_text(" ".join([screen.plain_text, *labels])) == t.language


def test_a_quoted_question_does_not_hide_the_language(t: Translator) -> None:
    for question in ("Где-то далеко за тридевять земель", "Far far away behind the mountains"):
        assert language_of_text(t.text("nothing-found", question=question)) == t.language


def test_names_alone_are_in_no_language() -> None:
    assert [language_of_text(text) for text in ("", "Тула · Tula", "5 / 7")] == [None] * 3
