"""Search: what a question means, in stages from the surest to the least sure.

1. exact: the question, or what is left of it without filler words, is a name in any language;
2. layout: it is one when typed on the other keyboard layout;
3. prefix: it begins one name, or a few;
4. near: it is a slip or two away from a name (thefuzz).

An exact name answers at once. A near one answers only when it stands alone; else it is offered.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import takewhile

from thefuzz import fuzz, process

from storage.catalogue import Catalogue
from storage.countries import countries
from storage.model import CASES, Answer, NameKind, Outcome, Place
from storage.names import fold, other_layout, squash

LONGEST = 200  # characters of a question; nobody types a longer name
OFFERS = 5
NOTHING = Answer(Outcome.NOTHING)

# Whose place wins: one's own name over a nickname, that over the name of a parent.
RANKS = {NameKind.FORMER: 2, NameKind.COLLOQUIAL: 2, NameKind.PARENT: 3}

FILLERS = frozenset(
    """
    г город города городе городу городом городов область район
    побратим побратима побратимы побратимов побратимам побратимами побратимах породненные
    какие какой каких кто есть ли у в во с со из для о об про все покажи пожалуйста
    россия россии рф
    a an and are city cities for has have in is list of please russia show sister the town towns
    twin twinned twinning twins what which who whose with
    """.split()
)


class Search:
    """Answers questions over one catalogue; immutable once made."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._countries = _country_index(catalogue)
        self._names: dict[str, dict[str, int]] = defaultdict(dict)  # key -> place id -> rank
        for place in catalogue.places.values():
            for key, rank in _keys(place, is_city=catalogue.is_city(place)):
                known = self._names[key].get(place.id, rank)
                self._names[key][place.id] = min(rank, known)
        self._sorted = sorted(self._names)

    def ask(self, question: str) -> Answer:
        """What the question means; any text is a question."""
        if len(question) > LONGEST:
            return NOTHING
        typed = [folded for text in (question, other_layout(question)) if (folded := fold(text))]
        stages: tuple[Callable[[str], Answer | None], ...] = (self._exact, self._prefix, self._near)
        for stage in stages:
            for folded in typed:
                for words in _readings(folded):
                    if answer := stage(squash(words)):
                        return answer
        return NOTHING

    def _exact(self, key: str) -> Answer | None:
        if code := self._countries.get(key):
            cities = {t.city.id: t.city for t in self.catalogue.twinnings_in(code)}
            return Answer(Outcome.COUNTRY, tuple(cities.values()), code)
        ranks = self._names.get(key)
        if not ranks:
            return None
        best = min(ranks.values())
        places = self._by_weight(id for id, rank in ranks.items() if rank == best)
        return Answer(Outcome.FOUND if len(places) == 1 else Outcome.CHOICES, places)

    def _prefix(self, key: str) -> Answer | None:
        if len(key) < 3:
            return None
        start = bisect_left(self._sorted, key)
        names = takewhile(lambda name: name.startswith(key), self._sorted[start : start + 100])
        places = self._by_weight({id for name in names for id in self._names[name]})
        if not places:
            return None
        sure = len(places) == 1 and len(key) >= 4
        return Answer(Outcome.FOUND if sure else Outcome.SUGGESTIONS, places[:OFFERS])

    def _near(self, key: str) -> Answer | None:
        if len(key) < 4:
            return None  # a slip in three letters leaves too little
        # One slip in four letters gives a ratio of 75, in seven 86; two in ten 80.
        near = process.extractBests(
            key, self._sorted, processor=None, scorer=fuzz.ratio, score_cutoff=74, limit=20
        )
        scores: dict[str, int] = {}
        for name, score in near:
            for id in self._names[name]:
                scores[id] = max(scores.get(id, 0), score)
        if not scores:
            return None
        ranked = sorted(self._by_weight(scores), key=lambda place: -scores[place.id])
        alone = len(ranked) == 1 or scores[ranked[0].id] - scores[ranked[1].id] >= 8
        sure = alone and scores[ranked[0].id] >= 85
        return Answer(
            Outcome.FOUND if sure else Outcome.SUGGESTIONS, tuple(ranked[: 1 if sure else OFFERS])
        )

    def _by_weight(self, ids: Iterable[str]) -> tuple[Place, ...]:
        """Cities of the list first, then whoever has more twins."""
        places = (self.catalogue.places[id] for id in ids)
        return tuple(
            sorted(
                places,
                key=lambda place: (
                    not self.catalogue.is_city(place),
                    -self.catalogue.twins(place),
                    place.id,
                ),
            )
        )


def _readings(folded: str) -> Iterator[str]:
    """The question as it stands, then without its filler words."""
    yield folded
    bare = " ".join(word for word in folded.split() if word not in FILLERS)
    if bare and bare != folded:
        yield bare


def _keys(place: Place, *, is_city: bool) -> Iterator[tuple[str, int]]:
    """Every key of the place with its rank. A variant of a foreign name gives way to a name as
    shown ("Dzerzhinsk" is not Dzyarzhynsk); one of a city does not ("St Petersburg" is both)."""
    parents = list(place.names_of(NameKind.PARENT))
    variant = 0 if is_city else 1
    for text in (place.name_en, place.name_ru):
        yield squash(fold(text)), 0
        for parent in parents:
            yield squash(fold(f"{text} {parent}")), 0
    for name in place.names:
        yield squash(fold(name.text)), RANKS.get(name.kind, 0 if name.kind in CASES else variant)


def _country_index(catalogue: Catalogue) -> dict[str, str]:
    return {
        squash(fold(name)): code
        for code in catalogue.countries
        for name in countries()[code].asked_as
    }
