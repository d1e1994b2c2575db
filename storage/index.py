"""The index of names: what bears a name exactly, begins with it, sounds like it, or nearly so."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from storage.sound import sound

# Who bears a name: the id of a place, "=DE" for a country, "-" for a place that is not in the list,
# "~hello" for a word that is no name.
Target = str
COUNTRY, ELSEWHERE, WORD = "=", "-", "~"


@dataclass(frozen=True, slots=True)
class Near:
    """A name near a question: how many slips apart they sound."""

    key: str
    slips: int


def is_place(target: Target) -> bool:
    """Whether the target is a place of the catalogue."""
    return target[0] not in "=-~"


class Index:
    """Squashed names (`storage.names.squash`) and whose they are; immutable once made."""

    def __init__(self, names: Iterable[tuple[str, Target, int]]) -> None:
        """Takes (key, target, rank); of a target's several ranks for a key the lowest stays."""
        self._targets: dict[str, dict[Target, int]] = defaultdict(dict)
        for key, target, rank in names:
            known = self._targets[key].get(target, rank)
            self._targets[key][target] = min(rank, known)
        self._sorted = sorted(self._targets)
        self._sounds: dict[str, list[str]] = defaultdict(list)
        for key in self._sorted:
            if heard := sound(key):
                self._sounds[heard].append(key)
        # By length with the first, and with the last letter: a slip leaves one of the two alone.
        self._first: dict[tuple[int, str], list[str]] = defaultdict(list)
        self._last: dict[tuple[int, str], list[str]] = defaultdict(list)
        for heard in self._sounds:
            self._first[len(heard), heard[0]].append(heard)
            self._last[len(heard), heard[-1]].append(heard)

    def exact(self, key: str) -> dict[Target, int]:
        """Who bears this very name, with the name's rank for each."""
        return self._targets.get(key, {})

    def heard(self, key: str) -> list[str]:
        """The names that sound just like this."""
        return self._sounds.get(sound(key), [])

    def beginning(self, key: str, most: int = 200) -> Iterator[str]:
        """The names that begin so, in alphabetical order."""
        for name in self._sorted[
            bisect_left(self._sorted, key) : bisect_left(self._sorted, key) + most
        ]:
            if not name.startswith(key):
                return
            yield name

    def near(self, key: str, slips: int) -> list[Near]:
        """The names at most so many slips away (wrong, missing, doubled, swapped letters)."""
        heard = sound(key)
        if not heard:
            return []
        found: dict[str, int] = {}
        for length in range(len(heard) - slips, len(heard) + slips + 1):
            for bucket in (
                self._first.get((length, heard[0])),
                self._last.get((length, heard[-1])),
            ):
                if bucket:
                    near = process.extract(
                        heard, bucket, scorer=OSA.distance, score_cutoff=slips, limit=None
                    )
                    found |= {name: int(distance) for name, distance, _ in near}
        return [Near(name, found[other]) for other in found for name in self._sounds[other]]
