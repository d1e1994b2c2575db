"""The catalogue: an immutable snapshot of one dataset revision, which answers every question."""

from collections import defaultdict
from collections.abc import Iterable
from types import MappingProxyType

from storage.model import Place, Source, Twinning


class Catalogue:
    """All places and twinnings, indexed by what the bot asks for, in the list's order."""

    def __init__(
        self,
        revision: str,
        places: Iterable[Place],
        twinnings: Iterable[Twinning],
        source: Source | None = None,
    ) -> None:
        self.revision = revision
        self.source = source
        self.places = MappingProxyType({place.id: place for place in places})
        self.twinnings = tuple(twinnings)
        self._by_city: dict[str, list[Twinning]] = defaultdict(list)
        self._by_partner: dict[str, list[Twinning]] = defaultdict(list)
        self._by_country: dict[str, list[Twinning]] = defaultdict(list)
        for twinning in self.twinnings:
            self._by_city[twinning.city.id].append(twinning)
            self._by_partner[twinning.partner.id].append(twinning)
            self._by_country[twinning.partner.country].append(twinning)
        self.cities = tuple(self.places[id] for id in self._by_city)
        self.countries = tuple(self._by_country)
        self.home = frozenset(city.country for city in self.cities)  # where its cities lie
        self.pairs = _pairs(self.twinnings)
        self._pairs_in = {
            code: len(_pairs(twinnings)) for code, twinnings in self._by_country.items()
        }

    def is_city(self, place: Place) -> bool:
        """Whether the place has a section of its own in the list."""
        return place.id in self._by_city

    def partners_of(self, city: Place) -> tuple[Place, ...]:
        """The partners in the city's own section."""
        return tuple(twinning.partner for twinning in self._by_city.get(city.id, ()))

    def cities_of(self, partner: Place) -> tuple[Place, ...]:
        """The cities whose sections name this place."""
        return tuple(twinning.city for twinning in self._by_partner.get(partner.id, ()))

    def twinnings_in(self, country: str) -> tuple[Twinning, ...]:
        """The twinnings whose partner lies in the country (ISO 3166 alpha-2)."""
        return tuple(self._by_country.get(country, ()))

    def twins_of(self, place: Place) -> tuple[Place, ...]:
        """Everybody who names the place or is named by it, each once."""
        return tuple(dict.fromkeys((*self.partners_of(place), *self.cities_of(place))))

    def are_twins(self, one: Place, other: Place) -> bool:
        """Whether either names the other."""
        return frozenset((one.id, other.id)) in self.pairs

    def pairs_in(self, country: str) -> int:
        """How many pairs of towns those are; two that name each other are one."""
        return self._pairs_in.get(country, 0)

    @property
    def abroad(self) -> tuple[str, ...]:
        """The countries of the partners, without those that the cities lie in."""
        return tuple(code for code in self.countries if code not in self.home)

    def twins(self, place: Place) -> int:
        """How many twins the place has: a city's partners, another place's Russian cities."""
        return len(self._by_city.get(place.id) or self._by_partner.get(place.id) or ())


def _pairs(twinnings: Iterable[Twinning]) -> frozenset[frozenset[str]]:
    """The ids of two towns that are twinned, whoever names whom."""
    return frozenset(frozenset((it.city.id, it.partner.id)) for it in twinnings)
