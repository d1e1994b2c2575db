"""What a question came to, as values: one type for each outcome, best place first."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from storage.model import Name, Place


class Outcome(StrEnum):
    """What a question came to, in a word for programs."""

    FOUND = "found"
    CHOICES = "choices"
    SUGGESTIONS = "suggestions"
    PAIR = "pair"
    COUNTRY = "country"
    GROUP = "group"
    NOTHING = "nothing"


class WordKind(StrEnum):
    """The groups of `data/words.txt`: words that are no names."""

    HELLO = "hello"
    THANKS = "thanks"
    AROUND = "around"  # said around names
    HELP = "help"  # asked of the bot itself
    PLAIN = "plain"  # everyday words and first names, for what is written whole
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Found:
    """One place was meant.

    `country` (ISO 3166 alpha-2) or `group` (an id): only its twins there were asked for. `guessed`:
    the name was not typed exactly; then `others` may have been meant as well, best first.
    `known_as`: the former or colloquial name that was typed.
    """

    outcome: ClassVar = Outcome.FOUND
    place: Place
    country: str | None = None
    group: str | None = None
    guessed: bool = False
    known_as: Name | None = None
    others: tuple[Place, ...] = ()

    @property
    def places(self) -> tuple[Place, ...]:
        """The one place."""
        return (self.place,)


@dataclass(frozen=True, slots=True)
class Choices:
    """Several places bear the very name."""

    outcome: ClassVar = Outcome.CHOICES
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Places that may have been meant. `elsewhere`: the name is of a place not in the list;
    `nearest`: they are the list's places nearest to it; `of_region`: they are those of a region.
    """

    outcome: ClassVar = Outcome.SUGGESTIONS
    places: tuple[Place, ...]
    elsewhere: bool = False
    nearest: bool = False
    of_region: bool = False


@dataclass(frozen=True, slots=True)
class WholeCountry:
    """A country was meant (ISO 3166 alpha-2); `places` are the cities with twins there.

    `guessed`: the name was not typed exactly.
    """

    outcome: ClassVar = Outcome.COUNTRY
    code: str
    places: tuple[Place, ...]
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """Two to five places were meant together, in the order asked."""

    outcome: ClassVar = Outcome.PAIR
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class WholeGroup:
    """A group of countries was meant, by its id; `places` are the cities with twins there."""

    outcome: ClassVar = Outcome.GROUP
    group: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing in the list. `elsewhere`: a real place; `country`: a country without twins in it;
    `said`: a word that is no name.
    """

    outcome: ClassVar = Outcome.NOTHING
    places: ClassVar[tuple[Place, ...]] = ()
    elsewhere: bool = False
    country: str | None = None
    said: WordKind | None = None


Answer = Found | Choices | Suggestions | Pair | WholeCountry | WholeGroup | Nothing


def one_or_several(places: tuple[Place, ...]) -> Found | Choices:
    """The only place, or a choice between several; there is one at least."""
    return Found(places[0]) if len(places) == 1 else Choices(places)
