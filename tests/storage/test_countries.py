"""Countries: names, flags, and what people call them."""

import pytest
from babel import Locale

from storage.countries import countries
from storage.search.normalize import fold

# Where CLDR's name is not what people say: reviewed one by one.
UNLIKE_CLDR = {
    "BA": {"en": "Bosnia and Herzegovina"},
    "PS": {"en": "Palestine", "ru": "Палестина"},
    "TR": {"en": "Turkey"},
    "AE": {"ru": "Объединённые Арабские Эмираты"},
    "AX": {"ru": "Аландские острова"},
    "FO": {"ru": "Фарерские острова"},
    "KP": {"ru": "Северная Корея"},
    "KR": {"ru": "Южная Корея"},
    "US": {"ru": "США"},
    "ZA": {"ru": "ЮАР"},
    "BQ": {"ru": "Бонайре, Синт-Эстатиус и Саба"},
    "BS": {"ru": "Багамские Острова"},
    "CD": {"en": "Democratic Republic of the Congo", "ru": "Демократическая Республика Конго"},
    "CG": {"en": "Republic of the Congo", "ru": "Республика Конго"},
    "CI": {"en": "Ivory Coast"},
    "CK": {"ru": "Острова Кука"},
    "CX": {"ru": "Остров Рождества"},
    "CZ": {"en": "Czech Republic"},
    "FM": {"ru": "Микронезия"},
    "HK": {"en": "Hong Kong", "ru": "Гонконг"},
    "KY": {"ru": "Каймановы острова"},
    "MM": {"en": "Myanmar", "ru": "Мьянма"},
    "MO": {"en": "Macao", "ru": "Макао"},
    "PN": {"ru": "Острова Питкэрн"},
    "SH": {"ru": "Остров Святой Елены"},
    "VG": {"ru": "Британские Виргинские острова"},
    "VI": {"ru": "Американские Виргинские острова"},
}


def in_full(name: str) -> str:
    """CLDR's name without its abbreviations."""
    for short, full in (("о-ва", "острова"), ("о-в", "остров"), ("&", "and"), ("St. ", "Saint ")):
        name = name.replace(short, full)
    return name


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_a_country_is_called_as_in_cldr_or_as_people_call_it(lang: str) -> None:
    expected = {
        code: UNLIKE_CLDR.get(code, {}).get(lang, in_full(Locale(lang).territories[code]))
        for code in countries()
    }
    assert {code: country.name(lang) for code, country in countries().items()} == expected


def test_no_name_is_abbreviated() -> None:
    shown = [name for country in countries().values() for name in country.names.values()]
    assert [name for name in shown if "о-ва" in name or "&" in name] == []


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
