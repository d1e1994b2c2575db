"""What names come to: from who bears them to an answer."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from storage.catalogue import Catalogue
from storage.model import Answer, Name, Outcome, Place
from storage.search.lexicon import RANKS
from storage.search.name_index import COUNTRY, OLD, OWN, PARENT, WORD, NameIndex, Target, is_place
from storage.search.normalize import fold, squash
from storage.search.ranking import Candidate, is_cyrillic, near_names

MAX_SUGGESTIONS = 5
MIN_PREFIX_LETTERS = 3  # letters


class Answering:
    """Turns targets of the index into answers about the catalogue's places."""

    def __init__(self, catalogue: Catalogue, index: NameIndex) -> None:
        self.catalogue = catalogue
        self.index = index

    def of_name(self, targets: Mapping[Target, int], key: str) -> Answer:
        """The answer to a name that is known: by its best bearers."""
        if code := next((t[1:] for t in targets if t.startswith(COUNTRY)), None):
            return self.of_country(code)
        ranks = {target: rank for target, rank in targets.items() if is_place(target)}
        if not ranks:
            return self.of_place_elsewhere(key, targets)
        best = min(ranks.values())
        shown = {self._shown(target, key) for target, rank in ranks.items() if rank == best}
        places = self.by_weight(
            target
            for target, rank in ranks.items()
            if rank == best
            or self._shown(target, key) in shown
            or (rank == OLD and self.catalogue.is_city(self.catalogue.places[target]))
        )
        shared = len(ranks) < len(targets)  # with a place that is not in the list
        if best == PARENT or (best > OWN and shared):
            return Answer(Outcome.SUGGESTIONS, places[:MAX_SUGGESTIONS], elsewhere=shared)
        if len(places) > 1:
            return Answer(Outcome.CHOICES, places)
        known_as = _as_written(places[0], key) if best == OLD else None
        return Answer(Outcome.FOUND, places, known_as=known_as)

    def of_country(self, code: str) -> Answer:
        """The cities with twins in a country."""
        cities = {t.city.id: t.city for t in self.catalogue.twinnings_in(code)}
        return Answer(Outcome.COUNTRY, tuple(cities.values()), code)

    def of_place_elsewhere(self, key: str, targets: Mapping[Target, int]) -> Answer:
        """For a word, or a place that is not in the list: who is one slip away, as a question."""
        if said := next((target[1:] for target in targets if target.startswith(WORD)), None):
            return Answer(Outcome.NOTHING, said=said)
        longer = (t for name in self.index.beginning(key) for t in self.shown_as(name))
        near = self.places(near_names(self.index, key, 1))
        places = tuple(dict.fromkeys((*near, *self.by_weight(set(longer)))))
        outcome = Outcome.SUGGESTIONS if places else Outcome.NOTHING
        return Answer(outcome, places[:MAX_SUGGESTIONS], elsewhere=True)

    def cities_begun(self, key: str, answer: Answer) -> tuple[Place, ...]:
        """Cities whose name somebody may be typing, where the key is only a lesser name of others.

        «Барна» is Barcelona to some, and half of Barnaul.
        """
        lesser = min(self.index.exact(key).values()) > OWN
        if not lesser or len(key) <= MIN_PREFIX_LETTERS or not answer.places:
            return ()
        targets = {t for name in self.index.beginning(key) for t in self.shown_as(name)}
        cities = filter(self.catalogue.is_city, self.by_weight(targets))
        return tuple(city for city in cities if city not in answer.places)

    def bearers(self, targets: Mapping[Target, int]) -> tuple[Place, ...]:
        """The places among the targets."""
        return self.by_weight(target for target in targets if target in self.catalogue.places)

    def shown_as(self, name: str) -> Iterator[Target]:
        """The places that are shown under this very name."""
        return (t for t, rank in self.index.exact(name).items() if rank == OWN and is_place(t))

    def places(self, candidates: Iterable[Candidate]) -> tuple[Place, ...]:
        """The places among the candidates, in their order, as many as can be offered."""
        places = (self.catalogue.places.get(candidate.target) for candidate in candidates)
        return tuple(islice(filter(None, places), MAX_SUGGESTIONS))

    def by_weight(self, targets: Iterable[Target]) -> tuple[Place, ...]:
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

    def alone(self, places: Sequence[Place], key: str) -> Place | None:
        """The only place, or the only city among others; None where another bears its name."""
        cities = [place for place in places if self.catalogue.is_city(place)]
        only = places if len(places) == 1 else cities
        if len(only) != 1:
            return None
        name = self._shown(only[0].id, key)
        return (
            only[0] if [self._shown(place.id, key) for place in places].count(name) == 1 else None
        )

    def _shown(self, target: Target, key: str) -> str:
        """The name as shown in the alphabet of the key."""
        place = self.catalogue.places[target]
        return place.name_ru if is_cyrillic(key) else place.name_en


def _as_written(place: Place, key: str) -> Name | None:
    """The former or colloquial name that has this key."""
    names = (name for name in place.names if name.kind in RANKS)
    return next((name for name in names if squash(fold(name.text)) == key), None)
