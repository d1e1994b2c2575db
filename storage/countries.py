"""Countries: what they are called, their flags, what people say."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

ASKED = ("name_", "short_", "cases_", "also_")  # columns of what people say
DEFAULT = "en"  # the language of the names for readers who have none of their own


class Part(StrEnum):
    """The parts of the world by the UN's M49."""

    EUROPE = "europe"
    ASIA = "asia"
    AMERICAS = "americas"
    AFRICA = "africa"
    OCEANIA = "oceania"


@dataclass(frozen=True, slots=True)
class Country:
    """A country as shown and asked for. `code` is ISO 3166 alpha-2; `asked_as` has each form.

    `names` and `short` are by language: what is shown, the columns `name_*` and `short_*` of the
    table; `short` has those that would be too long for a button. `codes` are its other codes, of
    three letters as a rule; `adjectives` Russian ones in the masculine, and English ones.
    """

    code: str
    names: Mapping[str, str]
    short: Mapping[str, str]
    part: Part
    asked_as: tuple[str, ...]
    codes: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()

    def __hash__(self) -> int:
        """By the code alone: the names do not hash."""
        return hash(self.code)

    def name(self, lang: str) -> str:
        """The name to show a reader of `lang`; in English where the table has none for them."""
        return self.names.get(lang, self.names[DEFAULT])

    def short_name(self, lang: str) -> str:
        """The name where there is little room."""
        return self.short.get(lang) or self.name(lang)

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
        asked = [row[column] for column in row if column.startswith(ASKED)]
        names, short = _by_language("name", row), _by_language("short", row)
        yield Country(
            row["iso"],
            names,
            short,
            Part(row["part"]),
            asked_as=_split(*asked),
            codes=_split(row["codes"]),
            adjectives=_split(row["adj_ru"], row["adj_en"]),
        )


def _split(*cells: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for cell in cells for each in cell.split("|") if each))


def _by_language(kind: str, row: Mapping[str, str]) -> dict[str, str]:
    """The cells of columns such as `name_en`, by their language."""
    columns = ((column.partition("_"), cell) for column, cell in row.items() if cell)
    return {lang: cell for (said, _, lang), cell in columns if said == kind}


@lru_cache(maxsize=1)
def country_codes() -> dict[str, Country]:
    """Countries by all their codes, of two and of three letters."""
    own = {country.code: country for country in countries().values()}
    return {code: it for it in countries().values() for code in it.codes} | own
