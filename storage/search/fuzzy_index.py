"""Strings a slip or two away from another, out of very many, in little time.

One slip (a wrong, missing, doubled letter, or two swapped) leaves one half of a string whole, if
the halves leave out a letter between them. Two slips leave a third of it whole, unless one is a
swap across a cut. So only strings that share such a piece are compared: of 20,000 names some tens
to some hundreds.
"""

import sys
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

from rapidfuzz import process
from rapidfuzz.distance import OSA

AFTER_ALL = chr(sys.maxunicode)  # sorts after whatever may follow the beginning of a string
BACKWARDS = slice(None, None, -1)


class FuzzyIndex:
    """An index over strings; immutable once made.

    The strings of each length are sorted three times: by their beginning, by their end, and by
    their middle third, so that those that share a piece stand side by side.
    """

    def __init__(self, strings: Iterable[str]) -> None:
        by_length: defaultdict[int, list[str]] = defaultdict(list)
        for string in strings:
            by_length[len(string)].append(string)
        self._sorted = {
            length: tuple(_Sorted(alike, part) for part in _parts(length))
            for length, alike in by_length.items()
        }

    def within(self, string: str, slips: int) -> dict[str, int]:
        """The strings at most so many slips (1 or 2) away, each with its slips, nearest first."""
        near = process.extract(
            string,
            [other for piece in self._sharing(string, slips) for other in piece],
            scorer=OSA.distance,
            score_cutoff=slips,
            limit=None,
        )
        return {other: int(distance) for other, distance, _ in near}

    def _sharing(self, string: str, slips: int) -> Iterator[Sequence[str]]:
        """The strings that share a piece with this one; some of them more than once.

        The middle third stands aside by the letters that are missing or too many before it. It
        matters only where there is a slip on either side of it.
        """
        backwards = string[BACKWARDS]
        for more in range(-slips, slips + 1):
            length = len(string) + more
            if length not in self._sorted:
                continue
            by_beginning, by_end, by_middle = self._sorted[length]
            third = length // 3
            yield by_beginning.with_(string[: length // 2 if slips == 1 else third])
            yield by_end.with_(backwards[: (length - 1) // 2 if slips == 1 else third])
            if slips > 1:
                for move in range(max(-1, more - 1), min(1, more + 1) + 1):
                    yield by_middle.with_(string[third - move : length - third - move])


def _parts(length: int) -> tuple[slice, slice, slice]:
    """By what strings of this length are sorted."""
    return slice(None), BACKWARDS, slice(length // 3, length - length // 3)


class _Sorted:
    """Strings in the order of a part of each."""

    __slots__ = ("_part", "_strings")

    def __init__(self, strings: Iterable[str], part: slice) -> None:
        self._part = itemgetter(part)
        self._strings = sorted(strings, key=self._part)

    def with_(self, piece: str) -> Sequence[str]:
        """Those whose part begins so."""
        start = bisect_left(self._strings, piece, key=self._part)
        end = bisect_left(self._strings, piece + AFTER_ALL, start, key=self._part)
        return self._strings[start:end]
