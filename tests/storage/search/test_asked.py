"""What people really ask: each kind of question, and a third of its rows kept apart.

`asked.csv`: a kind, a question, the id it means; `country:DE`, `elsewhere:AU` for a country without
twins in the list, `pair:tula+tver`, `tula+DE` for a city's twins in a country, `tula+@asia` in a
group, nothing where there is no answer in the list; `unseen` is 1 for the rows kept apart.

Most rows were made by rule, the unseen ones by the same rules, so they tell whether single rows
were tuned for, not how other people put it. `common_words.txt`, `elsewhere.csv` and
`small_towns.txt` were made from the lists of words and towns that "everyday word" and "place
elsewhere" are drawn from: these tell what the data covers. "rare word" (beyond the 80,000
commonest) and "small town" (of 5,000 to 50,000 inhabitants) are kept out of these files: they tell
what is answered of names of which no data was made. Two thirds of them were asked once, at the end.
"""

from collections import Counter

import pytest

from storage.search.search import Search
from tests.bench.quality import ASKED, questions, verdict

WITHOUT_ANSWER = ("everyday phrase", "everyday word", "place elsewhere")
NEVER_USED = {"rare word": 0.017, "small town": 0.0145}  # what is falsely answered, at most
REAL_PLACES = ("place elsewhere", "country elsewhere")

Verdicts = dict[tuple[str, bool], Counter[str]]


@pytest.fixture(scope="module")
def verdicts(search: Search) -> Verdicts:
    found: Verdicts = {}
    for asked in questions(ASKED):
        counted = found.setdefault((asked.kind, bool(asked.unseen)), Counter())
        counted[verdict(asked, search.ask(asked.question))] += 1
    return found


def together(verdicts: Verdicts, kinds: set[str], unseen: bool) -> Counter[str]:
    return sum((verdicts[kind, unseen] for kind in kinds), Counter())


def test_every_kind_has_many_rows_and_a_third_of_them_unseen(verdicts: Verdicts) -> None:
    for kind in {kind for kind, _ in verdicts} - NEVER_USED.keys():
        seen, unseen = verdicts[kind, False].total(), verdicts[kind, True].total()
        assert seen + unseen >= 80, kind
        assert abs(seen - 2 * unseen) <= 2, kind
    assert together(verdicts, set(WITHOUT_ANSWER), unseen=False).total() >= 500


@pytest.mark.parametrize("unseen", [False, True])
def test_what_has_an_answer_gets_it(verdicts: Verdicts, unseen: bool) -> None:
    kinds = {kind for kind, _ in verdicts} - {*WITHOUT_ANSWER, *NEVER_USED}
    counted = together(verdicts, kinds, unseen)
    right, all_of_them = counted["right"], counted.total()
    assert right >= 0.97 * all_of_them
    assert right + counted["first"] + counted["offered"] >= 0.99 * all_of_them
    assert counted["wrong"] <= 0.003 * all_of_them


@pytest.mark.parametrize("unseen", [False, True])
def test_no_kind_lags_behind(verdicts: Verdicts, unseen: bool) -> None:
    for kind in {kind for kind, _ in verdicts} - {*WITHOUT_ANSWER, *NEVER_USED}:
        counted = verdicts[kind, unseen]
        assert counted["right"] >= 0.89 * counted.total(), kind


@pytest.mark.parametrize("unseen", [False, True])
def test_what_has_no_answer_gets_none(verdicts: Verdicts, unseen: bool) -> None:
    none = together(verdicts, set(WITHOUT_ANSWER), unseen)
    real = together(verdicts, set(REAL_PLACES), unseen)
    assert none["false"] <= 0.015 * none.total()
    assert real["false"] <= 0.004 * real.total()


@pytest.mark.parametrize("kind", NEVER_USED)
def test_of_what_no_data_was_made_of_little_is_answered(verdicts: Verdicts, kind: str) -> None:
    counted = verdicts[kind, True]
    assert counted.total() >= 400
    assert counted["false"] <= NEVER_USED[kind] * counted.total()
