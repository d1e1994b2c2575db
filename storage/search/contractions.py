"""Contracted names: a beginning and an end with a hyphen or a dot between, «Волг-д», «У-Удэ».

They are told by what is left of the name: where it has as many words as there are parts, each part
begins one; otherwise the first part begins the name and the last one ends it.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

from storage.catalogue import Catalogue
from storage.model import CASES, NameKind, Place
from storage.search.normalize import fold

JOINED = re.compile("[-.‑–]")
CONTRACTED = re.compile(r"[^\W\d_]+(?:[-.‑–]\s?[^\W\d_]+)+\.?")
MIN_LETTERS = 3  # letters of all parts together
KINDS = frozenset({*CASES, NameKind.FORMER})


class Contractions:
    """The names of the cities, and those shown of other places; immutable once made."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._names: dict[str, list[tuple[str, Place]]] = defaultdict(list)
        for place in catalogue.places.values():
            for text in _names_of(place, is_city=catalogue.is_city(place)):
                name = fold(text)
                self._names[name[:1]].append((name, place))

    def bearers(self, typed: str) -> frozenset[Place]:
        """The places whose names a contraction may stand for; none where it is no contraction."""
        if not CONTRACTED.fullmatch(typed):
            return frozenset()
        parts = fold(typed).split()
        if len(parts) < 2 or sum(map(len, parts)) < MIN_LETTERS:
            return frozenset()
        named = self._names.get(parts[0][:1], ())
        by_words = frozenset(place for name, place in named if _begin_words(parts, name.split()))
        return by_words or frozenset(place for name, place in named if _are_ends(parts, name))


def _begin_words(parts: list[str], words: list[str]) -> bool:
    return len(parts) == len(words) and all(map(str.startswith, words, parts))


def _are_ends(parts: list[str], name: str) -> bool:
    first, last = parts[0], parts[-1]
    letters = len(first) + len(last)
    return (
        len(parts) == 2
        and letters < len(name)
        and name.startswith(first)
        and name.endswith(last)
        and " " not in name
    )


def _names_of(place: Place, *, is_city: bool) -> Iterator[str]:
    yield place.name_ru
    yield place.name_en
    if is_city:
        yield from (name.text for name in place.names if name.kind in KINDS)
