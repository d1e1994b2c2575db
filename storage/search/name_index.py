"""The index of names: who bears a name, begins with it, or is a slip or two away from it."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping

from storage.search.declension import nominatives
from storage.search.fuzzy_index import FuzzyIndex
from storage.search.phonetics import sound

# Who bears a name: the id of a place, "=DE" for a country, "-" for a place that is not in the list,
# "~hello" for a word that is no name.
Target = str
COUNTRY, ELSEWHERE, WORD = "=", "-", "~"

# How a name belongs to its place, the surest first: as shown, in another spelling, formerly or in
# common speech, by the name of what it is part of.
OWN, VARIANT, OLD, PARENT = range(4)


def is_place(target: Target) -> bool:
    """Whether the target is a place of the catalogue."""
    return target[0] not in "=-~"


Bearers = tuple[tuple[Target, int], ...]


class NameIndex:
    """Squashed names (see normalize.py) and whose they are; immutable once made."""

    def __init__(self, names: Iterable[tuple[str, Target, int]]) -> None:
        """Takes (key, target, rank); of a target's several ranks for a key the lowest stays."""
        bearers: dict[str, Bearers] = {}
        # Most names have the same bearers as some other name: those share one object.
        shared: dict[Bearers, Bearers] = {}
        for key, target, rank in names:
            ranks = dict(bearers.get(key, ()))
            ranks[target] = min(rank, ranks.get(target, rank))
            whose = tuple(sorted(ranks.items()))
            bearers[key] = shared.setdefault(whose, whose)
        self._bearers = bearers
        self._names = sorted(bearers)
        self._written = FuzzyIndex(self._names)
        self._heard = FuzzyIndex([sound(name) for name in self._names])

    def exact(self, key: str) -> Mapping[Target, int]:
        """Who bears this very name, with the name's rank for each."""
        return dict(self._bearers.get(key, ()))

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
            target == ELSEWHERE or (is_place(target) and rank in (VARIANT, OLD))
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
        found = self._heard.within(sound(key), slips)
        for position, distance in self._written.within(key, slips).items():
            found[position] = min(distance, found.get(position, distance))
        return {self._names[position]: distance for position, distance in found.items()}
