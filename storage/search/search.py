"""Search: what a question means, in stages from the surest to the least sure.

1. exact: the question, or what is left of it without the words around, is a name in any language,
   in any case, on either keyboard layout; or its words begin those of one name («нижн нов»);
2. sentence: a name stands in it among other words, with a country perhaps;
3. prefix: it begins one name, or a few;
4. near: it sounds like a name, or is a slip or two away from one;
5. mentioned: names stand in it beside words that may belong to them; they are only offered.

An exact name answers at once. A near one answers only when nothing else is as near, among the
real places that are not in the list too («Орск» is no misspelt «Омск»); otherwise it is offered.
Figures of `make bench` stand beside the thresholds in storage/search/ranking.py.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from storage.catalogue import Catalogue
from storage.countries import Country, country_codes
from storage.groups import Group
from storage.model import Place
from storage.search.adjectives import Adjectives
from storage.search.answer import (
    Answer,
    Choices,
    Found,
    Nothing,
    Suggestions,
    one_or_several,
)
from storage.search.answering import MAX_SUGGESTIONS, MIN_PREFIX_LETTERS, Answering
from storage.search.lexicon import known_names
from storage.search.name_index import NameIndex, Rank, Target
from storage.search.query import Reading, is_talk, readings
from storage.search.ranking import (
    COST_OTHER_SLIP,
    COST_USUAL_SLIP,
    MIN_TWO_SLIPS_ANSWERED_LETTERS,
    Candidate,
    near_names,
    stands_alone,
)
from storage.search.regions import Regions
from storage.search.sentence import Sentence, take_apart

HOME = "RU"
Listed = Place | Country | Group  # what the list knows by name, unlike regions
MAX_TOGETHER = 5  # places that are asked for together
MAX_QUESTION_CHARACTERS = 200  # characters of a question; nobody types a longer name
MAX_SLIP_PREFIX_LETTERS = 4  # letters; so much of a name is no misspelt other one
MIN_BEGUN_LETTERS = 5  # letters of several words that begin a name
MAX_NAMES_SCANNED = 1000  # names that begin with a word, of which one may have the other words too
MIN_LESSER_PREFIX_LETTERS = 6  # letters of a former, colloquial or foreign name


class Search:
    """Answers questions over one catalogue; immutable once made."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.index = NameIndex(known_names(catalogue))
        self.meaning = Answering(catalogue, self.index)
        self.adjectives = Adjectives(catalogue)
        self.regions = Regions(catalogue)

    def ask(self, question: str) -> Answer:
        """What the question means; any text is a question."""
        if len(question) > MAX_QUESTION_CHARACTERS:
            return Nothing()
        typed = list(readings(question))
        stages: tuple[Callable[[Reading], Answer | None], ...] = (
            self._exact,
            self._begun,
            self._bare,
            self._code,
            self._together,
            self._sentence,
            self._talk,
            self._prefix,
        )
        for stage in stages:
            for reading in typed:
                if answer := stage(reading):
                    return answer
        if near := self._near(typed):
            return near
        for reading in typed:
            if mentioned := self._mentioned(reading):
                return mentioned
        return Nothing()

    def _exact(self, reading: Reading) -> Answer | None:
        if not reading.words:
            return self.meaning.of_country(reading.countries[0])
        return self._known(reading, reading.whole)

    def _bare(self, reading: Reading) -> Answer | None:
        return self._known(reading, reading.core)

    def _known(self, reading: Reading, typed: str) -> Answer | None:
        if reading.countries:
            return None  # a sentence: there is a country beside the name
        key = self.index.known_as(typed)
        targets = self.index.exact(key) if key else {}
        region = self.meaning.by_weight(self.regions.members(typed))
        if region and not any(isinstance(target, Listed) for target in targets):
            return Suggestions(region[:MAX_SUGGESTIONS])
        if key is None:
            return None
        answer = self.meaning.of_name(targets, key)
        if begun := self.meaning.cities_begun(key, answer):
            return Suggestions((*answer.places, *begun)[:MAX_SUGGESTIONS])
        home = tuple(place for place in answer.places if place.country == HOME)
        if reading.at_home and isinstance(answer, Choices) and len(home) == 1:
            return Found(home[0])
        return answer

    def _code(self, reading: Reading) -> Answer | None:
        """A country's code alone, "GER", where no place is called so ("LA")."""
        country = country_codes().get(reading.typed)
        return self.meaning.of_country(country.code) if country else None

    def _begun(self, reading: Reading) -> Answer | None:
        """Several words that begin one name, or its words: they are not taken apart."""
        first, *others = reading.words
        if not others or len(first) < 2 or len(reading.whole) < MIN_BEGUN_LETTERS:
            return None
        each = re.compile(first + "".join(f".*{re.escape(word)}" for word in others))
        together = self.index.beginning(reading.whole)
        for names in (together, filter(each.match, self.index.beginning(first, MAX_NAMES_SCANNED))):
            places = {place for name in names for place in self.meaning.shown_as(name)}
            if len(places) == 1:
                return Found(places.pop(), guessed=True)
        return None

    def _together(self, reading: Reading) -> Answer | None:
        """Names with commas, pluses, dashes or "and" between them, each of them known."""
        if not 2 <= len(reading.parts) <= MAX_TOGETHER or reading.countries:
            return None
        asked = [self._bearers_of(part, near=not reading.other_layout) for part in reading.parts]
        return self.meaning.of_pair(asked) if all(asked) else None

    def _bearers_of(self, part: str, *, near: bool) -> tuple[Place, ...]:
        """The places that a part of a question names; none where it names anything else."""
        for reading in readings(part):
            for typed in (reading.whole, reading.core):
                if key := self.index.known_as(typed):
                    answer = self.meaning.of_name(self.index.exact(key), key)
                    return answer.places if isinstance(answer, Found | Choices) else ()
            found = near_names(self.index, reading.core) if near else []
            judged = (
                self._judge(found, reading.core) if found and not reading.other_layout else None
            )
            if isinstance(judged, Found):
                return judged.places
        return ()

    def _sentence(self, reading: Reading) -> Answer | None:
        sentence = take_apart(reading, self.index, self.regions, self.adjectives)
        if not sentence.places:
            return self._country_and_rest(sentence)
        if len(sentence.meant) == 0 and sentence.regions:
            return None  # "Milan, Ohio" is none of the list's; they are only offered
        if len(sentence.meant) == 0 and sentence.is_clear and len(sentence.places) <= MAX_TOGETHER:
            return self.meaning.of_pair([self.meaning.by_weight(it) for it in sentence.places])
        if len(sentence.meant) > 0 and sentence.is_clear:
            return self._narrowed(reading, sentence)
        return None

    def _mentioned(self, reading: Reading) -> Answer | None:
        """The places that stand in a question among words that may belong to their names."""
        sentence = take_apart(reading, self.index, self.regions, self.adjectives)
        mentioned = (p for targets in sentence.places for p in self.meaning.by_weight(targets))
        places = tuple(dict.fromkeys(mentioned))[:MAX_SUGGESTIONS]
        return Suggestions(places, elsewhere=sentence.elsewhere > 0) if places else None

    def _narrowed(self, reading: Reading, sentence: Sentence) -> Answer:
        """The one place, seen with the country that stands beside it."""
        answer = self.meaning.of_name(sentence.meant, sentence.key)
        if sentence.groups and isinstance(answer, Found):
            return replace(answer, group=sentence.groups[0].id)
        if not sentence.countries:
            return answer
        code = sentence.countries[0]
        ranks = [rank for target, rank in sentence.meant.items() if isinstance(target, Place)]
        if min(ranks) == Rank.PARENT:
            return answer  # "Berlin, Germany" is no part of Berlin
        bearers = self.meaning.by_weight(sentence.meant)
        if reading.about_twins and (twinned := [p for p in bearers if self._has_twins(p, code)]):
            return Found(twinned[0], code)
        if at_home := tuple(place for place in bearers if place.country == code):
            return one_or_several(at_home)
        return replace(answer, country=code) if isinstance(answer, Found) else answer

    def _has_twins(self, place: Place, country: str) -> bool:
        return any(partner.country == country for partner in self.catalogue.partners_of(place))

    def _country_and_rest(self, sentence: Sentence) -> Answer | None:
        """A country among words: alone it is the question; a misspelt city may stand beside it."""
        if sentence.groups and not sentence.countries and sentence.is_clear:
            return self.meaning.of_group(sentence.groups[0])
        if not sentence.countries:
            targets = self.index.exact(sentence.key)
            return (
                self.meaning.of_place_elsewhere(sentence.key, targets)
                if sentence.only_elsewhere
                else None
            )
        if sentence.elsewhere:  # "Berlin, Germany": no other town, and not the country
            return Nothing(elsewhere=True)
        if not sentence.rest:
            return self.meaning.of_country(sentence.countries[0])
        key = "".join(sentence.rest)
        candidates = near_names(self.index, key)
        near = self._judge(candidates, key) if candidates else None
        if isinstance(near, Found):
            return replace(near, country=sentence.countries[0])
        return self.meaning.of_country(sentence.countries[0]) if sentence.is_clear else near

    def _talk(self, reading: Reading) -> Answer | None:
        """Everyday words and first names, which look like some name soon enough."""
        return Nothing() if not reading.other_layout and is_talk(reading.words) else None

    def _prefix(self, reading: Reading) -> Answer | None:
        """Whose name as shown begins so; other names have to be typed further."""
        for key in dict.fromkeys((reading.whole, reading.core)):
            if len(key) >= MIN_PREFIX_LETTERS and (answer := self._beginning(key)):
                return answer
        return None

    def _beginning(self, key: str) -> Answer | None:
        ranks: dict[Target, Rank] = {}
        for name in self.index.beginning(key):
            for target, rank in self.index.exact(name).items():
                if rank == Rank.OWN or len(key) >= MIN_LESSER_PREFIX_LETTERS:
                    ranks[target] = min(rank, ranks.get(target, rank))
        codes = [
            target.code
            for target in ranks
            if isinstance(target, Country) and target.code in self.catalogue.countries
        ]
        own = self.meaning.by_weight(target for target, rank in ranks.items() if rank == Rank.OWN)
        places = own or self.meaning.by_weight(ranks)
        if len(key) > MIN_PREFIX_LETTERS and len(codes) == 1 and not places:
            return self.meaning.of_country(codes[0])
        place = self.meaning.alone(places, key)
        if place and len(key) > MIN_PREFIX_LETTERS and not codes and not self._is_slip(key, place):
            return Found(place, guessed=True)
        if not places:
            return None
        near = self.meaning.places(near_names(self.index, key))
        known = self.meaning.by_weight(ranks)
        others = dict.fromkeys((*places[: MAX_SUGGESTIONS - len(near[:2])], *near, *known))
        return Suggestions(tuple(others)[:MAX_SUGGESTIONS])

    def _is_slip(self, key: str, place: Place) -> bool:
        """Whether the beginning of one name is more likely another, misspelt in a usual way."""
        if len(key) > MAX_SLIP_PREFIX_LETTERS:
            return False
        near = near_names(self.index, key, 1)
        return bool(near) and near[0].target != place and near[0].cost <= COST_USUAL_SLIP

    def _near(self, typed: Iterable[Reading]) -> Answer | None:
        """Whoever is nearest; the other layout is tried where nobody is very near in the first."""
        best: tuple[list[Candidate], str] | None = None
        for reading in typed:
            if best and best[0][0].cost <= COST_OTHER_SLIP:
                break
            for key in dict.fromkeys((reading.core or reading.whole, reading.whole)):
                # Keys hit at random look like some name on the other layout soon enough.
                slips = (
                    1 if reading.other_layout and len(key) < MIN_TWO_SLIPS_ANSWERED_LETTERS else 2
                )
                near = near_names(self.index, key, slips)
                if near and (best is None or near[0].cost < best[0][0].cost):
                    best = near, key
        return self._judge(*best) if best else None

    def _judge(self, candidates: Sequence[Candidate], key: str) -> Answer | None:
        """Answers with a near name that stands alone; offers the others; keeps silent for none."""
        if stands_alone(candidates, len(key)):
            target = candidates[0].target
            if isinstance(target, Country):
                return self.meaning.of_country(target.code)
            if isinstance(target, Place):
                others = self.meaning.places(candidates[1:])
                return Found(target, guessed=True, others=others)
        places = self.meaning.places(candidates)
        return Suggestions(places) if places else None
