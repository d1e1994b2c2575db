"""Questions of which each has an answer of its own, dealt to many guests."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from bot.i18n import Translator, translator
from bot.sandbox.markup import parse_html
from bot.views.answer import answer
from bot.views.place import place_card
from storage.catalogue import Catalogue
from storage.ingest.dataset import bundled_dataset
from storage.languages import LANGUAGES
from storage.model import Place
from storage.search.answer import Outcome
from storage.search.search import Search

FIRST_GUEST = 5_000_000_001  # over 32 bits, as Telegram's ids are

Burst = dict[int, list["Question"]]


@dataclass(frozen=True)
class Question:
    """What somebody writes, and the whole text of its right answer."""

    text: str
    answer: str


def language_of(guest: int) -> str:
    """The guests take turns in speaking Russian and English."""
    return tuple(LANGUAGES)[guest % len(LANGUAGES)]


class Questions:
    """All questions there are; `deal` gives some of them to guests."""

    def __init__(self) -> None:
        dataset = bundled_dataset()
        self._catalogue = Catalogue(
            dataset.digest, dataset.places, dataset.twinnings, dataset.source
        )
        self._search = Search(self._catalogue)
        self._known = {
            code: self._all(translator(language)) for code, language in LANGUAGES.items()
        }

    def deal(self, number: int, guests: range, dice: random.Random) -> Burst:
        """`number` different texts for `guests`; nobody is to get the same answer twice."""
        stocks = {name: dice.sample(known, len(known)) for name, known in self._known.items()}
        dealt: Burst = {guest: [] for guest in guests}
        for turn in range(number):
            guest = guests[turn % len(guests)]
            held, stock = dealt[guest], stocks[language_of(guest)]
            answers = {question.answer for question in held}
            held.append(stock.pop(next(i for i, q in enumerate(stock) if q.answer not in answers)))
        return dealt

    def _all(self, t: Translator) -> list[Question]:
        """Questions for readers of one language."""
        places = self._catalogue.places.values()
        found = {question.text: question for place in places for question in self._about(place, t)}
        return list(found.values())

    def _about(self, place: Place, t: Translator) -> Iterator[Question]:
        card = str(place_card(place, self._catalogue, t).text)
        name = place.name(t.lang)
        found = self._search.ask(name)
        if found.outcome is Outcome.FOUND and answer(found, name, self._catalogue, t).text == card:
            told = parse_html(card).text
            yield Question(name, told)
            yield Question(f"/twins {name}", told)
