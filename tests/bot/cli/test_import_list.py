"""A list of one's own: what could not be shown or asked for is refused before it is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.cli.import_list import faults, import_list
from bot.views import screen
from storage.database.store import Store
from storage.ingest.dataset import Dataset, read_dataset
from storage.ingest.problems import DatasetError

PLACES = "id,listed,partner_of,country,kind,name_ru,lat,lon,geonames_id,note"
ALPHABET = "абвгдежзиклмнопрстуфхцчш"


def a_place(name_en: str, name_ru: str, country: str) -> str:
    code = {"RU": "Russia", "DE": "Germany"}[country]
    id = name_en.lower().replace(" ", "-")[:28].strip("-")
    return f'{id},"{name_en}, {code}",,{country},city,{name_ru},50,30,,'


def a_list(folder: Path, cities: Mapping[str, Sequence[str]]) -> Path:
    """A folder with such cities, and their partners in Germany."""
    partners = dict.fromkeys(partner for section in cities.values() for partner in section)
    lines = ["==A=="]
    for city, section in cities.items():
        lines += [city, *(f"- GER {partner}, Germany" for partner in section)]
    rows = [a_place(city, _russian(city), "RU") for city in cities]
    rows += [a_place(partner, _russian(partner), "DE") for partner in partners]
    for name, text in {
        "twin-towns.txt": "\n".join(lines),
        "country_codes.csv": "code,country,iso\nGER,Germany,DE\nRUS,Russia,RU\n",
        "places.csv": "\n".join([PLACES, *rows]),
        "names.csv": "id,lang,kind,name\n",
        "forms.csv": "id,genitive,dative,accusative,instrumental,prepositional\n",
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def _russian(name: str) -> str:
    return name[0].translate({65: "А", 66: "Б"}) + "".join(
        ALPHABET[ord(letter) % len(ALPHABET)] for letter in name[1:] if letter.isalpha()
    )


def names(first: str, number: int) -> list[str]:
    """So many names that nobody takes for each other's misspelling."""
    return [f"{first}{chr(97 + i // 20)}{chr(97 + i % 20) * 3}burg" for i in range(number)]


def test_the_list_that_we_know_has_no_faults(dataset: Dataset) -> None:
    some = dataset.twinnings[:60]
    places = tuple(dict.fromkeys(place for it in some for place in (it.city, it.partner)))
    assert list(faults(replace(dataset, places=places, twinnings=some))) == []


@pytest.mark.parametrize(
    "cities",
    [
        {"Aa": ["Berlin"]},
        {"Aa": names("B", 300)},
        {city: ["Berlin"] for city in names("A", 300)},
        {city: names("B", 15) for city in names("A", 50)},
    ],
    ids=["one twin", "a city of 300 twins", "300 cities of one twin", "many of many"],
)
async def test_any_list_whose_lines_are_right_is_served(
    tmp_path: Path, database_url: str, cities: Mapping[str, Sequence[str]]
) -> None:
    folder = a_list(tmp_path, cities)
    told = await import_list(database_url, folder)
    assert told.startswith("imported ")
    async with await Store.open(database_url) as store:
        assert len((await store.load_catalogue()).cities) == len(cities)
    assert (await import_list(database_url, folder)).startswith("unchanged: ")


async def test_what_telegram_would_refuse_is_refused_with_file_and_row_and_changes_nothing(
    tmp_path: Path, database_url: str, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen, "TEXT_LIMIT", 300)
    folder = a_list(tmp_path, {"Aa": names("B", 60)})
    with pytest.raises(DatasetError) as caught:
        await import_list(database_url, folder)
    assert str(caught.value).startswith("places.csv, row 2: 'p:aa' in 'ru' would have ")
    assert "characters, and Telegram takes 300" in str(caught.value)
    assert "\n" not in str(caught.value)
    async with await Store.open(database_url) as store:
        assert await store.revision() == dataset.digest


async def test_what_breaks_a_screen_or_the_search_is_a_fault_and_no_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = read_dataset(a_list(tmp_path, {"Aa": ["Berlin"]}))

    def breaks(*_: object) -> None:
        raise KeyError("atlantis")

    for broken in ("render", "answer"):
        with monkeypatch.context() as patch:
            patch.setattr(f"bot.cli.import_list.{broken}", breaks)
            told = list(faults(read))
        assert "places.csv, row 2: " in "\n".join(told)
        assert all("cannot be shown (KeyError)" in line for line in told)
