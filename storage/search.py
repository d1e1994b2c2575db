"""Search: what a question means, in stages from the surest to the least sure.

1. exact: the question, or what is left of it without the words around, is a name in any language,
   in any case, on either keyboard layout;
2. sentence: a name stands in it among other words, with a country perhaps;
3. prefix: it begins one name, or a few;
4. near: it sounds like a name, or is a slip or two away from one;
5. mentioned: names stand in it beside words that may belong to them; they are only offered.

An exact name answers at once. A near one answers only when nothing else is as near, among the
real places that are not in the list too («Орск» is no misspelt «Омск»); otherwise it is offered.
Figures of `make bench` stand beside the thresholds in storage/judgement.py.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice

from storage.catalogue import Catalogue
from storage.countries import countries
from storage.elsewhere import common_words, elsewhere_names
from storage.index import (
    COUNTRY,
    ELSEWHERE,
    OLD,
    OWN,
    PARENT,
    VARIANT,
    WORD,
    Index,
    Target,
    is_place,
)
from storage.judgement import USUAL, Candidate, near_names, stands_alone
from storage.model import CASES, Answer, Name, NameKind, Outcome, Place
from storage.names import fold, squash
from storage.question import Reading, readings
from storage.sentence import Sentence, take_apart

HOME = "RU"
LONGEST = 200  # characters of a question; nobody types a longer name
OFFERS = 5
PREFIX = 3  # letters
LONG_PREFIX = 6  # letters of a former, colloquial or foreign name
NOTHING = Answer(Outcome.NOTHING)

RANKS = {NameKind.FORMER: OLD, NameKind.COLLOQUIAL: OLD, NameKind.PARENT: PARENT}


class Search:
    """Answers questions over one catalogue; immutable once made."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.index = Index(_all_names(catalogue))

    def ask(self, question: str) -> Answer:
        """What the question means; any text is a question."""
        if len(question) > LONGEST:
            return NOTHING
        typed = list(readings(question))
        stages: tuple[Callable[[Reading], Answer | None], ...] = (
            self._exact,
            self._begun,
            self._sentence,
            self._prefix,
            self._near,
            self._mentioned,
        )
        for stage in stages:
            for reading in typed:
                if answer := stage(reading):
                    return answer
        return NOTHING

    def _exact(self, reading: Reading) -> Answer | None:
        for key in dict.fromkeys((reading.whole, reading.core)):
            if targets := self.index.exact(key):
                answer = self._bearers(targets, key)
                home = tuple(place for place in answer.places if place.country == HOME)
                if reading.at_home and answer.outcome is Outcome.CHOICES and len(home) == 1:
                    return Answer(Outcome.FOUND, home)
                return answer
        return None

    def _begun(self, reading: Reading) -> Answer | None:
        """Several words that begin one name: they are not taken apart."""
        if len(reading.words) < 2 or len(reading.whole) < LONG_PREFIX:
            return None
        names = self.index.beginning(reading.whole)
        places = {target for name in names for target in self._shown_as(name)}
        if len(places) == 1:
            return Answer(Outcome.FOUND, self._by_weight(places), guessed=True)
        return None

    def _bearers(self, targets: Mapping[Target, int], key: str) -> Answer:
        """The answer to a name that is known: by its best bearers."""
        if code := next((t[1:] for t in targets if t.startswith(COUNTRY)), None):
            return self._country(code)
        ranks = {target: rank for target, rank in targets.items() if is_place(target)}
        if not ranks:
            return self._not_listed(key, targets)
        best = min(ranks.values())
        places = self._by_weight(
            target
            for target, rank in ranks.items()
            if rank == best
            or (rank == OLD and self.catalogue.is_city(self.catalogue.places[target]))
        )
        shared = len(ranks) < len(targets)  # with a place that is not in the list
        if best == PARENT or (best > OWN and shared):
            return Answer(Outcome.SUGGESTIONS, places[:OFFERS], elsewhere=shared)
        if len(places) > 1:
            return Answer(Outcome.CHOICES, places)
        known_as = _as_written(places[0], key) if best == OLD else None
        return Answer(Outcome.FOUND, places, known_as=known_as)

    def _country(self, code: str) -> Answer:
        cities = {t.city.id: t.city for t in self.catalogue.twinnings_in(code)}
        return Answer(Outcome.COUNTRY, tuple(cities.values()), code)

    def _not_listed(self, key: str, targets: Mapping[Target, int]) -> Answer:
        """For a real place that is not in the list: who is one slip away, as a question."""
        if said := next((target[1:] for target in targets if target.startswith(WORD)), None):
            return Answer(Outcome.NOTHING, said=said)
        longer = (t for name in self.index.beginning(key) for t in self._shown_as(name))
        near = self._places(near_names(self.index, key, 1))
        places = tuple(dict.fromkeys((*near, *self._by_weight(set(longer)))))
        outcome = Outcome.SUGGESTIONS if places else Outcome.NOTHING
        return Answer(outcome, places[:OFFERS], elsewhere=True)

    def _sentence(self, reading: Reading) -> Answer | None:
        sentence = take_apart(reading, self.index)
        if not sentence.places:
            return self._country_and_rest(sentence)
        if len(sentence.places) == 1 and sentence.is_clear:
            return self._narrowed(sentence)
        return None

    def _mentioned(self, reading: Reading) -> Answer | None:
        """The places that stand in a question among words that may belong to their names."""
        mentioned = take_apart(reading, self.index).places
        places = dict.fromkeys(p for targets in mentioned for p in self._bearers_of(targets))
        return Answer(Outcome.SUGGESTIONS, tuple(places)[:OFFERS]) if places else None

    def _narrowed(self, sentence: Sentence) -> Answer:
        """The one place, seen with the country that stands beside it."""
        answer = self._bearers(sentence.places[0], sentence.key)
        if not sentence.countries:
            return answer
        code = sentence.countries[0]
        if at_home := [p for p in self._bearers_of(sentence.places[0]) if p.country == code]:
            outcome = Outcome.FOUND if len(at_home) == 1 else Outcome.CHOICES
            return Answer(outcome, tuple(at_home))
        return replace(answer, country=code) if answer.outcome is Outcome.FOUND else answer

    def _country_and_rest(self, sentence: Sentence) -> Answer | None:
        """A country among words: alone it is the question; a misspelt city may stand beside it."""
        if not sentence.countries:
            targets = self.index.exact(sentence.key)
            return self._not_listed(sentence.key, targets) if sentence.only_elsewhere else None
        if not sentence.rest:
            return self._country(sentence.countries[0])
        near = self._judge("".join(sentence.rest))
        if near and near.outcome is Outcome.FOUND:
            return replace(near, country=sentence.countries[0])
        return self._country(sentence.countries[0]) if sentence.is_clear else near

    def _shown_as(self, name: str) -> Iterator[Target]:
        """The places that are shown under this very name."""
        return (t for t, rank in self.index.exact(name).items() if rank == OWN and is_place(t))

    def _prefix(self, reading: Reading) -> Answer | None:
        """Whose name as shown begins so; other names have to be typed further."""
        key = reading.core or reading.whole
        if len(key) < PREFIX:
            return None
        ranks: dict[Target, int] = {}
        for name in self.index.beginning(key):
            for target, rank in self.index.exact(name).items():
                if rank == OWN or len(key) >= LONG_PREFIX:
                    ranks[target] = min(rank, ranks.get(target, rank))
        codes = [target[1:] for target in ranks if target.startswith(COUNTRY)]
        own = self._by_weight(target for target, rank in ranks.items() if rank == OWN)
        places = own or self._by_weight(ranks)
        if not places:
            return self._country(codes[0]) if len(codes) == 1 and len(key) > PREFIX else None
        cities = [place for place in places if self.catalogue.is_city(place)]
        alone = places if len(places) == 1 else cities
        if len(key) > PREFIX and len(alone) == 1 and not codes and not self._is_slip(key, alone[0]):
            return Answer(Outcome.FOUND, (alone[0],), guessed=True)
        near = self._places(near_names(self.index, key))
        others = dict.fromkeys((*places[: OFFERS - len(near[:2])], *near, *self._by_weight(ranks)))
        return Answer(Outcome.SUGGESTIONS, tuple(others)[:OFFERS])

    def _is_slip(self, key: str, place: Place) -> bool:
        """Whether the beginning of one name is more likely another, misspelt in a usual way."""
        near = near_names(self.index, key, 1)
        return bool(near) and near[0].target != place.id and near[0].cost <= USUAL

    def _near(self, reading: Reading) -> Answer | None:
        for key in dict.fromkeys((reading.core or reading.whole, reading.whole)):
            if answer := self._judge(key):
                return answer
        return None

    def _judge(self, key: str) -> Answer | None:
        """Answers with a near name that stands alone; offers the others; keeps silent for none."""
        candidates = near_names(self.index, key)
        if not candidates:
            return None
        if stands_alone(candidates, len(key)):
            target = candidates[0].target
            if target.startswith(COUNTRY):
                return self._country(target[1:])
            if is_place(target):
                return Answer(Outcome.FOUND, self._by_weight([target]), guessed=True)
        places = self._places(candidates)
        if places:
            return Answer(Outcome.SUGGESTIONS, places)
        return Answer(Outcome.NOTHING, elsewhere=candidates[0].target == ELSEWHERE)

    def _bearers_of(self, targets: Mapping[Target, int]) -> tuple[Place, ...]:
        return self._by_weight(target for target in targets if target in self.catalogue.places)

    def _places(self, candidates: Iterable[Candidate]) -> tuple[Place, ...]:
        places = (self.catalogue.places.get(candidate.target) for candidate in candidates)
        return tuple(islice(filter(None, places), OFFERS))

    def _by_weight(self, targets: Iterable[Target]) -> tuple[Place, ...]:
        """Cities of the list first, then whoever has more twins."""
        places = (self.catalogue.places[target] for target in targets if is_place(target))
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


def _as_written(place: Place, key: str) -> Name | None:
    """The former or colloquial name that has this key."""
    names = (name for name in place.names if name.kind in RANKS)
    return next((name for name in names if squash(fold(name.text)) == key), None)


def _all_names(catalogue: Catalogue) -> Iterator[tuple[str, Target, int]]:
    for place in catalogue.places.values():
        for text, rank in _names(place, is_city=catalogue.is_city(place)):
            yield squash(fold(text)), place.id, rank
    for code in catalogue.countries:
        for name in countries()[code].asked_as:
            yield squash(fold(name)), COUNTRY + code, OWN
    for name in elsewhere_names():
        yield squash(fold(name)), ELSEWHERE, OWN
    for phrase, group in common_words():
        yield squash(fold(phrase)), WORD + group, OWN


def _names(place: Place, *, is_city: bool) -> Iterator[tuple[str, int]]:
    """Every name of the place with its rank.

    A variant of a foreign name gives way to a name as shown ("Dzerzhinsk" is not Dzyarzhynsk); one
    of a city does not ("St Petersburg" is both).
    """
    parents = list(place.names_of(NameKind.PARENT))
    for text in (place.name_en, place.name_ru):
        yield text, OWN
        for parent in parents:
            yield f"{text} {parent}", OWN
    variant = OWN if is_city else VARIANT
    for name in place.names:
        yield name.text, RANKS.get(name.kind, OWN if name.kind in CASES else variant)
