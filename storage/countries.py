"""Countries: what they are called, their flags, what people say."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

LANGUAGES = ("ru", "en")


@dataclass(frozen=True, slots=True)
class Country:
    """A country as shown and asked for. `code` is ISO 3166 alpha-2; `asked_as` has each form."""

    code: str
    name_en: str
    name_ru: str
    asked_as: tuple[str, ...]

    def name(self, lang: str) -> str:
        """The name to show a reader of `lang`."""
        return self.name_ru if lang == "ru" else self.name_en

    @property
    def flag(self) -> str:
        """The flag's emoji: two regional indicator letters."""
        return "".join(chr(ord(letter) - ord("A") + 0x1F1E6) for letter in self.code)


@lru_cache(maxsize=1)
def countries() -> dict[str, Country]:
    """All countries of `data/countries.csv`, by code."""
    return {country.code: country for country in _read()}


def _read() -> Iterator[Country]:
    table = (files("storage") / "data/countries.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(table.splitlines()):
        shown = (row["name_en"], row["name_ru"])
        others = (row[column].split("|") for column in ("cases_ru", "also_en", "also_ru"))
        asked_as = dict.fromkeys([*shown, *(name for names in others for name in names)])
        yield Country(row["iso"], *shown, tuple(name for name in asked_as if name))
