"""Names among other words: which place is meant, and what of it is asked for."""

from dataclasses import replace

from storage.model import Place
from storage.search.adjectives import Adjectives
from storage.search.answer import Answer, Found, Nothing, Suggestions, one_or_several
from storage.search.answering import MAX_SUGGESTIONS
from storage.search.guessing import Guessing
from storage.search.name_index import Rank
from storage.search.query import Reading
from storage.search.ranking import near_names
from storage.search.regions import Regions
from storage.search.sentence import Sentence, take_apart

MAX_TOGETHER = 5  # places that are asked for together


class Narrowing:
    """Answers to sentences; immutable once made."""

    def __init__(self, guessing: Guessing, regions: Regions, adjectives: Adjectives) -> None:
        self.guessing = guessing
        self.catalogue, self.index = guessing.catalogue, guessing.index
        self.meaning = guessing.meaning
        self.regions = regions
        self.adjectives = adjectives

    def sentence(self, reading: Reading) -> Answer | None:
        sentence = take_apart(reading, self.index, self.regions, self.adjectives)
        if not sentence.places:
            return self._of_region(sentence) or self._country_and_rest(reading, sentence)
        if len(sentence.meant) == 0 and sentence.regions:
            return None  # "Milan, Ohio" is none of the list's; they are only offered
        if len(sentence.meant) == 0 and sentence.is_clear and len(sentence.places) <= MAX_TOGETHER:
            return self.meaning.of_pair([self.meaning.by_weight(it) for it in sentence.places])
        if len(sentence.meant) > 0 and sentence.is_clear:
            return self._narrowed(reading, sentence)
        return None

    def mentioned(self, reading: Reading) -> Answer | None:
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
        if isinstance(answer, Found) and answer.place.country == code:
            return answer  # "Minsk, Belarus" is not one of Minsk's districts
        if at_home := tuple(place for place in bearers if place.country == code):
            return one_or_several(at_home)
        if not isinstance(answer, Found):
            return answer
        asks_twins = reading.about_twins or self._has_twins(answer.place, code)
        may_narrow = self.catalogue.is_city(answer.place) or sentence.rest
        if asks_twins or (may_narrow and not reading.is_qualified):
            return replace(answer, country=code)
        return Suggestions(answer.places, elsewhere=True)  # "London, Canada" is another one

    def _of_region(self, sentence: Sentence) -> Answer | None:
        """Some places of a region that stands alone among words: «города Калифорнии»."""
        if not sentence.regions or sentence.countries or not sentence.is_clear:
            return None
        places = self.meaning.by_weight(sentence.regions[0])[:MAX_SUGGESTIONS]
        return Suggestions(places, of_region=True) if places else Nothing(elsewhere=True)

    def _has_twins(self, place: Place, country: str) -> bool:
        return any(partner.country == country for partner in self.catalogue.partners_of(place))

    def _country_and_rest(self, reading: Reading, sentence: Sentence) -> Answer | None:
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
        if reading.code and len(sentence.countries) > 1:
            return Nothing(elsewhere=True)  # "Jamaica, US"
        if not sentence.rest:
            return self.meaning.of_country(sentence.countries[0])
        return self._misspelt_and_country(reading, sentence)

    def _misspelt_and_country(self, reading: Reading, sentence: Sentence) -> Answer | None:
        """A name that is none of the list's, with a country: who is near it, and lies there."""
        code, key = sentence.countries[0], "".join(sentence.rest)
        candidates = near_names(self.index, key)
        near = self.guessing.judge(candidates, key) if candidates else None
        if isinstance(near, Found):
            is_there = near.place.country == code or self._has_twins(near.place, code)
            if is_there or not reading.is_qualified:
                return replace(near, country=code)
            return Suggestions(near.places, elsewhere=True)
        if reading.is_qualified:  # a town there of which nothing is known
            return near if isinstance(near, Suggestions) else Nothing(elsewhere=True)
        return self.meaning.of_country(code) if sentence.is_clear else near
