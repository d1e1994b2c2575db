"""The known-answer table: what each kind of question must come to, in shares of its rows.

`known_answers.csv`: a kind, a question, the id it means; ids joined by | for a name that several
places bear, `country:DE`, `tula+DE` for a city's twins in a country, nothing for no place at all.
"""

from collections import Counter

import pytest

from storage.search.search import Search
from tests.bench.quality import questions, verdict

WORKED_OUT = ("case", "country", "exact", "layout", "phrase", "prefix", "slip", "translit")
HEARD_OF = ("colloquial", "foreign", "former")


@pytest.fixture(scope="module")
def verdicts(search: Search) -> dict[str, Counter[str]]:
    counted: dict[str, Counter[str]] = {}
    for asked in questions():
        found = verdict(asked, search.ask(asked.question))
        counted.setdefault(asked.kind, Counter())[found] += 1
    return counted


def share(verdicts: dict[str, Counter[str]], kinds: tuple[str, ...], *names: str) -> float:
    together = sum((verdicts[kind] for kind in kinds), Counter())
    return sum(together[name] for name in names) / together.total()


def test_the_table_is_large(verdicts: dict[str, Counter[str]]) -> None:
    assert sum(counted.total() for counted in verdicts.values()) >= 7_000


def test_what_can_be_worked_out_is_answered_at_once(verdicts: dict[str, Counter[str]]) -> None:
    assert share(verdicts, WORKED_OUT, "right") >= 0.98
    assert share(verdicts, WORKED_OUT, "right", "first", "offered") >= 0.995


@pytest.mark.parametrize("kind", WORKED_OUT)
def test_no_kind_lags_behind(verdicts: dict[str, Counter[str]], kind: str) -> None:
    assert share(verdicts, (kind,), "right") >= 0.95


def test_what_one_must_have_heard_of_is_reachable(verdicts: dict[str, Counter[str]]) -> None:
    assert share(verdicts, HEARD_OF, "right", "first", "offered") >= 0.98


def test_wrong_answers_are_rare(verdicts: dict[str, Counter[str]]) -> None:
    assert share(verdicts, tuple(verdicts), "wrong") <= 0.002


def test_what_is_not_in_the_list_is_not_answered(verdicts: dict[str, Counter[str]]) -> None:
    assert share(verdicts, ("elsewhere",), "false") <= 0.005
    assert share(verdicts, ("nonsense",), "false") <= 0.02


def test_several_bearers_of_a_name_are_a_choice(verdicts: dict[str, Counter[str]]) -> None:
    assert share(verdicts, ("homonym",), "right") >= 0.85
    assert share(verdicts, ("place+country",), "right") >= 0.95
