"""Whose language is which."""

import pytest

from storage.languages import language_of, language_typed


@pytest.mark.parametrize(
    ("code", "lang"),
    [("ru", "ru"), ("ru-RU", "ru"), ("RU", "ru"), ("be", "ru"), ("kk", "ru"), ("en", "en"),
     ("en-GB", "en"), ("de", "en"), ("uk", "en"), ("", "en"), (None, "en")],
)  # fmt: skip
def test_telegrams_language_gives_the_interface_language(code: str | None, lang: str) -> None:
    assert language_of(code).code == lang


def test_the_letters_tell_the_language_of_a_question() -> None:
    assert [language_typed(text).code for text in ("Тула", "Tula", "Ё", "123", "")] == [
        "ru", "en", "ru", "en", "en",
    ]  # fmt: skip
