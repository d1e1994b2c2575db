"""Strings a slip or two away from another, out of very many, in little time and memory.

One slip (a wrong, missing, doubled letter, or two swapped) leaves one half of a string whole, if
the halves leave out a letter between them. Two slips leave a third of it whole, unless one is a
swap across a cut. So only strings that share such a piece are compared: of 20,000 names some tens
to some hundreds.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from zlib import crc32

from rapidfuzz import process
from rapidfuzz.distance import OSA

HALVES, THIRDS = range(2), range(2, 5)  # numbers of pieces


class FuzzyIndex:
    """An index over strings; what it finds are their positions. Immutable once made.

    Pieces are hashed into slots, all in two flat arrays: the strings in slot `s` are
    `_members[_starts[s]:_starts[s + 1]]`. Strings that share a slot by accident do no harm: each
    is compared in the end.
    """

    def __init__(self, strings: Sequence[str]) -> None:
        self._strings = strings
        self._slots = 1 << ((len(HALVES) + len(THIRDS)) * len(strings)).bit_length()
        self._starts = array("I", bytes(4 * (self._slots + 1)))
        for string in strings:
            for slot in self._slots_of(string):
                self._starts[slot + 1] += 1
        for slot in range(self._slots):
            self._starts[slot + 1] += self._starts[slot]
        free = self._starts[:]
        self._members = array("I", bytes(4 * self._starts[-1]))
        for position, string in enumerate(strings):
            for slot in self._slots_of(string):
                self._members[free[slot]] = position
                free[slot] += 1

    def within(self, string: str, slips: int) -> dict[int, int]:
        """Positions of the strings at most so many slips (1 or 2) away, each with its slips."""
        positions: set[int] = set()
        for slot in self._slots_near(string, slips):
            positions.update(self._members[self._starts[slot] : self._starts[slot + 1]])
        compared = list(positions)
        strings = [self._strings[position] for position in compared]
        near = process.extract(string, strings, scorer=OSA.distance, score_cutoff=slips, limit=None)
        return {compared[at]: int(distance) for _, distance, at in near}

    def _slots_of(self, string: str) -> Iterator[int]:
        for number, start, end in _pieces(len(string)):
            yield self._slot(len(string), number, string[start:end])

    def _slots_near(self, string: str, slips: int) -> Iterator[int]:
        """The slots of the strings that may share a piece with this one.

        A piece moves by the letters that are missing or too many before it. The middle third
        matters only where there is a slip on either side of it.
        """
        for more in range(-slips, slips + 1):
            length = len(string) + more
            for number, start, end in _pieces(length):
                if (number in HALVES) == (slips == 1):
                    for move in _moves(number, more):
                        yield self._slot(length, number, string[start - move : end - move])

    def _slot(self, length: int, number: int, piece: str) -> int:
        return crc32(f"{length} {number} {piece}".encode()) & (self._slots - 1)


def _moves(number: int, more: int) -> Iterable[int]:
    """How far a piece may stand from its place in a string that has so many letters more."""
    if number in (HALVES[0], THIRDS[0]):
        return (0,)
    if number in (HALVES[-1], THIRDS[-1]):
        return (more,)
    return range(max(-1, more - 1), min(1, more + 1) + 1)


def _pieces(length: int) -> tuple[tuple[int, int, int], ...]:
    """Number, start and end of each piece of a string of this length: two halves, three thirds."""
    half, third = (length - 1) // 2, length // 3
    return (
        (0, 0, length // 2),
        (1, length - half, length),
        (2, 0, third),
        (3, third, length - third),
        (4, length - third, length),
    )
