"""The two ends of a chain in a question: «Тула — Киль», "from Nizhny Novgorod to San Diego"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from storage.model import Place
from storage.search.answer import Answer, Choices, Found, Pair, Suggestions
from storage.search.search import Search

MAX_WORDS = 8  # of two names without a mark between; each place between two words is tried
SURE = 3
# Marks that stand between two names and in none of them; a dash does so only between spaces.
BETWEEN = re.compile(r"\s*(?:[,;+&/|→⇄↔…]|[-=]>|[—–]|\s[-−]\s)\s*")
JOINING = frozenset("от до из с со в во к и между from to and between with".split())


@dataclass(frozen=True, slots=True)
class End:
    """What was written for one end, and what it means."""

    typed: str
    answer: Answer

    @property
    def place(self) -> Place | None:
        """The place, where it is plain which one is meant."""
        return self.answer.place if isinstance(self.answer, Found) else None

    @property
    def sureness(self) -> int:
        """From 0, where no place is known, to SURE, where it is written as it is called."""
        match self.answer:
            case Found(guessed=False) | Choices():
                return SURE
            case Found():
                return 2
            case Suggestions():
                return 1
            case _:
                return 0


def ends_of(question: str, search: Search) -> tuple[End, ...]:
    """The places that a question names one after the other: two as a rule, or only one.

    Two names need no mark between them: they part where most of both halves are names, surely.
    """
    whole = search.ask(question)
    if isinstance(whole, Pair):
        return tuple(End(question, Found(place)) for place in whole.places)
    if isinstance(whole, Found | Choices):
        return (End(question, whole),)
    halves = [tuple(End(half, search.ask(half)) for half in pair) for pair in _halves(question)]
    best = max(halves, key=_explained, default=())
    is_marked = len(BETWEEN.split(question)) == 2
    is_two = is_marked or sum(end.sureness for end in best) >= SURE
    return best if best and is_two else (End(question, whole),)


def _explained(ends: tuple[End, ...]) -> int:
    """How many letters are of names, and how surely: «Хогвартс | Нижний Новгород»."""
    return sum(end.sureness * len(end.typed) for end in ends)


def _halves(question: str) -> Iterator[tuple[str, str]]:
    """The ways to part a question in two: at its mark, or between any two words."""
    marked = BETWEEN.split(question)
    words = question.split()
    if len(marked) == 2:
        ways = [(marked[0].split(), marked[1].split())]
    elif len(words) <= MAX_WORDS:
        ways = [(words[:at], words[at:]) for at in range(1, len(words))]
    else:
        ways = []
    for one, other in ways:
        if (first := _bare(one)) and (second := _bare(other)):
            yield first, second


def _bare(words: list[str]) -> str:
    """A name without the words that join it with the other."""
    while words and words[0].lower() in JOINING:
        words = words[1:]
    while words and words[-1].lower() in JOINING:
        words = words[:-1]
    return " ".join(words)
