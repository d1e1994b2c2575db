"""Names among other words: «какие побратимы у Тулы в Германии», "Armavir, Armenia"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from storage.countries import Country, country_codes
from storage.groups import Group
from storage.model import Place
from storage.search.adjectives import Adjectives
from storage.search.country_names import country_names
from storage.search.name_index import Elsewhere, NameIndex, Rank, Target
from storage.search.normalize import fold
from storage.search.query import Reading, is_around
from storage.search.regions import Regions, region_codes

MAX_NAME_WORDS = 6  # words
MIN_NAME_LETTERS = 2  # letters of a name among words
MIN_LESSER_NAME_LETTERS = 4  # letters of a former, colloquial or foreign one
MIN_SENTENCE_WORDS = 4  # words; in so many, an unknown one is talk and not part of a name


@dataclass
class Sentence:
    """What was found in a question, in its order; `rest` is words that nobody bears as a name."""

    places: list[Mapping[Target, Rank]] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    regions: list[frozenset[Place]] = field(default_factory=list)
    elsewhere: int = 0
    rest: list[str] = field(default_factory=list)
    key: str = ""
    words: int = 0
    is_torn: bool = False  # a word with hyphens is half a name, half none: «Сент-Ирье-ла-Перш»
    # Regions by names that places elsewhere bear as well: "Washington".
    perhaps: list[frozenset[Place]] = field(default_factory=list)

    def lies_in(self, members: frozenset[Place]) -> bool:
        """Whether one of the places found may be one of these."""
        return any(target in members for bearers in self.places for target in bearers)

    @property
    def only_elsewhere(self) -> bool:
        """Whether it is all about places that are not in the list."""
        return self.elsewhere > 0 and not self.rest

    @property
    def meant(self) -> Mapping[Target, Rank]:
        """Who may be meant: the bearers of all its names together, "Gorky (Nizhny Novgorod)"."""
        first, *others = self.places
        return {
            target: rank
            for target, rank in first.items()
            if all(target in bearers for bearers in (*others, *self.regions))
        }

    @property
    def is_clear(self) -> bool:
        """Whether nothing in it could be the other half of another name."""
        is_talk = self.words >= MIN_SENTENCE_WORDS and not self.is_torn
        return not self.elsewhere and (not self.rest or is_talk)


def take_apart(
    reading: Reading, index: NameIndex, regions: Regions, adjectives: Adjectives
) -> Sentence:
    """Find the longest names, regions, adjectives and people from left to right."""
    sentence = Sentence(words=len(reading.words), countries=list(reading.countries))
    at = 0
    while at < len(reading.words):
        for length in range(min(MAX_NAME_WORDS, len(reading.words) - at), 0, -1):
            window = reading.words[at : at + length]
            if (
                _take_region(sentence, window, regions, index)
                or _take(sentence, window, index, regions)
                or _take_adjective(sentence, window, adjectives)
            ):
                at += length
                break
        else:
            if not is_around(reading.words[at]):
                sentence.rest.append(reading.words[at])
            at += 1
    sentence.is_torn = any(_is_torn(word, sentence.rest) for word in reading.typed.split())
    _place_in_regions(sentence, reading.code, regions)
    return sentence


def _is_torn(word: str, rest: Sequence[str]) -> bool:
    parts = [part for part in fold(word).split() if not is_around(part)]
    return "-" in word and any(it in rest for it in parts) and any(it not in rest for it in parts)


def _take(sentence: Sentence, window: tuple[str, ...], index: NameIndex, regions: Regions) -> bool:
    joined = "".join(window)
    key = index.known_as(joined)
    if key is None and (code := country_names().get(joined)):
        sentence.countries.append(code)
        return True
    if key is None or is_around(joined) or len(key) < MIN_NAME_LETTERS:
        return False
    if key != joined and len(window) > 1 and is_around(window[-1]):
        return False  # «Тулу на» is no case of «Тулун»
    targets = index.exact(key)
    if len(key) < MIN_LESSER_NAME_LETTERS and min(targets.values()) > Rank.OWN:
        return False  # "la" in "La Paz" is not Los Angeles, nor "sur" in "Vic-sur-Aisne" Tyre
    codes = [target.code for target in targets if isinstance(target, Country)]
    groups = [target for target in targets if isinstance(target, Group)]
    if codes or groups:
        sentence.countries += codes
        sentence.groups += groups
    elif any(isinstance(target, Place) for target in targets):
        sentence.places.append(targets)
        sentence.key = key
    elif Elsewhere() in targets:
        sentence.elsewhere += 1
        sentence.key = sentence.key or key
        if members := regions.members(joined):
            sentence.perhaps.append(members)
    return True  # what is left are greetings and other words that are no names


def _take_region(
    sentence: Sentence, window: tuple[str, ...], regions: Regions, index: NameIndex
) -> bool:
    """A region behind a place, or one whose name is nothing else's."""
    key = "".join(window)
    members = regions.members(key)
    if members is None and key.endswith("ая"):
        members = regions.members(f"{key}область")  # «Дубна Московская»
    if members is None:
        return False
    targets = index.exact(index.known_as(key) or key)
    if targets and not (sentence.places or sentence.elsewhere):
        return False
    listed = any(isinstance(it, Country | Place) for it in targets)
    if listed and not sentence.lies_in(members):
        return False  # "Gagra, Georgia" is in the country
    sentence.regions.append(members)
    return True


def _place_in_regions(sentence: Sentence, code: str, regions: Regions) -> None:
    """Takes what may be a region as well for one, where a place of the sentence lies in it."""
    state = region_codes().get(code)
    members = (regions.members(state) if state else None) or frozenset()
    if state and (sentence.lies_in(members) or code not in country_codes()):
        sentence.regions.append(members)
        if code in country_codes():
            sentence.countries.remove(country_codes()[code].code)
    for known in filter(sentence.lies_in, sentence.perhaps):
        sentence.regions.append(known)
        sentence.elsewhere -= 1


def _take_adjective(sentence: Sentence, window: tuple[str, ...], adjectives: Adjectives) -> bool:
    word = "".join(window)
    bearers = adjectives.bearers(word)
    places: dict[Target, Rank] = {it: Rank.OWN for it in bearers if isinstance(it, Place)}
    sentence.countries += (it.code for it in bearers if isinstance(it, Country))
    sentence.groups += (it for it in bearers if isinstance(it, Group))
    if places:
        sentence.places.append(places)
        sentence.key = sentence.key or word
    return bool(bearers)
