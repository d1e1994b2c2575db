"""Taking questions apart: what may be of a name, and what is said around it."""

import pytest

from storage.search.query import readings


@pytest.mark.parametrize(
    ("question", "bare"),
    [
        ("какие побратимы у Тулы?", ("тулы",)),
        ("Здравствуйте! Подскажите города-побратимы Шахт", ("шахт",)),
        ("Tula's twin towns", ("tula",)),
        ("Niš’s sister cities", ("nis",)),
        ("побртаимы тулы", ("тулы",)),
        ("goroda pobratimy Tuly", ("tuly",)),
        ("Дубна, Московская область", ("дубна",)),
        ("Сестрорецк", ("сестрорецк",)),
        ("возле Гродно", ("гродно",)),
    ],
)
def test_what_is_said_around_a_name_is_left_out(question: str, bare: tuple[str, ...]) -> None:
    assert next(readings(question)).bare == bare


def test_the_second_reading_is_that_of_the_other_layout() -> None:
    first, second = readings("nekf")
    assert (first.whole, first.other_layout) == ("nekf", False)
    assert (second.whole, second.other_layout) == ("тула", True)


def test_an_apostrophe_is_a_letter_of_the_other_layout() -> None:
    assert list(readings("'kbcnf"))[1].whole == "элиста"


@pytest.mark.parametrize("question", ["", " ", "!?", "\u200b"])
def test_nothing_reads_as_nothing(question: str) -> None:
    assert list(readings(question)) == []
