"""Strings that are only looked up, kept as their hashes."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable


class Hashes:
    """Some thousand different strings: eight bytes each, where a set takes a hundred.

    Two of so few share their 64 bits once in a hundred billion starts.
    """

    def __init__(self, strings: Iterable[str]) -> None:
        self._sorted = array("q", sorted(map(hash, strings)))

    def __contains__(self, string: str) -> bool:
        return self.place(string) is not None

    def place(self, string: str) -> int | None:
        """Where it stands among them, in the order of their hashes; None where it does not."""
        sought = hash(string)
        at = bisect_left(self._sorted, sought)
        return at if at < len(self._sorted) and self._sorted[at] == sought else None
