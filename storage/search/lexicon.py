"""All names that the search knows, and whose they are: the list's places, countries, and others.

Real places that are not in the list, and words that are no places, are known too, so that they are
not taken for misspelt names of the list.
"""

import csv
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from storage.catalogue import Catalogue
from storage.countries import countries
from storage.groups import groups
from storage.model import CASES, NameKind, Place
from storage.search.answer import WordKind
from storage.search.name_index import Elsewhere, Rank, Target, Word
from storage.search.normalize import fold, squash

RANKS = {
    NameKind.FORMER: Rank.OLD,
    NameKind.COLLOQUIAL: Rank.OLD,
    NameKind.PARENT: Rank.PARENT,
}


NO_NAMES = (WordKind.AROUND, WordKind.PLAIN)  # words, not phrases: they have no near ones
TOLD_BESIDE = (NameKind.PARENT, NameKind.QUALIFIER)  # «Нойкёльн, Берлин», "Portland, Maine"
SAID_OF_IT = (NameKind.QUALIFIER, NameKind.REGION)  # no names of the place itself


def known_names(catalogue: Catalogue) -> Iterator[tuple[str, Target, Rank]]:
    """Each name's key with its bearer and rank, as `NameIndex` takes them."""
    return ((squash(fold(name)), target, rank) for name, target, rank in _names(catalogue))


def _names(catalogue: Catalogue) -> Iterator[tuple[str, Target, Rank]]:
    for place in catalogue.places.values():
        for text, rank in _names_of(place, is_city=catalogue.is_city(place)):
            yield text, place, rank
    for country in countries().values():
        for name in country.asked_as:
            yield name, country, Rank.OWN
    for group in groups().values():
        for name in group.asked_as:
            yield name, group, Rank.OWN
    elsewhere = Elsewhere()
    for name in elsewhere_names():
        yield name, elsewhere, Rank.OWN
    for kind, phrases in words().items():
        for phrase in phrases if kind not in NO_NAMES else ():
            yield phrase, Word(kind), Rank.OWN


def elsewhere_names() -> Iterator[str]:
    """The names in `data/elsewhere.csv`, in both languages."""
    head, *rows = csv.reader(_data("elsewhere.csv").splitlines())
    russian, english = head.index("name_ru"), head.index("name_en")
    for row in rows:
        yield row[russian]
        yield row[english]


@lru_cache(maxsize=1)
def words() -> dict[WordKind, frozenset[str]]:
    """The words and phrases in `data/words.txt` by their group."""
    groups: dict[WordKind, set[str]] = {}
    phrases: set[str] = set()
    for line in _data("words.txt").splitlines():
        if line.startswith("["):
            kind = WordKind(line.strip("[]"))
            phrases = groups.setdefault(kind, set())
        elif line and not line.startswith("#"):
            phrases.update(line.split() if kind in NO_NAMES else [line])
    return {kind: frozenset(phrases) for kind, phrases in groups.items()}


def _names_of(place: Place, *, is_city: bool) -> Iterator[tuple[str, Rank]]:
    """Every name of the place with its rank.

    A variant of a foreign name gives way to a name as shown ("Dzerzhinsk" is not Dzyarzhynsk); one
    of a city does not ("St Petersburg" is both).
    """
    told = [name.text for name in place.names if name.kind in TOLD_BESIDE]
    for text in (place.name_en, place.name_ru):
        yield text, Rank.OWN
        for beside in told:
            yield f"{text} {beside}", Rank.OWN
    variant = Rank.OWN if is_city else Rank.VARIANT
    for name in place.names:
        if name.kind in SAID_OF_IT:
            continue
        yield name.text, RANKS.get(name.kind, Rank.OWN if name.kind in CASES else variant)


def _data(name: str) -> str:
    return (files("storage") / "data" / name).read_text(encoding="utf-8")
