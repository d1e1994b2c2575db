"""Search: what a question means, in stages from the surest to the least sure.

1. exact: the question, or what is left of it without the words around, is a name in any language,
   in any case, on either keyboard layout; or its words begin those of one name («нижн нов»);
2. sentence: a name stands in it among other words, with a country perhaps, or contracted;
3. prefix: it begins one name, or a few;
4. near: it sounds like a name, or is a slip or two away from one;
5. mentioned: names stand in it beside words that may belong to them; they are only offered.

An exact name answers at once. A near one answers only when nothing else is as near, among the
real places that are not in the list too («Орск» is no misspelt «Омск»); otherwise it is offered.
Figures of `make bench` stand beside the thresholds in storage/search/ranking.py.
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from storage.catalogue import Catalogue
from storage.countries import Country, country_codes
from storage.geography import Point
from storage.groups import Group
from storage.model import Place
from storage.search.adjectives import Adjectives
from storage.search.answer import Answer, Choices, Found, Nothing, Suggestions
from storage.search.answering import MAX_SUGGESTIONS, Answering
from storage.search.completion import Complete, Completion
from storage.search.contractions import JOINED, Contractions
from storage.search.country_names import country_names
from storage.search.doubted import common_words, small_towns
from storage.search.guessing import Guessing
from storage.search.lexicon import known_names
from storage.search.name_index import Elsewhere, NameIndex, Rank
from storage.search.narrowing import MAX_TOGETHER, Narrowing
from storage.search.normalize import fold, squash
from storage.search.query import REGION, Reading, is_around, is_talk, readings
from storage.search.ranking import near_names
from storage.search.regions import Regions
from storage.search.run_together import apart

HOME = "RU"
Listed = Place | Country | Group  # what the list knows by name, unlike regions
MAX_QUESTION_CHARACTERS = 200  # characters of a question; nobody types a longer name
MIN_BEGUN_LETTERS = 5  # letters of several words that begin a name
MAX_NAMES_SCANNED = 1000  # names that begin with a word, of which one may have the other words too


class Search:
    """Answers questions over one catalogue; immutable once made."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.index = NameIndex(known_names(catalogue))
        self.meaning = Answering(catalogue, self.index)
        self.adjectives = Adjectives(catalogue)
        self.regions = Regions(catalogue)
        self.contractions = Contractions(catalogue)
        self.guessing = Guessing(catalogue, self.index, self.meaning)
        self.narrowing = Narrowing(self.guessing, self.regions, self.adjectives)
        self.completion = Completion(catalogue, self.index, self.meaning)

    def prepare(self) -> None:
        """Build what the first misspelt question would have to wait for; in any thread."""
        self.index.prepare()

    def ask(self, question: str) -> Answer:
        """What the question means; any text is a question."""
        if len(question) > MAX_QUESTION_CHARACTERS:
            return Nothing()
        typed = list(readings(question))
        return self._sure(typed) or self._guess(typed)

    def complete(self, question: str) -> tuple[Complete, ...]:
        """All that a question may become which is still being typed, the likeliest first.

        What it means as it stands comes before what it begins; without either, what is near. The
        empty question may become anything; an id (`tula`) stands for its place.
        """
        if len(question) > MAX_QUESTION_CHARACTERS:
            return ()
        if not question.strip():
            return self.completion.everything
        typed = list(readings(question))
        place, sure = self.catalogue.places.get(question.strip()), self._sure(typed)
        known = self.completion.of_answer(Found(place) if place else sure or Nothing())
        found: tuple[Complete, ...] = (*known, *self.completion.begun(typed))
        if not found:
            found = tuple(self.completion.of_answer(self._guess(typed)))
        each_once: dict[Complete, None] = dict.fromkeys(found)
        return tuple(each_once)

    def _sure(self, typed: Sequence[Reading]) -> Answer | None:
        """What a question means as it is written."""
        stages: tuple[Callable[[Reading], Answer | None], ...] = (
            self._exact,
            self._begun,
            self._bare,
            self._code,
            self._together,
            self._contracted,
            self._sentence,
            self._talk,
        )
        answers = (stage(reading) for stage in stages for reading in typed)
        return next((answer for answer in answers if answer), None)

    def in_its_layout(self, question: str) -> str:
        """The question's words as they were meant: on the other layout where only that has a name.

        "nekf" is «тула»; what names nothing, or something as typed, stays as it is.
        """
        for reading in readings(question):
            if any(self._is_listed(key) for key in (reading.whole, reading.core)):
                return " ".join(reading.words)
        return question

    def where(self, question: str) -> Point | None:
        """Where the place lies that a question names, be it in the list or not."""
        found = self.ask(question)
        if isinstance(found, Found):
            return found.place.at
        keys = (key for it in readings(question) for key in (it.whole, it.core))
        known = (self.meaning.elsewheres.where(self.index.known_as(key) or key) for key in keys)
        return next(filter(None, known), found.places[0].at if isinstance(found, Choices) else None)

    def _guess(self, read: Sequence[Reading]) -> Answer:
        """What a question that names nothing as it is written may mean."""
        typed = [reading for reading in read if not reading.alike]
        if not typed:
            return Nothing()
        mentioned = (it for it in map(self.narrowing.mentioned, typed) if it)
        if self._has_region(typed[0]) and (names := next(mentioned, None)):
            return names  # «Советск, Кировская область», where the list has none
        stages = (self._run_together, self.guessing.prefix)
        found = next((it for stage in stages for reading in typed if (it := stage(reading))), None)
        guess = found or self.guessing.near(typed)
        if guess and typed[0].whole in small_towns():
            return _offered(guess, elsewhere=True)
        if guess and any(key in common_words() for key in (typed[0].whole, typed[0].core)):
            return _offered(guess)
        return guess or next(mentioned, Nothing())

    def _exact(self, reading: Reading) -> Answer | None:
        if not reading.words:
            return self.meaning.of_country(reading.countries[0])
        return self._known(reading, reading.whole)

    def _bare(self, reading: Reading) -> Answer | None:
        if reading.core != reading.whole and self.regions.members(reading.core) is not None:
            return None  # "Krasnoyarsk, Krasnoyarsk Krai"
        return None if self._has_region(reading) else self._known(reading, reading.core)

    def _has_region(self, reading: Reading) -> bool:
        """Whether a region is named that may confirm a place or not: «Советск, Кировская обл.»."""
        for before, word in pairwise(reading.words):
            if REGION.match(word):
                key = before + word
                if self.regions.members(key) is not None or self.index.known_as(key):
                    return True
        return False

    def _known(self, reading: Reading, typed: str) -> Answer | None:
        if reading.countries or reading.code:
            return None  # a sentence: there is a country or a state beside the name
        key = self.index.known_as(typed)
        targets = self.index.exact(key) if key else {}
        region = self.meaning.by_weight(self.regions.members(typed) or ())
        if (
            region
            and typed == reading.whole
            and not any(isinstance(target, Listed) for target in targets)
        ):
            return Suggestions(region[:MAX_SUGGESTIONS], of_region=True)
        if key is None:
            code = country_names().get(typed)
            return self.meaning.of_country(code) if code else None
        if Elsewhere() in targets and self.contractions.bearers(reading.typed):
            return None  # «Й-Ола», which without its hyphen is in Nigeria
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
        if reading.countries or reading.code:
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
            if reading.other_layout or self.regions.members(reading.core) is not None:
                continue
            found = near_names(self.index, reading.core) if near else []
            judged = self.guessing.judge(found, reading.core) if found else None
            if isinstance(judged, Found):
                return judged.places
        return ()

    def _contracted(self, reading: Reading) -> Answer | None:
        """One contracted name among words that are said around names."""
        if reading.other_layout or reading.countries or reading.code:
            return None
        if not JOINED.search(reading.typed):
            return None
        said = reading.typed.split()
        rest = " ".join(word for word in said if not all(map(is_around, fold(word).split())))
        key = self.index.known_as(squash(fold(rest)))
        if key and Elsewhere() not in self.index.exact(key):
            return None
        places = self.meaning.by_weight(self.contractions.bearers(rest.strip("?!,;()«»")))
        cities = tuple(filter(self.catalogue.is_city, places))
        meant = cities or places
        if len(meant) == 1:
            return Found(meant[0], guessed=True, others=places[1 : MAX_SUGGESTIONS + 1])
        return Suggestions(places[:MAX_SUGGESTIONS]) if places else None

    def _sentence(self, reading: Reading) -> Answer | None:
        """Names among other words, which may be one town: "Rotenburg an der Fulda"."""
        answer = self.narrowing.sentence(reading)
        if answer and reading.whole in small_towns():
            return _offered(answer, elsewhere=True)
        return answer

    def _run_together(self, reading: Reading) -> Answer | None:
        """Names that are written in one word with each other, or with those said around them."""
        pieces = apart(reading.whole, self._is_said_of_listed, self._is_shown)
        if not pieces:
            return None
        spaced = next(readings(" ".join(pieces)))
        return self._bare(spaced) or self.narrowing.sentence(spaced)

    def _is_said_of_listed(self, word: str) -> bool:
        return self._is_shown(word, Rank.PARENT) or bool(self.adjectives.bearers(word))

    def _is_shown(self, name: str, at_most: Rank = Rank.OWN) -> bool:
        bearers = self.index.exact(name)
        return bool(bearers) and any(
            isinstance(it, Listed) and rank <= at_most for it, rank in bearers.items()
        )

    def _is_listed(self, name: str) -> bool:
        key = self.index.known_as(name)
        return key is not None and any(isinstance(it, Listed) for it in self.index.exact(key))

    def _talk(self, reading: Reading) -> Answer | None:
        """Everyday words and first names, which look like some name soon enough."""
        return Nothing() if not reading.other_layout and is_talk(reading.words) else None


def _offered(guess: Answer, *, elsewhere: bool = False) -> Answer:
    """The guess as a question."""
    if isinstance(guess, Found):
        return Suggestions((guess.place, *guess.others)[:MAX_SUGGESTIONS], elsewhere=elsewhere)
    return guess if isinstance(guess, Suggestions) else Nothing(elsewhere=elsewhere)
