"""Which near name is meant: how likely the slips are, thefuzz's likeness, and who stands alone.

The figures below were chosen on two sets of questions whose writers did not see the search, and
tried on a third (all three are in the known-answer table now; `make bench`); what slips may cost,
on 14,000 rare words and small towns besides, which look like some name at random.
Counting slips alone leaves a third of the short names to a choice;
weighing them by how fingers and ears err answers most.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from rapidfuzz.distance import OSA, Levenshtein
from thefuzz import fuzz

from storage.groups import Group
from storage.model import Place
from storage.search.name_index import Elsewhere, NameIndex, Rank, Target, order_of

MIN_FUZZY_LETTERS = 4  # letters: a slip in three leaves too little
MIN_TWO_SLIPS_OFFERED_LETTERS = 6  # letters in which two slips are worth an offer
MIN_TWO_SLIPS_ANSWERED_LETTERS = 8  # letters in which two slips may be answered
MIN_RATIO_PER_CENT = 75  # per cent of thefuzz's ratio below which nobody answers
MIN_COST_LEAD = 0.25  # how much likelier the first must be than the next
# What slips may cost to be answered, for each letter typed and in all: a short word is soon like
# some name, and sooner like one of the many lesser ones. Above it is offered.
MAX_COST_A_LETTER = {Rank.OWN: 0.235, Rank.VARIANT: 0.2, Rank.OLD: 0.16, Rank.PARENT: 0.16}
MAX_COST_A_LETTER_COUNTRY = 0.17
MAX_COST_ANSWERED = 2.3
MAX_NAMESAKES = (
    12  # bearers of one name and rank that are looked at; six places are offered at most
)
MAX_COST_OFFERED = 2.6  # what is not even offered

KEYS = ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "qwertyuiop", "asdfghjkl", "zxcvbnm")
ALIKE_LETTERS = (
    "ао", "ая", "еи", "еэ", "ея", "ий", "ыи", "юу", "бп", "дт", "гк", "гх", "кх", "зс", "вф",
    "жш", "шщ", "сц", "чщ", "ьъ",
    "ao", "ei", "iy", "ou", "ck", "cs", "kq", "vw", "vf", "zs", "bp", "dt", "gk", "gh", "jy",
)  # fmt: skip
BESIDE = frozenset(pair for row in KEYS for pair in pairwise(row))
SAME = frozenset((a, b) for group in ALIKE_LETTERS for a in group for b in group if a != b)

# What a slip costs: a neighbouring key, a like sound or a swap; a missing or an added letter; any
# other; one on the first letter, which people seldom miss, costs more.
COST_USUAL_SLIP, COST_MISSING_LETTER, COST_OTHER_SLIP, EXTRA_COST_FIRST_LETTER = (
    0.6,
    0.75,
    1.0,
    0.15,
)
# What it costs to be meant by a less known name, and not to be in the list (with two slips it costs
# nothing: whoever is two slips away from both is as likely to mean either).
COST_PER_RANK, COST_ELSEWHERE = 0.1, 0.25


@dataclass(frozen=True, slots=True)
class Candidate:
    """A target by its nearest name: slips, what they cost, and thefuzz's likeness in per cent."""

    target: Target
    slips: int
    cost: float
    likeness: int
    rank: Rank


def near_names(index: NameIndex, key: str, most: int = 2) -> list[Candidate]:
    """Everybody who may be meant by a misspelt name, each once, the likeliest first."""
    if len(key) < MIN_FUZZY_LETTERS or len(set(key)) == 1:
        return []
    for slips in range(1, min(most, 2 if len(key) >= MIN_TWO_SLIPS_OFFERED_LETTERS else 1) + 1):
        if found := index.near(key, slips):
            near = (it for it in _bearers(index, key, found) if it.cost <= MAX_COST_OFFERED)
            return sorted(near, key=_order)
    return []


def _bearers(index: NameIndex, key: str, names: dict[str, int]) -> Iterable[Candidate]:
    best: dict[Target, Candidate] = {}
    for name, slips in names.items():
        price, likeness = cost(key, name), fuzz.ratio(key, name)
        if is_cyrillic(name) != is_cyrillic(key):
            # A sound has lost letters already, so that a slip in it weighs twice.
            price, likeness = slips + COST_OTHER_SLIP / 2, 100 - 200 * slips // len(key)
        for target, rank in _first_bearers(index.exact(name)):
            if isinstance(target, Group):
                continue  # named as it is written, or not at all
            listed = isinstance(target, Place)
            extra = COST_PER_RANK * rank if listed else COST_ELSEWHERE * (slips < 2)
            candidate = Candidate(target, slips, price + extra, likeness, rank)
            if target not in best or _order(candidate) < _order(best[target]):
                best[target] = candidate
    return best.values()


def _first_bearers(bearers: Mapping[Target, Rank]) -> Iterable[tuple[Target, Rank]]:
    """No more of each rank than anybody looks at: namesakes are alike but for their order."""
    if len(bearers) <= MAX_NAMESAKES:
        return bearers.items()
    by_rank = [[it for it in bearers.items() if it[1] == rank] for rank in Rank]
    return chain.from_iterable(alike[:MAX_NAMESAKES] for alike in by_rank)


def cost(typed: str, name: str) -> float:
    """How unlikely it is to type one for the other; about 0.6 to 1 a slip."""
    steps = Levenshtein.editops(typed, name).as_list()
    first = EXTRA_COST_FIRST_LETTER if typed[:1] != name[:1] else 0
    if len(steps) > OSA.distance(typed, name):  # a swap counts as two steps
        return first + COST_USUAL_SLIP + (len(steps) - 2) * COST_OTHER_SLIP
    return first + sum(_step_cost(typed, name, *step) for step in steps)


def _step_cost(typed: str, name: str, kind: str, at: int, to: int) -> float:
    if kind == "replace":
        pair = (typed[at], name[to])
        usual = pair in SAME or pair in BESIDE or pair[::-1] in BESIDE
        return COST_USUAL_SLIP if usual else COST_OTHER_SLIP
    text, here = (name, to) if kind == "insert" else (typed, at)
    doubled = text[here] in (text[here - 1 : here], text[here + 1 : here + 2])
    return COST_USUAL_SLIP if doubled or text[here] in "ьъй" else COST_MISSING_LETTER


def stands_alone(candidates: Sequence[Candidate], letters: int) -> bool:
    """Whether the first is alike enough, and nobody else is about as likely."""
    first, *others = candidates
    if first.slips > 1 and letters < MIN_TWO_SLIPS_ANSWERED_LETTERS:
        return False
    if first.cost > min(_cost_a_letter(first) * letters, MAX_COST_ANSWERED):
        return False
    return first.likeness >= MIN_RATIO_PER_CENT and all(
        other.cost >= first.cost + MIN_COST_LEAD for other in others
    )


def _cost_a_letter(candidate: Candidate) -> float:
    is_place = isinstance(candidate.target, Place)
    return MAX_COST_A_LETTER[candidate.rank] if is_place else MAX_COST_A_LETTER_COUNTRY


def _order(candidate: Candidate) -> tuple[float, int, Rank, bool, tuple[int, str]]:
    return (
        candidate.cost,
        -candidate.likeness,
        candidate.rank,
        isinstance(candidate.target, Elsewhere),
        order_of(candidate.target),
    )


def is_cyrillic(key: str) -> bool:
    """Whether a folded name is written in Russian letters."""
    return "а" <= key[:1] <= "ӿ"
