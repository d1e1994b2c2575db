"""FuzzyIndex: whoever is a slip or two away is found, and nobody else."""

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from storage.search.fuzzy_index import FuzzyIndex

WORDS = st.text("абвг", min_size=3, max_size=12)
LONG_WORDS = st.text("абвг", min_size=6, max_size=12)
SLIPS = st.lists(
    st.tuples(st.sampled_from(["replace", "insert", "delete"]), st.integers(0, 20)),
    min_size=2,
    max_size=2,
)


def slip(word: str, kind: str, at: int) -> str:
    at %= len(word)
    return word[:at] + ("" if kind == "delete" else "ю") + word[at + (kind != "insert") :]


@given(words=st.lists(WORDS, unique=True), typed=WORDS)
def test_one_slip_away_is_found_and_nobody_else(words: list[str], typed: str) -> None:
    found = FuzzyIndex(words).within(typed, 1)
    distances = {word: OSA.distance(typed, word) for word in words}
    assert found == {word: distance for word, distance in distances.items() if distance <= 1}


@given(words=st.lists(LONG_WORDS, unique=True, min_size=1), slips=SLIPS)
def test_two_slips_away_is_found(words: list[str], slips: list[tuple[str, int]]) -> None:
    typed = words[0]
    for kind, at in slips:
        typed = slip(typed, kind, at)
    assert words[0] in FuzzyIndex(words).within(typed, 2)


@given(words=st.lists(WORDS, unique=True), typed=WORDS)
def test_nobody_farther_than_two_slips_is_found(words: list[str], typed: str) -> None:
    for word, distance in FuzzyIndex(words).within(typed, 2).items():
        assert distance == OSA.distance(typed, word) <= 2


def test_nothing_is_near_nothing() -> None:
    assert FuzzyIndex([]).within("тула", 1) == {}
    assert FuzzyIndex(["тула", ""]).within("", 2) == {"": 0}
