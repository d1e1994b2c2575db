"""Completion: what a question that is still being typed may become, the likeliest first."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import TypeAlias

from storage.catalogue import Catalogue
from storage.countries import Country, countries
from storage.groups import Group, groups
from storage.search.answer import (
    Answer,
    Choices,
    Found,
    Pair,
    Suggestions,
    WholeCountry,
    WholeGroup,
)
from storage.search.answering import MIN_PREFIX_LETTERS, Answering
from storage.search.guessing import MIN_LESSER_PREFIX_LETTERS
from storage.search.name_index import NameIndex, Rank, Target
from storage.search.normalize import fold, squash
from storage.search.query import Reading

Complete: TypeAlias = Found | Pair | WholeCountry | WholeGroup  # answers that ask nothing back
MAX_NAMES = 2_000  # that begin alike and are looked at


class Completion:
    """Turns beginnings of names, and answers, into all that may be meant; immutable once made."""

    def __init__(self, catalogue: Catalogue, index: NameIndex, meaning: Answering) -> None:
        self.catalogue = catalogue
        self.index = index
        self.meaning = meaning
        self.everything: tuple[Complete, ...] = (
            *map(Found, self.meaning.by_weight(catalogue.cities)),
            *self._countries(catalogue.countries),
        )
        self._shown = sorted({squash(fold(name)) for name in self._shown_names()})

    def begun(self, typed: Iterable[Reading]) -> tuple[Complete, ...]:
        """All whose name as shown begins so, in the first reading in which there are any.

        Cities first, then partners and countries; those with the most twins before the others.
        """
        for reading in typed:
            if reading.alike or reading.countries:
                continue
            for key in dict.fromkeys((reading.whole, reading.core)):
                if key and (found := tuple(self._beginning(key))):
                    return found
        return ()

    def of_answer(self, answer: Answer) -> Iterator[Complete]:
        """What an answer says, then what is near to it, as answers that ask nothing back."""
        match answer:
            case Found(place, country=str() as code):
                yield Found(place, country=code)
                yield Found(place)
                yield from self._countries([code])
            case Found(place, group=str() as group):
                yield Found(place, group=group)
                yield Found(place)
            case WholeCountry(code, places):
                yield from self._countries([code])
                cities = self.meaning.by_weight(places)
                yield from (Found(city, country=code) for city in cities)
            case WholeGroup(group):
                yield answer
                yield from self._countries(groups()[group].members)
            case Pair(places):
                yield answer
                yield from map(Found, places)
            case Found() | Choices() | Suggestions():
                yield from map(Found, answer.places)

    def _beginning(self, key: str) -> Iterator[Complete]:
        ranks: dict[Target, Rank] = {}
        for name in self._names_beginning(key):
            for target, rank in self.index.exact(name).items():
                if rank == Rank.OWN or len(key) >= MIN_LESSER_PREFIX_LETTERS:
                    ranks[target] = min(rank, ranks.get(target, rank))
        yield from map(Found, self.meaning.by_weight(ranks))
        yield from self._countries(it.code for it in ranks if isinstance(it, Country))
        for group in (target for target in ranks if isinstance(target, Group)):
            if isinstance(whole := self.meaning.of_group(group), WholeGroup):
                yield whole

    def _names_beginning(self, key: str) -> Iterator[str]:
        """Of one letter or two only names as shown: of other spellings too many begin so."""
        if len(key) >= MIN_PREFIX_LETTERS:
            return self.index.beginning(key, MAX_NAMES)
        at = bisect_left(self._shown, key)
        return takewhile(lambda name: name.startswith(key), self._shown[at : at + MAX_NAMES])

    def _shown_names(self) -> Iterator[str]:
        for place in self.catalogue.places.values():
            yield from (place.name_en, place.name_ru)
        for code in self.catalogue.countries:
            yield from countries()[code].names.values()
        for group in groups().values():
            yield from (group.name_en, group.name_ru)

    def _countries(self, codes: Iterable[str]) -> Iterator[WholeCountry]:
        """Those in which the list has twins, the most pairs first."""
        ordered = sorted(codes, key=lambda code: (-self.catalogue.pairs_in(code), code))
        for code in ordered:
            if isinstance(whole := self.meaning.of_country(code), WholeCountry):
                yield whole
