"""Adjectives and people of places, countries and groups: «казанские», «омичи», "German".

They stand in `data/adjectives.csv`, `countries.csv` and `groups.csv` in one form; the others are
told by their endings. They are found as they are written, never by slips.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from importlib.resources import files

from storage.catalogue import Catalogue
from storage.countries import Country, countries
from storage.groups import Group, groups
from storage.model import Place
from storage.search.normalize import fold, squash

MIN_STEM_LETTERS = 3  # letters
MASCULINE = ("ий", "ый", "ой")
OF_ADJECTIVES = frozenset(
    """
    ий ый ой ая яя ое ее ие ые их ых им ым ими ыми ого его ому ему ую юю ей ом ем
    """.split()
)
PLURAL = ("и", "ы", "е")
OF_PEOPLE = frozenset(
    """
    и ы е а у ом ем ей ев ов ам ами ах ин ина инам ка ки ке ку кой ок кам ками ках
    """.split()
)
LONGEST_ENDING = 4

Bearer = Place | Country | Group


class Adjectives:
    """Who is meant by an adjective or by the name of its people; immutable once made."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._adjectives: dict[str, list[Bearer]] = defaultdict(list)
        self._people: dict[str, list[Bearer]] = defaultdict(list)
        self._english: dict[str, list[Bearer]] = defaultdict(list)
        for country in countries().values():
            self._add(country, country.adjectives)
        for group in groups().values():
            self._add(group, group.adjectives)
        for id, adjectives, people in _of_places():
            if place := catalogue.places.get(id):
                self._add(place, adjectives)
                for each in people:
                    self._people[_stem(each, PLURAL)].append(place)

    def bearers(self, word: str) -> tuple[Bearer, ...]:
        """Whose adjective or people a folded word, or several run together, may be."""
        if word in self._english:
            return tuple(self._english[word])
        for length in range(min(LONGEST_ENDING, len(word) - MIN_STEM_LETTERS), 0, -1):
            stem, ending = word[:-length], word[-length:]
            if ending in OF_ADJECTIVES and stem in self._adjectives:
                return tuple(self._adjectives[stem])
        for length in range(min(LONGEST_ENDING, len(word) - MIN_STEM_LETTERS) + 1):
            stem, ending = word[: len(word) - length], word[len(word) - length :]
            if (not ending or ending in OF_PEOPLE) and stem in self._people:
                return tuple(self._people[stem])
        return ()

    def _add(self, bearer: Bearer, adjectives: tuple[str, ...]) -> None:
        for adjective in adjectives:
            if adjective.endswith(MASCULINE):
                self._adjectives[_stem(adjective, MASCULINE)].append(bearer)
            else:
                self._english[squash(fold(adjective))].append(bearer)


def _stem(form: str, endings: tuple[str, ...]) -> str:
    folded = squash(fold(form))
    return next(folded.removesuffix(end) for end in endings if folded.endswith(end))


def _of_places() -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    table = (files("storage") / "data/adjectives.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(table.splitlines()):
        split: Mapping[str, tuple[str, ...]] = {
            column: tuple(filter(None, row[column].split("|")))
            for column in ("adjectives", "people")
        }
        yield row["id"], split["adjectives"], split["people"]
