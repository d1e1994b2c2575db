"""Groups of countries that people name: continents, the CIS, Scandinavia."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from storage.countries import countries


@dataclass(frozen=True, slots=True)
class Group:
    """A group of countries as shown and asked for. `members` are ISO 3166 alpha-2 codes.

    `adjectives` are Russian ones in the masculine and English ones.
    """

    id: str
    name_en: str
    name_ru: str
    members: frozenset[str]
    asked_as: tuple[str, ...]
    adjectives: tuple[str, ...]

    def __hash__(self) -> int:
        """By the id alone."""
        return hash(self.id)

    def name(self, lang: str) -> str:
        """The name to show a reader of `lang`."""
        return self.name_ru if lang == "ru" else self.name_en


@lru_cache(maxsize=1)
def groups() -> dict[str, Group]:
    """All groups of `data/groups.csv`, by id."""
    return {group.id: group for group in _read()}


def _read() -> Iterator[Group]:
    table = (files("storage") / "data/groups.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(table.splitlines()):
        asked = (row["name_en"], row["name_ru"], *_split(row["also_en"]), *_split(row["also_ru"]))
        adjectives = (*_split(row["adj_ru"]), *_split(row["adj_en"]))
        members = frozenset(_members(row["members"]))
        yield Group(row["id"], row["name_en"], row["name_ru"], members, asked, adjectives)


def _members(cell: str) -> list[str]:
    if not cell.startswith("part:"):
        return _split(cell)
    part = cell.removeprefix("part:")
    return [country.code for country in countries().values() if country.part == part]


def _split(cell: str) -> list[str]:
    return [each for each in cell.split("|") if each]
