"""The index of names: who bears a name, begins with it, or is a slip or two away from it."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from types import MappingProxyType

from storage.countries import Country
from storage.groups import Group
from storage.model import Place
from storage.search.answer import WordKind
from storage.search.declension import nominatives
from storage.search.fuzzy_index import FuzzyIndex
from storage.search.phonetics import sound, sounds


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A real place that is not in the list: all of them are one."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word or phrase that is no name."""

    kind: WordKind


Target = Place | Country | Group | Elsewhere | Word  # who bears a name


class Rank(IntEnum):
    """How a name belongs to its bearer, the surest first."""

    OWN = 0  # as shown
    VARIANT = 1  # in another spelling
    OLD = 2  # formerly, or in common speech
    PARENT = 3  # by the name of what it is part of


Bearers = tuple[tuple[Target, Rank], ...]
NOBODY: Mapping[Target, Rank] = MappingProxyType({})


def order_of(target: Target) -> tuple[int, str]:
    """A total order of targets, for where nothing else decides."""
    match target:
        case Elsewhere():
            return 0, ""
        case Country():
            return 1, target.code
        case Place():
            return 2, target.id
        case Word():
            return 3, target.kind
        case Group():
            return 4, target.id


class NameIndex:
    """Squashed names (see normalize.py) and whose they are; immutable once made."""

    def __init__(self, names: Iterable[tuple[str, Target, Rank]]) -> None:
        """Takes (key, target, rank); of a target's several ranks for a key the lowest stays."""
        self._bearers = _bearers(names)
        self._names = sorted(self._bearers)

    def prepare(self) -> None:
        """Build what only near names need, before somebody asks for one."""
        self.near("", 0)

    @cached_property
    def _written(self) -> FuzzyIndex:
        return FuzzyIndex(self._names)

    @cached_property
    def _sounding(self) -> dict[str, str]:
        """The names by how they sound, with a space between those that sound alike."""
        sounding: dict[str, str] = {}
        for name, heard in sounds(self._names).items():
            sounding[heard] = f"{sounding[heard]} {name}" if heard in sounding else name
        return sounding

    @cached_property
    def _heard(self) -> FuzzyIndex:
        return FuzzyIndex(self._sounding)

    def exact(self, key: str) -> Mapping[Target, Rank]:
        """Who bears this very name, with the name's rank for each, in the order of `order_of`."""
        return self._bearers.get(key, NOBODY)

    def known_as(self, key: str) -> str | None:
        """The key under which a name is known: this very one, or that of its nominative.

        Shown names and countries have their cases written down, so only others are looked up so.
        """
        if key in self._bearers:
            return key
        return next((name for name in nominatives(key) if self._has_no_forms(name)), None)

    def _has_no_forms(self, name: str) -> bool:
        ranks = self.exact(name)
        return any(
            isinstance(target, Elsewhere)
            or (isinstance(target, Place) and rank in (Rank.VARIANT, Rank.OLD))
            for target, rank in ranks.items()
        )

    def beginning(self, key: str, most: int = 200) -> Iterator[str]:
        """The names that begin so, in alphabetical order."""
        start = bisect_left(self._names, key)
        for name in self._names[start : start + most]:
            if not name.startswith(key):
                return
            yield name

    def near(self, key: str, slips: int) -> dict[str, int]:
        """The names at most so many slips away, as written or as they sound, with their slips."""
        found = self._written.within(key, slips)
        for heard, distance in self._heard.within(sound(key), slips).items():
            for name in self._sounding[heard].split():
                found[name] = min(distance, found.get(name, distance))
        return found


def _bearers(names: Iterable[tuple[str, Target, Rank]]) -> dict[str, Mapping[Target, Rank]]:
    """Whose the names are. Most have the same bearers as some other: those share one object."""
    alone: dict[tuple[Target, Rank], Mapping[Target, Rank]] = {}
    bearers: dict[str, Mapping[Target, Rank]] = {}
    of_several: dict[str, dict[Target, Rank]] = {}
    for key, target, rank in names:
        one = alone.get((target, rank)) or alone.setdefault((target, rank), {target: rank})
        known = bearers.setdefault(key, one)
        if known is not one:
            ranks = of_several.setdefault(key, dict(known))
            ranks[target] = min(rank, ranks.get(target, rank))
    together: dict[Bearers, Mapping[Target, Rank]] = {}
    for key, ranks in of_several.items():
        in_order = tuple(sorted(ranks.items(), key=lambda bearer: order_of(bearer[0])))
        bearers[key] = together.setdefault(in_order, dict(in_order))
    return bearers
