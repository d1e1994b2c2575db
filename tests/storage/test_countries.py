"""Countries: names, flags, and what people call them."""

import pytest

from storage.countries import countries
from storage.names import fold


@pytest.mark.parametrize(
    ("code", "name_en", "name_ru"),
    [
        ("AE", "United Arab Emirates", "Объединённые Арабские Эмираты"),
        ("AX", "Åland Islands", "Аландские острова"),
        ("BA", "Bosnia and Herzegovina", "Босния и Герцеговина"),
        ("BY", "Belarus", "Беларусь"),
        ("FO", "Faroe Islands", "Фарерские острова"),
        ("GB", "United Kingdom", "Великобритания"),
        ("KG", "Kyrgyzstan", "Киргизия"),
        ("KP", "North Korea", "Северная Корея"),
        ("KR", "South Korea", "Южная Корея"),
        ("MD", "Moldova", "Молдова"),
        ("PS", "Palestine", "Палестина"),
        ("TR", "Turkey", "Турция"),
        ("US", "United States", "США"),
        ("ZA", "South Africa", "ЮАР"),
    ],
)
def test_countries_are_called_as_people_call_them(code: str, name_en: str, name_ru: str) -> None:
    country = countries()[code]
    assert (country.name("en"), country.name("ru")) == (name_en, name_ru)


def test_no_name_is_abbreviated() -> None:
    assert [c.code for c in countries().values() if "о-ва" in c.name_ru or "&" in c.name_en] == []


def test_a_flag_is_two_regional_indicators() -> None:
    assert countries()["DE"].flag == "🇩🇪"
    assert countries()["US"].flag == "🇺🇸"


def test_no_two_countries_are_asked_for_by_the_same_word() -> None:
    asked: dict[str, str] = {}
    for country in countries().values():
        for name in country.asked_as:
            assert asked.setdefault(fold(name), country.code) == country.code, name


def test_declinable_names_know_the_genitive_and_the_prepositional() -> None:
    for code, form in {
        "DE": "Германии",
        "CN": "Китае",
        "US": "Штатах",
        "NL": "Нидерландах",
    }.items():
        assert form in countries()[code].asked_as
