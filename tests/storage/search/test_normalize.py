"""Names: the form in which they are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.search.normalize import fold, other_layout, squash


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Тула", "тула"),
        ("  ОРЁЛ! ", "орел"),
        ("Йошкар-Ола", "йошкар ола"),
        ("Ростов-на-Дону", "ростов на дону"),
        ("Ürümqi", "urumqi"),
        ("İzmir", "izmir"),
        ("Vardø", "vardo"),
        ("Łódź", "lodz"),
        ("Ma'alot-Tarshiha", "maalot tarshiha"),
        ("N’Djamena", "ndjamena"),
        ("Ту\u200bла\u200e", "тула"),
        ("«Тула»", "тула"),
        ("Neukölln (Berlin)", "neukolln berlin"),
        ("St. Louis", "st louis"),
        ("서울", "서울"),
        ("🎉", ""),
    ],
)
def test_folding_leaves_what_matters_of_a_name(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_folded_text_has_single_spaces_and_no_edges(text: str) -> None:
    folded = fold(text)
    assert folded == " ".join(folded.split())


@given(st.text(alphabet="абвгдежзийклмнопрстуфхцчшщъыьэюя -", max_size=40))
def test_the_case_of_a_russian_name_does_not_matter(name: str) -> None:
    assert fold(name.upper()) == fold(name) == fold(name.title())


@given(st.text() | st.text(alphabet="абвйёшьАЙЁabzéßſ -'", max_size=12))
def test_an_invisible_mark_changes_nothing(name: str) -> None:
    assert fold(name + "\u200b") == fold(name)


def test_squashing_makes_hyphens_and_spaces_one() -> None:
    assert squash(fold("Rostov-on-Don")) == squash(fold("rostov on don")) == "rostovondon"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nekf", "тула"),
        ("егдф", "tula"),
        ("rfkbybyuhfl", "калининград"),
        ("[f,fhjdcr", "хабаровск"),
        ("`kby", "ёлин"),
    ],
)
def test_the_other_layout_gives_what_was_meant(typed: str, meant: str) -> None:
    assert other_layout(typed) == meant


@given(st.text(alphabet="абвгдеёжзийклмнопрстуфхцчшщъыьэюя "))
def test_typing_russian_on_the_latin_layout_and_back_gives_it_again(text: str) -> None:
    assert other_layout(other_layout(text)) == text
