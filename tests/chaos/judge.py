"""Compares what was asked with what was answered."""

import time
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

from bot.sandbox.world import World
from tests.chaos.questions import Burst


@dataclass
class Verdict:
    """A row of the table."""

    questions: int = 0
    lost: int = 0
    twice: int = 0
    may_be_twice: int = 0  # as many as were running, or known to nobody else, when something died
    disorder: int = 0
    recovery: float = 0.0  # the longest time without an answer, in seconds
    notes: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def gate(self, passed: bool, failure: str) -> None:
        """What must hold."""
        if not passed:
            self.failures.append(failure)


class Tally:
    """The bot's messages, matched with the questions; each reading goes on where the last ended."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._read = 0
        self._turns: dict[int, dict[str, int]] = {}  # of a chat's questions, by their answers
        self._seen: dict[int, list[int]] = defaultdict(list)  # turns as they were answered
        self._first_at: list[float] = []
        self.asked = 0
        self.strange: list[str] = []  # what answers no question
        self.struck_at: float | None = None

    def expect(self, burst: Burst) -> None:
        """These questions are asked, each chat's in this order."""
        for chat, questions in burst.items():
            self._turns[chat] = {q.answer: turn for turn, q in enumerate(questions)}
            self.asked += len(questions)

    def strike(self) -> None:
        """Something goes wrong now; silence counts from here."""
        self.struck_at = self.struck_at or time.monotonic()

    @property
    def answered(self) -> int:
        """How many questions have their answer."""
        for message in self._world.sent[self._read :]:
            self._read += 1
            turns = self._turns.get(message.chat["id"])
            if turns is None:
                continue
            turn = turns.get(message.formatted.text)
            if turn is None:
                self.strange.append(message.formatted.text)
            else:
                self._count(self._seen[message.chat["id"]], turn)
        return len(self._first_at)

    def _count(self, seen: list[int], turn: int) -> None:
        if turn not in seen:
            self._first_at.append(time.monotonic())
        seen.append(turn)

    def judge(self, verdict: Verdict) -> None:
        """Count what is missing, what came more than once, and what came out of its turn."""
        verdict.questions = self.asked
        verdict.lost = self.asked - self.answered
        verdict.twice = sum(map(len, self._seen.values())) - self.answered
        verdict.disorder = sum(map(disorder, self._seen.values()))
        verdict.recovery = self._silence()
        bound = verdict.may_be_twice
        verdict.gate(verdict.lost == 0, f"{verdict.lost} lost")
        verdict.gate(verdict.twice <= bound, f"{verdict.twice} twice, {bound} may be")
        verdict.gate(verdict.disorder == 0, f"{verdict.disorder} out of order")
        verdict.gate(not self.strange, f"{len(self.strange)} strange: {self.strange[:1]}")

    def _silence(self) -> float:
        if self.struck_at is None:
            return 0.0
        times = [self.struck_at, *(at for at in self._first_at if at > self.struck_at)]
        return max((b - a for a, b in pairwise(times)), default=0.0)


def disorder(seen: list[int]) -> int:
    """How often something came after what was asked later; what comes again has had its turn."""
    latest, breaks = -1, 0
    for turn in dict.fromkeys(seen):
        breaks += turn < latest
        latest = max(latest, turn)
    return breaks
