"""The index of names: who bears a name, begins with it, or is a slip or two away from it."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from storage.sound import sound

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


class Index:
    """Squashed names (`storage.names.squash`) and whose they are; immutable once made."""

    def __init__(self, names: Iterable[tuple[str, Target, int]]) -> None:
        """Takes (key, target, rank); of a target's several ranks for a key the lowest stays."""
        ranks: dict[str, dict[Target, int]] = defaultdict(dict)
        for key, target, rank in names:
            ranks[key][target] = min(rank, ranks[key].get(target, rank))
        # Most names have the same bearers as some other name: those share one object.
        shared: dict[tuple[tuple[Target, int], ...], Mapping[Target, int]] = {}
        self._targets = {
            key: shared.setdefault(tuple(sorted(bearers.items())), bearers)
            for key, bearers in ranks.items()
        }
        self._sorted = sorted(self._targets)
        heard_as: dict[str, list[str]] = defaultdict(list)
        for key in self._sorted:
            if heard := sound(key):
                heard_as[heard].append(key)
        self._sounds = {heard: tuple(keys) for heard, keys in heard_as.items()}
        self._written = Neighbours(self._sorted)
        self._heard = Neighbours(self._sounds)

    def exact(self, key: str) -> Mapping[Target, int]:
        """Who bears this very name, with the name's rank for each."""
        return self._targets.get(key, {})

    def beginning(self, key: str, most: int = 200) -> Iterator[str]:
        """The names that begin so, in alphabetical order."""
        start = bisect_left(self._sorted, key)
        for name in self._sorted[start : start + most]:
            if not name.startswith(key):
                return
            yield name

    def near(self, key: str, slips: int) -> dict[str, int]:
        """The names at most so many slips away, as written or as they sound, with their slips."""
        found = self._written.within(key, slips)
        for heard, distance in self._heard.within(sound(key), slips).items():
            for name in self._sounds[heard]:
                found[name] = min(distance, found.get(name, distance))
        return found


class Neighbours:
    """Strings by their length and their ends.

    A slip leaves at least one end alone: its two letters, where there is one slip; of two slips,
    one seldom falls on the first letter and the other on the last.
    """

    def __init__(self, strings: Iterable[str]) -> None:
        self._buckets: dict[tuple[int, str], list[str]] = defaultdict(list)
        for string in strings:
            for end in _ends(string, 1) + _ends(string, 2):
                self._buckets[len(string), end].append(string)

    def within(self, string: str, slips: int) -> dict[str, int]:
        """Strings at most so many slips (wrong, missing, doubled, swapped letters) away."""
        found: dict[str, int] = {}
        if not string:
            return found
        ends = _ends(string, 2 if slips == 1 and len(string) > 4 else 1)
        for length in range(len(string) - slips, len(string) + slips + 1):
            for end in ends:
                if bucket := self._buckets.get((length, end)):
                    near = process.extract(
                        string, bucket, scorer=OSA.distance, score_cutoff=slips, limit=None
                    )
                    found |= {other: int(distance) for other, distance, _ in near}
        return found


def _ends(string: str, letters: int) -> tuple[str, str]:
    return f"{string[:letters]}…", f"…{string[-letters:]}"
