"""Guesses: what a beginning of a name, or a misspelt one, may mean."""

from collections.abc import Iterable, Sequence

from storage.catalogue import Catalogue
from storage.countries import Country
from storage.model import Place
from storage.search.answer import Answer, Found, Suggestions
from storage.search.answering import MAX_SUGGESTIONS, MIN_PREFIX_LETTERS, Answering
from storage.search.name_index import NameIndex, Rank, Target
from storage.search.query import Reading
from storage.search.ranking import (
    COST_OTHER_SLIP,
    COST_USUAL_SLIP,
    MIN_TWO_SLIPS_ANSWERED_LETTERS,
    Candidate,
    near_names,
    stands_alone,
)

MAX_SLIP_PREFIX_LETTERS = 4  # letters; so much of a name is no misspelt other one
MIN_OTHER_LAYOUT_LETTERS = 6  # letters of a name on the other layout in which there may be a slip
MIN_LESSER_PREFIX_LETTERS = 6  # letters of a former, colloquial or foreign name


class Guessing:
    """Answers to names that were not typed as they are; immutable once made."""

    def __init__(self, catalogue: Catalogue, index: NameIndex, meaning: Answering) -> None:
        self.catalogue = catalogue
        self.index = index
        self.meaning = meaning

    def prefix(self, reading: Reading) -> Answer | None:
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
            return self.meaning.of_country(codes[0], guessed=True)
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

    def near(self, typed: Iterable[Reading]) -> Answer | None:
        """Whoever is nearest; the other layout is tried where nobody is very near in the first."""
        best: tuple[list[Candidate], str] | None = None
        for reading in typed:
            if best and best[0][0].cost <= COST_OTHER_SLIP:
                break
            for key in dict.fromkeys((reading.core or reading.whole, reading.whole)):
                near = near_names(self.index, key, _slips(reading, key))
                if near and (best is None or near[0].cost < best[0][0].cost):
                    best = near, key
        return self.judge(*best) if best else None

    def judge(self, candidates: Sequence[Candidate], key: str) -> Answer | None:
        """Answers with a near name that stands alone; offers the others; keeps silent for none."""
        if stands_alone(candidates, len(key)):
            target = candidates[0].target
            if isinstance(target, Country):
                return self.meaning.of_country(target.code, guessed=True)
            if isinstance(target, Place):
                others = self.meaning.places(candidates[1:])
                return Found(target, guessed=True, others=others)
        places = self.meaning.places(candidates)
        return Suggestions(places) if places else None


def _slips(reading: Reading, key: str) -> int:
    """How many there may be: keys hit at random soon look like some name on the other layout."""
    if not reading.other_layout:
        return 2
    return (len(key) >= MIN_OTHER_LAYOUT_LETTERS) + (len(key) >= MIN_TWO_SLIPS_ANSWERED_LETTERS)
