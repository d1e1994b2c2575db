"""What names come to: from who bears them to an answer."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice

from storage.catalogue import Catalogue
from storage.countries import Country
from storage.groups import Group
from storage.model import Name, Place
from storage.search.answer import (
    Answer,
    Found,
    Nothing,
    Pair,
    Suggestions,
    WholeCountry,
    WholeGroup,
    one_or_several,
)
from storage.search.elsewhere import Elsewheres
from storage.search.lexicon import RANKS
from storage.search.name_index import NameIndex, Rank, Target, Word
from storage.search.normalize import fold, squash
from storage.search.ranking import Candidate, is_cyrillic, near_names

MAX_SUGGESTIONS = 5
MIN_PREFIX_LETTERS = 3  # letters


class Answering:
    """Turns targets of the index into answers about the catalogue's places."""

    def __init__(self, catalogue: Catalogue, index: NameIndex) -> None:
        self.catalogue = catalogue
        self.index = index

    @cached_property
    def elsewheres(self) -> Elsewheres:
        """Where the places lie that are not in the list; read when somebody asks for one."""
        return Elsewheres(self.catalogue)

    def of_name(self, targets: Mapping[Target, Rank], key: str) -> Answer:
        """The answer to a name that is known: by its best bearers."""
        if country := next((t for t in targets if isinstance(t, Country)), None):
            return self.of_country(country.code)
        if group := next((t for t in targets if isinstance(t, Group)), None):
            return self.of_group(group)
        ranks = {place: rank for place, rank in targets.items() if isinstance(place, Place)}
        if not ranks:
            return self.of_place_elsewhere(key, targets)
        best = min(ranks.values())
        shown = {_shown(place, key) for place, rank in ranks.items() if rank == best}
        places = self.by_weight(
            place
            for place, rank in ranks.items()
            if rank == best
            or _shown(place, key) in shown
            or (rank == Rank.OLD and self.catalogue.is_city(place))
        )
        shared = len(ranks) < len(targets)  # with a place that is not in the list
        if best == Rank.PARENT or (best > Rank.OWN and shared):
            return Suggestions(places[:MAX_SUGGESTIONS], elsewhere=shared)
        if len(places) == 1 and best == Rank.OLD:
            return Found(places[0], known_as=_as_written(places[0], key))
        return one_or_several(places)

    def of_pair(self, asked: Sequence[Sequence[Place]]) -> Answer:
        """Places asked for together; of namesakes those that are twinned with another of them."""
        meant = []
        for at, bearers in enumerate(asked):
            others = [place for i, them in enumerate(asked) if i != at for place in them]
            twinned = (it for it in bearers if any(self.catalogue.are_twins(it, o) for o in others))
            meant.append(next(twinned, bearers[0]))
        different = tuple(dict.fromkeys(meant))
        return Pair(different) if len(different) > 1 else Found(different[0])

    def of_group(self, group: Group) -> Answer:
        """The cities with twins in a group of countries."""
        twinnings = self.catalogue.twinnings
        cities = {it.city.id: it.city for it in twinnings if it.partner.country in group.members}
        return WholeGroup(group.id, tuple(cities.values())) if cities else Nothing(elsewhere=True)

    def of_country(self, code: str, *, guessed: bool = False) -> Answer:
        """The cities with twins in a country; nothing where the list has none there."""
        if code not in self.catalogue.countries:
            return Nothing(elsewhere=True, country=code)
        cities = {t.city.id: t.city for t in self.catalogue.twinnings_in(code)}
        return WholeCountry(code, tuple(cities.values()), guessed)

    def of_place_elsewhere(self, key: str, targets: Mapping[Target, Rank]) -> Answer:
        """For a word, or a place that is not in the list: its namesakes, or what is near it.

        Whose name is a slip away is offered too, unless the place is large («Киев»).
        """
        if word := next((target for target in targets if isinstance(target, Word)), None):
            return Nothing(said=word.kind)
        longer = (place for name in self.index.beginning(key) for place in self.shown_as(name))
        near = [] if self.elsewheres.is_large(key) else near_names(self.index, key, 1)
        places = tuple(dict.fromkeys((*self.places(near), *self.by_weight(set(longer)))))
        if places:
            return Suggestions(places[:MAX_SUGGESTIONS], elsewhere=True)
        nearest = tuple(self.elsewheres.nearest(key))
        if not nearest:
            return Nothing(elsewhere=True)
        return Suggestions(nearest, elsewhere=True, nearest=True)

    def cities_begun(self, key: str, answer: Answer) -> tuple[Place, ...]:
        """Cities whose name somebody may be typing, where the key is only a lesser name of others.

        «Барна» is Barcelona to some, and half of Barnaul.
        """
        lesser = min(self.index.exact(key).values()) > Rank.OWN
        if not lesser or len(key) <= MIN_PREFIX_LETTERS or not answer.places:
            return ()
        begun = {place for name in self.index.beginning(key) for place in self.shown_as(name)}
        cities = filter(self.catalogue.is_city, self.by_weight(begun))
        return tuple(city for city in cities if city not in answer.places)

    def shown_as(self, name: str) -> Iterator[Place]:
        """The places that are shown under this very name."""
        bearers = self.index.exact(name).items()
        return (it for it, rank in bearers if rank == Rank.OWN and isinstance(it, Place))

    def places(self, candidates: Iterable[Candidate]) -> tuple[Place, ...]:
        """The places among the candidates, in their order, as many as can be offered."""
        targets = (candidate.target for candidate in candidates)
        places = (target for target in targets if isinstance(target, Place))
        return tuple(islice(places, MAX_SUGGESTIONS))

    def by_weight(self, targets: Iterable[Target]) -> tuple[Place, ...]:
        """The places among the targets: cities of the list first, then whoever has more twins."""
        places = (target for target in targets if isinstance(target, Place))
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
        name = _shown(only[0], key)
        return only[0] if [_shown(place, key) for place in places].count(name) == 1 else None


def _shown(place: Place, key: str) -> str:
    """The name as shown in the alphabet of the key."""
    return place.name_ru if is_cyrillic(key) else place.name_en


def _as_written(place: Place, key: str) -> Name | None:
    """The former or colloquial name that has this key."""
    names = (name for name in place.names if name.kind in RANKS)
    return next((name for name in names if squash(fold(name.text)) == key), None)
