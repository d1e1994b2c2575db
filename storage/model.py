"""The words of the domain as frozen values: all that leaves this package."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from storage.geography import Point


class PlaceKind(StrEnum):
    """What a place is, by its own country's law or custom."""

    CITY = "city"
    TOWN = "town"
    VILLAGE = "village"
    BOROUGH = "borough"
    MUNICIPALITY = "municipality"
    DISTRICT = "district"
    COUNTY = "county"
    PROVINCE = "province"
    PREFECTURE = "prefecture"
    REGION = "region"
    ISLAND = "island"


class NameKind(StrEnum):
    """What a name is to its place; the search ranks by it and the card shows none but the first."""

    OFFICIAL = "official"
    VARIANT = "variant"
    FORMER = "former"
    COLLOQUIAL = "colloquial"
    PARENT = "parent"  # the name of the place this one is part of: Berlin for Neukölln
    REGION = "region"  # the region it lies in, as a card says it
    QUALIFIER = "qualifier"  # what stands in brackets behind the name: a state, a kind
    GENITIVE = "genitive"
    DATIVE = "dative"
    ACCUSATIVE = "accusative"
    INSTRUMENTAL = "instrumental"
    PREPOSITIONAL = "prepositional"


CASES = (
    NameKind.GENITIVE,
    NameKind.DATIVE,
    NameKind.ACCUSATIVE,
    NameKind.INSTRUMENTAL,
    NameKind.PREPOSITIONAL,
)


@dataclass(frozen=True, slots=True)
class Name:
    """One spelling of a place. `lang` is an ISO 639-1 code."""

    text: str
    lang: str
    kind: NameKind


@dataclass(frozen=True, slots=True)
class Place:
    """A town, district, county or region with one identity.

    `id` is permanent and at most 28 characters of `[a-z0-9-]`, so that it fits a button.
    `country` is ISO 3166 alpha-2; `name_en` is the list's spelling; `lat` and `lon` are degrees.
    """

    id: str
    kind: PlaceKind
    country: str
    name_en: str
    name_ru: str
    lat: float
    lon: float
    geonames_id: int | None = None
    names: tuple[Name, ...] = ()

    def __hash__(self) -> int:
        """By the id alone: the names are many, and hashed often."""
        return hash(self.id)

    @property
    def at(self) -> Point:
        """Where it lies."""
        return self.lat, self.lon

    def name(self, lang: str) -> str:
        """The name to show a reader of `lang`: the Russian one, or for all others the list's."""
        return self.name_ru if lang == "ru" else self.name_en

    def name_beside(self, lang: str) -> str:
        """The name in the other spelling, which stands beside that of `name`."""
        return self.name_en if self.name(lang) == self.name_ru else self.name_ru

    def names_of(self, kind: NameKind, lang: str | None = None) -> Iterator[str]:
        """The place's other names of one kind, in one language or in all."""
        return (n.text for n in self.names if n.kind is kind and lang in (None, n.lang))

    def case(self, case: NameKind, lang: str) -> str:
        """The name to show in a grammatical case; the name itself where it does not decline."""
        return next(self.names_of(case, lang), self.name(lang))


@dataclass(frozen=True, slots=True)
class Source:
    """Whose list it is, and of which month. `said` is how a card says so, by language."""

    said: Mapping[str, str]
    title: str
    url: str
    licence: str
    year: int
    month: int


@dataclass(frozen=True, slots=True)
class Twinning:
    """A line of the list: who is twinned with whom, and the line's own words without its dash."""

    city: Place
    partner: Place
    listed_as: str
