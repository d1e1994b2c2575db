"""Countries: what they are called, their flags, what people say."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

NAME_COLUMN = re.compile(r"name_(\w+)")
DEFAULT = "en"  # the language of the names for readers who have none of their own


@dataclass(frozen=True, slots=True)
class Country:
    """A country as shown and asked for. `code` is ISO 3166 alpha-2; `asked_as` has each form.

    `names` are by language: what is shown, the columns `name_*` of the table.
    """

    code: str
    names: Mapping[str, str]
    asked_as: tuple[str, ...]

    def __hash__(self) -> int:
        """By the code alone: the names do not hash."""
        return hash(self.code)

    def name(self, lang: str) -> str:
        """The name to show a reader of `lang`; in English where the table has none for them."""
        return self.names.get(lang, self.names[DEFAULT])

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
        named = {NAME_COLUMN.fullmatch(column): cell for column, cell in row.items()}
        shown = {column[1]: cell for column, cell in named.items() if column}
        others = (cell.split("|") for column, cell in row.items() if "_" in column)
        asked_as = dict.fromkeys(name for names in others for name in names if name)
        yield Country(row["iso"], shown, tuple(asked_as))
