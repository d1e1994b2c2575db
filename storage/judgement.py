"""Which near name is meant: candidates in thefuzz's order, and when one stands alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import OSA
from thefuzz import fuzz

from storage.index import Index, Target

ALIKE = 75  # per cent of thefuzz below which nobody answers
SHORTEST = 4  # letters: a slip in three leaves too little
LONG = 8  # letters from which two slips are allowed


@dataclass(frozen=True, slots=True)
class Candidate:
    """A target with its nearest name: slips as written, and thefuzz's likeness in per cent."""

    target: Target
    slips: int
    likeness: int
    rank: int


def near_names(index: Index, key: str, slips: int | None = None) -> list[Candidate]:
    """Everybody who may be meant by a misspelt name, each once, best first."""
    if len(key) < SHORTEST:
        return []
    allowed = (2 if len(key) >= LONG else 1) if slips is None else slips
    best: dict[Target, Candidate] = {}
    for near in index.near(key, allowed):
        written, likeness = near.slips, 100 - 100 * near.slips // len(key)
        if _is_cyrillic(near.key) == _is_cyrillic(key):
            written = OSA.distance(near.key, key)
            likeness = fuzz.ratio(near.key, key)
        for target, rank in index.exact(near.key).items():
            candidate = Candidate(target, max(written, near.slips), likeness, rank)
            if target not in best or _order(candidate) < _order(best[target]):
                best[target] = candidate
    return best_first(best.values())


def best_first(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Fewer slips first, then the more alike, then the better known name."""
    return sorted(candidates, key=_order)


def stands_alone(candidates: list[Candidate]) -> bool:
    """Whether nobody else is as near as the first."""
    first, *others = candidates
    return first.likeness >= ALIKE and all(other.slips > first.slips for other in others)


def _order(candidate: Candidate) -> tuple[int, int, int, Target]:
    return (candidate.slips, -candidate.likeness, candidate.rank, candidate.target)


def _is_cyrillic(key: str) -> bool:
    return "а" <= key[:1] <= "ӿ"
